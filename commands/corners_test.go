package commands_test

import (
	"strings"
	"testing"
	"time"

	"amicable/bot"
)

func TestAnUndoneFlagIsNoParting(t *testing.T) {
	tm := newTeam(t)
	tm.says("ana", "/flag liar dishonesty")
	tm.says("ana", "/undo")
	tm.later(1)
	tm.wants(tm.says("ana", "/flag liar dishonesty"), "let the days until 9 Oct pass")
	tm.lacks(tm.says("ana", "/assess liar"), "within a year")
}

func TestTakingTheFlagEmojiOffLeavesOtherEmojisAlone(t *testing.T) {
	tm := newTeam(t)
	tm.says("ana", "/client Acme add")
	tm.wants(tm.reacts("ana", "💸", "acme", bot.KindReactionAdded), "Flagged Acme: late payment")
	tm.reacts("ana", "🚩", "acme", bot.KindReactionAdded)
	if r := tm.reacts("ana", "🚩", "acme", bot.KindReactionRemoved); !r.Empty() {
		t.Errorf("nothing was recorded by 🚩, and yet:\n%s", show(r))
	}
	tm.wants(tm.says("ana", "/assess acme"), "Late payment ×1")
}

func TestAnAlertThatGotLostIsMadeUpFor(t *testing.T) {
	tm := newTeam(t)
	tm.says("ana", "/flag acme dishonesty")
	for _, key := range tm.redis.Keys() {
		if strings.Contains(key, "outbox") {
			tm.redis.Del(key) // as if the process had died before the alert was put down
		}
	}
	if got := tm.alerts(); len(got) != 0 {
		t.Fatalf("the alert was not lost: %+v", got)
	}
	tm.says("ana", "/praise acme said sorry")
	if got := tm.alerts(); len(got) != 0 {
		t.Errorf("praise rang the alarm: %+v", got)
	}
	tm.says("ana", "/flag acme scope-creep")
	if got := tm.alerts(); len(got) != 1 {
		t.Fatalf("%d alerts, want the one that got lost", len(got))
	}
	tm.says("ana", "/flag acme tension")
	tm.says("ben", "/flag acme tension")
	if got := tm.alerts(); len(got) != 0 {
		t.Errorf("told twice: %+v", got)
	}
}

func TestSeveralFlagsBeforeTheAlertLeaveMakeOneAlert(t *testing.T) {
	tm := newTeam(t)
	for _, sign := range []string{"dishonesty", "tension", "morale", "scope-creep"} {
		tm.says("ana", "/flag acme "+sign)
	}
	if got := tm.alerts(); len(got) != 1 {
		t.Errorf("%d alerts about one crossing, want 1", len(got))
	}
}

func TestNoticeInMonthsIsCalendarMonths(t *testing.T) {
	tm := newTeam(t)
	tm.now = time.Date(2026, 7, 1, 9, 0, 0, 0, time.UTC)
	tm.says("ana", "/flag q tension")
	tm.wants(tm.says("ana", `/client q set notice="3 months"`), "Notice period: 3 months")
	tm.wants(tm.says("ana", "/draft q separation"), "1 October 2026, in keeping with the notice in our contract")
}

func TestMoneyFactsAreFigures(t *testing.T) {
	tm := newTeam(t)
	tm.says("ana", "/flag q tension")
	for _, typed := range []string{"owed=lots", "prepaid=soon", "owed=12"} {
		tm.wants(tm.says("ana", "/client q set "+typed), "as an amount")
	}
	tm.wants(tm.says("ana", "/client q set owed=0 prepaid=no"), "Owed by them: none", "Paid in advance: none")
	tm.lacks(tm.says("ana", "/draft q separation"), "paid none", "still open on our invoices", "[anything they still owe")
}

func TestLookingAtASettingLeavesIt(t *testing.T) {
	tm := newTeam(t)
	tm.says("ana", "/amicable settings firm Smith & Co")
	tm.wants(tm.says("ana", "/amicable settings firm"), "firm: Smith & Co")
	tm.wants(tm.says("ana", "/amicable settings"), "firm: Smith & Co")
	tm.wants(tm.says("ana", "/amicable settings firm -"), "firm: not set")
}

func TestAClosedClientIsSaidToBeClosed(t *testing.T) {
	tm := newTeam(t)
	tm.says("ana", "/flag acme tension")
	tm.says("ana", "/flag beta morale")
	tm.says("ana", "/client acme close")
	tm.wants(tm.says("ana", "/clients"), "1 more is closed")
	tm.wants(tm.says("ana", "/flag acme dishonesty"), "acme is closed")
}

func TestCoolingOffEnds(t *testing.T) {
	tm := newTeam(t)
	tm.wants(tm.says("ana", "/flag acme dishonesty"), "let the days until 8 Oct pass")
	tm.later(10)
	tm.wants(tm.says("ana", "/assess acme"), "It is time to end it decently")
	tm.lacks(tm.says("ana", "/flag acme tension"), "pass before anything is sent")
}

func TestAFormAsksAboutNearNamesToo(t *testing.T) {
	tm := newTeam(t)
	tm.says("ana", "/client Acme add")
	e := tm.event("ana", bot.KindForm)
	e.Action, e.Fields = "flag", map[string]string{"client": "Acmee", "sign": "tension", "note": "kept words"}
	asked := tm.handle(e)
	tm.wants(asked, "Did you mean this client?")
	tm.wants(tm.press("ana", asked, "Acme"), "Flagged Acme: tension")
	tm.wants(tm.says("ana", "/history acme"), "kept words")
}

