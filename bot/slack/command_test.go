package slack

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"amicable/bot"
)

func TestCommandIsAnsweredInItsResponse(t *testing.T) {
	story(t, func(w *world) {
		m, text := w.shown(w.command("/flag", "  A&amp;B &lt;!channel&gt; late "))
		if m["response_type"] != "ephemeral" || text != "did command" {
			w.Errorf("answer %v, %q", m, text)
		}
		got := w.only()
		if got.ID == "" {
			w.Error("the event has no id")
		}
		want := bot.Event{
			ID: got.ID, Kind: bot.KindCommand, Platform: "slack", Workspace: "T1",
			Channel: bot.Channel{ID: "C1", Name: "acme", Exposed: true, Unchecked: true},
			Actor:   bot.Actor{ID: "U1", Name: "Name of U1", Locale: "en-GB", TimeZone: "Europe/Warsaw"},
			Command: "flag", Text: "A&B <!channel> late", At: time.Now(),
		}
		if d := cmp.Diff(want, got); d != "" {
			w.Error(d)
		}
		before := len(w.slack.all())
		w.shown(w.command("/assess", "acme"))
		if n := len(w.slack.all()) - before; n != 0 {
			w.Errorf("a command by a known person cost %d calls to Slack: %v", n, w.slack.all())
		}
		if w.seen()[1].ID == got.ID {
			w.Error("two commands have the same id")
		}
	})
}

func TestReplayedCommandHasTheSameID(t *testing.T) {
	story(t, func(w *world) {
		w.command("/flag", "acme late", "trigger_id", "t")
		time.Sleep(2 * time.Second)
		w.command("/flag", "acme late", "trigger_id", "t")
		w.command("/flag", "acme late twice", "trigger_id", "t")
		w.command("/flag", "acme late", "trigger_id", "")
		time.Sleep(2 * time.Second)
		w.command("/flag", "acme late", "trigger_id", "")
		e := w.seen()
		if e[0].ID != e[1].ID {
			w.Error("a replayed command has another id")
		}
		for i, a := range e[1:] {
			for _, b := range e[i+2:] {
				if a.ID == b.ID {
					w.Errorf("two different commands have the same id: %v %v", a, b)
				}
			}
		}
	})
}

func TestSlowCommandIsAnsweredLater(t *testing.T) {
	story(t, func(w *world) {
		w.answer = func(context.Context, bot.Event) (bot.Reply, error) {
			time.Sleep(2300 * time.Millisecond)
			return says("private words"), nil
		}
		start := time.Now()
		_, text := w.shown(w.command("/draft", "acme"))
		if text != "WORKING" || time.Since(start) != 2*time.Second {
			w.Errorf("after %v: %q", time.Since(start), text)
		}
		synctest.Wait()
		time.Sleep(time.Second)
		c := w.once("hook")
		if c.text() != "private words" || c.args["replace_original"] != true || c.token != "" {
			w.Errorf("then %+v", c)
		}
	})
}

func TestHandlerHasADeadline(t *testing.T) {
	story(t, func(w *world) {
		w.answer = func(ctx context.Context, _ bot.Event) (bot.Reply, error) {
			start := time.Now()
			<-ctx.Done()
			if d := time.Since(start); d > handlerTime {
				w.Errorf("the handler was given %v", d)
			}
			return bot.Reply{}, ctx.Err()
		}
		w.command("/flag", "acme")
		time.Sleep(time.Second)
		if got := w.once("hook").text(); got != "FAILED (en-GB)" {
			w.Errorf("got %q", got)
		}
	})
}

func TestCommandThatFails(t *testing.T) {
	for name, answer := range map[string]func(context.Context, bot.Event) (bot.Reply, error){
		"error": func(context.Context, bot.Event) (bot.Reply, error) { return bot.Reply{}, errors.New("no") },
		"panic": func(context.Context, bot.Event) (bot.Reply, error) { panic("private words") },
	} {
		t.Run(name, func(t *testing.T) {
			story(t, func(w *world) {
				w.answer = answer
				if _, text := w.shown(w.command("/flag", "acme")); text != "FAILED (en-GB)" {
					w.Errorf("got %q", text)
				}
			})
		})
	}
}

