package scoring_test

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"amicable/scoring"
)

func TestDefaultSigns(t *testing.T) {
	want := map[scoring.SignID]string{ // points, grace, tier
		"late-payment": "9 8 pattern", "missed-meetings": "5 4 pattern", "scope-creep": "5 0 pattern",
		"invoice-dispute": "21 0 pattern", "verbal-abuse": "10 0 two-strike", "dishonesty": "20 0 red-flag",
		"legal-risk": "20 0 red-flag", "unreasonable-demands": "8 0 pattern", "always-on": "4 0 pattern",
		"withholds-input": "4 0 pattern", "indecision": "4 0 pattern", "unresponsive": "5 0 pattern",
		"physical-abuse": "40 0 immediate", "ignores-advice": "7 0 pattern", "plays-competitors": "13 0 pattern",
		"tension": "4 0 pattern", "morale": "4 0 pattern", "unprofitable": "14 0 pattern",
	}
	p := scoring.Default()
	if err := p.Validate(); err != nil {
		t.Fatalf("defaults: %v", err)
	}
	if len(p.Signs) != len(want) {
		t.Errorf("%d signs, want %d", len(p.Signs), len(want))
	}
	for _, s := range p.Signs {
		if got := fmt.Sprintf("%g %g %v", s.Points, s.Grace, s.Tier); got != want[s.ID] {
			t.Errorf("%s: %s, want %s", s.ID, got, want[s.ID])
		}
		if len(s.Sources) == 0 {
			t.Errorf("%s has no source", s.ID)
		}
		if n := len([]rune(s.Emoji)); n != 1 {
			t.Errorf("%s: emoji %q has %d code points, want one", s.ID, s.Emoji, n)
		}
		if found, ok := p.SignByEmoji(s.Emoji); !ok || found.ID != s.ID {
			t.Errorf("emoji %s finds %q, want %q", s.Emoji, found.ID, s.ID)
		}
	}
	for sign, emoji := range map[scoring.SignID]string{"late-payment": "💸", "scope-creep": "📈", "always-on": "🌙", "unresponsive": "👻"} {
		if s, _ := p.Sign(sign); s.Emoji != emoji {
			t.Errorf("%s has %s, want %s", sign, s.Emoji, emoji)
		}
	}
	if _, ok := p.SignByEmoji(scoring.PickerEmoji); ok {
		t.Error("the picker's emoji must not be a sign's own")
	}
	if _, ok := p.Sign("no-such"); ok {
		t.Error("found a sign that is not there")
	}
}

func TestWeight(t *testing.T) {
	p := scoring.Default()
	for people, want := range []float64{0, 1, 1.25, 1.5, 1.75, 2, 2, 2} {
		if got := p.Weight(people); got != want {
			t.Errorf("Weight(%d) = %v, want %v", people, got, want)
		}
	}
	if got := p.Weight(-1); got != 0 {
		t.Errorf("Weight(-1) = %v, want 0", got)
	}
}

func TestValidateNamesWhatIsWrong(t *testing.T) {
	tests := []struct {
		want  string
		spoil func(*scoring.Policy)
	}{
		{"half-life", func(p *scoring.Policy) { p.HalfLife = 29 * day }},
		{"half-life", func(p *scoring.Policy) { p.HalfLife = 0 }},
		{"thresholds", func(p *scoring.Policy) { p.Thresholds.Talk = 6 }},
		{"thresholds", func(p *scoring.Policy) { p.Thresholds.PartWays = math.Inf(1) }},
		{"severity weights", func(p *scoring.Policy) { p.Severities.Low = 0 }},
		{"praise", func(p *scoring.Policy) { p.PraisePoints = math.NaN() }},
		{"look-back", func(p *scoring.Policy) { p.LookBack = 0 }},
		{"remedy window", func(p *scoring.Policy) { p.RemedyWindow = -day }},
		{"merge window", func(p *scoring.Policy) { p.MergeWindow = -1 }},
		{"confirm step", func(p *scoring.Policy) { p.ConfirmStep = -0.1 }},
		{"greatest weight", func(p *scoring.Policy) { p.MaxWeight = 0.5 }},
		{"partings", func(p *scoring.Policy) { p.SeveralPartings = 0 }},
		{"alerts", func(p *scoring.Policy) { p.AlertFrom = scoring.Healthy }},
		{"alert fall", func(p *scoring.Policy) { p.AlertFall = 1 }},
		{"id must be", func(p *scoring.Policy) { p.Signs[0].ID = "Late Payment" }},
		{"defined twice", func(p *scoring.Policy) { p.Signs[0].ID = p.Signs[1].ID }},
		{"is taken", func(p *scoring.Policy) { p.Signs[0].Emoji = p.Signs[1].Emoji }},
		{"is taken", func(p *scoring.Policy) { p.Signs[0].Emoji = scoring.PickerEmoji }},
		{"points", func(p *scoring.Policy) { p.Signs[0].Points = 0 }},
		{"grace", func(p *scoring.Policy) { p.Signs[0].Grace = -1 }},
		{"tier", func(p *scoring.Policy) { p.Signs[0].Tier = 9 }},
	}
	for _, tt := range tests {
		p := scoring.Default()
		tt.spoil(&p)
		if err := p.Validate(); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("error %v, want one about %q", err, tt.want)
		}
	}
}