func TestDetailsOfAReactionKnowTheClient(t *testing.T) {
	tm := newTeam(t)
	tm.says("ana", "/client Acme add")
	asked := tm.reacts("ana", "🚩", "acme", bot.KindReactionAdded)
	form, ok := tm.press("ana", asked, "Add details").Form()
	if !ok || form.Fields[0].Shown != "Acme" {
		t.Errorf("the client is not filled in: %+v", form)
	}
	e := tm.event("ana", bot.KindCommand)
	e.Command, e.Text, e.Channel = "flag", "late-payment", bot.Channel{ID: "C8", Name: "client-acme"}
	if form, ok = tm.handle(e).Form(); !ok || form.Fields[0].Shown != "Acme" || form.Fields[1].Value != "late-payment" {
		t.Errorf("in the client's channel the client is not offered: %+v", form)
	}
}

func TestAFormThatCannotBeSavedStaysOpen(t *testing.T) {
	tm := newTeam(t)
	tm.says("ana", "/client Acme add")
	tm.redis.SetError("LOADING")
	e := tm.event("ana", bot.KindForm)
	e.Action, e.Fields = "flag", map[string]string{"client": "Acme", "sign": "tension"}
	r := tm.handle(e)
	if !strings.Contains(r.FieldErrors["client"], "nothing was recorded") {
		t.Fatalf("the form closed: %+v", r)
	}
	tm.redis.SetError("")
	tm.wants(tm.handle(e), "Flagged Acme: tension")
}

func TestAWarningThatWasGivenIsNotAdvisedAgain(t *testing.T) {
	tm := newTeam(t)
	tm.wants(tm.says("ana", "/flag vio verbal-abuse"), "a clear, calm warning")
	tm.later(1)
	tm.says("ana", "/did vio warning")
	r := tm.says("ana", "/assess vio")
	tm.wants(r, "Warning given on 6 Oct")
	tm.lacks(r, "Give one clear warning")
}

func TestAnOverrideNeverHidesDanger(t *testing.T) {
	tm := newTeam(t)
	tm.says("ana", "/flag acme physical-abuse")
	tm.says("ana", `/client acme set verdict=healthy verdict-until=2026-12-01`)
	r := tm.says("ana", "/assess acme")
	tm.wants(r, "acme: Healthy", "Keep people safe", "until 1 Dec", "After 1 Dec the figures speak again: Part ways now")
	tm.lacks(r, "Nothing to do", "2 Dec")
	tm.wants(tm.says("ana", "/flag acme tension"), "Ana set Healthy until 1 Dec; by the figures it would be Part ways now")
}

func TestASeverityThatChangesNothingIsSaidToChangeNothing(t *testing.T) {
	tm := newTeam(t)
	tm.says("ana", "/flag acme scope-creep")
	tm.wants(tm.says("ana", "/flag acme scope-creep severity:high far worse"), "Noted already", "The severity stays as it was first reported")
	tm.lacks(tm.says("ana", "/flag acme scope-creep"), "The severity stays")
}

func TestAMessageFromLongAgoIsNotFlagged(t *testing.T) {
	tm := newTeam(t)
	tm.says("ana", "/client Acme add")
	for _, at := range []time.Time{time.Unix(0, 0), noon.AddDate(-6, 0, 0)} {
		r := tm.reacts("ana", "💸", "acme", bot.KindReactionAdded, func(e *bot.Event) { e.Message.At = at })
		tm.wants(r, "more than 5 years old")
	}
	tm.lacks(tm.says("ana", "/assess acme"), "Late payment")
}

func TestPraiseSaysThatAClientIsNew(t *testing.T) {
	tm := newTeam(t)
	tm.wants(tm.says("ana", "/praise Acme paid early"), "Acme is new here")
	tm.lacks(tm.says("ana", "/praise Acme again"), "new here")
}

func TestASignsEmojiIsAWordForIt(t *testing.T) {
	tm := newTeam(t)
	tm.wants(tm.says("ana", "/flag acme 💸 the May invoice"), "Flagged acme: late payment")
}

func TestAFlagOfYesterdaySaysSo(t *testing.T) {
	tm := newTeam(t)
	tm.now = time.Date(2026, 10, 5, 0, 5, 0, 0, time.UTC) // yesterday's noon is half a day ago
	tm.wants(tm.says("ana", "/flag x late yesterday the invoice"), "Flagged x: late payment on 4 Oct")
}

// A verdict of one's own is measured against what happened: people's safety is
// spoken of where it is about that, and not after a lie.
func TestOwnVerdictsAreRemindedOfWhatHappened(t *testing.T) {
	for sign, safety := range map[string]bool{"physical-abuse": true, "dishonesty": false} {
		tm := newTeam(t)
		tm.says("ana", "/flag acme "+sign)
		tm.says("ana", `/client acme set verdict=healthy`)
		r, again := tm.says("ana", "/assess acme"), tm.says("ben", "/flag acme tension severity:low")
		tm.wants(r, "What happened would by itself call for Part ways")
		tm.wants(again, "What happened would by itself call for Part ways")
		if safety {
			tm.wants(r, "keep people safe")
			tm.wants(again, "keep people safe")
		} else {
			tm.lacks(r, "keep people safe")
			tm.lacks(again, "keep people safe")
			tm.wants(again, "look at that decision again")
		}
	}
}
