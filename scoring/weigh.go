package scoring

import (
	"math"
	"time"
)

// weighing is the judgement itself, without the account of it: all that
// projections need, and made without allocating.
type weighing struct {
	slowFactor            float64
	points, praise, gross float64
	fastGross             float64

	base, tiers, computed Verdict
	strikes               int
	strikeAt              time.Time // of the latest incident of the sign that has the strikes

	remedied bool // escalated by remedy, because of latest
	remedy   Remedy
	latest   time.Time
	latestOf SignID
	unmended bool // Renegotiate was skipped, because of hardest
	hardest  SignID
}

// trendFloor is the points before grace under which there is no trend to speak of.
const trendFloor = 0.5

// The dead band of the trend: within it, recent and longer rates count as equal.
const (
	fallingBelow = 0.8
	risingAbove  = 1.25
)

func weigh(p *Policy, l *Ledger, now time.Time) weighing {
	w := weighing{slowFactor: p.Slow().factor(now)}
	fastFactor := p.Fast().factor(now)
	var lifted, unmendable, hardest float64 // before grace, not read at now
	var total float64
	for i := range p.Signs {
		s := &p.Signs[i]
		t, ok := l.Tallies[s.ID]
		if !ok || t.Count <= 0 || s.exempts(l.Profile) {
			continue
		}
		heft := s.Points * max(0, t.Slow)
		lifted += heft
		if !s.MoneyMends {
			unmendable += heft
			if heft > hardest {
				hardest, w.hardest = heft, s.ID
			}
		}
		total += max(0, heft*w.slowFactor-s.Grace)
		w.fastGross += s.Points * max(0, t.Fast) * fastFactor
		w.tier(p, s, &t, now)
		if len(t.Recent) > 0 && t.Recent[0].At.After(w.latest) {
			w.latest, w.latestOf = t.Recent[0].At, s.ID
		}
	}
	w.gross = lifted * w.slowFactor
	if l.Praise.Count > 0 {
		w.praise = p.PraisePoints * max(0, l.Praise.Slow) * w.slowFactor
	}
	w.points = settle(max(0, total-w.praise))
	w.base = p.Thresholds.Verdict(w.points)
	w.judge(p, l, now, lifted, unmendable)
	return w
}

// settle rounds to a billionth of a point, so that what rounding leaves in the
// sums cannot hold a total just under a threshold that it exactly reaches.
func settle(points float64) float64 { return math.Round(points*1e9) / 1e9 }

// tier applies the rule of a sign's tier (S3.1, S3.2, S3.3, S3.10).
func (w *weighing) tier(p *Policy, s *Sign, t *Tally, now time.Time) {
	if s.Tier == Pattern {
		return
	}
	n, _ := t.Within(now, p.LookBack)
	w.tiers = max(w.tiers, tierVerdict(s.Tier, n))
	if s.Tier == TwoStrike && n > w.strikes {
		w.strikes, w.strikeAt = n, t.Recent[0].At
	}
}

// tierVerdict is what n incidents within the look-back mean at least.
func tierVerdict(tier Tier, n int) Verdict {
	switch {
	case n <= 0:
		return Healthy
	case tier == Immediate, tier == TwoStrike && n >= 2:
		return PartWaysNow
	case tier == TwoStrike:
		return Talk
	case tier == RedFlag:
		return PartWays
	}
	return Healthy
}

// judge makes the computed verdict from base and tiers. Each step keeps the
// order of verdicts, so that a lower base never ends higher.
func (w *weighing) judge(p *Policy, l *Ledger, now time.Time, lifted, unmendable float64) {
	v := w.base
	if v == Talk || v == Renegotiate {
		// Attempts that hit a wall escalate (S1).
		if r, ok := remedyBefore(l, w.latest, now, p.RemedyWindow); ok {
			w.remedied, w.remedy = true, r
			v++
		}
	}
	v = max(v, w.tiers)
	// What money cannot mend is not renegotiated (S2). The shares are taken
	// before grace and before decay: they do not change by waiting.
	if v == Renegotiate && unmendable > 0 && unmendable >= lifted-unmendable {
		w.unmended = true
		v = PartWays
	}
	w.computed = v
}

// remedyBefore finds the latest remedy within the window after which an incident happened.
func remedyBefore(l *Ledger, incident, now time.Time, window time.Duration) (Remedy, bool) {
	for _, r := range l.Remedies { // newest first
		if incident.After(r.At) && now.Sub(r.At) <= window {
			return r, true
		}
	}
	return Remedy{}, false
}

// pace tells the points before grace that come in per 30 days, as load averages
// do: at a steady rate r a decayed sum settles at r·halfLife/ln 2, so the sum
// times ln 2 over its half-life is the rate that it sees.
func (w *weighing) pace(p *Policy) Sum {
	return Sum{
		Slow: w.gross * math.Ln2 * float64(30*day) / float64(p.HalfLife),
		Fast: w.fastGross * math.Ln2 * float64(30*day) / float64(p.FastHalfLife()),
	}
}

func (w *weighing) trend(p *Policy) Trend {
	pace := w.pace(p)
	switch {
	case w.gross < trendFloor:
		return Steady
	case pace.Fast > risingAbove*pace.Slow:
		return Rising
	case pace.Fast < fallingBelow*pace.Slow:
		return Falling
	}
	return Steady
}
