package scoring

import (
	"slices"
	"time"
)

// ReasonCode says which rule spoke.
type ReasonCode string

// The reasons, with the fields of Reason that they fill.
const (
	// ReasonOverride: a person set another verdict. Verdict, At (its end).
	ReasonOverride ReasonCode = "override"
	// ReasonImmediate: an incident that calls for an end at once. Sign, Count, At.
	ReasonImmediate ReasonCode = "immediate"
	// ReasonSecondStrike and ReasonFirstStrike: a two-strike sign. Sign, Count, At.
	ReasonSecondStrike ReasonCode = "second-strike"
	ReasonFirstStrike  ReasonCode = "first-strike"
	// ReasonRedFlag: a red-flag sign. Sign, Count, At.
	ReasonRedFlag ReasonCode = "red-flag"
	// ReasonUnmended: Renegotiate was skipped, as money cannot mend Sign.
	ReasonUnmended ReasonCode = "money-cannot-mend"
	// ReasonEscalated: it went on after a remedy. Remedy, RemedyAt; Sign and At of the latest incident.
	ReasonEscalated ReasonCode = "escalated"
	// ReasonPoints: the points reach the threshold of Verdict. Points, Threshold.
	ReasonPoints ReasonCode = "points"
	// ReasonPraise: the good takes points off. Points, Count, At of the latest.
	ReasonPraise ReasonCode = "praise"
)

// Reason is one step of the way to the verdict, in numbers.
type Reason struct {
	Code ReasonCode
	// Verdict is what this reason asks for.
	Verdict   Verdict
	Sign      SignID
	Count     int // incidents within the look-back
	Points    float64
	Threshold float64
	At        time.Time
	Remedy    RemedyKind
	RemedyAt  time.Time
}

// reasons lists the override first, then the tier rules from the gravest, then
// what was made of the points.
func reasons(p *Policy, l *Ledger, w *weighing, a *Assessment) []Reason {
	var all []Reason
	for i := range a.Signs {
		if r, ok := tierReason(&a.Signs[i]); ok {
			all = append(all, r)
		}
	}
	slices.SortStableFunc(all, func(x, y Reason) int { return int(y.Verdict - x.Verdict) })
	if a.Override != nil {
		o := Reason{Code: ReasonOverride, Verdict: a.Override.Verdict, At: a.Override.Until}
		all = slices.Insert(all, 0, o)
	}
	if w.unmended {
		all = append(all, Reason{Code: ReasonUnmended, Verdict: w.computed, Sign: w.hardest})
	}
	if w.remedied {
		all = append(all, Reason{
			Code: ReasonEscalated, Verdict: w.base + 1, Sign: w.latestOf, At: w.latest,
			Remedy: w.remedy.Kind, RemedyAt: w.remedy.At,
		})
	}
	if w.gross > 0 {
		all = append(all, Reason{Code: ReasonPoints, Verdict: w.base, Points: w.points, Threshold: p.Thresholds.Of(w.base)})
	}
	if w.praise > 0 {
		all = append(all, Reason{Code: ReasonPraise, Points: w.praise, Count: l.Praise.Count, At: l.Praise.Last})
	}
	return all
}

func tierReason(s *SignScore) (Reason, bool) {
	if s.Exempt || s.Recent == 0 {
		return Reason{}, false
	}
	r := Reason{Sign: s.Sign.ID, Count: s.Recent, At: s.Last, Verdict: tierVerdict(s.Sign.Tier, s.Recent)}
	switch s.Sign.Tier {
	case Immediate:
		r.Code = ReasonImmediate
	case RedFlag:
		r.Code = ReasonRedFlag
	case TwoStrike:
		r.Code = ReasonFirstStrike
		if s.Recent > 1 {
			r.Code = ReasonSecondStrike
		}
	default:
		return Reason{}, false
	}
	return r, true
}

// CautionCode says what to bear in mind.
type CautionCode string

// The cautions, with the fields of Caution that they fill.
const (
	// CautionSafety: the override is milder than the tier rules ask for. Verdict (theirs).
	CautionSafety CautionCode = "override-hides-tier"
	// CautionOnePerson: all reports that are kept come from one person. Count (of incidents), People (1).
	CautionOnePerson CautionCode = "one-person"
	// CautionNightDemands: round-the-clock service was sold, so demands that were
	// unreasonable for their hour only should be taken back (S3.4). Sign, Count.
	CautionNightDemands CautionCode = "night-demands"
	// CautionPolicy: the rules were changed since the latest incident.
	CautionPolicy CautionCode = "policy-changed"
	// CautionRebuild: the half-life or weights were; the points are right only after a rebuild.
	CautionRebuild CautionCode = "rebuild-needed"
	// CautionDates: dates that a tier rule needs are missing, so the verdict may be too mild until a rebuild. Sign.
	CautionDates CautionCode = "dates-incomplete"
)

// Caution is something to bear in mind, in numbers.
type Caution struct {
	Code    CautionCode
	Sign    SignID
	Count   int
	Verdict Verdict
}

func cautions(p *Policy, l *Ledger, now time.Time, w *weighing, a *Assessment) []Caution {
	var all []Caution
	if a.Override != nil && a.Override.Verdict < w.tiers {
		all = append(all, Caution{Code: CautionSafety, Verdict: w.tiers})
	}
	if n := onlyOnePerson(p, l, now); n > 0 && a.Computed > Healthy {
		all = append(all, Caution{Code: CautionOnePerson, Count: n})
	}
	for i := range a.Signs {
		s := &a.Signs[i]
		switch {
		case s.Sign.ID == UnreasonableDemands && l.Profile.Hours == RoundTheClock && !s.Exempt && s.Points > 0:
			all = append(all, Caution{Code: CautionNightDemands, Sign: s.Sign.ID, Count: s.Count})
		case !s.Exempt && datesMissing(s, l.Tallies[s.Sign.ID], w.computed):
			all = append(all, Caution{Code: CautionDates, Sign: s.Sign.ID})
		}
	}
	switch {
	case l.Policy == "" || l.Policy == p.Digest():
	case p.sumsOutdated(l.Policy):
		all = append(all, Caution{Code: CautionRebuild})
	default:
		all = append(all, Caution{Code: CautionPolicy})
	}
	return all
}

// onlyOnePerson returns the number of incidents within the look-back when the
// same person alone reported all of them, else 0.
func onlyOnePerson(p *Policy, l *Ledger, now time.Time) int {
	var seen [4]string
	people, n := seen[:0], 0
	for i := range p.Signs {
		s := &p.Signs[i]
		t, ok := l.Tallies[s.ID]
		if !ok || s.exempts(l.Profile) {
			continue
		}
		for j := range t.Recent {
			if now.Sub(t.Recent[j].At) > p.LookBack {
				break
			}
			n++
			if people = addPeople(people, t.Recent[j].Reports); len(people) > 1 {
				return 0
			}
		}
	}
	return n
}

// datesMissing tells whether incidents whose dates are not kept could make the
// verdict graver. They can only be missing after others were taken back, and
// are then older than those that are kept, if any are.
func datesMissing(s *SignScore, t Tally, computed Verdict) bool {
	if s.Complete || len(t.Recent) >= RecentKept {
		return false
	}
	return tierVerdict(s.Sign.Tier, s.Recent+t.Count-len(t.Recent)) > computed
}
