package scoring

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"
)

// Change is what one entry does to one sign's tally. Sum and Count are
// increments and commute; Occurrence is the incident as it is afterwards.
type Change struct {
	Sign       SignID
	Occurrence Occurrence
	Sum        Sum
	Count      int // +1, 0 or −1
}

// Stands tells whether anybody's report of the incident is left.
func (o Occurrence) Stands() bool { return len(o.Reports) > 0 }

// People counts the distinct people who reported it.
func (o Occurrence) People() int {
	n := 0
	for i, by := range o.Reports {
		if !slices.Contains(o.Reports[:i], by) {
			n++
		}
	}
	return n
}

// Reported tells whether by is among those who reported it.
func (o Occurrence) Reported(by string) bool { return slices.Contains(o.Reports, by) }

// Open is the change that a new incident makes. Its weight is the severity's.
func (p Policy) Open(sign SignID, id string, severity Severity, at time.Time, by string) Change {
	o := Occurrence{ID: id, At: at, Severity: severity}
	return p.Confirm(sign, o, by)
}

// Confirm is the change that another report of an incident makes: a further
// person adds to its weight, the same person does not.
func (p Policy) Confirm(sign SignID, o Occurrence, by string) Change {
	after := o
	after.Reports = append(slices.Clone(o.Reports), by)
	return p.change(sign, o, after)
}

// Withdraw is the change that taking back one report makes. Others' reports
// remain; without any the incident vanishes. Somebody who did not report it
// changes nothing.
func (p Policy) Withdraw(sign SignID, o Occurrence, by string) Change {
	after := o
	after.Reports = slices.Clone(o.Reports)
	for i := len(after.Reports) - 1; i >= 0; i-- {
		if after.Reports[i] == by {
			after.Reports = slices.Delete(after.Reports, i, i+1)
			break
		}
	}
	return p.change(sign, o, after)
}

func (p Policy) change(sign SignID, before, after Occurrence) Change {
	c := Change{Sign: sign, Occurrence: after}
	if step := p.Weight(after.People()) - p.Weight(before.People()); step != 0 {
		c.Sum = p.Lift(after.At).Times(step * p.Severities.Of(after.Severity))
	}
	if after.Stands() {
		c.Count++
	}
	if before.Stands() {
		c.Count--
	}
	return c
}

// sum is what the incident as a whole holds in the sums.
func (p Policy) sum(o Occurrence) Sum {
	return p.change("", Occurrence{}, o).Sum
}

// Apply returns the ledger after a change; l itself stays as it was. Recent is
// kept as far as l knows it: an incident that dropped out of it does not come
// back when a newer one is taken back (Book and a rebuild know all of them).
func (l Ledger) Apply(c Change) Ledger {
	tallies := make(map[SignID]Tally, len(l.Tallies)+1)
	maps.Copy(tallies, l.Tallies)
	t := tallies[c.Sign].apply(c)
	tallies[c.Sign] = t
	if t.Count <= 0 {
		delete(tallies, c.Sign) // with whatever rounding left in the sums
	}
	l.Tallies = tallies
	return l
}

func (t Tally) apply(c Change) Tally {
	t.Sum = t.Plus(c.Sum)
	t.Count += c.Count
	recent := make([]Occurrence, 0, len(t.Recent)+1)
	for _, o := range t.Recent {
		if o.ID != c.Occurrence.ID {
			recent = append(recent, o)
		}
	}
	if c.Occurrence.Stands() {
		i, _ := slices.BinarySearchFunc(recent, c.Occurrence, newer)
		recent = slices.Insert(recent, i, c.Occurrence)
	}
	t.Recent = recent[:min(len(recent), RecentKept)]
	return t
}

// Within counts the incidents of the last d before now (and any dated later).
// The count is complete unless older ones of that span may have dropped out of
// Recent: then it is "at least".
func (t Tally) Within(now time.Time, d time.Duration) (n int, complete bool) {
	for _, o := range t.Recent {
		if now.Sub(o.At) <= d {
			n++
		}
	}
	return n, t.Count <= len(t.Recent) || n < len(t.Recent)
}

// Praised is what one praise at the given time adds to Praise.Sum.
func (p Policy) Praised(at time.Time) Sum { return p.Lift(at) }

// WithPraise returns the ledger after a praise.
func (l Ledger) WithPraise(p Policy, at time.Time) Ledger {
	l.Praise.Sum = l.Praise.Plus(p.Praised(at))
	l.Praise.Count++
	if at.After(l.Praise.Last) {
		l.Praise.Last = at
	}
	return l
}

// WithoutPraise returns the ledger after taking a praise back; last is the time
// of the latest that is left, which only the log knows.
func (l Ledger) WithoutPraise(p Policy, at, last time.Time) Ledger {
	l.Praise.Sum = l.Praise.Plus(p.Praised(at).Times(-1))
	l.Praise.Count--
	l.Praise.Last = last
	if l.Praise.Count <= 0 {
		l.Praise = Praise{}
	}
	return l
}

// WithRemedy returns the ledger after a remedy; the latest RemediesKept are kept.
func (l Ledger) WithRemedy(r Remedy) Ledger {
	remedies := append(slices.Clone(l.Remedies), r)
	slices.SortFunc(remedies, func(a, b Remedy) int {
		return cmp.Or(b.At.Compare(a.At), strings.Compare(b.ID, a.ID))
	})
	l.Remedies = remedies[:min(len(remedies), RemediesKept)]
	return l
}

// WithoutRemedy returns the ledger after taking a remedy back.
func (l Ledger) WithoutRemedy(id string) Ledger {
	l.Remedies = slices.DeleteFunc(slices.Clone(l.Remedies), func(r Remedy) bool { return r.ID == id })
	return l
}

// WithParting returns the ledger after the verdict rose to Part ways or beyond (see Alert.Parting).
func (l Ledger) WithParting(at time.Time) Ledger {
	partings := append(slices.Clone(l.Partings), at)
	slices.SortFunc(partings, func(a, b time.Time) int { return b.Compare(a) })
	l.Partings = partings[:min(len(partings), PartingsKept)]
	return l
}
