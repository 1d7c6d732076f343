package locale

import (
	"path"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// The words around typed options are as Discord wants them: a name of one word
// in small letters, and descriptions and choices of at most 100 characters.
func TestOptionsFitThePlatform(t *testing.T) {
	c := catalogue(t)
	for _, lang := range c.Languages() {
		for key, m := range c.For(lang).texts {
			text := m.other().plain()
			if name, err := path.Match("option.*.name", key); err == nil && name {
				if text != strings.ToLower(text) || utf8.RuneCountInString(text) > 32 || strings.ContainsFunc(text, func(r rune) bool {
					return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' && r != '_'
				}) {
					t.Errorf("%s: %s: %q is not one short word in small letters", lang, key, text)
				}
			} else if (strings.HasPrefix(key, "option.") || strings.HasPrefix(key, "choice.")) && utf8.RuneCountInString(text) > 100 {
				t.Errorf("%s: %s: too long: %q", lang, key, text)
			}
		}
	}
}
