package parse

import "github.com/adrg/strutil/metrics"

// alike is the least Jaro-Winkler similarity of a word to what was meant.
const alike = 0.85

// Word returns the one of words that typed is most like, such as "assess" for
// "asess"; ok is false when none is near.
func Word(typed string, words []string) (nearest string, ok bool) {
	best := alike
	for _, w := range words {
		if s := metrics.NewJaroWinkler().Compare(typed, w); s >= best {
			best, nearest, ok = s, w, true
		}
	}
	return nearest, ok
}
