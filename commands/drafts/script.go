package drafts

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// letters maps small letters to what stands for them: a script's letters to
// those of another script, or a letter with a mark to what people type instead.
type letters map[rune]string

func readLetters(values map[string]string) letters {
	m := make(letters, len(values))
	for letter, other := range values {
		r, _ := utf8.DecodeRuneInString(letter)
		m[r] = other
	}
	return m
}

// replace writes a text with the other letters. A capital becomes a capital,
// and one of two letters becomes two capitals within a word of capitals (Љ is Lj
// in Љубав and LJ in ЉУБАВ). What the table does not have stays as it is.
func (m letters) replace(text string) string {
	if strings.IndexFunc(text, m.has) < 0 {
		return text
	}
	var b strings.Builder
	runes := []rune(text)
	for i, r := range runes {
		other, ok := m[unicode.ToLower(r)]
		switch {
		case !ok:
			b.WriteRune(r)
		case !unicode.IsUpper(r):
			b.WriteString(other)
		case i+1 < len(runes) && unicode.IsUpper(runes[i+1]) || i > 0 && unicode.IsUpper(runes[i-1]):
			b.WriteString(strings.ToUpper(other))
		default:
			first, size := utf8.DecodeRuneInString(other)
			b.WriteRune(unicode.ToUpper(first))
			b.WriteString(other[size:])
		}
	}
	return b.String()
}

// in tells whether a text has one of the letters, small or capital.
func (m letters) in(text string) bool { return strings.IndexFunc(text, m.has) >= 0 }

func (m letters) has(r rune) bool {
	if r < utf8.RuneSelf || len(m) == 0 { // incomplete refuses a table with such a letter
		return false
	}
	_, ok := m[unicode.ToLower(r)]
	return ok
}

// canon is a word as it is compared: small letters, apostrophes straight, in the
// Latin script where the language is written in two.
func (w *wordlists) canon(word string) string {
	return w.latin.replace(strings.ReplaceAll(strings.ToLower(word), "’", "'"))
}

// fold is a word in canonical form as people type it without marks.
func (w *wordlists) fold(word string) string { return w.bare.replace(word) }

// Latin writes a text in the Latin script where the language has a table for
// it (Serbian), and returns it unchanged elsewhere.
func Latin(language, text string) string { return packFor(language).check.latin.replace(text) }
