package commands_test

import (
	"testing"
	"time"

	"amicable/bot"
	"amicable/scoring"
)

// reacts is a reaction on a message in a channel.
func (tm *team) reacts(who, emoji, channel string, kind bot.Kind, change ...func(*bot.Event)) bot.Reply {
	tm.t.Helper()
	e := tm.event(who, kind)
	e.Emoji = emoji
	e.Channel = bot.Channel{ID: "C-" + channel, Name: channel}
	e.Message = &bot.Message{ID: "1.5", Author: "U9", At: tm.now.Add(-30 * time.Hour)}
	for _, c := range change {
		c(&e)
	}
	return tm.handle(e)
}

func TestAReactionFlagsInAClientsChannel(t *testing.T) {
	tm := newTeam(t)
	tm.says("ana", `/client "Acme GmbH" add`)

	r := tm.reacts("ana", "💸", "client-acme-gmbh", bot.KindReactionAdded)
	tm.wants(r, "Flagged Acme GmbH: late payment on 4 Oct")
	if r.Direct || r.Visibility != bot.Private {
		t.Errorf("the answer should be private, in the channel: %+v", r)
	}
	tm.wants(tm.reacts("ben", "💸", "client-acme-gmbh", bot.KindReactionAdded), "Confirmed: late payment", "2 people")
	tm.wants(tm.says("ana", "/assess acme gmbh"), "Late payment ×1", "2 people")
	tm.wants(tm.reacts("ben", "💸", "client-acme-gmbh", bot.KindReactionRemoved), "Taken back: late payment")
	tm.wants(tm.says("ana", "/assess acme gmbh"), "Late payment ×1", "1 person")
	tm.wants(tm.reacts("ana", "💸", "client-acme-gmbh", bot.KindReactionRemoved), "Taken back: late payment", "0.0 points")
	tm.lacks(tm.says("ana", "/assess acme gmbh"), "Late payment")

	for name, reply := range map[string]bot.Reply{
		"removing twice":        tm.reacts("ana", "💸", "client-acme-gmbh", bot.KindReactionRemoved),
		"an ordinary emoji":     tm.reacts("ana", "👍", "client-acme-gmbh", bot.KindReactionAdded),
		"another channel":       tm.reacts("ana", "💸", "random", bot.KindReactionAdded),
		"a custom emoji":        tm.reacts("ana", ":acme:", "client-acme-gmbh", bot.KindReactionAdded),
		"removing in a channel": tm.reacts("ana", "💸", "random", bot.KindReactionRemoved),
		"no message":            tm.reacts("ana", "💸", "client-acme-gmbh", bot.KindReactionAdded, func(e *bot.Event) { e.Message = nil }),
	} {
		if !reply.Empty() {
			t.Errorf("%s should be left alone, got:\n%s", name, show(reply))
		}
	}
}

// What Reacts leaves out is left alone wherever it is put.
func TestReacts(t *testing.T) {
	tm := newTeam(t)
	tm.says("ana", `/client "Acme GmbH" add`)
	for _, s := range scoring.Default().Signs {
		if s.Emoji != "" && (!tm.bot.Reacts(s.Emoji) || !tm.bot.Reacts(s.Emoji+"\ufe0f")) {
			t.Errorf("%s is %s", s.Emoji, s.ID)
		}
	}
	for emoji, want := range map[string]bool{"🚩": true, "👍": false, ":acme:": false, "": false} {
		if tm.bot.Reacts(emoji) != want {
			t.Errorf("%q means something: %v", emoji, !want)
		}
		if reply := tm.reacts("ana", emoji, "client-acme-gmbh", bot.KindReactionAdded); reply.Empty() == want {
			t.Errorf("%q is answered %q", emoji, show(reply))
		}
	}
}

func TestTheFlagEmojiAsksForTheSignPrivately(t *testing.T) {
	tm := newTeam(t)
	tm.says("ana", "/client Acme add")
	e := tm.event("ana", bot.KindCommand)
	e.Command, e.Text, e.Channel = "client", "acme set channel=here", bot.Channel{ID: "C-ops", Name: "ops"}
	tm.wants(tm.handle(e), "Channel: #ops")

	asked := tm.reacts("ana", "🚩", "ops", bot.KindReactionAdded)
	tm.wants(asked, "What happened with Acme in this message?", "Add details")
	pick := func(who string) bot.Reply {
		e := tm.event(who, bot.KindAction)
		for _, block := range asked.Blocks {
			if row, ok := block.(bot.Actions); ok {
				e.Action = row.Menus[0].Action
			}
		}
		e.Value = "scope-creep"
		return tm.handle(e)
	}
	tm.wants(pick("ana"), "Flagged Acme: scope creep on 4 Oct")
	tm.wants(pick("ana"), "Flagged Acme: scope creep on 4 Oct") // pressed twice
	tm.wants(tm.says("ana", "/assess acme"), "Scope creep ×1: 5.0 points", "1 person")

	form, ok := tm.press("ana", asked, "Add details").Form()
	if !ok {
		t.Fatal("no form")
	}
	submit := tm.event("ana", bot.KindForm)
	submit.Action, submit.Value = form.ID, form.State
	submit.Fields = map[string]string{"client": "Acme", "sign": "tension", "severity": "high", "date": form.Fields[3].Value, "note": "raised voice"}
	tm.wants(tm.handle(submit), "Flagged Acme: tension on 4 Oct")
	// Taking 🚩 off takes back what that person recorded about the message, one by one.
	tm.wants(tm.reacts("ana", "🚩", "ops", bot.KindReactionRemoved), "Taken back: tension (high)")

	unknown := tm.reacts("ana", "🚩", "random", bot.KindReactionAdded)
	tm.wants(unknown, "I do not know which client this channel belongs to", "Add details")
}

func TestWhereTheClientMayReadTheAnswerComesAsADirectMessage(t *testing.T) {
	tm := newTeam(t)
	tm.says("ana", "/client Acme add")
	shared := func(e *bot.Event) { e.Channel.Exposed, e.Message.Link = true, "https://example.com/archives/C1/p15" }
	for _, emoji := range []string{"💸", "🚩"} {
		r := tm.reacts("ana", emoji, "acme", bot.KindReactionAdded, shared)
		if !r.Direct {
			t.Errorf("%s in a shared channel was not answered by direct message", emoji)
		}
		tm.wants(r, "“Flag this message” in the message's own menu leaves no mark", "The message it is about")
	}
	r := tm.reacts("ana", "💸", "acme", bot.KindReactionRemoved, shared)
	if !r.Direct {
		t.Error("taking back in a shared channel was not answered by direct message")
	}
	e := tm.event("ana", bot.KindCommand)
	e.Channel.Exposed = true
	e.Command, e.Text = "amicable", "settings alerts-channel here"
	tm.wants(tm.handle(e), "People from outside may be reading in this channel")
}

func TestAReactionThatCannotBeSavedIsDeliveredAgain(t *testing.T) {
	tm := newTeam(t)
	tm.says("ana", "/client Acme add")
	tm.redis.SetError("LOADING")
	e := tm.event("ana", bot.KindReactionAdded)
	e.Emoji, e.Channel = "💸", bot.Channel{ID: "C2", Name: "acme"}
	e.Message = &bot.Message{ID: "2.5", At: tm.now}
	if _, err := tm.bot.Handle(t.Context(), e); err == nil {
		t.Fatal("an outage was swallowed: the platform would not deliver the reaction again")
	}
	tm.redis.SetError("")
	tm.wants(tm.handle(e), "Flagged Acme: late payment")
}
