package scoring

import (
	"cmp"
	"strings"
	"time"
)

// Same finds the incident that a flag of the same sign at the given time means:
// the nearest in time that is less than the merge window away, earlier or
// later, so that backdated flags merge too. Of two equally near it is the one
// that happened (or else was opened) earlier.
//
// Nearness is measured from an incident's own time, never from its latest
// confirmation: a flag every twelve hours for a week is several incidents, not
// one endless one.
func Same(p Policy, recent []Occurrence, at time.Time) (Occurrence, bool) {
	var (
		best  Occurrence
		near  time.Duration
		found bool
	)
	for _, o := range recent {
		if !o.Stands() {
			continue
		}
		d := at.Sub(o.At).Abs()
		if d >= p.MergeWindow {
			continue
		}
		if !found || d < near || (d == near && newer(best, o) < 0) {
			best, near, found = o, d, true
		}
	}
	return best, found
}

// newer orders occurrences newest first; those of the same second by id, so
// that the order does not depend on how they came in.
func newer(a, b Occurrence) int {
	return cmp.Or(b.At.Compare(a.At), strings.Compare(b.ID, a.ID))
}