func TestWhoMayCommand(t *testing.T) {
	for _, tc := range []struct {
		user   string
		served bool
	}{
		{"U1", true},
		{"U2", true},
		{"UGRID", true}, // of a sister workspace, a member of this one too
		{"UGUEST", false},
		{"USTR", false},
		{"UOUT", false},
		{"UROBOT", false},
		{"UGONE", false},
		{"UNKNOWN", false}, // Slack shows us everybody in the team
	} {
		t.Run(tc.user, func(t *testing.T) {
			story(t, func(w *world) {
				rec := w.command("/flag", "acme", "user_id", tc.user)
				w.wantStatus(rec, 200)
				w.event("E1", mention(tc.user, "C1", "<@UBOT> hello"))
				w.event("E2", reaction("reaction_added", tc.user, "ghost", "C1"))
				w.interaction("block_actions", object{"user": object{"id": tc.user}, "actions": []object{{"action_id": "a", "block_id": "b"}}})
				w.interaction("view_submission", object{"user": object{"id": tc.user}, "view": object{"private_metadata": "||||"}})
				if !tc.served && (rec.Body.Len() > 0 || len(w.seen()) > 0 || len(w.slack.to("chat.postEphemeral"))+len(w.slack.to("hook")) > 0) {
					w.Errorf("they were served: %q %v %v", rec.Body, w.seen(), w.slack.all())
				}
				if tc.served && len(w.seen()) != 5 {
					w.Errorf("only %d of 5 were served", len(w.seen()))
				}
				if tc.user == "U2" && !w.seen()[0].Actor.Admin {
					w.Error("an administrator is not known as one")
				}
			})
		})
	}
}

func TestUnsureWhoIsAsking(t *testing.T) {
	story(t, func(w *world) {
		for range 5 {
			w.slack.next("users.info", status(500))
		}
		if _, text := w.shown(w.command("/flag", "acme")); text != "UNSURE" {
			w.Errorf("command: %q", text)
		}
		w.wantStatus(w.event("E1", mention("U1", "C1", "<@UBOT> hello")), 200)
		if got := w.once("chat.postEphemeral").text(); got != "UNSURE" {
			w.Errorf("mention: %q", got)
		}
		w.interaction("block_actions", object{"actions": []object{{"action_id": "a", "block_id": "b"}}})
		if got := w.once("hook").text(); got != "UNSURE" {
			w.Errorf("button: %q", got)
		}
		rec := w.interaction("view_submission", object{"view": object{
			"private_metadata": "||||", "state": object{"values": object{"note": object{"note": object{"type": "plain_text_input", "value": "x"}}}},
		}})
		if !strings.Contains(rec.Body.String(), `"errors":{"note":"UNSURE"}`) {
			w.Errorf("form: %s", rec.Body)
		}
		if got := w.event("E2", reaction("reaction_added", "U1", "ghost", "C1")).Code; got != 500 {
			w.Errorf("reaction: status %d, want 500 so that it is delivered again", got)
		}
		if len(w.seen()) != 0 {
			w.Errorf("the handler got %v", w.seen())
		}
	})
}

func TestKnownPeopleOutliveAnOutage(t *testing.T) {
	story(t, func(w *world) {
		w.command("/flag", "acme")
		for range 3 {
			w.slack.next("users.info", status(503))
		}
		time.Sleep(23 * time.Hour)
		if _, text := w.shown(w.command("/flag", "acme")); text != "did command" {
			w.Errorf("after 23 hours: %q", text)
		}
		time.Sleep(2 * time.Hour)
		if _, text := w.shown(w.command("/flag", "acme")); text != "UNSURE" {
			w.Errorf("after 25 hours: %q", text)
		}
	})
}

