package openai

import (
	"strings"
	"unicode"
)

// Bounds of what is sent, in runes.
const (
	maxValue   = 500  // a fact
	maxText    = 6000 // a part of a draft
	maxWish    = 300
	maxNote    = 600
	maxNotes   = 10
	maxMessage = 4000
)

// clean makes a text fit to be sent: valid, without characters that nobody
// sees, and of at most so many runes.
func clean(s string, most int) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\r\n", "\n")
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t' || r == '\r' || r == '\u2028' || r == '\u2029':
			return ' '
		case hidden(r):
			return -1
		}
		return r
	}, s)
	s = strings.TrimSpace(s)
	n := 0
	for i := range s {
		if n++; n > most {
			return strings.TrimSpace(s[:i])
		}
	}
	return s
}

// line is clean for what belongs on one line.
func line(s string, most int) string {
	return strings.Join(strings.Fields(clean(s, most)), " ")
}

// hidden tells the characters that are no writing: controls, marks that change
// the direction of what follows, zero widths, variation selectors, private use.
func hidden(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs, unicode.Variation_Selector)
}
