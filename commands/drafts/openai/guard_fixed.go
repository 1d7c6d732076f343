package openai

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"amicable/commands/drafts"
)

// wordless are the roles in which every word is the matter: a clause, and what is
// answered to an argument. Nobody words them anew.
var wordless = []string{drafts.RoleClause, drafts.RoleAnswers}

// place is a sentence of the present text, and what may become of it.
type place struct {
	text string
	open bool // nothing but courtesy, which may be put in other words, or left out
	gone bool // the check finds fault with it: it may be left out
}

// fixed tells that the sentence stays word for word.
func (p place) fixed() bool { return !p.open && !p.gone }

// placesIn tells what in a part is matter and what is manner.
//
// A sentence is open when all its words are of courtesy (manners.txt, given.txt)
// or small ones (fillers.txt, languages.txt), and it holds no figure, no
// placeholder, no negation, and nothing of the decision. All others are fixed, as
// is what is not known: what a writer may touch is listed, not what not.
func (g *guard) placesIn(part drafts.Part) []place {
	var all []place
	for _, s := range sentences(part.Text) {
		p := place{text: s}
		if !slices.Contains(wordless, part.Role) {
			p.open = g.courtesy(s)
			p.gone = !p.open && g.droppable(s)
		}
		all = append(all, p)
	}
	return all
}

// leeways tells that there is something in a part to put in other words.
func leeways(places []place) bool {
	return slices.ContainsFunc(places, func(p place) bool { return p.open || p.gone })
}

func (g *guard) courtesy(sentence string) bool {
	if g.ofMatter(sentence) {
		return false
	}
	vocabulary, known := lists.vocabulary[g.tag]
	if !known {
		return false
	}
	_, beyond := vocabulary.beyond(lowerWords(without(sentence, g.nameValues("our firm", "client", "contact", "salutation"))), nil)
	return !beyond
}

// ofMatter tells what no courtesy holds: a figure, a placeholder, a quotation, a
// negation, the decision.
func (g *guard) ofMatter(sentence string) bool {
	return strings.ContainsFunc(sentence, unicode.IsDigit) || strings.ContainsAny(sentence, `[]“”„«»"`) ||
		g.decides(sentence) || len(g.denied(sentence)) > 0
}

// droppable tells a sentence that the check finds fault with, and that says nothing of the matter.
func (g *guard) droppable(sentence string) bool {
	bare, said := g.withoutFacts(sentence), spaced(lowerWords(sentence))
	if !slices.ContainsFunc(g.faulty, func(passage string) bool { return strings.Contains(bare, passage) }) {
		return false
	}
	return !strings.ContainsFunc(sentence, unicode.IsDigit) && !strings.ContainsAny(sentence, "[]") && !g.decides(sentence) &&
		!slices.ContainsFunc(lists.matters, func(m string) bool { return strings.Contains(said, m) })
}

func (g *guard) nameValues(names ...string) (values []string) {
	for _, fact := range g.given {
		if slices.Contains(names, fact.Name) {
			values = append(values, fact.Value)
		}
	}
	slices.SortFunc(values, func(a, b string) int { return len(b) - len(a) })
	return values
}

// fixed: what is matter stands word for word, in its order, and only where
// something is courtesy now there may be other courtesy.
func (g *guard) fixed(text string) {
	stands, next, added := map[string]bool{}, 0, 0
	for _, s := range sentences(text) {
		stands[typed(s)] = true
	}
	upTo := func(end int) { // whatever is fixed before it was not met
		for ; next < end; next++ {
			if g.places[next].fixed() {
				g.report("fixed", g.places[next].text)
			}
		}
	}
	for _, s := range sentences(text) {
		if at := slices.IndexFunc(g.places[next:], func(p place) bool { return typed(p.text) == typed(s) }); at >= 0 {
			upTo(next + at)
			next, added = next+1, 0
			continue
		}
		own := g.around(next)
		switch added++; {
		case len(own) == 0 && next < len(g.places) && !stands[typed(g.places[next].text)]:
			upTo(next + 1) // this is what became of it
		case len(own) == 0 || added > len(own)+1:
			g.report("added", s)
		default:
			if more := g.excess(s, own); more != "" {
				g.report("beyond", more)
			}
		}
	}
	upTo(len(g.places))
}

// around are the sentences that may be worded at a place: those before the next
// fixed one, and those since the last.
func (g *guard) around(next int) (own []string) {
	from, to := next, next
	for from > 0 && !g.places[from-1].fixed() {
		from--
	}
	for to < len(g.places) && !g.places[to].fixed() {
		to++
	}
	for _, p := range g.places[from:to] {
		own = append(own, p.text)
	}
	return own
}

// excess is what makes a sentence more than courtesy, by the words that may be used
// anywhere and those that stand in its place now; "" for nothing.
func (g *guard) excess(sentence string, own []string) string {
	now := strings.Join(own, "\n")
	asks := func(r rune) bool { return strings.ContainsRune("?!…'‘", r) && !strings.ContainsRune(now, r) }
	if g.ofMatter(sentence) || strings.ContainsFunc(apostrophe.ReplaceAllString(sentence, ""), asks) {
		return sentence
	}
	names := g.nameValues("contact", "salutation")
	for _, name := range g.nameValues("our firm", "client") {
		if strings.Contains(now, name) {
			names = append(names, name)
		}
	}
	repeated := lowerWords(now)
	for _, name := range g.nameValues("contact") {
		repeated = append(repeated, lowerWords(name)...)
	}
	if word, beyond := lists.vocabulary[g.tag].beyond(lowerWords(without(sentence, names)), repeated); beyond {
		return strings.TrimSpace(word + " … " + sentence)
	}
	return ""
}

// apostrophe stands within a word; elsewhere it quotes, and thanks in quotes are none.
var apostrophe = regexp.MustCompile(`(\pL)['’‘](\pL)`)

// typed is a sentence as it compares: by its words and signs, whatever quotes and spaces are typed.
func typed(s string) string { return strings.Join(strings.Fields(typing.Replace(s)), " ") }

var typing = strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`, "„", `"`, "\u00a0", " ", "\u202f", " ")
