package drafts

import (
	"slices"
	"strings"
	"time"
)

// Where the words of a Document come from.
const (
	FromTemplate = "template"
	FromModel    = "model"
	FromPerson   = "person" // edited by hand
)

// Order asks for a draft to be worded anew, by a language model or whoever
// else. The answer goes through Document.Reword, which keeps the frame and
// checks the words: who words a draft never decides anything.
type Order struct {
	Kind     Kind
	Facts    Facts
	Draft    Document  // the template's, whose parts are to be worded
	Wish     string    // "", or what a person asked for: warmer, shorter, …
	Findings []Finding // what the last attempt broke
	Notes    []string  // incident notes, only when a person chose to share them
}

// Given is one fact as it may be told to whoever words a draft: a stable name
// in English and its value, as entered or worded in the draft's language.
type Given struct{ Name, Value string }

// Given lists the known facts in a fixed order, without anything private:
// neither signs nor the verdict, no incident, no name of a person who reported
// and no note. An unknown fact is left out.
func (f Facts) Given() []Given {
	f = cleanFacts(f)
	p := packFor(f.Language)
	tone, err := toneOf(f)
	if err != nil {
		tone = Plain
	}
	on := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return p.date("long", noon(t, f))
	}
	last, _, err := LastDayOf(f)
	if err != nil {
		last = time.Time{}
	}
	all := []Given{
		{"our firm", f.Us},
		{"client", f.Client},
		{"contact", f.Contact},
		{"service", f.Service},
		{"salutation", f.Salutation},
		{"profession", f.Profession},
		{"billing", f.Billing},
		{"tone", tone},
		{"language", p.language},
		{"today", on(f.Today)},
		{"last day", on(last)},
		{"contract end", on(f.ContractEnd)},
		{"open work", f.OpenWork},
		{"paid in advance", f.Prepaid},
		{"owed to us", f.Owed},
		{"work done", f.Done},
		{"deadlines of the client", f.Deadlines},
		{"return of records", f.Records},
		{"successor", f.Successor},
		{"new price", f.Terms.Price},
		{"new scope", f.Terms.Scope},
		{"new hours", f.Terms.Hours},
		{"new payment terms", f.Terms.Payment},
		{"new terms from", on(f.Terms.From)},
	}
	return slices.DeleteFunc(all, func(g Given) bool { return g.Value == "" })
}

// Rules lists what a part of a draft must keep, in English, one rule a line:
// what the kind and the role are for, then the rules in the order of the
// playbook. It is nil for a role that no draft of the kind has.
func Rules(k Kind, role string) []string {
	if !has(k, role) {
		return nil
	}
	brief := packFor(fallback).values["brief"]
	lines := []string{brief["kind "+string(k)], brief["role "+role]}
	for _, r := range rules {
		if slices.Contains(r.roles, role) {
			lines = append(lines, r.name+": "+brief[r.name])
		}
	}
	return lines
}

// has tells whether some draft of the kind has the role.
func has(k Kind, role string) bool {
	for c := poorFit; c <= unsafe; c++ {
		if slices.Contains(layout(k, c), role) {
			return true
		}
	}
	return false
}

// Reword returns the document with other words: the same kind, last day,
// reason, checklist and cautions, in the same parts and order. A part whose
// role the document does not have is dropped; a part that is missing or empty
// stays as it was. Placeholders are found anew and the words are checked anew.
// The caller sets Origin.
func (d Document) Reword(f Facts, parts []Part) Document {
	d.Parts = slices.Clone(d.Parts)
	for i, own := range d.Parts {
		for _, p := range parts {
			if p.Role == own.Role && strings.TrimSpace(p.Text) != "" {
				d.Parts[i].Text = strings.TrimSpace(p.Text)
			}
		}
	}
	d.Placeholders = placeholdersIn(f, d.Parts)
	found, holds, err := d.judge(f)
	if d.Findings = found; err == nil { // the words of a language that wrote the draft are there
		d.Holds = holds
	}
	return d
}

// CheckParts holds parts against the rules, as parts of the document that they
// belong to: the document as a whole or only what was edited. Its last day
// counts as given, so that words can be checked on a later day than they were
// written; whether the day itself still holds is for Stale.
func CheckParts(f Facts, frame Document, parts []Part) []Finding {
	var found []Finding
	against := dossierOf(f, frame)
	for _, p := range parts {
		found = append(found, against.checking(p.Text, p.Role).run()...)
	}
	return found
}

// judge holds the document against the rules and against its trade.
func (d Document) judge(f Facts) (found []Finding, holds []Held, err error) {
	against := dossierOf(f, d)
	read := make([]*checking, len(d.Parts))
	for i, p := range d.Parts {
		read[i] = against.checking(p.Text, p.Role)
		found = append(found, read[i].run()...)
	}
	holds, err = d.holds(against, read)
	return found, holds, err
}

// Ready reports what keeps a document from being marked as ready: what has
// changed since it was written, what the check finds, and each placeholder that
// nobody filled in. Nil means ready.
func (d Document) Ready(f Facts) []Finding {
	found := append(d.Stale(f), CheckParts(f, d, d.Parts)...)
	for _, p := range d.Parts {
		for _, hole := range placeholdersIn(f, []Part{p}) {
			found = append(found, Finding{Rule: FilledIn, Role: p.Role, Passage: hole, Why: "unfilled"})
		}
	}
	return found
}
