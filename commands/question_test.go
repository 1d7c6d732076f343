package commands_test

import (
	"testing"
	"time"

	"amicable/bot"
)

func TestNothingIsGuessedSilently(t *testing.T) {
	tm := newTeam(t)
	tm.says("ana", `/flag "Acme GmbH" late-payment`)
	tm.later(2)

	typo := tm.says("ana", "/flag acme gmbh late-paymnet they said next week")
	tm.wants(typo, "Which sign do you mean by “late-paymnet”?", "Late payment", "Nothing is recorded until you choose")
	tm.wants(tm.says("ana", "/assess acme gmbh"), "Late payment ×1")
	done := tm.press("ana", typo, "💸 Late payment")
	tm.wants(done, "Flagged Acme GmbH: late payment, the 2nd in 60 days")
	if !done.Replace {
		t.Error("the answer should take the question's place")
	}
	tm.wants(tm.says("ana", "/history acme gmbh"), "they said next week")
	again := tm.press("ana", typo, "💸 Late payment")
	tm.wants(again, "Flagged Acme GmbH")
	tm.wants(tm.says("ana", "/assess acme gmbh"), "Late payment ×2")

	near := tm.says("ana", "/flag Akme Gmbh overdue")
	tm.wants(near, "I do not know Akme Gmbh", "Did you mean this client?", "New: Akme Gmbh")
	tm.wants(tm.press("ana", near, "New: Akme Gmbh"), "Flagged Akme Gmbh", "is new here")
	tm.wants(tm.says("ana", "/flag akme gmbh overdue"), "Noted already")

	tm.says("ana", "/client Nord add")
	tm.wants(tm.says("ana", "/flag Nort overdue"), "Did you mean this client?", "Nord")
}

func TestButtonsTooOldOrForgedDoNoHarm(t *testing.T) {
	tm := newTeam(t)
	tm.says("ana", "/flag acme tension")
	for _, press := range [][2]string{
		{"answer:00000000", "sign:tension"},
		{"react:00000000", "tension"},
		{"undo", "x y"},
		{"undo", "1 999"},
		{"undo", ""},
		{"assess", "zzz"},
		{"history", "../../etc"},
		{"draft", "1 poem"},
		{"did", "1 dance"},
		{"separate", "1 1-1"},
		{"nonsense", "x"},
		{"", ""},
		{"erase", "nobody"},
		{"clients", "-5"},
		{"clients", "99999999999999999999"},
	} {
		e := tm.event("ben", bot.KindAction)
		e.Action, e.Value = press[0], press[1]
		r := tm.handle(e)
		if r.Empty() {
			t.Errorf("%v: no answer", press)
		}
		tm.lacks(r, "wrong on our side")
	}
	tm.wants(tm.says("ana", "/assess acme"), "Tension ×1")
}

func TestOnlyOnesOwnEntriesCanBeTakenBack(t *testing.T) {
	tm := newTeam(t)
	flagged := tm.says("ana", "/flag acme tension")
	tm.wants(tm.press("ben", flagged, "Undo"), "You can take back what you entered yourself")
	tm.wants(tm.says("ben", "/undo"), "nothing of yours left")
	tm.wants(tm.press("ana", flagged, "Undo"), "Taken back: tension, acme", "0.0 points (−4.0)")
	tm.wants(tm.press("ana", flagged, "Undo"), "taken back already")
}

func TestItWasAnotherOne(t *testing.T) {
	tm := newTeam(t)
	tm.says("ana", "/flag acme late-payment")
	tm.says("ana", "/flag acme tension")
	second := tm.says("ben", "/flag acme late-payment")
	tm.wants(second, "Confirmed: late payment", "2 people have reported it, and it stays one incident")
	tm.wants(tm.press("ben", second, "It was another one"), "late payment, the 2nd in 60 days")
	tm.wants(tm.says("ana", "/assess acme"), "Late payment ×2: 10.0 points (9 × 2.00 after fading, less 8 forgiven)", "2 people")
	tm.wants(tm.press("ben", second, "It was another one"), "the 2nd in 60 days", "14.0 points · Talk")
	tm.wants(tm.says("ana", "/assess acme"), "Late payment ×2: 10.0 points")
}

