package openai

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"amicable/commands/drafts"
)

// names must be known: a word with a capital within a sentence is in the facts
// or the present text, in whatever case, or courtesy asks for the capital. A
// word all in capitals must be known wherever it stands.
func (g *guard) names(text string) {
	known := slices.Clone(g.said)
	for w := range g.named {
		known = append(known, w)
	}
	for _, w := range capitals(text) {
		if !g.courteous(w) && !slices.ContainsFunc(known, func(k string) bool { return inflected(k, strings.ToLower(w)) }) {
			g.report("name", w)
		}
	}
	const shout = 4
	for _, w := range words(text) {
		if utf8.RuneCountInString(w) >= shout && w == strings.ToUpper(w) && !strings.Contains(g.base, w) {
			g.report("name", w)
		}
	}
}

// kept: what the present text names of the facts stays named. "Anna Vogel" may
// become "Anna", or be put in another case, so one word of a name must stay; of
// the work that is open, half of the words that carry meaning.
func (g *guard) kept(text string) {
	said, stems := lowerWords(text), g.stemsOf(text)
	for _, fact := range g.given {
		if !strings.Contains(g.part.Text, fact.Value) {
			continue
		}
		switch fact.Name {
		case "our firm", "client", "contact":
			of := lowerWords(fact.Value)
			if len(of) > 0 && !slices.ContainsFunc(of, func(n string) bool {
				return slices.ContainsFunc(said, func(w string) bool { return inflected(n, w) })
			}) {
				g.report("fact-lost", fact.Value)
			}
		case "open work", "service":
			of, missing := g.stemsOf(fact.Value), 0
			for stem := range of {
				if !stems[stem] {
					missing++
				}
			}
			if 2*missing > len(of) {
				g.report("fact-lost", fact.Value)
			}
		}
	}
}

// capitals are the words with a capital where a sentence does not ask for one.
func capitals(text string) (found []string) {
	atStart, within := true, false
	from := 0
	for i, r := range text + "\n" {
		letter := unicode.IsLetter(r) || unicode.IsMark(r) || within && (r == '\'' || r == '’')
		switch {
		case letter && !within:
			from, within = i, true
		case !letter && within:
			within = false
			if first, _ := utf8.DecodeRuneInString(text[from:]); unicode.IsUpper(first) && !atStart {
				found = append(found, text[from:i])
			}
			atStart = false
		}
		switch {
		case strings.ContainsRune(".!?…:\n;", r):
			atStart = true
		case !letter && !unicode.IsSpace(r) && !strings.ContainsRune(`"'“”„‚‘’«»()[-–—•`, r):
			atStart = false
		}
	}
	return found
}

func (g *guard) courteous(word string) bool {
	word, _, _ = strings.Cut(strings.ReplaceAll(word, "’", "'"), "'") // I'll
	return slices.ContainsFunc(lists.courtesy[g.tag], func(c string) bool {
		stem, longer := strings.CutSuffix(c, "*")
		return c == word || longer && strings.HasPrefix(word, stem)
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

// language finds what is in another script or language than asked for.
func (g *guard) language(text string) {
	known := map[string]bool{}
	for _, w := range g.said {
		known[w] = true
	}
	for w := range g.named {
		known[w] = true
	}
	if w, is := otherScript(g.tag, text, known); is {
		g.report("script", w)
	}
	for _, s := range sentences(text) {
		if foreign(g.tag, s, g.named) && !strings.Contains(g.base, s) {
			g.report("language", s)
		}
	}
}

// matters finds words that a rewording never needs, unless the present text has them.
func (g *guard) matters(text string) {
	said := spaced(lowerWords(text))
	for _, m := range lists.matters {
		if strings.Contains(said, m) && !strings.Contains(g.words, m) {
			g.report("matter", strings.TrimSpace(m))
		}
	}
}

// spaced puts words where lists.matters can be found in them.
func spaced(words []string) string { return " " + strings.Join(words, " ") + " " }

// sentences finds those about something else than the draft, and texts that are hardly about it.
func (g *guard) sentences(text string) {
	for _, s := range sentences(text) {
		of, shared := g.stemsOf(s), 0
		for stem := range of {
			if g.stems[stem] {
				shared++
			}
		}
		if len(of) >= judgedStems && float64(shared) < sharedStems*float64(len(of)) {
			g.report("strays", s)
		}
	}
	if len(g.own) < judgedStems {
		return
	}
	is, kept := g.stemsOf(text), 0
	for stem := range g.own {
		if is[stem] {
			kept++
		}
	}
	if float64(kept) < keptStems*float64(len(g.own)) {
		g.report("strays", "")
	}
}

// Bounds of how far a rewording may go: a sentence of so many words that carry
// meaning shares some of them with the draft, and of a part's own words some stay.
const (
	judgedStems = 4
	sharedStems = 0.25
	keptStems   = 0.2
)

// stemsOf are the beginnings of the words that carry meaning: the long ones that are not common.
func (g *guard) stemsOf(text string) map[string]bool {
	const long, stem = 4, 4
	found := map[string]bool{}
	for _, w := range lowerWords(text) {
		if r := []rune(w); len(r) >= long && !lists.common[g.tag][w] {
			found[string(r[:stem])] = true
		}
	}
	return found
}

// How many words in a row count as repeated.
const (
	echoOfBrief = 6
	echoOfFact  = 6
	echoOfNote  = 5
	echoOfWish  = 4
)

// told is a text that must not be repeated: its runs of so many words.
type told struct {
	runs map[string]bool
	run  int
}

func runsOf(source string, run int) told {
	of, t := lowerWords(source), told{map[string]bool{}, run}
	for i := 0; i+run <= len(of); i++ {
		t.runs[spaced(of[i:i+run])] = true
	}
	return t
}

var briefTold = runsOf(brief, echoOfBrief) // the same for everybody

// allTold is what was said to the model and is not for the client's eyes.
func (g *guard) allTold() []told {
	rules := strings.Join(drafts.Rules(g.o.Kind, g.part.Role), "\n")
	all := []told{briefTold, runsOf(rules, echoOfBrief), runsOf(g.o.Wish, echoOfWish)}
	for _, f := range g.facts {
		all = append(all, runsOf(f, echoOfFact))
	}
	for _, note := range g.o.Notes {
		all = append(all, runsOf(note, echoOfNote))
	}
	return all
}

// echoes finds the first of it that a text repeats.
func (g *guard) echoes(text string) {
	said := lowerWords(text)
	for _, t := range g.told {
		for i := 0; i+t.run <= len(said) && len(t.runs) > 0; i++ {
			if s := spaced(said[i : i+t.run]); t.runs[s] && !strings.Contains(g.words, s) {
				g.report("echo", strings.TrimSpace(s))
				return
			}
		}
	}
}
