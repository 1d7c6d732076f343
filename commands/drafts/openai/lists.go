package openai

import (
	"embed"
	"slices"
	"strings"
)

//go:embed words/*.txt
var wordFiles embed.FS

// wordLists are what the guard knows of each language, by its base tag.
type wordLists struct {
	common   map[string]map[string]bool // languages.txt
	courtesy map[string][]string        // courtesy.txt
	matters  []string                   // matters.txt, of all languages together, as they are found in spaced words
}

var lists = mustLists() // read once at start

// mustLists reads the embedded lists; they are part of the program, so a broken one stops it at once.
func mustLists() wordLists {
	l := wordLists{common: map[string]map[string]bool{}, courtesy: map[string][]string{}}
	for tag, words := range mustRead("languages") {
		l.common[tag] = set(words)
	}
	l.courtesy = mustRead("courtesy")
	for _, words := range mustRead("matters") {
		l.matters = append(l.matters, words...)
	}
	// Serbian is written in two scripts, and Latin is derived.
	latin := func(words []string) (out []string) {
		for _, w := range words {
			out = append(out, toLatin(w))
		}
		return out
	}
	l.common[serbianLatin] = set(latin(mustRead("languages")[serbian]))
	l.courtesy[serbianLatin] = latin(l.courtesy[serbian])
	l.matters = append(l.matters, latin(mustRead("matters")[serbian])...)
	for i, m := range l.matters {
		whole, exact := strings.CutSuffix(strings.ReplaceAll(m, "_", " "), ".")
		if l.matters[i] = " " + whole; exact {
			l.matters[i] += " "
		}
	}
	slices.Sort(l.matters)
	l.matters = slices.Compact(l.matters)
	return l
}

func mustRead(name string) map[string][]string {
	text, err := wordFiles.ReadFile("words/" + name + ".txt")
	if err != nil {
		panic(err)
	}
	values := map[string][]string{}
	for row := range strings.Lines(string(text)) {
		if key, words, ok := strings.Cut(row, " = "); ok && !strings.HasPrefix(row, "#") {
			values[key] = strings.Fields(words)
		}
	}
	return values
}

func set(words []string) map[string]bool {
	s := make(map[string]bool, len(words))
	for _, w := range words {
		s[w] = true
	}
	return s
}

// toLatin writes Serbian in Latin script.
func toLatin(s string) string { return latinOf.Replace(s) }

var latinOf = strings.NewReplacer(
	"а", "a", "б", "b", "в", "v", "г", "g", "д", "d", "ђ", "đ", "е", "e", "ж", "ž", "з", "z", "и", "i", "ј", "j", "к", "k",
	"л", "l", "љ", "lj", "м", "m", "н", "n", "њ", "nj", "о", "o", "п", "p", "р", "r", "с", "s", "т", "t", "ћ", "ć", "у", "u",
	"ф", "f", "х", "h", "ц", "c", "ч", "č", "џ", "dž", "ш", "š",
	"А", "A", "Б", "B", "В", "V", "Г", "G", "Д", "D", "Ђ", "Đ", "Е", "E", "Ж", "Ž", "З", "Z", "И", "I", "Ј", "J", "К", "K",
	"Л", "L", "Љ", "Lj", "М", "M", "Н", "N", "Њ", "Nj", "О", "O", "П", "P", "Р", "R", "С", "S", "Т", "T", "Ћ", "Ć", "У", "U",
	"Ф", "F", "Х", "H", "Ц", "C", "Ч", "Č", "Џ", "Dž", "Ш", "Š",
)
