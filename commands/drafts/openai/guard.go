package openai

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"amicable/commands/drafts"
)

// breach is something wrong with an answer.
type breach struct {
	role, code, passage string
	says                string // what is wrong, in English; "" for the code's own sentence
}

// wrong says to the model what is wrong, by the breach's code. The codes also
// stand in errors and logs, which never hold a passage.
var wrong = map[string]string{
	"shape":       "This was not one JSON object with exactly the roles of the parts as keys and texts as values.",
	"empty":       "The text is missing.",
	"length":      "The text must be about as long as the present one, or somewhat shorter.",
	"hidden":      "There are invisible characters, symbols or emoji in it.",
	"address":     "No links, addresses, numbers to call or mentions may be added.",
	"markup":      "Plain text only: no markdown, no HTML, no code.",
	"placeholder": "The placeholders in square brackets must be exactly the present ones.",
	"figure":      "This figure is not in the present text.",
	"figure-lost": "This figure of the present text is missing.",
	"name":        "This name is neither in the facts nor in the present text.",
	"name-lost":   "This name of the present text is missing.",
	"script":      "This is not in the script that was asked for.",
	"language":    "This is not in the language that was asked for.",
	"matter":      "The present text does not speak of this.",
	"strays":      "This says something that the present text does not say.",
	"echo":        "This repeats the instructions, the notes or the wish.",
}

func (b breach) material() materialBreach {
	says := b.says
	if says == "" {
		says = wrong[b.code]
	}
	return materialBreach{Role: b.role, Passage: line(b.passage, maxValue), Wrong: says}
}

// ofFinding is a finding of the draft check as a breach.
func ofFinding(o drafts.Order, f drafts.Finding) breach {
	return breach{role: f.Role, code: f.Rule, passage: f.Passage, says: f.Rule + ": " + drafts.Explain("en", f)}
}

// codes lists what is broken, each once, for an error or a log.
func codes(found []breach) string {
	var all []string
	for _, b := range found {
		all = append(all, b.code)
	}
	slices.Sort(all)
	return strings.Join(slices.Compact(all), ", ")
}

// guard holds one part of an answer against the part that it is to reword. It
// sees to what the draft check takes for granted with people who write: that the
// words are about the same thing, in the same language, and are only words.
type guard struct {
	o       drafts.Order
	part    drafts.Part
	facts   []string
	allowed string // present text and facts: what may stand in the answer
	known   map[string]bool
	stems   map[string]bool
}

func newGuard(o drafts.Order, part drafts.Part) *guard {
	g := &guard{o: o, part: part, known: map[string]bool{}}
	var all strings.Builder
	all.WriteString(part.Text)
	for _, fact := range o.Facts.Given() {
		g.facts = append(g.facts, fact.Value)
		all.WriteString("\n" + fact.Value)
		for _, w := range lowerWords(fact.Value) {
			g.known[w] = true
		}
	}
	g.allowed = all.String()
	g.stems = stems(g.allowed)
	return g
}

// look reports all that is wrong with a text.
func (g *guard) look(text string) (found []breach) {
	report := func(code, passage string) {
		found = append(found, breach{role: g.part.Role, code: code, passage: passage})
	}
	if text == "" {
		return []breach{{role: g.part.Role, code: "empty"}}
	}
	if !g.proportionate(text) {
		return []breach{{role: g.part.Role, code: "length"}} // and nothing else is worth the reading
	}
	for _, r := range text {
		if r != '\n' && r != '\t' && (hidden(r) || unicode.In(r, unicode.So, unicode.No, unicode.Nl, unicode.Me)) && !strings.ContainsRune(g.allowed, r) {
			report("hidden", "")
			break
		}
	}
	for _, f := range finders {
		for _, m := range f.pattern.FindAllString(text, -1) {
			if m = strings.TrimSpace(m); !strings.Contains(g.allowed, m) {
				report(f.code, m)
			}
		}
	}
	g.placeholders(text, report)
	g.figures(text, report)
	g.names(text, report)
	if w, is := otherScript(g.o.Draft.Language, text, g.knownHere()); is {
		report("script", w)
	}
	if s, is := foreign(g.o.Draft.Language, text, g.known); is {
		report("language", s)
	}
	g.matters(text, report)
	g.echoes(text, report)
	return found
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

var placeholder = regexp.MustCompile(`\[[^\]\n]*\]`)

// placeholders must be the present ones, no more and no fewer.
func (g *guard) placeholders(text string, report func(code, passage string)) {
	for _, p := range placeholder.FindAllString(text, -1) {
		if !strings.Contains(g.allowed, p) {
			report("placeholder", p)
		}
	}
	for _, p := range placeholder.FindAllString(g.part.Text, -1) {
		if !strings.Contains(text, p) {
			report("placeholder", p)
		}
	}
}

var digits = regexp.MustCompile(`\p{Nd}+`)

// listNumber is a number that counts the items of a list.
var listNumber = regexp.MustCompile(`(?m)^\s*\d{1,2}[.)]\s`)

// figures must be the present ones: none new, none lost. Which of them belongs
// where is for the draft check.
func (g *guard) figures(text string, report func(code, passage string)) {
	text = listNumber.ReplaceAllString(text, "")
	was := digits.FindAllString(listNumber.ReplaceAllString(g.part.Text, ""), -1)
	is, may := digits.FindAllString(text, -1), digits.FindAllString(g.allowed, -1)
	for _, n := range is {
		if !slices.Contains(may, n) {
			report("figure", n)
		}
	}
	for _, n := range was {
		if strings.Trim(n, "0") != "" && !slices.Contains(is, n) { // decimal zeros may go
			report("figure-lost", n)
		}
	}
}
