package drafts

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// A pattern is a phrase of a word list, matched within one sentence:
//
//	you always          these words
//	fail*               a word that begins so (inflection)
//	*factuur*           a word that ends, begins or goes on as it likes (compounds)
//	zan(ie|io)db*       either, within a word
//	late/slow           either word
//	you have? failed    the word before "?" may be left out
//	you .. wrong        up to three words between
//	fault* & your*      both, in either order, up to six words between
//
// A line that begins with "ok" is an innocent use: what it matches is passed over.
//
// Contractions are spelt out on both sides, so "you have" finds "you've". A
// sentence typed without any of the language's marks is matched without them.
type pattern []element

type element struct {
	words    []word
	optional bool
	gap      int // how many words may stand here; the element has none of its own then
}

// word is one word of a pattern, in canonical form.
type word struct {
	text, folded string // folded is "" where it is the same, or too short to tell
	pre, post    bool   // any beginning, any ending will do
}

// The widest gaps that ".." and "&" stand for, in words.
const (
	gapWords  = 3
	nearWords = 6
)

// foldedLength is the length from which a word that is a pattern by itself is
// found without its marks too; shorter ones are too often other words.
const foldedLength = 5

// parsePatterns reads a line of a word list, which is one pattern or, with "&", two.
func (w *wordlists) parsePatterns(line string) ([]pattern, error) {
	left, right, both := strings.Cut(line, " & ")
	a, err := w.parsePattern(left)
	if err != nil || !both {
		return []pattern{a}, err
	}
	b, err := w.parsePattern(right)
	if err != nil {
		return nil, err
	}
	near := element{gap: nearWords}
	return []pattern{join(a, near, b), join(b, near, a)}, nil
}

func join(a pattern, e element, b pattern) pattern {
	return append(append(append(pattern{}, a...), e), b...)
}

func (w *wordlists) parsePattern(line string) (pattern, error) {
	var p pattern
	var fields []string
	for field := range strings.FieldsSeq(line) {
		fields = w.spellOut(fields, w.canon(field))
	}
	for _, field := range fields {
		if field == ".." {
			p = append(p, element{gap: gapWords})
			continue
		}
		var e element
		field, e.optional = strings.CutSuffix(field, "?")
		choices, err := alternatives(field)
		if err != nil {
			return nil, fmt.Errorf("pattern %q: %w", line, err)
		}
		for _, choice := range choices {
			one, err := w.parseWord(choice, len(fields) == 1)
			if err != nil {
				return nil, fmt.Errorf("pattern %q: %w", line, err)
			}
			e.words = append(e.words, one)
		}
		p = append(p, e)
	}
	if len(p) == 0 || p[0].gap > 0 || p[0].optional {
		return nil, fmt.Errorf("pattern %q: begins with no word", line)
	}
	return p, nil
}

func (w *wordlists) parseWord(s string, alone bool) (word, error) {
	var one word
	s, one.pre = strings.CutPrefix(s, "*")
	s, one.post = strings.CutSuffix(s, "*")
	if s == "" || strings.ContainsAny(s, "*()?") {
		return word{}, fmt.Errorf("no word: %q", s)
	}
	one.text = w.canon(s)
	if folded := w.fold(one.text); folded != one.text && (!alone || utf8.RuneCountInString(folded) >= foldedLength) {
		one.folded = folded
	}
	return one, nil
}

// alternatives writes out a field's choices: "late/slow", and "zan(ie|io)db*" as two words.
func alternatives(field string) ([]string, error) {
	var all []string
	for choice := range strings.SplitSeq(field, "/") {
		before, rest, open := strings.Cut(choice, "(")
		if !open {
			all = append(all, choice)
			continue
		}
		inside, after, closed := strings.Cut(rest, ")")
		if !closed {
			return nil, fmt.Errorf("no %q after %q", ")", "(")
		}
		for part := range strings.SplitSeq(inside, "|") {
			more, err := alternatives(before + part + after)
			if err != nil {
				return nil, err
			}
			all = append(all, more...)
		}
	}
	return all, nil
}

func (w *word) is(t *token) bool {
	return w.matches(t.word, w.text) || t.bare && w.folded != "" && w.matches(t.word, w.folded)
}

func (w *word) matches(s, text string) bool {
	switch {
	case w.pre && w.post:
		return strings.Contains(s, text)
	case w.pre:
		return strings.HasSuffix(s, text)
	case w.post:
		return strings.HasPrefix(s, text)
	}
	return s == text
}

func (e *element) is(t *token) bool {
	if !t.content() {
		return false
	}
	for i := range e.words {
		if e.words[i].is(t) {
			return true
		}
	}
	return false
}

// at returns the last token of a match that begins at token i, or -1.
func (p pattern) at(tokens []token, i int) int {
	return p.from(tokens, i, tokens[i].sentence) - 1
}

// from returns the token after a match within the sentence, or 0 if there is none.
func (p pattern) from(tokens []token, i, sentence int) int {
	if len(p) == 0 {
		return i
	}
	within := i < len(tokens) && tokens[i].sentence == sentence
	if p[0].gap > 0 {
		for skip := 0; skip <= p[0].gap && i+skip < len(tokens) && tokens[i+skip].sentence == sentence; skip++ {
			if end := p[1:].from(tokens, i+skip, sentence); end > 0 {
				return end
			}
		}
		return 0
	}
	if within && p[0].is(&tokens[i]) {
		if end := p[1:].from(tokens, i+1, sentence); end > 0 {
			return end
		}
	}
	if p[0].optional {
		return p[1:].from(tokens, i, sentence)
	}
	return 0
}
