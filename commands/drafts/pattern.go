package drafts

import (
	"fmt"
	"strings"
)

// A pattern is a phrase of a word list, matched within one sentence:
//
//	you always          these words
//	fail*               a word that begins so (inflection)
//	you have? failed    the word before "?" may be left out
//	late/slow           either
//	you .. wrong        up to three words between
//
// A line that begins with "ok" is an innocent use: what it matches is passed over.
//
// Contractions are spelt out on both sides, so "you have" finds "you've".
type pattern []element

type element struct {
	words    []string
	prefix   []bool // of words: any ending will do
	optional bool
	gap      bool
}

// maxGap is how many words ".." may stand for.
const maxGap = 3

func parsePattern(line string) (pattern, error) {
	var p pattern
	for field := range strings.FieldsSeq(strings.ToLower(line)) {
		if field == ".." {
			p = append(p, element{gap: true})
			continue
		}
		var e element
		field, e.optional = strings.CutSuffix(field, "?")
		for word := range strings.SplitSeq(field, "/") {
			word, prefix := strings.CutSuffix(word, "*")
			if word == "" {
				return nil, fmt.Errorf("pattern %q: an empty word", line)
			}
			e.words, e.prefix = append(e.words, word), append(e.prefix, prefix)
		}
		p = append(p, e)
	}
	if len(p) == 0 || p[0].gap || p[0].optional {
		return nil, fmt.Errorf("pattern %q: begins with no word", line)
	}
	return p, nil
}

func (e element) is(t token) bool {
	if !t.content() {
		return false
	}
	for i, w := range e.words {
		if t.word == w || e.prefix[i] && strings.HasPrefix(t.word, w) {
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
	if p[0].gap {
		for skip := 0; skip <= maxGap && i+skip < len(tokens) && tokens[i+skip].sentence == sentence; skip++ {
			if end := p[1:].from(tokens, i+skip, sentence); end > 0 {
				return end
			}
		}
		return 0
	}
	if within && p[0].is(tokens[i]) {
		if end := p[1:].from(tokens, i+1, sentence); end > 0 {
			return end
		}
	}
	if p[0].optional {
		return p[1:].from(tokens, i, sentence)
	}
	return 0
}

// list is a word list's patterns, found by their first word.
type list struct {
	first  map[string][]pattern
	prefix []pattern // those whose first word is a beginning only
	ok     *list     // innocent uses; nil if there are none
}

func newList(lines []string) (list, error) {
	l := list{first: map[string][]pattern{}}
	var innocent []string
	for _, line := range lines {
		if use, ok := strings.CutPrefix(line, "ok "); ok {
			innocent = append(innocent, use)
			continue
		}
		p, err := parsePattern(line)
		if err != nil {
			return list{}, err
		}
		begins := false
		for i, w := range p[0].words {
			if p[0].prefix[i] {
				begins = true
				continue
			}
			l.first[w] = append(l.first[w], p)
		}
		if begins {
			l.prefix = append(l.prefix, p)
		}
	}
	if len(innocent) > 0 {
		ok, err := newList(innocent)
		if err != nil {
			return list{}, err
		}
		l.ok = &ok
	}
	return l, nil
}

// at returns the last token of the longest match that begins at token i, or -1.
func (l list) at(tokens []token, i int) int {
	end := -1
	for _, p := range l.first[tokens[i].word] {
		end = max(end, p.at(tokens, i))
	}
	for _, p := range l.prefix {
		end = max(end, p.at(tokens, i))
	}
	return end
}

// match is a range of tokens, both ends included.
type match struct{ from, to int }

// all returns the matches in a text, without overlaps.
func (l list) all(tokens []token) []match {
	var found []match
	for i := 0; i < len(tokens); i++ {
		if l.ok != nil {
			if end := l.ok.at(tokens, i); end >= i {
				i = end
				continue
			}
		}
		if end := l.at(tokens, i); end >= i {
			found = append(found, match{i, end})
			i = end
		}
	}
	return found
}

// in tells whether the text has a match at all.
func (l list) in(tokens []token) bool {
	return len(l.all(tokens)) > 0
}