func TestSlowLookupDoesNotEatTheAnswer(t *testing.T) {
	story(t, func(w *world) {
		w.slack.next("users.info", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
		start := time.Now()
		if _, text := w.shown(w.command("/flag", "acme")); text != "UNSURE" || time.Since(start) >= 2*time.Second {
			w.Errorf("after %v: %q", time.Since(start), text)
		}
	})
}

func TestPublicCommand(t *testing.T) {
	for channel, want := range map[string]string{
		"C1": "in_channel", "CORG": "in_channel", "CEXT": "ephemeral", "CPEN": "ephemeral", "CSH": "ephemeral", "CUNKNOWN": "ephemeral",
	} {
		t.Run(channel, func(t *testing.T) {
			story(t, func(w *world) {
				w.answer = func(context.Context, bot.Event) (bot.Reply, error) {
					r := says("for all")
					r.Visibility = bot.Public
					return r, nil
				}
				if m, _ := w.shown(w.command("/assess", "acme", "channel_id", channel)); m["response_type"] != want {
					w.Errorf("%v, want %s", m["response_type"], want)
				}
			})
		})
	}
}

func TestDirectCommand(t *testing.T) {
	story(t, func(w *world) {
		w.answer = func(context.Context, bot.Event) (bot.Reply, error) {
			r := says("between us")
			r.Direct = true
			return r, nil
		}
		rec := w.command("/assess", "acme")
		synctest.Wait()
		if c := w.once("chat.postMessage"); rec.Body.Len() != 0 || c.str("channel") != "DU1" || c.text() != "between us" {
			w.Errorf("%s %+v", rec.Body, c)
		}
	})
}

func TestCommandOpensAForm(t *testing.T) {
	story(t, func(w *world) {
		w.answer = func(context.Context, bot.Event) (bot.Reply, error) {
			return bot.Reply{Title: "Flag", Blocks: []bot.Block{bot.Form{ID: "flag", State: "c1", Title: "Flag", Submit: "Flag", Fields: []bot.Field{
				{ID: "client", Label: "Client", Kind: bot.Search}, {ID: "note", Label: "Note", Kind: bot.LongText},
			}}}}, nil
		}
		rec := w.command("/flag", "")
		if rec.Body.Len() != 0 {
			w.Errorf("said %s besides", rec.Body)
		}
		c := w.once("views.open")
		view := c.args["view"].(object)
		if c.str("trigger_id") != "trigger-1" || view["callback_id"] != "flag" || view["private_metadata"] != "C1|||"+hook+"|c1" {
			w.Errorf("%+v", c.args)
		}
		w.slack.next("views.open", slackError("expired_trigger_id"))
		if _, text := w.shown(w.command("/flag", "")); text != "FORM-FAILED (en-GB)" {
			w.Errorf("got %q", text)
		}
	})
}

func TestSSLCheck(t *testing.T) {
	story(t, func(w *world) {
		w.wantStatus(w.do(w.request("/slack/commands", formBody, "ssl_check=1&token=x")), 200)
		if len(w.seen()) != 0 {
			w.Error("the handler was called")
		}
	})
}

func TestSlowCommandThatOpensAForm(t *testing.T) {
	story(t, func(w *world) {
		w.answer = func(context.Context, bot.Event) (bot.Reply, error) {
			time.Sleep(2300 * time.Millisecond)
			return flagForm(), nil
		}
		if _, text := w.shown(w.command("/flag", "")); text != "WORKING" {
			w.Errorf("got %q", text)
		}
		time.Sleep(time.Second)
		w.once("views.open")
		if c := w.once("hook"); c.args["delete_original"] != true {
			w.Errorf("the form is open, and %+v", c)
		}
	})
}

func TestFormIsGivenUpWhenItsTriggerDies(t *testing.T) {
	story(t, func(w *world) {
		w.slack.next("views.open", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
		w.answer = func(context.Context, bot.Event) (bot.Reply, error) {
			time.Sleep(1900 * time.Millisecond)
			return flagForm(), nil
		}
		start := time.Now()
		w.wantStatus(w.interaction("block_actions", object{"actions": pressed("flag", "")}), 200)
		if d := time.Since(start); d > 3*time.Second {
			w.Errorf("acknowledged after %v", d)
		}
		if got := w.once("hook").text(); got != "FORM-FAILED (en-GB)" {
			w.Errorf("got %q", got)
		}
	})
}
