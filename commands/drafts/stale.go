package drafts

import (
	"math"
	"slices"
	"time"
)

// Why a document no longer fits, however good its words.
const (
	dayPassed       = "last-day-past"
	noticeShort     = "notice-short"
	contractMoved   = "contract-moved"
	handlingChanged = "handling-changed"
)

// Anew tells that no other words mend a finding, only a new draft.
func (f Finding) Anew() bool {
	return slices.Contains([]string{dayPassed, noticeShort, contractMoved, handlingChanged}, f.Why)
}

// Stale reports what has changed since the document was written, by the facts as
// they are now; nil if nothing that matters has. The notice is counted from the
// day on which the draft is asked about, since it is not given before the draft is sent:
// one that was written with a day to spare may be marked as ready that much later.
func (d Document) Stale(f Facts) []Finding {
	f = cleanFacts(f)
	var found []Finding
	if d.Kind == Separation {
		found = d.staleDay(f)
	}
	if d.staleHandling(handle(f.Leading)) {
		found = append(found, Finding{Rule: FilledIn, Why: handlingChanged})
	}
	return found
}

// staleDay is D7 for the last day of the document: it is still to come, keeps
// the notice, and was chosen by the end that the contract has.
func (d Document) staleDay(f Facts) (found []Finding) {
	last, notice := noon(d.LastDay, f), noticeUp(startOf(f), f)
	one := Finding{Rule: NamesLastDay, Passage: packFor(d.Language).date("long", last)}
	switch {
	case last.Before(noon(f.Today, f)):
		one.Why = dayPassed
		return []Finding{one}
	case f.HasNotice && last.Before(notice):
		one.Why, one.Days, one.Day = noticeShort, days(last, notice), following(notice)
		found = append(found, one)
	}
	if d.otherContract(f, last) {
		found = append(found, Finding{Rule: NamesLastDay, Passage: one.Passage, Why: contractMoved})
	}
	return found
}

// otherContract tells that the contract's end on record is not the one that the last day was chosen by.
func (d Document) otherContract(f Facts, last time.Time) bool {
	was, is := noon(d.ContractEnd, f), noon(f.ContractEnd, f)
	if was.Equal(is) || last.Equal(is) {
		return false
	}
	return !is.IsZero() || d.LastDayWhy == WhyContract
}

// staleHandling tells that the case is of another class by now, in a way that
// matters: it has to be said by other means, as a written notice for a call, or
// it is grave and was not so before.
func (d Document) staleHandling(h handling) bool {
	roles := layout(d.Kind, h.class)
	asPart := func(p Part, role string) bool { return p.Role == role }
	if !slices.EqualFunc(d.Parts, roles, asPart) {
		return true
	}
	return d.Kind == Separation && h.class >= serious && h.class > classOf(d.Reason)
}

// classOf is the class of the signs for which a reason is given.
func classOf(reason string) class {
	gravest := unlisted.class
	for _, s := range signs {
		if s.reason == reason {
			gravest = max(gravest, s.class)
		}
	}
	return gravest
}

// days is the number of days from one noon to another.
func days(from, to time.Time) int {
	const day = 24 * time.Hour
	return int(math.Round(float64(to.Sub(from)) / float64(day))) // an hour more or less where the clocks change
}
