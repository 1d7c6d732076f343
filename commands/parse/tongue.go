package parse

import (
	"slices"
	"strings"
	"unicode"
)

// Tongue returns the language that somebody asks for at the beginning of words,
// as people say it in any of our languages: "in Polish", "po polsku", "polsky",
// "на пољском". n is how many of the words say so, 0 when none do. Serbian asked
// for in Serbian and in Latin letters is meant in them: sr-Latn.
func Tongue(words []string) (tag string, n int) {
	for n = min(len(words), maxTongue); n > 0; n-- {
		typed := strings.Trim(strings.Join(words[:n], " "), " .,;!?")
		for _, in := range allWords().names {
			if tag := allWishes()[in].tongue(plainly(typed)); tag != "" {
				if tag == "sr" && in == "sr" && !strings.ContainsFunc(typed, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }) {
					tag = "sr-Latn"
				}
				return tag, n
			}
		}
	}
	return "", 0
}

// maxTongue is more words than any way of saying it has.
const maxTongue = 4

// tongue is the language that the whole of a text asks for; "" if it does not.
func (s *wishes) tongue(text string) string {
	i := slices.IndexFunc(s.means, func(m meaning) bool {
		return m.tongue != "" && text != "" && m.says.FindString(text) == text
	})
	if i < 0 {
		return ""
	}
	return s.means[i].tongue
}
