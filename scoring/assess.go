package scoring

import (
	"slices"
	"time"
)

// Assessment says where a relationship stands at one moment, and why.
type Assessment struct {
	// Verdict is what holds: the override's while one is in force, else Computed.
	Verdict Verdict
	// Computed is the verdict of all rules, Base that of the points alone, and
	// Tiers what the tier rules alone ask for (Healthy when nothing).
	Computed, Base, Tiers Verdict
	// Override is the one in force, or nil.
	Override *Override

	// Points is the total, never below 0; Praise is what the good takes off, already
	// taken off Points; Gross is the total before grace and praise.
	Points, Praise, Gross float64
	// Signs holds the arithmetic of each sign with incidents, leading first and exempt ones last.
	Signs []SignScore
	// Trend compares Pace, the points before grace that come in per 30 days, as seen
	// over the half-life (Slow) and over the fast one (Fast).
	Trend Trend
	Pace  Sum

	// Reasons says why Computed is what it is, the weightiest first.
	Reasons []Reason
	// Cautions says what to bear in mind when relying on it.
	Cautions []Caution

	// Strikes is the largest number of incidents within the look-back that a
	// two-strike sign has; Warn tells that it is the first and that no warning was recorded since.
	Strikes int
	Warn    bool
	// CoolingOff says whether to sleep on it; Partings counts the partings within the look-back that led to that.
	CoolingOff CoolingOff
	Partings   int
}

// SignScore is one sign's line in the arithmetic:
// Points = max(0, Sign.Points·N − Sign.Grace), or 0 when exempt.
type SignScore struct {
	Sign   *Sign   // the policy's
	N      float64 // decayed sum of severities
	Points float64
	Count  int // incidents of any age
	// Recent counts the incidents within the look-back; when not Complete, it is "at least".
	Recent   int
	Complete bool
	Last     time.Time // of the latest incident; zero when its date is not kept
	People   int       // distinct people among the kept reports
	Exempt   bool
}

// Trend compares the last weeks with the last months.
type Trend int

// The trends.
const (
	Steady Trend = iota
	Falling
	Rising
)

// String returns the trend's stable code.
func (t Trend) String() string {
	switch t {
	case Falling:
		return "falling"
	case Rising:
		return "rising"
	default:
		return "steady"
	}
}

// CoolingOff says whether a few days should pass before anything is sent (S1).
type CoolingOff int

// The advice on cooling off.
const (
	// NoCoolingOff: there is nothing to sleep on, or no time to (Part ways now).
	NoCoolingOff CoolingOff = iota
	// ProposeCoolingOff: the verdict is Part ways; take the emotion out first.
	ProposeCoolingOff
	// SkipCoolingOff: the same client brought the team here several times; trust the instinct.
	SkipCoolingOff
)

// Stand is Assess without the account of it: verdicts and points, but no signs,
// reasons, cautions or cooling-off. It is what Alert compares.
func Stand(p Policy, l Ledger, now time.Time) Assessment {
	w := weigh(&p, &l, now)
	return stand(&p, &l, now, &w)
}

// Assess judges a ledger at now. Its cost does not depend on the length of the
// history. What is dated after now counts as if it had just happened, or more.
func Assess(p Policy, l Ledger, now time.Time) Assessment {
	w := weigh(&p, &l, now)
	a := stand(&p, &l, now, &w)
	a.Signs = signScores(&p, &l, now, w.slowFactor)
	a.CoolingOff, a.Partings = coolingOff(&p, &l, now, a.Verdict)
	a.Reasons = reasons(&p, &l, &w, &a)
	a.Cautions = cautions(&p, &l, now, &w, &a)
	return a
}

func stand(p *Policy, l *Ledger, now time.Time, w *weighing) Assessment {
	a := Assessment{
		Verdict:  w.computed,
		Computed: w.computed,
		Base:     w.base,
		Tiers:    w.tiers,
		Points:   w.points,
		Praise:   w.praise,
		Gross:    w.gross,
		Trend:    w.trend(p),
		Pace:     w.pace(p),
		Strikes:  w.strikes,
		Warn:     w.strikes == 1 && !warnedSince(l, w.strikeAt),
	}
	if l.Override != nil && now.Before(l.Override.Until) {
		o := *l.Override
		a.Override, a.Verdict = &o, o.Verdict
	}
	return a
}

func signScores(p *Policy, l *Ledger, now time.Time, factor float64) []SignScore {
	lines := make([]SignScore, 0, len(l.Tallies))
	for i := range p.Signs {
		s := &p.Signs[i]
		t, ok := l.Tallies[s.ID]
		if !ok || t.Count <= 0 {
			continue
		}
		line := SignScore{Sign: s, N: max(0, t.Slow*factor), Count: t.Count, Exempt: s.exempts(l.Profile)}
		if !line.Exempt {
			line.Points = max(0, s.Points*line.N-s.Grace)
		}
		line.Recent, line.Complete = t.Within(now, p.LookBack)
		if len(t.Recent) > 0 {
			line.Last = t.Recent[0].At
		}
		line.People = countPeople(t.Recent)
		lines = append(lines, line)
	}
	slices.SortStableFunc(lines, leading)
	return lines
}

// leading sorts by points, then by points before grace; exempt signs come last.
func leading(a, b SignScore) int {
	switch {
	case a.Exempt != b.Exempt:
		if a.Exempt {
			return 1
		}
		return -1
	case a.Points != b.Points:
		return descending(a.Points, b.Points)
	default:
		return descending(a.Sign.Points*a.N, b.Sign.Points*b.N)
	}
}

func descending(a, b float64) int {
	switch {
	case a > b:
		return -1
	case a < b:
		return 1
	}
	return 0
}

func countPeople(recent []Occurrence) int {
	var seen [8]string // enough for nearly every client without allocating
	people := seen[:0]
	for i := range recent {
		people = addPeople(people, recent[i].Reports)
	}
	return len(people)
}

func addPeople(people, reports []string) []string {
	for _, by := range reports {
		if !slices.Contains(people, by) {
			people = append(people, by)
		}
	}
	return people
}

// warnedSince tells whether a warning was given at or after the strike.
func warnedSince(l *Ledger, strike time.Time) bool {
	return slices.ContainsFunc(l.Remedies, func(r Remedy) bool {
		return r.Kind == WarningGiven && !r.At.Before(strike)
	})
}

// coolingOff follows S1: sleep on a parting, unless the same client brought the
// team there several times within a year.
func coolingOff(p *Policy, l *Ledger, now time.Time, v Verdict) (CoolingOff, int) {
	n := 0
	for _, at := range l.Partings {
		if now.Sub(at) <= p.LookBack {
			n++
		}
	}
	switch {
	case v != PartWays:
		return NoCoolingOff, n
	case n >= p.SeveralPartings:
		return SkipCoolingOff, n
	}
	return ProposeCoolingOff, n
}
