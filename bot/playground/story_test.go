package playground

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"amicable/bot"
)

func TestWhatIsTypedBecomesAnEvent(t *testing.T) {
	p, tp := newTestPage(t)
	for _, c := range []struct {
		name string
		ask  ask
		want bot.Event
	}{
		{"a command", ask{Text: " /Flag acme late-payment "}, bot.Event{Kind: bot.KindCommand, Command: "flag", Text: "acme late-payment", Channel: bot.Channel{ID: "general", Name: "general"}}},
		{"a mention", ask{Text: "@Amicable how is acme?", Channel: "client-acme"}, bot.Event{Kind: bot.KindMessage, Text: "how is acme?", Channel: bot.Channel{ID: "client-acme", Name: "client-acme"}}},
		{"words to the bot", ask{Text: "how is acme?", Channel: "direct-ana"}, bot.Event{Kind: bot.KindMessage, Text: "how is acme?", Channel: bot.Channel{ID: "direct-ana", Direct: true}}},
		{"where the client reads along", ask{Text: "/assess", Channel: "shared-northwind"}, bot.Event{Kind: bot.KindCommand, Command: "assess", Channel: bot.Channel{ID: "shared-northwind", Name: "shared-northwind", Exposed: true}}},
	} {
		c.ask.ID, c.ask.Zone, c.ask.Locale = "x1", "Europe/Warsaw", "pl"
		if code, got := post(t, p, "/say", c.ask); code != http.StatusOK || got.Notice != "" {
			t.Errorf("%s: %d %+v", c.name, code, got)
		}
		c.want.ID, c.want.Platform, c.want.Workspace, c.want.At = "page/ana/x1", Platform, Workspace, noon
		c.want.Actor = bot.Actor{ID: "ana", Name: "Ana", Admin: true, Locale: "pl", TimeZone: "Europe/Warsaw"}
		if d := cmp.Diff(c.want, tp.last()); d != "" {
			t.Errorf("%s: %s", c.name, d)
		}
		tp.forget()
		p = tp.start(t)
	}
	if code, _ := post(t, p, "/say", ask{Text: "good morning", Channel: "general"}); code != http.StatusOK || len(tp.events) != 0 {
		t.Errorf("words to the others went to the bot: %d, %v", code, tp.events)
	}
}

func (tp *testPage) forget() { tp.events, tp.memory.records = nil, nil }

// Private answers are seen by the person alone, answers out of place in the
// person's own conversation, public ones by everybody.
func TestWhoSeesAnAnswer(t *testing.T) {
	p, tp := newTestPage(t)
	say := func(r bot.Reply) {
		r.Blocks = []bot.Block{bot.Text{Line: bot.P("answer")}}
		tp.handle = func(bot.Event) (bot.Reply, error) { return r, nil }
		post(t, p, "/say", ask{Text: "/x"})
	}
	say(bot.Reply{})
	if got := texts(sees(t, p, "ben"), "general"); len(got) != 0 {
		t.Errorf("ben sees what is private: %q", got)
	}
	if got := texts(sees(t, p, "ana"), "general"); !slices.Equal(got, []string{"bot: answer"}) {
		t.Errorf("ana sees %q", got)
	}
	say(bot.Reply{Direct: true})
	if got := texts(sees(t, p, "ana"), "direct-ana"); !slices.Equal(got, []string{"bot: answer"}) {
		t.Errorf("ana's own conversation: %q", got)
	}
	say(bot.Reply{Visibility: bot.Public})
	if got := texts(sees(t, p, "ben"), "general"); !slices.Equal(got, []string{"bot: answer"}) {
		t.Errorf("ben sees %q of what is public", got)
	}
	for _, m := range sees(t, p, "ben").Messages {
		if m.Channel == "direct-ana" {
			t.Error("ben reads ana's own conversation")
		}
	}
	if code, _ := post(t, p, "/say", ask{Who: "ben", Text: "hm", Channel: "direct-ana"}); code != http.StatusBadRequest {
		t.Errorf("ben writes in ana's own conversation: %d", code)
	}
}

