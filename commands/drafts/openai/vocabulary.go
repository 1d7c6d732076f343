package openai

import (
	"slices"
	"strings"
)

// vocabulary is what a language's courtesies are made of: entries of one word or
// several, in which a word ends where it ends in a point, and else goes on.
type vocabulary struct {
	manners, given, small [][]string
	common                map[string]bool
}

// beyond finds the first word that is not of the vocabulary. Given words count
// only where they are repeated; with nil all of them may stand. A sentence without
// a single word of courtesy is beyond it, too.
func (v vocabulary) beyond(words, repeated []string) (word string, is bool) {
	marked := false
	repeats := func(words []string) bool {
		return repeated == nil || !slices.ContainsFunc(words, func(w string) bool {
			return !slices.ContainsFunc(repeated, func(r string) bool { return inflected(r, w) })
		})
	}
	for i := 0; i < len(words); {
		if n := longest(v.manners, words[i:]); n > 0 {
			marked, i = true, i+n
			continue
		}
		if n := longest(v.small, words[i:]); n > 0 {
			i += n
			continue
		}
		n := longest(v.given, words[i:])
		known := n > 0 && repeats(words[i:i+n]) || n == 0 && v.common[words[i]] || repeated != nil && repeats(words[i:i+1])
		if !known {
			return words[i], true
		}
		i += max(n, 1)
	}
	return "", !marked
}

// longest is how many of the words the longest entry takes that they begin with.
func longest(entries [][]string, words []string) (most int) {
	for _, entry := range entries {
		if len(entry) <= most || len(entry) > len(words) {
			continue
		}
		fits := true
		for i, e := range entry {
			whole, exact := strings.CutSuffix(e, ".")
			if exact && words[i] != whole || !strings.HasPrefix(words[i], whole) {
				fits = false
				break
			}
		}
		if fits {
			most = len(entry)
		}
	}
	return most
}
