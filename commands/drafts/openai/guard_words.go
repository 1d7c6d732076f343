package openai

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"amicable/commands/drafts"
)

// names must be known: a word with a capital within a sentence is in the facts
// or the present text, in whatever case, or courtesy asks for the capital. The
// names in the present text must stay.
func (g *guard) names(text string, report func(code, passage string)) {
	known := lowerWords(g.allowed)
	for _, w := range capitals(text) {
		if !g.courteous(w) && !slices.ContainsFunc(known, func(k string) bool { return inflected(k, strings.ToLower(w)) }) {
			report("name", w)
		}
	}
	said := lowerWords(text)
	for _, fact := range g.o.Facts.Given() {
		if fact.Name != "our firm" && fact.Name != "client" && fact.Name != "contact" || !strings.Contains(g.part.Text, fact.Value) {
			continue
		}
		// "Anna Vogel" may become "Anna", or be put in another case; one word of a name must stay.
		of := lowerWords(fact.Value)
		if len(of) > 0 && !slices.ContainsFunc(of, func(n string) bool {
			return slices.ContainsFunc(said, func(w string) bool { return inflected(n, w) })
		}) {
			report("name-lost", fact.Value)
		}
	}
}

// capitals are the words with a capital where a sentence does not ask for one.
func capitals(text string) (found []string) {
	atStart, inWord := true, false
	from := 0
	for i, r := range text + "\n" {
		letter := unicode.IsLetter(r) || unicode.IsMark(r) || inWord && (r == '\'' || r == '’')
		switch {
		case letter && !inWord:
			from, inWord = i, true
		case !letter && inWord:
			inWord = false
			if first, _ := utf8.DecodeRuneInString(text[from:]); unicode.IsUpper(first) && !atStart {
				found = append(found, text[from:i])
			}
			atStart = false
		}
		switch {
		case strings.ContainsRune(".!?…:\n;", r):
			atStart = true
		case !letter && !unicode.IsSpace(r) && !strings.ContainsRune(`"'“”„‚‘’«»()[]-–—•*`, r):
			atStart = false
		}
	}
	return found
}

func (g *guard) courteous(word string) bool {
	word, _, _ = strings.Cut(strings.ReplaceAll(word, "’", "'"), "'") // I'll
	return slices.ContainsFunc(lists.courtesy[tagOf(g.o.Draft.Language)], func(c string) bool {
		stem, any := strings.CutSuffix(c, "*")
		return c == word || any && strings.HasPrefix(word, stem)
	})
}

// inflected tells that two words may be forms of one: they begin alike, and differ in an ending.
func inflected(a, b string) bool {
	if a == b {
		return true
	}
	x, y := []rune(a), []rune(b)
	n := 0
	for n < len(x) && n < len(y) && x[n] == y[n] {
		n++
	}
	const ending = 3
	return n >= 3 && len(x)-n <= ending && len(y)-n <= ending
}

// matters finds what the present text does not speak of: by words that a
// rewording never needs, and by whole sentences about something else.
func (g *guard) matters(text string, report func(code, passage string)) {
	present := lowerWords(g.allowed)
	for _, w := range lowerWords(text) {
		for _, m := range lists.matters {
			if begins(w, m) && !slices.ContainsFunc(present, func(p string) bool { return begins(p, m) }) {
				report("matter", w)
			}
		}
	}
	for _, s := range sentences(text) {
		of := stems(s)
		if len(of) >= judgedStems && !slices.ContainsFunc(sorted(of), func(stem string) bool { return g.stems[stem] }) {
			report("strays", s)
		}
	}
	if was := stems(g.part.Text); len(was) >= judgedStems {
		is, kept := stems(text), 0
		for stem := range was {
			if is[stem] {
				kept++
			}
		}
		if float64(kept) < keptStems*float64(len(was)) {
			report("strays", "")
		}
	}
}

// begins tells that a word begins as an entry says, or is it where the entry ends with a full stop.
func begins(word, entry string) bool {
	whole, exact := strings.CutSuffix(entry, ".")
	return word == whole || !exact && strings.HasPrefix(word, entry)
}

// Bounds of how far a rewording may go from the present text: a sentence of so
// many words that carry meaning shares one with it, and of all its words a part stays.
const (
	judgedStems = 4
	keptStems   = 0.2
)

// stems are the beginnings of the words long enough to carry meaning.
func stems(text string) map[string]bool {
	const long, stem = 5, 4
	found := map[string]bool{}
	for _, w := range lowerWords(text) {
		if r := []rune(w); len(r) >= long {
			found[string(r[:stem])] = true
		}
	}
	return found
}

func sorted(set map[string]bool) []string {
	all := make([]string, 0, len(set))
	for s := range set {
		all = append(all, s)
	}
	slices.Sort(all)
	return all
}

// How many words in a row count as repeated.
const (
	echoOfBrief = 6
	echoOfNote  = 5
	echoOfWish  = 4
)

// echoes finds what was said to the model and is not for the client's eyes.
func (g *guard) echoes(text string, report func(code, passage string)) {
	said := lowerWords(text)
	present := strings.Join(lowerWords(g.allowed), " ")
	repeats := func(source string, run int) bool {
		of := lowerWords(source)
		told := map[string]bool{}
		for i := 0; i+run <= len(of); i++ {
			told[strings.Join(of[i:i+run], " ")] = true
		}
		for i := 0; i+run <= len(said); i++ {
			if s := strings.Join(said[i:i+run], " "); told[s] && !strings.Contains(present, s) {
				report("echo", s)
				return true
			}
		}
		return false
	}
	if repeats(brief, echoOfBrief) || repeats(strings.Join(drafts.Rules(g.o.Kind, g.part.Role), "\n"), echoOfBrief) ||
		repeats(g.o.Wish, echoOfWish) {
		return
	}
	for _, note := range g.o.Notes {
		if repeats(note, echoOfNote) {
			return
		}
	}
}

// knownHere are the words of facts and of the present text.
func (g *guard) knownHere() map[string]bool {
	known := map[string]bool{}
	for _, w := range lowerWords(g.allowed) {
		known[w] = true
	}
	return known
}
