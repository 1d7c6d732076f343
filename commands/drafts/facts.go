package drafts

import (
	"strings"
	"sync"
	"time"

	"amicable/scoring"
)

// Facts is all that a draft may be made from. An empty string is an unknown
// fact and shows as a placeholder; "none", or a word for it in any of the
// languages, says of work, money and deadlines that there is nothing.
type Facts struct {
	Us, Client, Contact, Service string
	// Salutation begins a letter where it is given ("Dear Ms Vogel"), without its comma.
	Salutation string

	Today   time.Time
	LastDay time.Time // as asked for; zero: see LastDayOf

	// The notice by the contract: calendar months and days. They count only with HasNotice.
	NoticeMonths, NoticeDays int
	ContractEnd              time.Time
	HasNotice                bool

	OpenWork, Prepaid, Owed string // as given in the profile
	// OpenUntil is the day on which the open work will be done; zero if unknown.
	OpenUntil time.Time

	// What a letter of some trades also names: work done, dates that the client
	// must keep, how records are returned, and who takes over.
	Done, Deadlines, Records, Successor string

	Terms Terms // of a renegotiation

	Billing, Language, Formality, Profession, Tone string

	Leading      []scoring.SignID // strongest first
	Verdict      scoring.Verdict
	Remedies     []scoring.Remedy
	CoolingUntil time.Time
	Zone         *time.Location // nil: that of Today

	// Incidents are the dates on which the strongest leading sign was seen, newest
	// first. The checklist of a talk lists them, and a text may name them.
	Incidents []time.Time

	// What must not show through in any text: the names of the people who
	// reported, and internal notes. Only the check reads them.
	Reporters, Notes []string

	// Reader is the language of the checklist and the cautions, which the team
	// reads; "" is the draft's own.
	Reader string
}

// Terms are what a renegotiation proposes, as given; "" is not known or not
// meant. From is the first day on which they count.
type Terms struct {
	Price, Scope, Hours, Payment string
	From                         time.Time
}

// cleanFacts puts the facts that are inserted into one line each: line breaks
// in a profile become "; ", so that a name cannot break a letter's layout.
func cleanFacts(f Facts) Facts {
	p := packFor(f.Language)
	for _, s := range []*string{
		&f.Us, &f.Client, &f.Contact, &f.Service, &f.Salutation, &f.OpenWork, &f.Prepaid, &f.Owed,
		&f.Done, &f.Deadlines, &f.Records, &f.Successor, &f.Terms.Price, &f.Terms.Scope, &f.Terms.Hours, &f.Terms.Payment,
	} {
		*s = p.written(oneLine(*s))
	}
	for _, s := range []*string{&f.OpenWork, &f.Prepaid, &f.Owed, &f.Done, &f.Deadlines} {
		if nothing()[strings.ToLower(*s)] {
			*s = none
		}
	}
	f.NoticeDays = min(max(f.NoticeDays, 0), maxNoticeDays)
	f.NoticeMonths = min(max(f.NoticeMonths, 0), maxNoticeDays/30)
	return f
}

// inserted are the facts that stand in a text as they were given.
func (f Facts) inserted() []string {
	return []string{
		f.Us, f.Client, f.Contact, f.Service, f.Salutation, given(f.OpenWork), given(f.Prepaid), given(f.Owed),
		given(f.Done), given(f.Deadlines), f.Records, f.Successor,
		f.Terms.Price, f.Terms.Scope, f.Terms.Hours, f.Terms.Payment,
	}
}

// maxNoticeDays bounds a mistyped notice; ten years is no notice.
const maxNoticeDays = 3650

func oneLine(s string) string {
	var lines []string
	for line := range strings.FieldsFuncSeq(strings.ToValidUTF8(s, "\uFFFD"), func(r rune) bool { return strings.ContainsRune("\n\r\v\f\u0085\u2028\u2029", r) }) {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "; ")
}

func given(s string) string {
	if isNone(s) {
		return ""
	}
	return s
}

// none is how the facts say that there is nothing.
const none = "none"

func isNone(s string) bool { return s == none }

// nothing are the words by which people say so, in any language.
var nothing = sync.OnceValue(func() map[string]bool {
	all := map[string]bool{}
	for _, p := range packs() {
		for _, word := range p.lines["none"] {
			all[strings.ToLower(word)] = true
		}
	}
	return all
})
