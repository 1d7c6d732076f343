package drafts

import (
	"cmp"
	"slices"
	"strings"
)

// Concealer returns what replaces the names of Reporters in texts that leave the
// team, full or in part and in any form that the check knows, by what as gives for
// them. It is stricter than the check: a name may also stand in the signature, in
// a fact about the work, or in small letters. Only names of the firm and the client stay.
func (f Facts) Concealer(as func(name string) string) func(text string) string {
	if len(f.Reporters) == 0 {
		return func(text string) string { return text }
	}
	covering := Facts{Us: f.Us, Client: f.Client, Contact: f.Contact, Salutation: f.Salutation, Language: f.Language, Reporters: f.Reporters}
	d := privateOnly(covering)
	return func(text string) string { return d.checking(text, "").conceal(as) }
}

func (c *checking) conceal(as func(name string) string) string {
	var names []span
	for _, name := range c.reporters {
		names = append(names, c.namesOf(name)...)
	}
	slices.SortFunc(names, func(a, b span) int { return cmp.Or(a.start-b.start, b.end-a.end) })
	var out strings.Builder
	at := 0
	for _, n := range names {
		if n.start >= at {
			out.WriteString(c.text[at:n.start] + as(c.text[n.start:n.end]))
			at = n.end
		}
	}
	return out.String() + c.text[at:]
}

// QuotesNote tells that one of the texts quotes a note of Facts.Notes that is none of those shared.
func (f Facts) QuotesNote(shared []string, texts ...string) bool {
	d := privateOnly(f)
	return slices.ContainsFunc(texts, func(text string) bool {
		c := d.checking(text, "")
		for _, n := range c.notes {
			if !slices.Contains(shared, n.text) {
				c.findQuote(n)
			}
		}
		return len(c.found) > 0
	})
}

// privateOnly is a dossier for what is private alone.
func privateOnly(f Facts) *dossier {
	f = cleanFacts(f)
	return takeApart(f, packFor(f.Language))
}

// namesOf finds a name and its parts, wherever they stand.
func (c *checking) namesOf(name []form) (found []span) {
	parts := partsOf(name)
	for i := range c.tokens {
		if c.namedAt(name, i, len(c.tokens)) {
			found = append(found, span{c.tokens[i].start, c.tokens[i+len(name)-1].end})
		}
		t := &c.tokens[i]
		for n, part := range parts {
			exact := part.name && t.word == part.text && t.content() && !c.words.ambiguous[t.word] && !c.inFacts(t)
			if exact || len(name) > 1 && c.namedAt(parts[n:n+1], i, len(c.tokens)) {
				found = append(found, span{t.start, t.end})
			}
		}
	}
	return found
}
