package scoring_test

import (
	"testing"
	"time"

	"amicable/scoring"
)

// flags is a shorthand: incidents of one sign, so many days ago.
func (s *story) flags(sign scoring.SignID, days ...float64) *story {
	s.t.Helper()
	for _, d := range days {
		s.flag(sign, "ana", daysAgo(d))
	}
	return s
}

func TestTierRules(t *testing.T) {
	second := 1. / (24 * 3600)
	tests := []struct {
		name string
		sign scoring.SignID
		days []float64
		want scoring.Verdict
	}{
		{"immediate, a year ago to the second", scoring.PhysicalAbuse, []float64{365}, scoring.PartWaysNow},
		{"immediate, a second longer ago", scoring.PhysicalAbuse, []float64{365 + second}, scoring.Healthy},
		{"red flag, a year ago", scoring.Dishonesty, []float64{365}, scoring.PartWays},
		{"red flag, longer ago", scoring.Dishonesty, []float64{366}, scoring.Healthy},
		{"red flags do not add up to more", scoring.LegalRisk, []float64{0, 10, 20}, scoring.PartWays},
		{"first strike, a year ago", scoring.VerbalAbuse, []float64{365}, scoring.Talk},
		{"second strike", scoring.VerbalAbuse, []float64{1, 364}, scoring.PartWaysNow},
		{"second strike within a year of now only", scoring.VerbalAbuse, []float64{1, 366}, scoring.Talk},
		{"two strikes long ago", scoring.VerbalAbuse, []float64{400, 410}, scoring.Healthy},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { tell(t).flags(tt.sign, tt.days...).expect(tt.want) })
	}
}

func TestFirstStrikeAsksForAWarning(t *testing.T) {
	s := tell(t)
	s.remedy(scoring.WarningGiven, daysAgo(20)) // about something else
	s.flags(scoring.VerbalAbuse, 10)
	if a := s.assess(); !a.Warn || a.Strikes != 1 {
		t.Errorf("warn %v, strikes %d", a.Warn, a.Strikes)
	}
	s.remedy(scoring.WarningGiven, daysAgo(9))
	if a := s.assess(); a.Warn || a.Computed != scoring.Talk {
		t.Errorf("after the warning: warn %v, %v", a.Warn, a.Computed)
	}
	s.flags(scoring.VerbalAbuse, 1)
	a := s.assess()
	if a.Warn || a.Strikes != 2 || a.Computed != scoring.PartWaysNow || a.CoolingOff != scoring.NoCoolingOff {
		t.Errorf("second strike: %+v", a)
	}
	if r, ok := reasonOf(a, scoring.ReasonSecondStrike); !ok || r.Count != 2 || r.Sign != scoring.VerbalAbuse {
		t.Errorf("reason %+v", r)
	}
}

func TestEscalation(t *testing.T) {
	tests := []struct {
		name   string
		remedy float64 // days ago; the base verdict is Talk, the last incident today
		want   scoring.Verdict
	}{
		{"it went on after the talk", 10, scoring.Renegotiate},
		{"the window's last day", 180, scoring.Renegotiate},
		{"too long ago", 181, scoring.Talk},
		{"nothing after the talk", 0, scoring.Talk},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := tell(t).flags(scoring.ScopeCreep, 0, 20, 40)
			s.remedy(scoring.TalkHeld, daysAgo(tt.remedy))
			s.expect(tt.want)
			_, said := reasonOf(s.assess(), scoring.ReasonEscalated)
			if said != (tt.want == scoring.Renegotiate) {
				t.Errorf("reasons %+v", s.assess().Reasons)
			}
		})
	}
	t.Run("Renegotiate becomes Part ways", func(t *testing.T) {
		s := tell(t).flags(scoring.InvoiceDispute, 0)
		s.expect(scoring.Renegotiate)
		s.remedy(scoring.PriceRaised, daysAgo(30))
		s.expect(scoring.PartWays)
	})
	t.Run("Watch stays Watch", func(t *testing.T) {
		s := tell(t).flags(scoring.ScopeCreep, 0, 20)
		s.remedy(scoring.TalkHeld, daysAgo(10))
		s.expect(scoring.Watch)
	})
	t.Run("Part ways goes no further", func(t *testing.T) {
		s := tell(t).flags(scoring.InvoiceDispute, 0, 20)
		s.remedy(scoring.TalkHeld, daysAgo(10))
		s.expect(scoring.PartWays)
	})
	t.Run("an exempt incident after it is none", func(t *testing.T) {
		s := tell(t).flags(scoring.ScopeCreep, 15, 20, 40, 60).flags(scoring.AlwaysOn, 0)
		s.running.Profile.Hours = "24/7"
		s.remedy(scoring.TalkHeld, daysAgo(10))
		s.expect(scoring.Talk)
		s.running.Profile.Hours = "office"
		s.expect(scoring.Renegotiate)
	})
	t.Run("a remedy that was taken back is none", func(t *testing.T) {
		s := tell(t).flags(scoring.ScopeCreep, 0, 20, 40)
		s.undo(s.remedy(scoring.TalkHeld, daysAgo(10)))
		s.expect(scoring.Talk)
	})
}

