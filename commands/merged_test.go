package commands_test

import (
	"testing"

	"amicable/bot"
)

func TestAfterAMergeOldButtonsMeanWhatTheyMeant(t *testing.T) {
	tm := newTeam(t)
	// All at the same moment, so that both logs use the same ids.
	one := tm.says("ana", "/flag Acme tension")
	two := tm.says("ana", "/flag Beta morale")
	three := tm.says("ana", "/flag Acme indecision")
	asked := tm.says("ana", "/flag beta late-paymnet")
	mapped := tm.event("ana", bot.KindCommand)
	mapped.Command, mapped.Text, mapped.Channel = "client", "beta set channel=here", bot.Channel{ID: "C-ops", Name: "ops"}
	tm.handle(mapped)
	form := bot.Event{Kind: bot.KindForm, Action: "arguments:history", Fields: map[string]string{"client": "client:2"}}

	tm.wants(tm.says("ana", "/client beta merge acme"), "Beta and Acme are one now")
	tm.wants(tm.press("ana", two, "Assess"), "Acme")
	tm.wants(tm.press("ana", one, "Undo"), "Taken back: tension, Acme")
	tm.wants(tm.press("ana", three, "Undo"), "Taken back: indecision, Acme")
	tm.wants(tm.press("ben", two, "Undo"), "You can take back what you entered yourself")
	tm.wants(tm.press("ana", two, "Undo"), "Taken back: low morale, Acme")
	tm.wants(tm.press("ana", two, "Undo"), "taken back already")
	tm.wants(tm.press("ana", asked, "💸 Late payment"), "Flagged Acme: late payment")

	e := tm.event("ana", form.Kind)
	e.Action, e.Fields = form.Action, form.Fields
	tm.wants(tm.handle(e), "Acme: history")
	tm.wants(tm.asks("ana", "assess", opts{"client": "client:2"}), "Acme")
	tm.wants(tm.reacts("ana", "🤯", "x", bot.KindReactionAdded, func(e *bot.Event) { e.Channel = bot.Channel{ID: "C-ops"} }), "Flagged Acme: unreasonable demands")
	tm.says("ana", "/client acme set channel=-")
	if r := tm.reacts("ana", "🤬", "x", bot.KindReactionAdded, func(e *bot.Event) { e.Channel = bot.Channel{ID: "C-ops"} }); !r.Empty() {
		t.Errorf("the channel belongs to nobody any more, and a reaction there says: %s", show(r))
	}
}

// A button that names an entry by its id alone, as they did once, still works
// while nothing else has that id.
func TestAButtonWithoutAMarkStillWorks(t *testing.T) {
	tm := newTeam(t)
	tm.says("ana", "/flag Acme tension")
	entries, err := tm.store.Workspace("test:w").History(t.Context(), "1", "", 1)
	if err != nil {
		t.Fatal(err)
	}
	e := tm.event("ana", bot.KindAction)
	e.Action, e.Value = "undo", "1 "+entries[0].ID
	tm.wants(tm.handle(e), "Taken back: tension")
	e = tm.event("ana", bot.KindAction)
	e.Action, e.Value = "undo", "1 "+entries[0].ID+" ffffff"
	tm.wants(tm.handle(e), "I cannot find that any more")
}
