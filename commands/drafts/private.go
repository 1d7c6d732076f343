package drafts

import (
	"cmp"
	"slices"
	"strings"
)

// Concealer returns what replaces the names of Private in texts that leave the
// team, full or in part and in any form that the check knows, by what as gives for
// them. It is stricter than the check: a name may also stand in the signature, in
// a fact about the work, or in small letters. Only names of the firm and the client stay.
func (f Facts) Concealer(as func(name string) string) func(text string) string {
	if len(f.Private) == 0 {
		return func(text string) string { return text }
	}
	covering := Facts{Us: f.Us, Client: f.Client, Contact: f.Contact, Salutation: f.Salutation, Language: f.Language, Private: f.Private}
	d := privateOnly(covering)
	return func(text string) string { return d.checking(text, "").conceal(as) }
}

func (c *checking) conceal(as func(name string) string) string {
	var names []span
	for _, entry := range c.private {
		if entry.name {
			names = append(names, c.namesOf(entry)...)
		}
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

// QuotesNote tells that one of the texts has five words in a row of a note of Private that is none of those shared.
func (f Facts) QuotesNote(shared []string, texts ...string) bool {
	d := privateOnly(f)
	return slices.ContainsFunc(texts, func(text string) bool {
		c := d.checking(text, "")
		for _, entry := range c.private {
			if !entry.name && !slices.Contains(shared, entry.text) {
				c.findQuote(entry)
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
func (c *checking) namesOf(entry entry) (found []span) {
	name, small := entry.forms, properName(entry.text)
	for i := range c.tokens {
		if c.namedAt(name, i, len(c.tokens)) {
			found = append(found, span{c.tokens[i].start, c.tokens[i+len(name)-1].end})
		}
		t := &c.tokens[i]
		for n, part := range name {
			if part.length < minNamePart {
				continue
			}
			exact := small && t.word == part.text && t.content() && !c.words.ambiguous[t.word] && !c.inFacts(t)
			if exact || len(name) > 1 && c.namedAt(name[n:n+1], i, len(c.tokens)) {
				found = append(found, span{t.start, t.end})
			}
		}
	}
	return found
}

// properName tells a name from a note of a few words: all of it has capitals, but for particles.
func properName(entry string) bool {
	for word := range strings.FieldsSeq(entry) {
		if !written(word) && len([]rune(word)) > particle {
			return false
		}
	}
	return true
}