func TestRedeliveredEventsCountOnce(t *testing.T) {
	tm := newTeam(t)
	e := tm.event("ana", bot.KindCommand)
	e.Command, e.Text = "flag", "acme tension"
	first, second := show(tm.handle(e)), show(tm.handle(e))
	if second == "" || first == "" {
		t.Error("a redelivered event should be answered too")
	}
	tm.wants(tm.says("ana", "/assess acme"), "Tension ×1: 4.0 points")
}

func TestGuestsGetNothing(t *testing.T) {
	tm := newTeam(t)
	tm.says("ana", "/flag acme tension")
	for _, kind := range []bot.Kind{bot.KindCommand, bot.KindMessage, bot.KindHome, bot.KindAction} {
		e := tm.event("eve", kind)
		e.Actor.Guest, e.Command, e.Text, e.Action, e.Value = true, "assess", "acme", "assess", "1"
		if r := tm.handle(e); !r.Empty() {
			t.Errorf("a guest's %s was answered:\n%s", kind, show(r))
		}
	}
	options, err := tm.bot.Suggest(t.Context(), bot.Event{ID: "x", Platform: "test", Workspace: "w", Actor: bot.Actor{ID: "eve", Guest: true}}, "client", "a")
	if err != nil || len(options) != 0 {
		t.Errorf("a guest was offered %v, %v", options, err)
	}
}

func TestWorkspacesNeverMix(t *testing.T) {
	tm := newTeam(t)
	tm.says("ana", "/flag acme tension")
	e := tm.event("ana", bot.KindCommand)
	e.Workspace, e.Command, e.Text = "other", "assess", "acme"
	tm.wants(tm.handle(e), "I do not know a client called acme")
	e = tm.event("ana", bot.KindAction)
	e.Workspace, e.Action, e.Value = "other", "assess", "1"
	tm.lacks(tm.handle(e), "acme", "Tension")
}

func TestOutagesAreToldPlainly(t *testing.T) {
	tm := newTeam(t)
	tm.says("ana", "/flag acme tension")
	tm.redis.SetError("LOADING Redis is loading the dataset in memory")
	tm.wants(tm.says("ana", "/flag acme late-payment"), "I could not save that; nothing was recorded, please try again.")
	tm.wants(tm.says("ana", "/assess acme"), "I cannot reach my records just now")
	tm.wants(tm.says("ana", "/amicable status"), "cannot reach my records")
	tm.redis.SetError("")
	tm.wants(tm.says("ana", "/assess acme"), "Tension ×1")
	tm.lacks(tm.says("ana", "/assess acme"), "Late payment")
}

func TestARedeliveredUndoTakesNothingElseBack(t *testing.T) {
	tm := newTeam(t)
	tm.says("ana", "/flag acme tension")
	tm.says("ana", "/flag acme morale")
	e := tm.event("ana", bot.KindCommand)
	e.Command = "undo"
	for range 2 {
		tm.wants(tm.handle(e), "Taken back: low morale")
	}
	tm.wants(tm.says("ana", "/assess acme"), "Tension ×1")
}

func TestRoundingNeverClaimsAThreshold(t *testing.T) {
	tm := newTeam(t)
	tm.says("ana", "/flag acme dishonesty severity:low on:2026-08-24") // 10 points, 42 days ago
	tm.says("ana", "/flag acme tension")
	tm.says("ana", "/flag acme morale severity:low on:2026-09-20")
	tm.says("ana", "/flag acme tension severity:low on:2026-10-03")
	for range 200 { // by the hour, past every threshold from above
		r := tm.says("ana", "/assess acme")
		tm.lacks(r, "12.0 points, and Watch", "6.0 points, and")
		tm.now = tm.now.Add(13 * time.Hour)
	}
}
