package locale

import "unicode"

// Serbian is written in Cyrillic; its Latin form follows letter by letter.
const (
	serbian      = "sr"
	serbianLatin = "sr-Latn"
)

// latin are the letters of Serbian Cyrillic in Latin. Nothing else is touched,
// so places, commands, addresses and names in Latin letters stay as they are.
var latin = map[rune]string{
	'а': "a", 'б': "b", 'в': "v", 'г': "g", 'д': "d", 'ђ': "đ", 'е': "e", 'ж': "ž", 'з': "z", 'и': "i", 'ј': "j",
	'к': "k", 'л': "l", 'љ': "lj", 'м': "m", 'н': "n", 'њ': "nj", 'о': "o", 'п': "p", 'р': "r", 'с': "s", 'т': "t",
	'ћ': "ć", 'у': "u", 'ф': "f", 'х': "h", 'ц': "c", 'ч': "č", 'џ': "dž", 'ш': "š",
}

// toLatin writes Serbian in Latin letters. A letter that becomes two is
// capitalised as its neighbours are: Његош is Njegoš, ЊЕГОШ is NJEGOŠ.
func toLatin(s string) string {
	runes := []rune(s)
	out := make([]rune, 0, len(runes)+4)
	for i, r := range runes {
		small, ok := latin[unicode.ToLower(r)]
		if !ok {
			out = append(out, r)
			continue
		}
		for j, l := range small {
			if unicode.IsUpper(r) && (j == 0 || shouted(runes, i)) {
				l = unicode.ToUpper(l)
			}
			out = append(out, l)
		}
	}
	return string(out)
}

// shouted tells that the letter at i stands in a word of capitals.
func shouted(runes []rune, i int) bool {
	if i+1 < len(runes) && unicode.IsLetter(runes[i+1]) {
		return unicode.IsUpper(runes[i+1])
	}
	return i > 0 && unicode.IsUpper(runes[i-1])
}

// inLatin is a Serbian catalogue in Latin letters.
func inLatin(texts map[string]message) map[string]message {
	all := make(map[string]message, len(texts))
	for key, m := range texts {
		for form, t := range m.forms {
			if t == nil {
				continue
			}
			out := make(text, len(t))
			for i, p := range t {
				p.text = toLatin(p.text)
				out[i] = p
			}
			m.forms[form] = out
		}
		all[key] = m
	}
	return all
}