func TestMoneyDoesNotMendAbuse(t *testing.T) {
	s := tell(t)
	s.flagAs(scoring.VerbalAbuse, scoring.High, "ana", daysAgo(0)) // 20 points, one strike
	s.expect(scoring.PartWays)
	if r, ok := reasonOf(s.assess(), scoring.ReasonUnmended); !ok || r.Sign != scoring.VerbalAbuse {
		t.Errorf("reasons %+v", s.assess().Reasons)
	}
	if a := s.assess(); a.Base != scoring.Renegotiate || a.CoolingOff != scoring.ProposeCoolingOff {
		t.Errorf("base %v, cooling-off %v", a.Base, a.CoolingOff)
	}

	mixed := tell(t).flags(scoring.VerbalAbuse, 0).flags(scoring.UnreasonableDemands, 0, 10)
	mixed.expect(scoring.Renegotiate) // the larger part is about scope
}

func TestExemptions(t *testing.T) {
	s := tell(t).flags(scoring.AlwaysOn, 0, 2, 4, 6).flags(scoring.Indecision, 0, 2, 4, 6)
	s.running.Profile = scoring.Profile{Billing: "hourly", Hours: "24/7"}
	a := s.assess()
	if a.Verdict != scoring.Healthy || a.Points != 0 || a.Gross != 0 {
		t.Errorf("%v, %v points", a.Verdict, a.Points)
	}
	for _, line := range a.Signs {
		if !line.Exempt || line.Points != 0 || line.Count != 4 {
			t.Errorf("%+v", line)
		}
	}
	s.running.Profile = scoring.Profile{Billing: "fixed", Hours: "office"}
	s.expect(scoring.PartWays)
	if !s.policy.Exempt(scoring.Indecision, scoring.Profile{Billing: "hourly"}) || s.policy.Exempt("unknown", scoring.Profile{}) {
		t.Error("Policy.Exempt is wrong")
	}

	night := tell(t).flags(scoring.UnreasonableDemands, 0)
	if hasCaution(night.assess(), scoring.CautionNightDemands) {
		t.Error("caution without round-the-clock service")
	}
	night.running.Profile.Hours = "24/7"
	if a := night.assess(); !hasCaution(a, scoring.CautionNightDemands) || a.Verdict != scoring.Watch {
		t.Errorf("%v, cautions %+v", a.Verdict, a.Cautions)
	}
}

func TestOverride(t *testing.T) {
	s := tell(t).flags(scoring.PhysicalAbuse, 3)
	s.running.Override = &scoring.Override{Verdict: scoring.Watch, By: "ana", Until: today.Add(time.Hour)}
	a := s.assess()
	if a.Verdict != scoring.Watch || a.Computed != scoring.PartWaysNow || a.Override == nil {
		t.Fatalf("%v, computed %v", a.Verdict, a.Computed)
	}
	if !hasCaution(a, scoring.CautionSafety) || a.Reasons[0].Code != scoring.ReasonOverride {
		t.Errorf("cautions %+v, reasons %+v", a.Cautions, a.Reasons)
	}
	s.running.Override.Verdict = scoring.PartWaysNow
	if hasCaution(s.assess(), scoring.CautionSafety) {
		t.Error("caution about an override as strict as the tier rules")
	}
	s.running.Override.Verdict = scoring.Watch
	a.Override.Verdict = scoring.Healthy // the assessment's own copy
	if s.running.Override.Verdict != scoring.Watch {
		t.Error("the ledger's override was changed through the assessment")
	}
	if a := s.assessAt(today.Add(time.Hour)); a.Verdict != scoring.PartWaysNow || a.Override != nil {
		t.Errorf("after its end: %v", a.Verdict)
	}

	calm := tell(t)
	calm.running.Override = &scoring.Override{Verdict: scoring.PartWays, Until: today.Add(day)}
	if a := calm.assess(); a.Verdict != scoring.PartWays || a.CoolingOff != scoring.ProposeCoolingOff || hasCaution(a, scoring.CautionSafety) {
		t.Errorf("stricter override: %+v", a)
	}
}

