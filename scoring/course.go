package scoring

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"
)

// Course is how a client's points went, and where they go when nothing more happens.
//
// It tells what happened when, as it is known today: a backdated incident
// counts from its own date on, and what was taken back was never there. The
// profile and the policy are today's throughout.
type Course struct {
	// Past runs from From to now, in order of time. At a moment at which points
	// jump there are two samples, before and after.
	Past []Sample
	// Ahead begins at now, and nothing new happens in it.
	Ahead []Sample
	// Marks are what stands between From and now, in order of time.
	Marks []Mark
	// From is the beginning of Past: later than asked for where Span.Since says
	// that the log does not reach back so far.
	From time.Time
}

// Sample is the points at one moment.
type Sample struct {
	At     time.Time
	Points float64
}

// Mark is an incident, a remedy or a praise on a course.
type Mark struct {
	Kind     EntryKind // Incident, RemedyTried or PraiseGiven
	ID       string
	At       time.Time
	Points   float64    // of the client, just after
	Sign     SignID     // of an Incident
	Severity Severity   // of an Incident
	People   int        // who reported an Incident
	Exempt   bool       // an Incident that counts for nothing with this client
	Remedy   RemedyKind // of RemedyTried
}

// Span says which part of a course is asked for.
type Span struct {
	Now         time.Time
	Back, Ahead time.Duration
	// Since is the time from which on the log is complete: when its oldest entry
	// was recorded, if only its latest part was read; zero when all of it was.
	Since time.Time
}

// HalfYear is the usual Span.Back (26 weeks), Quarter half of it.
const (
	HalfYear = 2 * Quarter
	Quarter  = 91 * day
)

// Trace follows a client's points through a span. The log may come in any
// order, and needs to hold only what was recorded from span.Since on.
//
// The ledger is taken for the truth, and later increments are taken off it,
// going backwards. As nothing is recorded before it happens, all that happened
// after Since was recorded after Since, so the latest part of a log is enough
// for the whole of [Since, now], and a client with a long history costs no more
// than one with a short one. At now the points are those of Assess, to the last bit.
// Before, they are as exact as taking off allows: the error is below
// 1e-15 · 2^(Back/HalfLife) of the points before grace at now per incident in
// the span, under a billionth of a point for any half-year of a real client.
// Where a ledger does not fit its log (see CautionRebuild), sums that would
// fall below 0 count as 0.
func Trace(p Policy, l Ledger, log []Entry, span Span) Course {
	from := span.Now.Add(-span.Back)
	if span.Since.After(from) {
		from = span.Since
	}
	c := Course{From: from}
	if from.Before(span.Now) {
		c.past(&p, l, log, span.Now)
	} else {
		c.From = span.Now
		c.Past = []Sample{{span.Now, weigh(&p, &l, span.Now).points}}
	}
	for at := span.Now; !at.After(span.Now.Add(span.Ahead)); at = at.Add(day) {
		c.Ahead = append(c.Ahead, Sample{at, weigh(&p, &l, at).points})
	}
	return c
}

// past goes backwards from now, day by day and mark by mark.
func (c *Course) past(p *Policy, l Ledger, log []Entry, now time.Time) {
	events := standing(p, log)
	slices.SortFunc(events, func(a, b event) int {
		return cmp.Or(b.At.Compare(a.At), strings.Compare(b.ID, a.ID))
	})
	l.Tallies = maps.Clone(l.Tallies)
	points := func(at time.Time) float64 { return weigh(p, &l, at).points }

	c.Past = append(c.Past, Sample{now, points(now)})
	for len(events) > 0 && events[0].At.After(now) { // by a clock that was ahead
		events[0].takeOff(&l)
		events = events[1:]
	}
	last := now
	for len(events) > 0 && !events[0].At.Before(c.From) {
		at := events[0].At
		c.days(last, at, points)
		after := points(at)
		if at.Equal(now) {
			after = c.Past[0].Points
		} else {
			c.Past = append(c.Past, Sample{at, after})
		}
		for len(events) > 0 && events[0].At.Equal(at) {
			m := events[0].Mark
			m.Points, m.Exempt = after, m.Kind == Incident && p.Exempt(m.Sign, l.Profile)
			c.Marks = append(c.Marks, m)
			events[0].takeOff(&l)
			events = events[1:]
		}
		if before := points(at); before != after {
			c.Past = append(c.Past, Sample{at, before})
		}
		last = at
	}
	c.days(last, c.From, points)
	if last.After(c.From) {
		c.Past = append(c.Past, Sample{c.From, points(c.From)})
	}
	slices.Reverse(c.Past)
	slices.Reverse(c.Marks)
}

// days samples the days strictly between two times, backwards.
func (c *Course) days(from, to time.Time, points func(time.Time) float64) {
	for at := from.Add(-day); at.After(to); at = at.Add(-day) {
		c.Past = append(c.Past, Sample{at, points(at)})
	}
}

// event is a mark with what it holds in the sums.
type event struct {
	Mark
	sum Sum
}

// takeOff undoes the event in a ledger whose tallies are ours to change.
func (e *event) takeOff(l *Ledger) {
	switch e.Kind {
	case Incident:
		t, ok := l.Tallies[e.Sign]
		if !ok {
			return
		}
		t.Sum = t.Plus(e.sum.Times(-1))
		t.Count--
		l.Tallies[e.Sign] = t
	case PraiseGiven:
		l.Praise.Sum = l.Praise.Plus(e.sum.Times(-1))
		l.Praise.Count--
	default: // a remedy has no points
	}
}

// standing finds what a log, in any order, leaves standing. Confirmations of
// incidents that the log does not hold belong to those, and are left out.
func standing(p *Policy, log []Entry) []event {
	gone := map[string]bool{}
	reports := map[string][]string{} // by incident
	for i := range log {
		if log[i].Kind == TakenBack {
			gone[log[i].Of] = true
		}
	}
	for i := range log {
		switch e := &log[i]; {
		case gone[e.ID]:
		case e.Kind == Incident:
			reports[e.ID] = append(reports[e.ID], e.By)
		case e.Kind == Confirmation:
			reports[e.Of] = append(reports[e.Of], e.By)
		}
	}
	var all []event
	for i := range log {
		e := &log[i]
		m := Mark{Kind: e.Kind, ID: e.ID, At: e.At}
		switch e.Kind {
		case Incident: // stands by its confirmations, even where the entry itself was taken back
			o := Occurrence{ID: e.ID, At: e.At, Severity: e.Severity, Reports: reports[e.ID]}
			if o.Stands() {
				m.Sign, m.Severity, m.People = e.Sign, e.Severity, o.People()
				all = append(all, event{m, p.sum(o)})
			}
		case PraiseGiven:
			if !gone[e.ID] {
				all = append(all, event{m, p.Praised(e.At)})
			}
		case RemedyTried:
			if !gone[e.ID] {
				m.Remedy = e.Remedy
				all = append(all, event{Mark: m})
			}
		default:
		}
	}
	return all
}