func TestReactionsAndButtons(t *testing.T) {
	p, tp := newTestPage(t)
	post(t, p, "/say", ask{ID: "m1", Text: "they called at night", Channel: "client-acme", Who: "ben"})
	tp.clock.Move(time.Hour)
	post(t, p, "/react", ask{Message: "m1", Emoji: "🌙", On: true, Channel: "client-acme"})
	want := bot.Event{Kind: bot.KindReactionAdded, Emoji: "🌙", Message: &bot.Message{ID: "m1", Author: "ben", Text: "they called at night", At: noon}}
	got := tp.last()
	if d := cmp.Diff(want, bot.Event{Kind: got.Kind, Emoji: got.Emoji, Message: got.Message}); d != "" {
		t.Error(d)
	}
	n := len(tp.events)
	post(t, p, "/react", ask{Message: "m1", Emoji: "🌙", On: true, Channel: "client-acme"})
	if len(tp.events) != n {
		t.Error("the same reaction twice is two events")
	}
	post(t, p, "/react", ask{Message: "m1", Emoji: "🌙", Channel: "client-acme"})
	if tp.last().Kind != bot.KindReactionRemoved {
		t.Errorf("taking it off is %v", tp.last().Kind)
	}
	if code, _ := post(t, p, "/react", ask{Message: "nothing", Emoji: "🌙", On: true}); code != http.StatusNotFound {
		t.Errorf("a message that is not there: %d", code)
	}
	post(t, p, "/flag", ask{Message: "m1", Channel: "client-acme"})
	if e := tp.last(); e.Kind != bot.KindShortcut || e.Message == nil || e.Message.ID != "m1" {
		t.Errorf("flagging a message is %+v", e)
	}

	// A button's answer takes the place of its message when it asks to.
	tp.handle = func(e bot.Event) (bot.Reply, error) {
		return bot.Reply{Replace: e.Kind == bot.KindAction, Blocks: []bot.Block{bot.Text{Line: bot.P(string(e.Kind) + e.Action + e.Value)}}}, nil
	}
	post(t, p, "/say", ask{ID: "q", Text: "/ask"})
	post(t, p, "/press", ask{Message: "re-page/ana/q", Action: "answer:1", Value: "yes"})
	if got := texts(sees(t, p, "ana"), "general"); !slices.Equal(got, []string{"bot: actionanswer:1yes"}) {
		t.Errorf("after the press: %q", got)
	}
	if code, _ := post(t, p, "/press", ask{Who: "ben", Message: "re-page/ana/q", Action: "answer:1"}); code != http.StatusNotFound {
		t.Errorf("ben presses what only ana sees: %d", code)
	}
}

func TestForms(t *testing.T) {
	p, tp := newTestPage(t)
	tp.handle = func(e bot.Event) (bot.Reply, error) {
		switch {
		case e.Kind == bot.KindCommand:
			return bot.Reply{Blocks: []bot.Block{bot.Form{ID: "flag", State: "s", Title: "Flag", Fields: []bot.Field{{ID: "client", Kind: bot.Search, Label: "Client"}}}}}, nil
		case e.Field("client") == "":
			return bot.Reply{FieldErrors: map[string]string{"client": "Which one?"}}, nil
		}
		return bot.Reply{Blocks: []bot.Block{bot.Text{Line: bot.P(e.Action + e.Value + e.Field("client"))}}}, nil
	}
	_, got := post(t, p, "/say", ask{Text: "/flag"})
	if got.Form == nil || got.Form.Fields[0].Kind != "search" {
		t.Fatalf("no form: %+v", got)
	}
	_, got = post(t, p, "/form", ask{Action: "flag", Value: "s", Fields: map[string]string{"client": " "}})
	if got.Errors["client"] != "Which one?" {
		t.Errorf("the empty answer: %+v", got)
	}
	post(t, p, "/form", ask{Action: "flag", Value: "s", Fields: map[string]string{"client": "acme"}})
	if got := texts(sees(t, p, "ana"), "general"); !slices.Equal(got, []string{"bot: flagsacme"}) {
		t.Errorf("the answer: %q", got)
	}
}

