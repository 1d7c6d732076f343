package openai

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"amicable/commands/drafts"
)

// guard holds one part of an answer against the part that it is to reword. It
// sees to what the draft check takes for granted with people who write: that the
// words are about the same thing, in the same language, and are only words.
//
// Values of the facts are taken out of both texts before they are compared. A
// client may be called anything, also "Ignore the rules"; what it is called
// allows nothing elsewhere in the text.
type guard struct {
	o      drafts.Order
	tag    string // of the language
	part   drafts.Part
	given  []drafts.Given
	facts  []string        // values, longest first
	named  map[string]bool // words of the facts
	base   string          // the present text without facts
	said   []string        // its words
	words  string          // the same as one text
	own    map[string]bool // stems of its words
	stems  map[string]bool // of the whole draft without facts
	faulty []string        // what the check finds in the present text, without facts
	told   []told          // what must not be repeated
	places []place         // the part's sentences, and what may become of each
	report func(code, passage string)
}

// examine reports all that is wrong with a new text of the part.
func (g *guard) examine(text string) (found []breach) {
	g.report = func(code, passage string) {
		found = append(found, breach{role: g.part.Role, code: code, passage: passage})
	}
	switch {
	case text == "":
		g.report("empty", "")
		return found
	case !g.proportionate(text):
		g.report("length", "")
		return found // and nothing else is worth the reading
	}
	g.fixed(text)
	g.kept(text)
	g.placeholders(text)
	without := g.withoutFacts(text)
	g.invisible(without)
	g.figures(text, without)
	g.plain(without)
	g.names(without)
	g.language(without)
	g.matters(without)
	g.opposite(without)
	g.sentences(without)
	g.echoes(without)
	return found
}

func newGuard(o drafts.Order, part drafts.Part) *guard {
	g := &guard{o: o, tag: tagOf(o.Draft.Language), part: part, given: o.Facts.Given(), named: map[string]bool{}, stems: map[string]bool{}}
	for _, fact := range g.given {
		g.facts = append(g.facts, fact.Value)
		for _, w := range lowerWords(fact.Value) {
			g.named[w] = true
		}
	}
	slices.SortFunc(g.facts, func(a, b string) int { return len(b) - len(a) })
	g.base = g.withoutFacts(part.Text)
	g.said = lowerWords(g.base)
	g.words = spaced(g.said)
	g.own = g.stemsOf(g.base)
	for _, f := range o.Draft.Findings {
		if f.Role == part.Role && f.Passage != "" {
			g.faulty = append(g.faulty, g.withoutFacts(f.Passage))
		}
	}
	for _, p := range o.Draft.Parts {
		for s := range g.stemsOf(g.withoutFacts(p.Text)) {
			g.stems[s] = true
		}
	}
	g.told = g.allTold()
	g.places = g.placesIn(part)
	return g
}

// factMark stands where a fact stood: no letter, no digit, no punctuation.
const factMark = "\uFFFC"

// withoutFacts takes the values of the facts out of a text.
func (g *guard) withoutFacts(text string) string { return without(text, g.facts) }

// without takes values out of a text, where they stand as whole words.
func without(text string, values []string) string {
	for _, f := range values {
		for from := 0; ; {
			i := strings.Index(text[from:], f)
			if i < 0 {
				break
			}
			start, end := from+i, from+i+len(f)
			from = end
			before, _ := utf8.DecodeLastRuneInString(text[:start])
			after, _ := utf8.DecodeRuneInString(text[end:])
			if first, _ := utf8.DecodeRuneInString(f); inWord(before) && inWord(first) {
				continue
			}
			if last, _ := utf8.DecodeLastRuneInString(f); inWord(after) && inWord(last) {
				continue
			}
			text = text[:start] + factMark + text[end:]
			from = start + len(factMark)
		}
	}
	return text
}

func inWord(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r))
}

// Bounds of a rewording beside the present text, in runes.
const (
	atLeast = 0.3
	atMost  = 1.5
	leeway  = 120
)

func (g *guard) proportionate(text string) bool {
	was, is := float64(utf8.RuneCountInString(g.part.Text)), float64(utf8.RuneCountInString(text))
	return is >= atLeast*was && is <= atMost*was+leeway
}

