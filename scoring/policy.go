package scoring

import (
	"errors"
	"fmt"
	"math"
	"time"
)

const day = 24 * time.Hour

// Bounds of Policy.HalfLife. At the lower one, the fast sums stay within 2^±731
// for incidents up to 20 years either side of the landmark (2024), so that
// millions of them cannot overflow a float64; a shorter one would not be safe.
const (
	MinHalfLife = 30 * day
	MaxHalfLife = 3650 * day
)

// Policy is the rules by which a workspace judges its clients. Its zero value
// is of no use; start from Default. Treat it as a value: nothing here changes it.
type Policy struct {
	// Signs in the order in which they are listed. IDs and emojis are distinct.
	Signs []Sign
	// HalfLife is the time after which an incident weighs half.
	HalfLife   time.Duration
	Thresholds Thresholds
	Severities SeverityWeights
	// PraisePoints is what one fresh praise takes off.
	PraisePoints float64
	// LookBack is how long tiered incidents and partings count.
	LookBack time.Duration
	// RemedyWindow is how long after a remedy a new incident escalates.
	RemedyWindow time.Duration
	// MergeWindow is how near to an incident a flag must be to mean the same (see Same).
	MergeWindow time.Duration
	// ConfirmStep is added to an incident's weight for each further person, up to MaxWeight.
	ConfirmStep, MaxWeight float64
	// SeveralPartings is how many times within LookBack a client may bring the
	// team to Part ways, the present time included, before no further
	// cooling-off is proposed (S1).
	SeveralPartings int
	// AlertFrom is the lowest verdict whose crossing is alerted; AlertFall is
	// the part of a threshold by which points must fall below it before its
	// crossing is alerted again.
	AlertFrom Verdict
	AlertFall float64
}

// Thresholds are the points from which a verdict holds.
type Thresholds struct {
	Watch, Talk, Renegotiate, PartWays float64
}

// Of returns the points from which v holds. PartWaysNow is never reached by
// points; it has PartWays' threshold, and Healthy has none (0).
func (t Thresholds) Of(v Verdict) float64 {
	switch {
	case v >= PartWays:
		return t.PartWays
	case v == Renegotiate:
		return t.Renegotiate
	case v == Talk:
		return t.Talk
	case v == Watch:
		return t.Watch
	}
	return 0
}

// Verdict is what points alone mean.
func (t Thresholds) Verdict(points float64) Verdict {
	for v := PartWays; v > Healthy; v-- {
		if points >= t.Of(v) {
			return v
		}
	}
	return Healthy
}

// SeverityWeights are the weights of one incident.
type SeverityWeights struct {
	Low, Normal, High float64
}

// Of returns the weight of s; a severity that we do not know weighs as Normal.
func (w SeverityWeights) Of(s Severity) float64 {
	switch s {
	case Low:
		return w.Low
	case High:
		return w.High
	default:
		return w.Normal
	}
}

// Default returns the rules that hold unless a workspace changes them.
func Default() Policy {
	return Policy{
		Signs:           defaultSigns(),
		HalfLife:        90 * day,
		Thresholds:      Thresholds{Watch: 6, Talk: 12, Renegotiate: 20, PartWays: 30},
		Severities:      SeverityWeights{Low: 0.5, Normal: 1, High: 2},
		PraisePoints:    4,
		LookBack:        365 * day,
		RemedyWindow:    180 * day,
		MergeWindow:     day,
		ConfirmStep:     0.25,
		MaxWeight:       2,
		SeveralPartings: 2,
		AlertFrom:       Talk,
		AlertFall:       0.15,
	}
}

// FastHalfLife is a third of HalfLife; the two side by side tell the trend.
func (p Policy) FastHalfLife() time.Duration { return p.HalfLife / 3 }

// Sign finds a sign.
func (p Policy) Sign(id SignID) (Sign, bool) {
	for i := range p.Signs {
		if p.Signs[i].ID == id {
			return p.Signs[i], true
		}
	}
	return Sign{}, false
}

// SignByEmoji finds the sign that a reaction flags.
func (p Policy) SignByEmoji(emoji string) (Sign, bool) {
	for i := range p.Signs {
		if emoji != "" && p.Signs[i].Emoji == emoji {
			return p.Signs[i], true
		}
	}
	return Sign{}, false
}