// A picture follows its text; one that fails, hangs on or panics leaves the text as it is.
func TestPictureFollowsTheText(t *testing.T) {
	p, tp := newTestPage(t)
	picture := painting(t, 0)
	drawn := make(chan struct{})
	for name, c := range map[string]struct {
		draw func(context.Context) (bot.Image, error)
		want int
	}{
		"made": {func(context.Context) (bot.Image, error) {
			<-drawn
			return bot.Image{PNG: picture, Alt: "a course"}, nil
		}, 2},
		"failed":   {func(context.Context) (bot.Image, error) { return bot.Image{}, errAway }, 1},
		"panicked": {func(context.Context) (bot.Image, error) { panic("no paint") }, 1},
	} {
		tp.handle = func(bot.Event) (bot.Reply, error) {
			return bot.Reply{Blocks: []bot.Block{bot.Text{Line: bot.P("first the text")}}, Picture: c.draw}, nil
		}
		post(t, p, "/say", ask{ID: name, Text: "/assess acme"})
		m, ok := p.history.get("re-page/ana/"+name, "ana")
		if !ok || len(m.Body.Blocks) != 1 {
			t.Fatalf("%s: the text waits for its picture: %+v", name, m)
		}
		if name == "made" {
			close(drawn)
		}
		p.drawing.Wait()
		if m, _ = p.history.get("re-page/ana/"+name, "ana"); len(m.Body.Blocks) != c.want {
			t.Errorf("%s: %d blocks, want %d", name, len(m.Body.Blocks), c.want)
		}
	}
}

func TestUnaskedReplies(t *testing.T) {
	p, _ := newTestPage(t)
	alert := bot.Reply{Title: "Alert"}
	for to, want := range map[bot.Target]error{
		{User: "ben"}: nil, {Channel: "#general"}: nil, {Channel: "client-acme"}: nil,
		{User: "dora"}: bot.ErrNotThere, {Channel: "elsewhere"}: bot.ErrNotThere, {Channel: "shared-northwind"}: bot.ErrNotThere,
	} {
		if err := p.Send(t.Context(), to, alert); !errors.Is(err, want) {
			t.Errorf("to %+v: %v, want %v", to, err, want)
		}
	}
	if got := texts(sees(t, p, "ben"), "direct-ben"); !slices.Equal(got, []string{"bot: Alert"}) {
		t.Errorf("ben got %q", got)
	}
}

// The bot's own failure is told, in the bot's words.
func TestBotFails(t *testing.T) {
	p, tp := newTestPage(t)
	tp.handle = func(bot.Event) (bot.Reply, error) { return bot.Reply{}, errAway }
	post(t, p, "/say", ask{Text: "/flag acme late-payment"})
	if got := texts(sees(t, p, "ana"), "general"); !slices.Equal(got, []string{"bot: phrase failed"}) {
		t.Errorf("%q", got)
	}
}

func TestCompletion(t *testing.T) {
	p, _ := newTestPage(t)
	for typed, want := range map[string][]string{
		"/":                        {"/amicable ", "/flag ", "/did ", "/clients"},
		"/fl":                      {"/flag "},
		"/amicable s":              {"/amicable settings "},
		"/flag a":                  {`/flag "Acme GmbH" `, "/flag Apex "},
		`/flag "Acme G`:            {`/flag "Acme GmbH" `},
		`/flag "Acme GmbH" `:       {`/flag "Acme GmbH" late-payment `, `/flag "Acme GmbH" always-on `},
		"/flag apex night":         nil,
		"/flag apex hours":         {"/flag apex always-on "},
		"/flag apex late-payment ": nil,
		"/amicable did apex t":     {"/amicable did apex talk "},
		"/nonsense a":              nil,
		"hello":                    nil,
	} {
		_, got := post(t, p, "/complete", ask{Text: typed})
		var all []string
		for _, o := range got.Options {
			all = append(all, o.Text)
		}
		if d := cmp.Diff(want, all); d != "" {
			t.Errorf("%q: %s", typed, d)
		}
	}
	if _, got := post(t, p, "/suggest", ask{Field: "client", Text: "glo"}); len(got.Options) != 1 || got.Options[0].Value != "client:Globex" {
		t.Errorf("in a form: %+v", got.Options)
	}
}

func TestAThreadOfAnotherChannel(t *testing.T) {
	p, _ := newTestPage(t)
	post(t, p, "/say", ask{ID: "root", Text: "morning", Channel: "general"})
	if code, got := post(t, p, "/say", ask{Text: "hm", Channel: "client-acme", Thread: "root"}); code != http.StatusBadRequest || got.Notice != "not-here" {
		t.Errorf("%d %+v", code, got)
	}
	if got := texts(sees(t, p, "ana"), "client-acme"); len(got) != 0 {
		t.Errorf("said all the same: %q", got)
	}
}
