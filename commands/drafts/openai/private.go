package openai

import (
	"slices"
	"strings"

	"github.com/sashabaranov/go-openai/jsonschema"

	"amicable/commands/drafts"
)

// colleague stands for a person of Facts.Reporters in what is sent, by language: in
// brackets, so that it must be kept like any placeholder, with a letter for each
// form of a name, so that it can be put back.
var colleague = map[string]string{
	"en": "colleague", "pl": "osoba", "it": "collega", "nl": "collega", "cs": "osoba",
	serbian: "особа", serbianLatin: "osoba",
}

// cover knows what stands for which name, as it is written.
type cover struct {
	hide  func(text string) string // puts the words for names in their place
	word  string
	taken string            // texts that may hold such a word already
	marks map[string]string // by name
	order []string          // names as they were met
	found []drafts.Finding  // what the check says of the draft, names and all
}

// conceal is an order without the names of Facts.Reporters, wherever somebody may
// have typed them. It does the same each time.
func conceal(o drafts.Order) (drafts.Order, *cover) {
	c := &cover{word: colleague[tagOf(o.Draft.Language)], marks: map[string]string{}}
	if c.word == "" {
		c.word = colleague["en"]
	}
	c.hide = inLanguageOf(o).Concealer(c.markOf)
	f := &o.Facts
	texts := []*string{
		&f.Service, &f.OpenWork, &f.Prepaid, &f.Owed, &f.Done, &f.Deadlines, &f.Records, &f.Successor,
		&f.Terms.Price, &f.Terms.Scope, &f.Terms.Hours, &f.Terms.Payment, &o.Wish,
	}
	o.Draft.Parts, o.Notes = slices.Clone(o.Draft.Parts), slices.Clone(o.Notes)
	c.found = drafts.CheckParts(o.Facts, o.Draft, o.Draft.Parts) // before a name is hidden from it
	o.Findings, o.Draft.Findings = slices.Clone(o.Findings), slices.Clone(c.found)
	for i := range o.Draft.Parts {
		texts = append(texts, &o.Draft.Parts[i].Text)
	}
	for i := range o.Notes {
		texts = append(texts, &o.Notes[i])
	}
	for _, found := range [][]drafts.Finding{o.Findings, o.Draft.Findings} {
		for i := range found {
			texts = append(texts, &found[i].Passage)
		}
	}
	for _, text := range texts {
		c.taken += *text + "\n"
	}
	for _, text := range texts {
		*text = c.hide(*text)
	}
	return o, c
}

// hideIn conceals what a model made up by itself, in the form of its answer.
func (c *cover) hideIn(shape jsonschema.Definition, answer string) string {
	values, err := read(shape, answer)
	if err != nil {
		return c.hide(strings.ReplaceAll(answer, `\n`, "\n"))
	}
	for role, text := range values {
		values[role] = c.hide(text)
	}
	return encode(values, "")
}

func (c *cover) markOf(name string) string {
	if mark, known := c.marks[name]; known {
		return mark
	}
	for n := 0; ; n++ {
		mark := "[" + c.word + " " + letters(n) + "]"
		if strings.Contains(c.taken, mark) {
			continue
		}
		c.taken += mark
		c.marks[name], c.order = mark, append(c.order, name)
		return mark
	}
}

// letters counts: A, B, … Z, AA, AB, …
func letters(n int) string {
	const all = 26
	if n < all {
		return string(rune('A' + n))
	}
	return letters(n/all-1) + letters(n%all)
}

// reveal puts names back into a part, where they belong: in a signature, in a fact.
// One that the check found in the part it leaves concealed, for a person to reword.
func (c *cover) reveal(role, text string) string {
	for _, name := range c.order {
		if !slices.ContainsFunc(c.found, func(f drafts.Finding) bool {
			return f.Role == role && f.Rule == drafts.NothingInside && strings.Contains(f.Passage, name)
		}) {
			text = strings.ReplaceAll(text, c.marks[name], name)
		}
	}
	return text
}

// quotesNote tells that an order would send a note that nobody shared.
func quotesNote(o drafts.Order) bool {
	texts := []string{o.Wish}
	for _, p := range o.Draft.Parts {
		texts = append(texts, p.Text)
	}
	return inLanguageOf(o).QuotesNote(o.Notes, texts...)
}

// inLanguageOf are an order's facts as the draft's own language has them.
func inLanguageOf(o drafts.Order) drafts.Facts {
	if o.Draft.Language != "" {
		o.Facts.Language = o.Draft.Language
	}
	return o.Facts
}