// invisible finds what nobody sees, and symbols that are no writing.
func (g *guard) invisible(text string) {
	for _, r := range text {
		if r < unicode.MaxASCII && unicode.IsPrint(r) || r == '\n' || r == '\t' {
			continue
		}
		if (hidden(r) || unicode.In(r, unicode.So, unicode.No, unicode.Nl, unicode.Me, unicode.Zl, unicode.Zp)) && !strings.ContainsRune(factMark+g.base, r) {
			g.report("hidden", "")
			return
		}
	}
}

// finders look for what must not be there unless it is there now.
var finders = []struct {
	code    string
	pattern *regexp.Regexp
}{
	{"address", regexp.MustCompile(`(?i)\b[a-z][a-z0-9+.-]*://\S*|\bwww\.\S+`)},
	{"address", regexp.MustCompile(`(?i)[\p{L}0-9-]{2,}\.[\p{L}]{2,}(?:/\S*)?`)},
	{"address", regexp.MustCompile(`(?i)[({]\s*(?:at|dot|kropka|małpa|punto|chiocciola|тачка|tačka|мајмун|majmun|punt|apenstaartje|tečka|zavináč)\s*[)}]`)},
	{"address", regexp.MustCompile(`\S*[@＠]\S*|#\p{L}\S*|\bmailto:|\btel:`)},
	{"markup", regexp.MustCompile("</?[\\pL!@#][^>]*>?|`+|\\*\\*|__|~~")},
	{"markup", regexp.MustCompile(`(?m)^\s*(?:#{1,6}\s.*|>.*|\|.*\||[-=*_]{3,}\s*|[*+]\s.*)$`)},
	{"markup", regexp.MustCompile(`\]\(|\]\[|&(?:\pL+|#\d+|#x[0-9a-fA-F]+);|:[a-z_]{2,}:|[{}\\]`)},
	{"markup", regexp.MustCompile(`(?m)(?:^|\s)[*_][^\s*_][^*_\n]*[*_](?:\W|$)`)},
}

// plain finds links, addresses and markup.
func (g *guard) plain(text string) {
	for _, f := range finders {
		for _, m := range f.pattern.FindAllString(text, -1) {
			if m = strings.TrimSpace(m); !strings.Contains(g.base, m) {
				g.report(f.code, m)
			}
		}
	}
}

var placeholder = regexp.MustCompile(`\[[^\]\n]*\]`)

// placeholders must be the present ones, no more and no fewer.
func (g *guard) placeholders(text string) {
	for _, p := range placeholder.FindAllString(text, -1) {
		if !strings.Contains(g.part.Text, p) {
			g.report("placeholder", p)
		}
	}
	for _, p := range placeholder.FindAllString(g.part.Text, -1) {
		if !strings.Contains(text, p) {
			g.report("placeholder", p)
		}
	}
}

var (
	digits = regexp.MustCompile(`\p{Nd}+`)
	// listNumber counts the items of a list.
	listNumber = regexp.MustCompile(`(?m)^\s*\d{1,2}[.)]\s`)
)

// figures must be the present ones, or amounts and dates of the facts: none new,
// none lost. Which of them belongs where is for the draft check.
func (g *guard) figures(text, without string) {
	in := func(s string) []string { return digits.FindAllString(listNumber.ReplaceAllString(s, ""), -1) }
	may := in(g.base)
	for _, fact := range g.given {
		if slices.Contains([]string{"today", "last day", "contract end", "paid in advance", "owed to us"}, fact.Name) {
			may = append(may, in(fact.Value)...)
		}
	}
	for _, n := range in(without) {
		if !slices.Contains(may, n) {
			g.report("figure", n)
		}
	}
	is := in(text)
	for _, n := range in(g.part.Text) {
		at := func(passage string) bool { return strings.Contains(passage, n) }
		if strings.Trim(n, "0") != "" && !slices.Contains(is, n) && !slices.ContainsFunc(g.faulty, at) { // decimal zeros may go
			g.report("figure-lost", n)
		}
	}
}