// Exempt tells whether a sign counts for nothing with such a client.
func (p Policy) Exempt(id SignID, profile Profile) bool {
	s, ok := p.Sign(id)
	return ok && s.exempts(profile)
}

// Weight is the weight of an incident that so many distinct people reported.
func (p Policy) Weight(people int) float64 {
	if people <= 0 {
		return 0
	}
	return min(p.MaxWeight, 1+p.ConfirmStep*float64(people-1))
}

// Rank orders clients by their points before grace, as a lifted sum: it only
// changes with an entry, the profile or the policy, and the order of two
// clients by it is right at any later time. Praise is taken off.
func (p Policy) Rank(l Ledger) float64 {
	var rank float64
	for i := range p.Signs {
		s := &p.Signs[i]
		if t, ok := l.Tallies[s.ID]; ok && t.Count > 0 && !s.exempts(l.Profile) {
			rank += s.Points * t.Slow
		}
	}
	if l.Praise.Count > 0 {
		rank -= p.PraisePoints * l.Praise.Slow
	}
	return rank
}

// Validate says what is wrong with the rules, all of it, or nil.
func (p Policy) Validate() error {
	var errs []error
	need := func(ok bool, format string, args ...any) {
		if !ok {
			errs = append(errs, fmt.Errorf(format, args...))
		}
	}
	need(p.HalfLife >= MinHalfLife && p.HalfLife <= MaxHalfLife,
		"half-life must be %d to %d days", MinHalfLife/day, MaxHalfLife/day)
	t := p.Thresholds
	need(t.Watch > 0 && t.Watch < t.Talk && t.Talk < t.Renegotiate && t.Renegotiate < t.PartWays && finite(t.PartWays),
		"thresholds must be above 0 and rise from watch to part-ways")
	w := p.Severities
	need(w.Low > 0 && w.Low <= w.Normal && w.Normal <= w.High && finite(w.High),
		"severity weights must be above 0 and not fall from low to high")
	need(p.PraisePoints >= 0 && finite(p.PraisePoints), "praise points must not be negative")
	need(p.LookBack > 0, "look-back must be above 0")
	need(p.RemedyWindow > 0, "remedy window must be above 0")
	need(p.MergeWindow >= 0, "merge window must not be negative")
	need(p.ConfirmStep >= 0 && finite(p.ConfirmStep), "confirm step must not be negative")
	need(p.MaxWeight >= 1 && finite(p.MaxWeight), "greatest weight must be at least 1")
	need(p.SeveralPartings > 0, "number of partings must be above 0")
	need(p.AlertFrom > Healthy && p.AlertFrom <= PartWaysNow, "alerts must start between watch and part-ways-now")
	need(p.AlertFall >= 0 && p.AlertFall < 1, "alert fall must be at least 0 and below 1")

	ids, emojis := map[SignID]bool{}, map[string]bool{PickerEmoji: true}
	for _, s := range p.Signs {
		need(validID(s.ID), "sign %q: id must be 1 to 40 of a-z, 0-9 and hyphen", s.ID)
		need(!ids[s.ID], "sign %q: defined twice", s.ID)
		need(s.Emoji == "" || !emojis[s.Emoji], "sign %q: emoji %s is taken", s.ID, s.Emoji)
		need(s.Points > 0 && finite(s.Points), "sign %q: points must be above 0", s.ID)
		need(s.Grace >= 0 && finite(s.Grace), "sign %q: grace must not be negative", s.ID)
		need(s.Tier >= Pattern && s.Tier <= Immediate, "sign %q: unknown tier", s.ID)
		ids[s.ID], emojis[s.Emoji] = true, true
	}
	return errors.Join(errs...)
}

func finite(f float64) bool { return !math.IsNaN(f) && !math.IsInf(f, 0) }

func validID(id SignID) bool {
	if id == "" || len(id) > 40 {
		return false
	}
	for _, r := range id {
		if r != '-' && (r < 'a' || r > 'z') && (r < '0' || r > '9') {
			return false
		}
	}
	return true
}
