package commands_test

import (
	"strings"
	"testing"
	"time"

	"amicable/bot"
)

func TestTheFormAsksForWhatIsMissing(t *testing.T) {
	tm := newTeam(t)
	tm.says("ana", "/client Acme add")
	form, ok := tm.says("ana", "/flag acme").Form()
	if !ok {
		t.Fatal("/flag without a sign should open a form")
	}
	if got := form.Fields[0].Shown; got != "Acme" {
		t.Errorf("the client that was named is not filled in: %q", got)
	}
	if len(form.Fields[1].Options) != 18 {
		t.Errorf("%d signs to choose from, want 18", len(form.Fields[1].Options))
	}

	submit := func(fields map[string]string) bot.Reply {
		e := tm.event("ana", bot.KindForm)
		e.Action, e.Value, e.Fields = form.ID, form.State, fields
		return tm.handle(e)
	}
	wrong := submit(map[string]string{"client": " ", "sign": "", "severity": "enormous", "date": "2027-01-01", "note": strings.Repeat("я", 2001)})
	for _, field := range []string{"client", "sign", "severity", "date", "note"} {
		if wrong.FieldErrors[field] == "" {
			t.Errorf("%s: nothing said about it: %v", field, wrong.FieldErrors)
		}
	}
	right := map[string]string{"client": form.Fields[0].Value, "sign": "tension", "severity": "low", "date": "2026-10-02", "note": "дълга среща"}
	tm.wants(submit(right), "Flagged Acme: tension on 2 Oct", "2.0 points")
}

func TestTheShortcutTakesTheMessagesTime(t *testing.T) {
	tm := newTeam(t)
	tm.says("ana", "/client Acme add")
	e := tm.event("ana", bot.KindShortcut)
	e.Channel = bot.Channel{ID: "C7", Name: "proj-acme", Exposed: true}
	e.Message = &bot.Message{ID: "3.14", Text: "secret words", At: noon.Add(-50 * time.Hour)}
	form, ok := tm.handle(e).Form()
	if !ok || form.Fields[0].Shown != "Acme" || form.Fields[3].Value != "2026-10-03" {
		t.Fatalf("want a form with the channel's client and the message's day, got %+v", form)
	}
	if strings.Contains(form.State, "secret") || form.Fields[4].Value != "" {
		t.Error("the message's text went into the form")
	}
	submit := tm.event("ana", bot.KindForm)
	submit.Action, submit.Value = form.ID, form.State
	submit.Fields = map[string]string{"client": "client:1", "sign": "tension", "date": "2026-10-03"}
	tm.wants(tm.handle(submit), "Flagged Acme: tension on 3 Oct")
}

func TestClientFactsAndNames(t *testing.T) {
	tm := newTeam(t)
	tm.wants(tm.says("ana", "/client Acme"), "I do not know a client called Acme")
	tm.says("ana", "/flag Acme late-payment")
	tm.wants(tm.says("ana", `/client acme set contact="Ms Jones" notice="2 weeks" billing=hourly revenue="4,500 EUR"`),
		"Contact person: Ms Jones", "Notice period: 14 days", "Billing: hourly")
	tm.wants(tm.says("ana", "/client acme set billing=barter"), "“barter” does not fit here", "hourly, fixed, retainer")
	tm.wants(tm.says("ana", "/client acme set notice=soon contact=Bob"), "cannot read “soon”")
	tm.wants(tm.says("ana", "/client acme"), "Ms Jones", "4,500 EUR")
	tm.wants(tm.says("ana", "/client acme set contact=-"), "Contact person: forgotten")
	tm.wants(tm.says("ana", `/client acme rename "Acme GmbH"`), "Acme is now called Acme GmbH")
	tm.wants(tm.says("ana", "/assess acme"), "Acme GmbH: Healthy")
	tm.wants(tm.says("ana", `/client acme alias "the Acme people"`), "the Acme people now means")
	tm.wants(tm.says("ana", "/assess the acme people"), "Acme GmbH")
	tm.says("ana", `/flag Beta late-payment on:yesterday`)
	tm.wants(tm.says("ana", "/client beta rename acme"), "There already is a client called Acme GmbH")
	tm.wants(tm.says("ana", "/client beta merge acme"), "Beta and Acme GmbH are one now")
	tm.wants(tm.says("ana", "/assess beta"), "Acme GmbH", "Late payment ×2")
	tm.wants(tm.says("ana", "/client acme close"), "is closed")
	tm.wants(tm.says("ana", "/clients"), "No open clients; 1 is closed")
	tm.wants(tm.says("ana", "/client acme reopen"), "is open again")
	tm.wants(tm.says("ben", "/client acme erase"), "Only admins")
	sure := tm.says("ana", "/client acme erase")
	tm.wants(tm.press("ben", sure, "Erase for good"), "Only admins")
	tm.wants(tm.press("ana", sure, "Erase for good"), "Erased")
	tm.wants(tm.says("ana", "/assess acme"), "I do not know a client called acme")
}

