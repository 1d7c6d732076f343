package bot

import (
	"slices"
	"strings"
)

// BidiOpeners are the directional controls that open an embedding, an override
// or an isolate, which lasts until it is closed, or to the end of the paragraph
// (https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters).
const BidiOpeners = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068"

const (
	popFormat  = '\u202c'
	popIsolate = '\u2069'
)

// BidiClosers is what has to stand behind a text so that the directional controls
// in it cannot turn round what we write after it.
func BidiClosers(s string) string {
	if strings.IndexByte(s, BidiOpeners[0]) < 0 || !strings.ContainsAny(s, BidiOpeners) {
		return "" // nearly always, and then quickly
	}
	var open []rune
	for _, r := range s {
		switch {
		case r >= '\u2066' && r <= '\u2068':
			open = append(open, popIsolate)
		case strings.ContainsRune(BidiOpeners, r):
			open = append(open, popFormat)
		case (r == popFormat || r == popIsolate) && len(open) > 0 && open[len(open)-1] == r:
			open = open[:len(open)-1]
		}
	}
	slices.Reverse(open)
	return string(open)
}
