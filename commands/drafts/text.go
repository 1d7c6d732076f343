package drafts

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is one word or number of a text, where it stands and how it compares.
type token struct {
	start, end int    // bytes in the text; words split from one contraction share them
	word       string // canonical, contractions spelt out
	sentence   int
	number     bool
	bare       bool // its sentence was typed without the language's marks
	// given tells that it stands inside a fact inserted literally, hole that it
	// stands inside a placeholder. Neither is held against the text.
	given, hole bool
}

// content tells that the text's own words are judged here, not what was put into them.
func (t *token) content() bool { return !t.given && !t.hole }

// reading is a text taken apart for checking.
type reading struct {
	text   string
	tokens []token
	dates  []dated
}

// span is a range of bytes.
type span struct{ start, end int }

// read takes a text apart and marks the facts and the placeholders in it.
func (d *dossier) read(text string) *reading {
	r := &reading{text: text, tokens: d.words.tokenize(text)}
	mark(r.tokens, findAll(text, d.given), func(t *token) { t.given = true })
	for _, fact := range d.names {
		r.markForms(fact, d.words)
	}
	mark(r.tokens, findAll(text, d.words.holes), func(t *token) { t.hole = true })
	r.dates = findDates(r, d.pack)
	return r
}

// passage is the text from one token to another, as it was written.
func (r *reading) passage(from, to int) string { return r.text[r.tokens[from].start:r.tokens[to].end] }

// sentence is the first and the last token of the sentence that a token stands in.
func (r *reading) sentence(i int) (from, to int) {
	from, to = i, i
	for from > 0 && r.tokens[from-1].sentence == r.tokens[i].sentence {
		from--
	}
	for to+1 < len(r.tokens) && r.tokens[to+1].sentence == r.tokens[i].sentence {
		to++
	}
	return from, to
}

// sentenceAt is the whole sentence that a token stands in, as it was written.
func (r *reading) sentenceAt(i int) string { return r.passage(r.sentence(i)) }

// findAll returns where any of the phrases stand as whole words, in order.
func findAll(text string, phrases []string) []span {
	var spans []span
	for _, phrase := range phrases {
		if phrase == "" {
			continue
		}
		for from := 0; ; {
			i := strings.Index(text[from:], phrase)
			if i < 0 {
				break
			}
			start, end := from+i, from+i+len(phrase)
			from = end
			if wholeWord(text, start, end) {
				spans = append(spans, span{start, end})
			}
		}
	}
	slices.SortFunc(spans, func(a, b span) int { return a.start - b.start })
	return spans
}

// wholeWord tells that a range neither begins nor ends within a word.
func wholeWord(text string, start, end int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:start])
	first, _ := utf8.DecodeRuneInString(text[start:])
	last, _ := utf8.DecodeLastRuneInString(text[:end])
	after, _ := utf8.DecodeRuneInString(text[end:])
	return (!isWord(before) || !isWord(first)) && (!isWord(last) || !isWord(after))
}

func isWord(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r))
}

// mark calls set on the tokens that lie within one of the spans; both are in order.
func mark(tokens []token, spans []span, set func(*token)) {
	next, until := 0, 0
	for i := range tokens {
		for next < len(spans) && spans[next].start <= tokens[i].start {
			until = max(until, spans[next].end)
			next++
		}
		if tokens[i].end <= until {
			set(&tokens[i])
		}
	}
}
