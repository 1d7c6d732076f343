package parse

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"amicable/storage"
)

// plainLetters are the letters of European alphabets without marks, and Serbian
// Cyrillic in Latin letters, as storage.Fold has them.
var plainLetters = func() map[rune]string {
	all := map[rune]string{}
	for _, span := range [][2]rune{{0xC0, 0x24F}, {0x400, 0x45F}, {0x1E00, 0x1EFF}} {
		for r := span[0]; r <= span[1]; r++ {
			if unicode.IsLetter(r) {
				all[r] = storage.Fold(string(r))
			}
		}
	}
	return all
}()

// plainly writes s in small letters without marks; digits and punctuation stay.
func plainly(s string) string {
	plain := true
	for i := range len(s) {
		if c := s[i]; c >= utf8.RuneSelf || c >= 'A' && c <= 'Z' {
			plain = false
			break
		}
	}
	if plain {
		return s
	}
	var b strings.Builder
	b.Grow(len(s) + 4)
	for _, r := range s {
		writePlain(&b, r)
	}
	return b.String()
}

func writePlain(b *strings.Builder, r rune) {
	switch {
	case r < utf8.RuneSelf:
		if r >= 'A' && r <= 'Z' {
			r += 'a' - 'A'
		}
		b.WriteByte(byte(r))
	case unicode.Is(unicode.Mn, r):
	case r == '’' || r == 'ʼ':
		b.WriteByte('\'')
	case r == '\u00a0' || r == '\u202f':
		b.WriteByte(' ')
	default:
		if s, ok := plainLetters[r]; ok {
			b.WriteString(s)
		} else {
			b.WriteRune(unicode.ToLower(r))
		}
	}
}

// seen is a text as patterns see it, plainly, with the way back to what was typed.
type seen struct {
	text  string
	typed string
	from  []int // from[i] is where in typed the byte text[i] comes from; one more for the end
}

func see(typed string) seen {
	var b strings.Builder
	from := make([]int, 0, len(typed)+1)
	for i, r := range typed {
		writePlain(&b, r)
		for len(from) < b.Len() {
			from = append(from, i)
		}
	}
	return seen{text: b.String(), typed: typed, from: append(from, len(typed))}
}

// back is what was typed from text[i] to text[j].
func (s seen) back(i, j int) string { return s.typed[s.from[i]:s.from[j]] }

// cut is the part of it from text[i] to text[j].
func (s seen) cut(i, j int) seen {
	return seen{text: s.text[i:j], typed: s.typed, from: s.from[i : j+1]}
}

// trim is it without space at its ends.
func (s seen) trim() seen {
	left := len(s.text) - len(strings.TrimLeft(s.text, " \t\r\n"))
	right := len(strings.TrimRight(s.text, " \t\r\n"))
	return s.cut(min(left, right), right)
}
