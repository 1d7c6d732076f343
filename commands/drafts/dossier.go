package drafts

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// dossier is what texts are held against: the facts, taken apart once for all
// the texts that are read together. What depends on the document that they
// belong to is there after against.
type dossier struct {
	f     Facts // cleaned
	h     handling
	pack  *pack
	words *wordlists
	facts []fact   // that stand in a text as they were given
	given []string // their texts
	names [][]form // in which forms they stand in a text where names are declined

	reporters [][]form // their names
	notes     []note

	last    time.Time   // the last day that a text must name; zero if there is none
	days    []time.Time // that the facts hold, the last day among them
	allowed figures
}

// fact is a fact that is inserted literally.
type fact struct {
	reading
	forms []form
}

// note is one of Facts.Notes.
type note struct {
	text  string
	words []string
	run   int              // so many words in a row quote it
	begin map[string][]int // where a run may begin, by its first word
}

// takeApart takes facts apart that were cleaned.
func takeApart(f Facts, p *pack) *dossier {
	d := &dossier{f: f, h: handle(f.Leading), pack: p, words: p.check}
	declined := len(d.words.names.endings) > 0
	for _, text := range f.inserted() {
		if text == "" {
			continue
		}
		tokens := d.words.tokenize(text)
		one := fact{reading{text: text, tokens: tokens}, formsOf(text, tokens, d.words)}
		d.facts, d.given = append(d.facts, one), append(d.given, text)
		if declined {
			d.names = append(d.names, one.forms)
		}
	}
	for part := range strings.FieldsSeq(f.Contact) {
		if declined && utf8.RuneCountInString(part) >= shortestName && written(part) {
			d.names = append(d.names, formsOf(part, d.words.tokenize(part), d.words))
		}
	}
	for _, name := range f.Reporters {
		if tokens := d.words.tokenize(name); len(tokens) > 0 {
			d.reporters = append(d.reporters, formsOf(name, tokens, d.words))
		}
	}
	for _, text := range f.Notes {
		if one := d.note(text); one.run > 0 {
			d.notes = append(d.notes, one)
		}
	}
	return d
}

// dossierOf is the dossier that a document's texts are held against.
func dossierOf(f Facts, frame Document) *dossier {
	f = cleanFacts(f)
	d := takeApart(f, packFor(f.Language))
	d.against(frame)
	return d
}

// against adds what depends on the document that the texts belong to.
func (d *dossier) against(frame Document) {
	d.last = frame.LastDay
	if ends := frame.Kind == "" || frame.Kind == Separation; ends && d.last.IsZero() && !d.f.Today.IsZero() {
		if last, _, err := LastDayOf(d.f); err == nil {
			d.last = last
		}
	}
	d.days = d.daysIn()
	if !d.last.IsZero() {
		d.days = append(d.days, d.last)
	}
	d.allowed = d.allowedFigures()
}

func (d *dossier) note(text string) note {
	tokens := d.words.tokenize(text)
	one := note{text: text, words: make([]string, len(tokens)), run: min(len(tokens), quotedWords), begin: map[string][]int{}}
	for i, t := range tokens {
		one.words[i] = t.word
	}
	for i := 0; one.run > 0 && i+one.run <= len(one.words); i++ { // a note without words is quoted nowhere
		one.begin[one.words[i]] = append(one.begin[one.words[i]], i)
	}
	return one
}

// daysIn are the days that the facts hold, as facts of their own or within a
// description ("the return due 15 January 2027").
func (d *dossier) daysIn() []time.Time {
	f := d.f
	days := []time.Time{
		noon(f.Today, f), noon(f.ContractEnd, f), noon(f.LastDay, f), noon(f.CoolingUntil, f), noon(f.OpenUntil, f), noon(f.Terms.From, f),
	}
	for _, at := range f.Incidents {
		days = append(days, noon(at, f))
	}
	for i := range d.facts {
		for _, at := range findDates(&d.facts[i].reading, d.pack) {
			if at.valid {
				days = append(days, at.after(noon(f.Today, f)))
			}
		}
	}
	return slices.DeleteFunc(days, time.Time.IsZero)
}