func TestAPersonsOwnVerdictIsShownAsSuchAndEnds(t *testing.T) {
	tm := newTeam(t)
	tm.says("ben", "/flag acme invoice-dispute severity:high")
	tm.wants(tm.says("ana", `/client acme set verdict=watch verdict-until=2026-10-20 verdict-reason="they apologised and paid"`), "Own verdict: Watch", "Own verdict until: 20 October 2026")
	tm.wants(tm.says("ana", "/assess acme"), "acme: Watch", "Ana set Watch until 20 Oct: they apologised and paid", "the figures speak again: Part ways")
	tm.later(17)
	tm.wants(tm.says("ana", "/assess acme"), "acme: Part ways")
	tm.wants(tm.says("ana", "/client acme set verdict=-"), "Own verdict: forgotten")
}

func TestDraftsAreMadeFromFactsAlone(t *testing.T) {
	tm := newTeam(t)
	tm.says("ben", "/flag acme dishonesty he forged a receipt for 4321")
	tm.says("ana", `/client acme set contact="Ms Jones" notice=30 service="monthly bookkeeping" open-work="the October books" owed="800 EUR" prepaid=none`)
	tm.says("ana", "/amicable settings firm Smith & Co")
	r := tm.says("ana", "/draft acme")
	tm.wants(r, "The verdict is Part ways, so this is a separation draft", "Dear Ms Jones", "Smith & Co", "800 EUR", "the October books", "9 November 2026")
	tm.lacks(r, "4321", "forged", "Ben")
	tm.wants(tm.says("ana", "/draft acme talk tone:warm"), "The talk with acme: a draft")
	tm.wants(tm.says("ana", "/draft acme poem"), "I cannot draft “poem”", "separation, talk")
	tm.wants(tm.says("ana", "/draft acme separation tone:angry"), "I do not know the tone “angry”")
	tm.wants(tm.says("ana", "/draft acme separation last-day:2026-12-31"), "31 December 2026")
	tm.wants(tm.says("ana", "/draft acme separation last-day:2026-01-01"), "lies in the past")
}

func TestCommandsAskForTheClientTheyLack(t *testing.T) {
	tm := newTeam(t)
	tm.says("ana", "/flag Acme scope-creep")
	for typed, fields := range map[string]map[string]string{
		"/draft":   {"client": "client:1", "verb": "talk"},
		"/did":     {"client": "acme", "verb": "talk", "date": "2026-10-04", "note": "over lunch"},
		"/praise":  {"client": "Acme", "date": "2026-10-05"},
		"/history": {"client": "client:1"},
		"/client":  {"client": "client:1"},
	} {
		form, ok := tm.says("ana", typed).Form()
		if !ok {
			t.Errorf("%s should open a form", typed)
			continue
		}
		e := tm.event("ana", bot.KindForm)
		e.Action, e.Value = form.ID, form.State
		if r := tm.handle(e); r.FieldErrors["client"] == "" {
			t.Errorf("%s: an empty form was taken: %s", typed, show(r))
		}
		e.ID, e.Fields = e.ID+"b", fields
		tm.wants(tm.handle(e), "Acme")
	}
	tm.wants(tm.says("ana", "/history acme"), "talk held", "over lunch", "something good")
	e := tm.event("ana", bot.KindForm)
	e.Action, e.Fields = "arguments:did", map[string]string{"client": "Acme", "verb": "dance"}
	if r := tm.handle(e); r.FieldErrors["verb"] == "" {
		t.Errorf("a dance was recorded: %s", show(r))
	}
	e.ID, e.Fields = "near", map[string]string{"client": "Akme", "verb": "talk"}
	tm.lacks(tm.handle(e), "Noted")
}

func TestAMentionGetsAButtonThatOpensTheForm(t *testing.T) {
	tm := newTeam(t)
	tm.says("ana", "/client Acme add")
	r := tm.says("ana", "flag acme")
	if _, ok := r.Form(); ok {
		t.Fatal("a dialog cannot open on a mention")
	}
	form, ok := tm.press("ana", r, "Fill in the form").Form()
	if !ok || form.ID != "flag" || form.Fields[0].Shown != "Acme" {
		t.Errorf("want the flag form with Acme in it, got %+v", form)
	}
}
