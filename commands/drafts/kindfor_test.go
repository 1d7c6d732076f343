package drafts

import (
	"testing"

	"amicable/scoring"
)

func TestTheVerdictChoosesTheKind(t *testing.T) {
	warned := []scoring.Remedy{{Kind: scoring.WarningGiven, At: day(2026, 10, 5)}}
	for _, c := range []struct {
		verdict scoring.Verdict
		leading []scoring.SignID
		tried   []scoring.Remedy
		kind    Kind
		why     string
	}{
		{scoring.Healthy, nil, nil, Talk, BecauseHealthy},
		{scoring.Watch, because("late-payment"), nil, Talk, BecauseWatch},
		{scoring.Talk, because("late-payment"), nil, Talk, BecauseTalk},
		{scoring.Talk, because("verbal-abuse"), nil, Warning, BecauseFirstStrike},
		{scoring.Talk, because("late-payment", "verbal-abuse"), nil, Warning, BecauseFirstStrike},
		{scoring.Talk, because("verbal-abuse"), warned, Talk, BecauseTalk},
		{scoring.Renegotiate, because("unprofitable"), nil, Renegotiate, BecauseNewTerms},
		{scoring.Renegotiate, because("tension", "scope-creep"), nil, Renegotiate, BecauseNewTerms},
		{scoring.Renegotiate, because("tension"), nil, Talk, BecauseNotMoney},
		{scoring.Renegotiate, because("unprofitable", "dishonesty"), nil, Talk, BecauseNotMoney},
		{scoring.Renegotiate, because("own-sign"), nil, Talk, BecauseNotMoney},
		{scoring.PartWays, because("verbal-abuse"), nil, Separation, BecausePartWays},
		{scoring.PartWaysNow, because("physical-abuse"), nil, Separation, BecausePartNow},
	} {
		if kind, why := KindFor(c.verdict, c.leading, c.tried); kind != c.kind || why != c.why {
			t.Errorf("%s %v: %s (%s), want %s (%s)", c.verdict, c.leading, kind, why, c.kind, c.why)
		}
	}
}

// Terms that were given are proposed; else those that the signs suggest, at most two.
func TestNewTermsComeFromTheSignsUnlessGiven(t *testing.T) {
	for _, c := range []struct {
		leading []scoring.SignID
		given   Terms
		want    []string
	}{
		{because("late-payment"), Terms{}, []string{newPayment}},
		{because("scope-creep", "always-on", "unprofitable"), Terms{}, []string{newScope, newHours}},
		{because("tension"), Terms{}, []string{newPrice}},
		{because("late-payment"), Terms{Price: "€90 an hour"}, []string{newPrice}},
	} {
		f := acme()
		f.Leading, f.Terms = c.leading, c.given
		v := view{f: f, h: handle(f.Leading)}
		got := v.terms()
		if len(got) != len(c.want) {
			t.Fatalf("%v: %v, want %v", c.leading, got, c.want)
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%v: %v, want %v", c.leading, got, c.want)
			}
		}
	}
}

func TestALegalRiskIsNeverForgottenBehindInsults(t *testing.T) {
	f := acme()
	f.Leading = because("legal-risk", "verbal-abuse")
	d := mustWrite(t, Separation, f)
	if d.Parts[0].Role != RoleNotice {
		t.Errorf("it begins with the %s", d.Parts[0].Role)
	}
	lawyer := false
	for _, s := range d.Before {
		lawyer = lawyer || s.Source == "S3.10"
	}
	if !lawyer {
		t.Errorf("no lawyer in %+v", d.Before)
	}
}
