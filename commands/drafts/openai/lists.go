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
	common    map[string]map[string]bool // languages.txt
	courtesy  map[string][]string        // courtesy.txt
	negations map[string]negations       // negations.txt
	// As they are found in spaced words: decisions.txt, doubts.txt, and matters.txt of all languages together.
	decisions, doubts map[string][]string
	matters           []string
	vocabulary        map[string]vocabulary // manners.txt, given.txt, fillers.txt and the common words
}

var lists = mustLists() // read once at start

// mustLists reads the embedded lists; they are part of the program, so a broken one stops it at once.
func mustLists() wordLists {
	l := wordLists{common: map[string]map[string]bool{}, negations: map[string]negations{}}
	for tag, words := range mustRead("languages") {
		l.common[tag] = set(words)
	}
	l.vocabulary = vocabularies(l.common)
	l.courtesy, l.decisions, l.doubts = mustRead("courtesy"), phrases("decisions"), phrases("doubts")
	for tag, words := range mustRead("negations") {
		l.negations[tag] = readNegations(words)
	}
	for _, words := range phrases("matters") {
		l.matters = append(l.matters, words...)
	}
	slices.Sort(l.matters)
	l.matters = slices.Compact(l.matters)
	return l
}

// phrases reads a list of how words begin, as it is found in spaced words.
func phrases(name string) map[string][]string {
	all := mustRead(name)
	for _, words := range all {
		for i, m := range words {
			whole, exact := strings.CutSuffix(strings.ReplaceAll(m, "_", " "), ".")
			if words[i] = " " + whole; exact {
				words[i] += " "
			}
		}
	}
	return all
}

// vocabularies reads what courtesies are made of.
func vocabularies(common map[string]map[string]bool) map[string]vocabulary {
	manners, given, small := mustRead("manners"), mustRead("given"), mustRead("fillers")
	entries := func(words []string) (all [][]string) {
		for _, w := range words {
			all = append(all, strings.Split(w, "_"))
		}
		return all
	}
	all := map[string]vocabulary{}
	for tag := range manners {
		all[tag] = vocabulary{manners: entries(manners[tag]), given: entries(given[tag]), small: entries(small[tag]), common: common[tag]}
	}
	return all
}

func readNegations(words []string) (n negations) {
	for _, w := range words {
		switch {
		case strings.HasPrefix(w, "-"):
			n.not = append(n.not, w[1:])
		case strings.HasSuffix(w, "*"):
			n.prefixes = append(n.prefixes, strings.TrimSuffix(w, "*"))
		default:
			n.words = append(n.words, w)
		}
	}
	return n
}

// mustRead reads a list by language. Serbian is written in two scripts, and Latin is derived.
func mustRead(name string) map[string][]string {
	text, err := wordFiles.ReadFile("words/" + name + ".txt")
	if err != nil {
		panic(err)
	}
	values := map[string][]string{}
	for row := range strings.Lines(string(text)) {
		if key, words, ok := strings.Cut(row, " = "); ok && !strings.HasPrefix(row, "#") {
			values[key] = strings.Fields(words)
			if key == serbian {
				values[serbianLatin] = strings.Fields(toLatin(words))
			}
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