func TestCoolingOff(t *testing.T) {
	s := tell(t).flags(scoring.InvoiceDispute, 0, 20)
	tests := []struct {
		name     string
		partings []float64
		want     scoring.CoolingOff
	}{
		{"the present one is not recorded yet", nil, scoring.ProposeCoolingOff},
		{"the first time", []float64{0}, scoring.ProposeCoolingOff},
		{"the second time within a year", []float64{0, 300}, scoring.SkipCoolingOff},
		{"the other time was long ago", []float64{0, 400}, scoring.ProposeCoolingOff},
	}
	for _, tt := range tests {
		s.running.Partings = nil
		for _, d := range tt.partings {
			s.running = s.running.WithParting(daysAgo(d))
		}
		if got := s.assess().CoolingOff; got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestOneVoice(t *testing.T) {
	s := tell(t).flags(scoring.ScopeCreep, 0, 20, 40)
	if !hasCaution(s.assess(), scoring.CautionOnePerson) {
		t.Error("no caution that all came from one person")
	}
	s.flag(scoring.ScopeCreep, "ben", daysAgo(20))
	a := s.assess()
	if hasCaution(a, scoring.CautionOnePerson) {
		t.Error("still a caution after somebody confirmed")
	}
	if a.Signs[0].People != 2 {
		t.Errorf("%d people", a.Signs[0].People)
	}
	if one := tell(t).flags(scoring.ScopeCreep, 0).assess(); hasCaution(one, scoring.CautionOnePerson) {
		t.Error("nothing to be cautious about when Healthy")
	}
}

func TestPolicyChangedSince(t *testing.T) {
	s := tell(t).flags(scoring.ScopeCreep, 0, 20)
	caution := func(change func(*scoring.Policy)) (policy, rebuild bool) {
		old := scoring.Default()
		change(&old)
		s.running.Policy = old.Digest()
		a := s.assess()
		return hasCaution(a, scoring.CautionPolicy), hasCaution(a, scoring.CautionRebuild)
	}
	if policy, rebuild := caution(func(*scoring.Policy) {}); policy || rebuild {
		t.Error("caution without a change")
	}
	if policy, rebuild := caution(func(p *scoring.Policy) { p.Signs[0].Points++ }); !policy || rebuild {
		t.Errorf("new points: %v, %v", policy, rebuild)
	}
	if policy, rebuild := caution(func(p *scoring.Policy) { p.HalfLife *= 2 }); policy || !rebuild {
		t.Errorf("new half-life: %v, %v", policy, rebuild)
	}
}

func TestDatesMissing(t *testing.T) {
	s := tell(t)
	for i := range 12 {
		s.flags(scoring.VerbalAbuse, float64(i)*3)
	}
	for _, o := range s.running.Tallies[scoring.VerbalAbuse].Recent[:7] {
		s.undo(o.ID)
	}
	if a := s.assess(); !hasCaution(a, scoring.CautionDates) || a.Computed != scoring.PartWays {
		t.Errorf("%v by points, cautions %+v", a.Computed, a.Cautions)
	}
	now := today.Add(340 * day) // faded; the one date kept is 361 days old
	if a := s.assessAt(now); !hasCaution(a, scoring.CautionDates) || a.Computed != scoring.Talk {
		t.Errorf("%v, cautions %+v", a.Computed, a.Cautions)
	}
	s.running.Tallies = s.book.Ledger().Tallies
	if a := s.assessAt(now); hasCaution(a, scoring.CautionDates) || a.Computed != scoring.PartWaysNow {
		t.Errorf("rebuilt: %v, cautions %+v", a.Computed, a.Cautions)
	}
}

func TestTrend(t *testing.T) {
	tests := []struct {
		name string
		days []float64
		want scoring.Trend
	}{
		{"nothing", nil, scoring.Steady},
		{"just begun", []float64{0}, scoring.Rising},
		{"monthly for years", every(30, 1200), scoring.Steady},
		{"weekly for years", every(7, 1200), scoring.Steady},
		{"calm for four months", []float64{120, 130, 140, 150}, scoring.Falling},
		{"long forgotten", []float64{2000}, scoring.Steady},
	}
	for _, tt := range tests {
		// Look midway between two incidents: right after one, any rate looks higher.
		s := tell(t)
		for _, d := range tt.days {
			s.flag(scoring.Tension, "ana", daysAgo(d+2))
		}
		if a := s.assess(); a.Trend != tt.want {
			t.Errorf("%s: %v, pace %+v", tt.name, a.Trend, a.Pace)
		}
	}
	// Once a week at 4 points is 17 points in 30 days.
	s := tell(t).flags(scoring.Tension, every(7, 1500)...)
	if pace := s.assessAt(today.Add(84 * time.Hour)).Pace; pace.Slow < 16.5 || pace.Slow > 17.8 || pace.Fast < 16.5 || pace.Fast > 17.8 {
		t.Errorf("pace %+v, want about 17.1", pace)
	}
}

func every(step, until float64) (days []float64) {
	for d := 0.0; d < until; d += step {
		days = append(days, d)
	}
	return days
}

// Grace forgives its own sign only: what is left of it must not be set against others.
func TestGraceStaysWithItsSign(t *testing.T) {
	alone := tell(t).flags(scoring.ScopeCreep, 0, 20).assess()
	with := tell(t).flags(scoring.ScopeCreep, 0, 20).flags(scoring.MissedMeetings, 200).assess()
	if alone.Points != with.Points || len(with.Signs) != 2 || with.Signs[1].Points != 0 {
		t.Errorf("%v points, with a forgiven offence %v", alone.Points, with.Points)
	}
}

func TestSignsLeadingFirst(t *testing.T) {
	s := tell(t).flags(scoring.LatePayment, 0).flags(scoring.ScopeCreep, 0, 10).flags(scoring.AlwaysOn, 0, 3, 6, 9).flags(scoring.MissedMeetings, 0)
	s.running.Profile.Hours = "24/7"
	want := []scoring.SignID{scoring.ScopeCreep, scoring.LatePayment, scoring.MissedMeetings, scoring.AlwaysOn}
	for i, line := range s.assess().Signs {
		if line.Sign.ID != want[i] {
			t.Errorf("line %d is %s, want %s", i, line.Sign.ID, want[i])
		}
	}
	s.running.Tallies["long-gone-sign"] = scoring.Tally{Count: 3, Sum: s.policy.Lift(today)}
	if n := len(s.assess().Signs); n != 4 {
		t.Errorf("%d lines; a sign that is switched off must not count", n)
	}
}

func TestEmptyLedgerIsHealthy(t *testing.T) {
	a := scoring.Assess(scoring.Default(), scoring.Ledger{}, today)
	if a.Verdict != scoring.Healthy || a.Points != 0 || len(a.Signs)+len(a.Reasons)+len(a.Cautions) != 0 {
		t.Errorf("%+v", a)
	}
}

// A threshold that is reached exactly is reached, whatever floating point makes of it.
func TestThresholdReachedExactly(t *testing.T) {
	for d := range 400 {
		now := today.Add(time.Duration(d) * 37 * time.Hour)
		p := scoring.Default()
		c := p.Open(scoring.AlwaysOn, "1", scoring.Normal, now, "ana")
		l := scoring.Ledger{}.Apply(c)
		for _, by := range []string{"ben", "cleo"} { // 4 points × 1.5
			c = p.Confirm(scoring.AlwaysOn, c.Occurrence, by)
			l = l.Apply(c)
		}
		if a := scoring.Assess(p, l, now); a.Verdict != scoring.Watch {
			t.Fatalf("%v at %v points", a.Verdict, a.Points)
		}
	}
}
