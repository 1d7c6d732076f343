package commands_test

import (
	"testing"

	"pgregory.net/rapid"

	"amicable/bot"
	"amicable/commands"
	"amicable/scoring"
	"amicable/storage"
)

func TestATeamWeighsSignsItsOwnWay(t *testing.T) {
	tm := newTeam(t)
	tm.says("ana", "/flag acme late-payment")
	tm.wants(tm.says("ana", "/assess acme"), "9 × 1.00 after fading, less 8 forgiven")
	tm.wants(tm.says("ben", "/amicable signs late-payment points=20"), "Only admins")

	tm.wants(tm.says("ana", "/amicable signs set late-payment points=20 grace=0"), "Saved", "20 points (at first 9 points, first 8 forgiven)")
	tm.wants(tm.says("ana", "/assess acme"), "acme: Renegotiate", "Late payment ×1: 20.0 points", "The rules have changed since the latest incident")
	tm.wants(tm.says("ana", "/clients"), "Renegotiate · 20.0 points")
	tm.wants(tm.says("ana", "/amicable signs"), "late-payment · 20 points (at first 9 points, first 8 forgiven)")
	tm.wants(tm.says("ana", "/flag beta late-payment"), "20.0 points (+20.0) · Renegotiate")
	tm.lacks(tm.says("ana", "/assess beta"), "The rules have changed")
	if sent := tm.alerts(); len(sent) != 1 {
		t.Errorf("%d alerts, want the one about beta", len(sent))
	}

	tm.wants(tm.asks("ana", "signs", opts{"sign": "Late payment", "use": "default"}), "Saved", "9 points, first 8 forgiven")
	tm.wants(tm.says("ana", "/assess beta"), "beta: Healthy")
	for typed, answer := range map[string]string{
		"late-payment points=0":    "“0” does not fit here. It can be a whole number from 1 to 100",
		"late-payment points=many": "“many” does not fit here",
		"late-payment grace=-1":    "from 0 to 100",
		"always on":                "Calls at all hours",
		"nonsense off":             "I do not know the sign “nonsense”",
	} {
		tm.wants(tm.says("ana", "/amicable signs "+typed), answer)
	}

	// A rebuild goes by the team's rules, too. It also mends the order of those
	// about whom nothing was recorded since.
	tm.says("ana", "/amicable signs tension points=40")
	tm.says("ana", "/flag acme tension")
	report, err := tm.store.Rebuild(t.Context(), "test:w", false)
	if err != nil || len(report.Differences) != 1 || report.Differences[0].Client != "2" || report.Differences[0].Field != "order" {
		t.Errorf("a rebuild finds %v, %v", report.Differences, err)
	}
	tm.wants(tm.says("ana", "/assess acme"), "40 × 1.00")
	other := tm.event("ana", bot.KindCommand)
	other.Workspace, other.Command, other.Text = "other", "amicable", "signs late-payment"
	tm.lacks(tm.handle(other), "at first")
}

func TestASignThatIsOffCountsForNothing(t *testing.T) {
	tm := newTeam(t)
	tm.says("ana", "/client Acme add")
	tm.says("ana", "/flag acme morale")
	asked := tm.reacts("ana", "🚩", "acme", bot.KindReactionAdded)
	reacted := tm.reacts("ana", "🧊", "acme", bot.KindReactionAdded)
	tm.wants(reacted, "tension")
	tm.says("ana", "/amicable signs tension off")
	tm.wants(tm.says("ana", "/amicable signs morale off"), "switched off (else 4 points)")
	tm.wants(tm.says("ana", "/assess acme"), "0.0 points")
	tm.wants(tm.says("ana", "/history acme"), "low morale")
	tm.wants(tm.says("ana", "/flag acme morale"), "Low morale is switched off here")
	tm.wants(tm.asks("ana", "flag", opts{"client": "acme", "sign": "morale"}), "Low morale is switched off here")
	if labels, _ := tm.offers("flag", "sign", "", nil); len(labels) != 16 {
		t.Errorf("%d signs are offered, want 16", len(labels))
	}
	if labels, _ := tm.offers("signs", "sign", "", nil); len(labels) != 18 {
		t.Errorf("%d signs can be looked at, want all", len(labels))
	}
	form, _ := tm.says("ana", "/flag acme").Form()
	if n := len(form.Fields[1].Options); n != 16 {
		t.Errorf("%d signs in the form, want 16", n)
	}
	pick := tm.event("ana", bot.KindAction)
	for _, block := range asked.Blocks {
		if row, ok := block.(bot.Actions); ok {
			pick.Action, pick.Value = row.Menus[0].Action, "morale"
		}
	}
	tm.wants(tm.handle(pick), "Low morale is switched off here")
	if r := tm.reacts("ben", "🧊", "acme", bot.KindReactionAdded); !r.Empty() {
		t.Errorf("a reaction with a sign that is off: %s", show(r))
	}
	tm.wants(tm.reacts("ana", "🧊", "acme", bot.KindReactionRemoved), "Taken back: tension")
	tm.wants(tm.says("ana", "/amicable signs morale on"), "4 points")
	tm.wants(tm.says("ana", "/assess acme"), "4.0 points")
	tm.wants(tm.says("ana", "/amicable signs physical-abuse off"), "cannot be switched off")
}

// Whatever stands in the settings, the rules are ones to judge by.
func TestRulesAreAlwaysValid(t *testing.T) {
	base := scoring.Default()
	rapid.Check(t, func(t *rapid.T) {
		settings := storage.Settings{}
		for _, s := range base.Signs {
			settings["sign."+string(s.ID)] = rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{
				"", "off", "points=12", "points=0 grace=3", "points=1e9", "grace=100 off", "points=-1", "points=99999999999999999999",
			})).Draw(t, string(s.ID))
		}
		if err := commands.Rules(base, settings).Validate(); err != nil {
			t.Fatalf("%v: %v", settings, err)
		}
	})
	if got := commands.Rules(base, nil).Digest(); got != base.Digest() {
		t.Error("without settings the rules are others")
	}
}