func TestDigest(t *testing.T) {
	base := scoring.Default().Digest()
	if again := scoring.Default().Digest(); again != base {
		t.Errorf("two digests of the defaults: %s and %s", base, again)
	}
	sums := func(d string) string { return d[:8] }
	tests := []struct {
		name             string
		change           func(*scoring.Policy)
		newSums, newRest bool
	}{
		{"half-life", func(p *scoring.Policy) { p.HalfLife = 60 * day }, true, false},
		{"severity", func(p *scoring.Policy) { p.Severities.High = 3 }, true, false},
		{"points", func(p *scoring.Policy) { p.Signs[3].Points++ }, false, true},
		{"money mends", func(p *scoring.Policy) { p.Signs[1].MoneyMends = true }, false, true},
		{"threshold", func(p *scoring.Policy) { p.Thresholds.Talk = 13 }, false, true},
		{"sign off", func(p *scoring.Policy) { p.Signs = p.Signs[1:] }, false, true},
		{"emoji", func(p *scoring.Policy) { p.Signs[3].Emoji = "⛄" }, false, false},
		{"order", func(p *scoring.Policy) { p.Signs[0], p.Signs[1] = p.Signs[1], p.Signs[0] }, false, false},
	}
	for _, tt := range tests {
		p := scoring.Default()
		tt.change(&p)
		got := p.Digest()
		if (sums(got) != sums(base)) != tt.newSums || (got[8:] != base[8:]) != tt.newRest {
			t.Errorf("%s: %s became %s", tt.name, base, got)
		}
	}
}

// The sums must stay usable for twenty years either way, even at the shortest
// half-life and with a great many incidents.
func TestSumsStayFinite(t *testing.T) {
	p := scoring.Default()
	p.HalfLife = scoring.MinHalfLife
	for _, years := range []int{-20, 20} {
		at := time.Date(2024+years, 1, 1, 0, 0, 0, 0, time.UTC)
		lift := p.Lift(at)
		million := p.Read(lift.Times(4e6), at)
		for _, n := range []float64{million.Slow, million.Fast} {
			if math.Abs(n-4e6) > 1 {
				t.Errorf("%d: 4 million weights read %v", at.Year(), n)
			}
		}
	}
	if got := p.Fast().Read(0, time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC)); got != 0 {
		t.Errorf("nothing reads %v", got)
	}
}

func TestHalfLife(t *testing.T) {
	p := scoring.Default()
	sum := p.Lift(today)
	after := p.Read(sum, today.Add(90*day))
	if math.Abs(after.Slow-0.5) > 1e-12 || math.Abs(after.Fast-0.125) > 1e-12 {
		t.Errorf("after 90 days %+v, want a half, and an eighth of the fast one", after)
	}
}

func TestVerdictText(t *testing.T) {
	for _, v := range scoring.Verdicts() {
		text, err := v.MarshalText()
		if err != nil {
			t.Fatal(err)
		}
		var back scoring.Verdict
		if err := back.UnmarshalText(text); err != nil || back != v || string(text) != v.String() {
			t.Errorf("%v came back as %v (%v)", v, back, err)
		}
	}
	if _, err := scoring.ParseVerdict("Part ways"); err == nil {
		t.Error("a label was read as a code")
	}
	if _, err := scoring.Verdict(9).MarshalText(); err == nil {
		t.Error("an unknown verdict was written")
	}
	for text, want := range map[string]scoring.Severity{"": scoring.Normal, "low": scoring.Low, "high": scoring.High} {
		if got, err := scoring.ParseSeverity(text); err != nil || got != want {
			t.Errorf("severity %q: %q, %v", text, got, err)
		}
	}
	if _, err := scoring.ParseSeverity("huge"); err == nil {
		t.Error("an unknown severity was read")
	}
	if _, err := scoring.ParseRemedy("prayer"); err == nil {
		t.Error("an unknown remedy was read")
	}
}
