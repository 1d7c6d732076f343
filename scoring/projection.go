package scoring

import (
	"cmp"
	"maps"
	"slices"
	"sort"
	"time"
)

// Horizon is how far ahead projections look.
const Horizon = 3650 * day

// Projection says what would change the computed verdict.
type Projection struct {
	// Steps are the better verdicts that waiting brings, soonest first. It ends
	// at Healthy, or at what is reached within Horizon.
	Steps []Step
	// Raises are the signs of which a single further incident of normal severity,
	// today, would raise the verdict: first those that the client shows, leading
	// first, then the others, lightest first. Exempt signs raise nothing.
	Raises []Raise
}

// Step is a verdict and the day on which it is reached without new entries.
type Step struct {
	Verdict Verdict
	// On is a whole number of days (of 24 h) after now: the first at which the verdict holds.
	On   time.Time
	Days int
}

// Raise is what one further incident would mean.
type Raise struct {
	Sign    SignID
	Verdict Verdict
	// Shown tells that the client has incidents of this sign.
	Shown bool
}

// Project looks ahead from now. It is about Assessment.Computed; an override
// ends on its own date.
func Project(p Policy, l Ledger, now time.Time) Projection {
	current := weigh(&p, &l, now).computed
	return Projection{Steps: steps(&p, &l, now, current), Raises: raises(p, l, now, current)}
}

// steps bisects, as the verdict never rises by waiting.
func steps(p *Policy, l *Ledger, now time.Time, current Verdict) []Step {
	const last = int(Horizon / day)
	var all []Step
	at := func(days int) Verdict {
		return weigh(p, l, now.Add(time.Duration(days)*day)).computed
	}
	for from := 1; current > Healthy; {
		days := from + sort.Search(last+1-from, func(i int) bool { return at(from+i) < current })
		if days > last {
			break
		}
		current = at(days)
		all = append(all, Step{Verdict: current, On: now.Add(time.Duration(days) * day), Days: days})
		from = days + 1
	}
	return all
}

func raises(p Policy, l Ledger, now time.Time, current Verdict) []Raise {
	if current == PartWaysNow {
		return nil
	}
	type candidate struct {
		Raise
		heft float64 // what the client shows of it, before grace
		sign Sign
	}
	var all []candidate
	tallies := maps.Clone(l.Tallies)
	if tallies == nil {
		tallies = map[SignID]Tally{}
	}
	trial := l
	trial.Tallies = tallies
	for _, s := range p.Signs {
		was, shown := l.Tallies[s.ID]
		shown = shown && was.Count > 0
		tallies[s.ID] = was.apply(p.Open(s.ID, "", Normal, now, ""))
		if v := weigh(&p, &trial, now).computed; v > current {
			c := candidate{Raise: Raise{Sign: s.ID, Verdict: v, Shown: shown}, sign: s}
			if shown {
				c.heft = s.Points * was.Slow
			}
			all = append(all, c)
		}
		if shown {
			tallies[s.ID] = was
		} else {
			delete(tallies, s.ID)
		}
	}
	slices.SortStableFunc(all, func(a, b candidate) int {
		return cmp.Or(
			cmp.Compare(b.heft, a.heft), // not shown: 0
			cmp.Compare(a.Verdict, b.Verdict),
			cmp.Compare(a.sign.Points-a.sign.Grace, b.sign.Points-b.sign.Grace),
		)
	})
	out := make([]Raise, len(all))
	for i, c := range all {
		out[i] = c.Raise
	}
	return out
}
