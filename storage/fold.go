package storage

import (
	"fmt"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// letters that neither case folding nor decomposition brings to the plain ones
// that people type for them; Serbian Cyrillic meets its Latin form.
var letters = map[rune]string{
	'ł': "l", 'đ': "dj", 'ø': "o", 'æ': "ae", 'œ': "oe", 'þ': "th", 'ð': "d", 'ı': "i", 'ŋ': "n",
	'а': "a", 'б': "b", 'в': "v", 'г': "g", 'д': "d", 'ђ': "dj", 'е': "e", 'ж': "z", 'з': "z", 'и': "i",
	'ј': "j", 'к': "k", 'л': "l", 'љ': "lj", 'м': "m", 'н': "n", 'њ': "nj", 'о': "o", 'п': "p", 'р': "r",
	'с': "s", 'т': "t", 'ћ': "c", 'у': "u", 'ф': "f", 'х': "h", 'ц': "c", 'ч': "c", 'џ': "dz", 'ш': "s",
}

// Fold brings a name to the form by which it is found: "Łódź  GmbH & Co."
// becomes "lodz gmbh co". Case, marks, Serbian script, spaces and punctuation
// do not count. A name of nothing but symbols keeps them. Folding twice
// changes nothing.
func Fold(s string) string {
	if f, ok := foldPlain(s); ok {
		return f
	}
	return foldAny(s)
}

func foldAny(s string) string {
	var b strings.Builder
	gap := false
	fold := cases.Fold()
	// Twice, as Unicode's own caseless matching does: decomposed, a letter such
	// as 𝜍 is one that folds.
	for _, r := range norm.NFKD.String(fold.String(norm.NFKD.String(fold.String(norm.NFC.String(s))))) {
		switch {
		case unicode.Is(unicode.M, r), unicode.Is(unicode.Cf, r):
			continue // marks and invisible controls
		case unicode.IsLetter(r), unicode.IsDigit(r):
			if gap && b.Len() > 0 {
				b.WriteByte(' ')
			}
			gap = false
			if plain, ok := letters[r]; ok {
				b.WriteString(plain)
			} else {
				b.WriteRune(unicode.ToLower(r))
			}
		case r == '\'' || r == '’' || r == '`':
			continue // O'Neil is oneil
		default:
			gap = true
		}
	}
	if b.Len() == 0 {
		return strings.Join(strings.Fields(s), " ")
	}
	return b.String()
}

// foldPlain folds what has letters or digits that stand for themselves, as most
// names do, in a tenth of the time.
func foldPlain(s string) (folded string, ok bool) {
	b := make([]byte, 0, len(s)+len(s)/4)
	gap := false
	for _, r := range s {
		letter := ""
		switch {
		case r >= 'A' && r <= 'Z':
			r += 'a' - 'A'
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
		case r == '\'' || r == '’' || r == '`':
			continue
		case r < utf8.RuneSelf:
			gap = true
			continue
		case r < beyondAlone:
			letter = alone()[r]
			fallthrough
		default:
			if letter == "" {
				return "", false
			}
		}
		if gap && len(b) > 0 {
			b = append(b, ' ')
		}
		gap = false
		if letter != "" {
			b = append(b, letter...)
		} else {
			b = append(b, byte(r))
		}
	}
	return string(b), len(b) > 0
}

// beyondAlone is the first rune behind the Latin, Greek and Cyrillic letters.
const beyondAlone = 0x530

// alone are these letters as each folds by itself, whatever stands beside it. Marks,
// which change the letter before them, and signs are not among them.
var alone = sync.OnceValue(func() *[beyondAlone]string {
	var all [beyondAlone]string
	for r := rune(utf8.RuneSelf); r < beyondAlone; r++ {
		apart := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.Is(unicode.M, r) }
		if unicode.IsLetter(r) && !strings.ContainsFunc(norm.NFKD.String(string(r)), apart) { // ͺ is a space with a mark
			all[r] = foldAny(string(r))
		}
	}
	return &all
})

// cleanName is a name as it is shown and as it is found; ErrBadName.
func cleanName(s string) (shown, folded string, err error) {
	if utf8.RuneCountInString(s) > MaxName {
		return "", "", fmt.Errorf("name is longer than %d characters: %w", MaxName, ErrBadName)
	}
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == utf8.RuneError {
			return ' '
		}
		return r
	}, norm.NFC.String(s))
	shown = strings.Join(strings.Fields(s), " ")
	folded = Fold(shown)
	if folded == "" || !strings.ContainsFunc(shown, visible) {
		return "", "", fmt.Errorf("empty name: %w", ErrBadName)
	}
	return shown, folded, nil
}

// visible tells whether a rune leaves anything to see.
func visible(r rune) bool {
	return !unicode.IsSpace(r) && !unicode.In(r, unicode.M, unicode.C) && r != '\u115f' && r != '\u1160' && r != '\u3164' && r != '\uffa0'
}
