package slack

import (
	"context"
	"encoding/json"
	"errors"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"amicable/bot"
)

func TestReaction(t *testing.T) {
	story(t, func(w *world) {
		w.wantStatus(w.event("E1", reaction("reaction_added", "U1", "triangular_flag_on_post", "C1")), 200)
		got := w.only()
		want := bot.Event{
			ID: "E1", Kind: bot.KindReactionAdded, Platform: "slack", Workspace: "T1",
			Channel: bot.Channel{ID: "C1", Name: "acme"},
			Actor:   bot.Actor{ID: "U1", Name: "Name of U1", Locale: "en-GB", TimeZone: "Europe/Warsaw"},
			Emoji:   "🚩",
			Message: &bot.Message{ID: "946684799.000100", Author: "U2", At: time.Unix(946684799, 100_000).UTC()},
			At:      time.Unix(946684800, 200_000).UTC(),
		}
		if d := cmp.Diff(want, got); d != "" {
			w.Error(d)
		}
		c := w.once("chat.postEphemeral")
		if c.str("channel") != "C1" || c.str("user") != "U1" || c.text() != "did reaction_added" || c.token != testToken {
			w.Errorf("%+v", c)
		}
		w.event("E2", reaction("reaction_removed", "U1", "acme-logo", "C1"))
		if e := w.seen()[1]; e.Kind != bot.KindReactionRemoved || e.Emoji != ":acme-logo:" {
			w.Errorf("%+v", e)
		}
	})
}

func TestReactionKnowsItsLinkOnceTheWorkspaceIsKnown(t *testing.T) {
	story(t, func(w *world) {
		w.event("E1", reaction("reaction_added", "U1", "ghost", "C1"))
		w.event("E2", reaction("reaction_added", "U1", "ghost", "C1"))
		if e := w.seen(); e[0].Message.Link != "" || e[1].Message.Link != "https://acme.slack.com/archives/C1/p946684799000100" {
			w.Errorf("%q %q", e[0].Message.Link, e[1].Message.Link)
		}
		w.once("auth.test")
	})
}

func TestReactionsThatAreNoneOfOurBusiness(t *testing.T) {
	file := reaction("reaction_added", "U1", "ghost", "C1")
	file["item"] = object{"type": "file", "file": "F1"}
	mine := reaction("reaction_added", "U1", "ghost", "C1")
	mine["item_user"] = "UBOT"
	for name, inner := range map[string]object{
		"our own": reaction("reaction_added", "UBOT", "ghost", "C1"), "on our message": mine, "on a file": file,
		"a bot's": reaction("reaction_added", "UROBOT", "ghost", "C1"), "nobody's": reaction("reaction_added", "", "ghost", "C1"),
	} {
		t.Run(name, func(t *testing.T) {
			story(t, func(w *world) {
				w.wantStatus(w.event("E1", inner), 200)
				if len(w.seen()) != 0 {
					w.Errorf("the handler got %+v", w.seen())
				}
			})
		})
	}
}

func TestExposedChannels(t *testing.T) {
	for channel, exposed := range map[string]bool{"C1": false, "CORG": false, "CEXT": true, "CPEN": true, "CSH": true, "CUNKNOWN": true} {
		t.Run(channel, func(t *testing.T) {
			story(t, func(w *world) {
				w.event("E1", reaction("reaction_added", "U1", "ghost", channel))
				if got := w.only().Channel.Exposed; got != exposed {
					w.Errorf("exposed: %v", got)
				}
				if n := len(w.slack.to("chat.postMessage")); n != 0 {
					w.Errorf("%d public messages", n)
				}
			})
		})
	}
}

func TestMention(t *testing.T) {
	story(t, func(w *world) {
		w.event("E1", mention("U1", "C1", "<@UBOT> flag A&amp;B for late payment"))
		e := w.only()
		if e.Kind != bot.KindMessage || e.Text != "flag A&B for late payment" || e.Thread != "946684700.000100" || e.Channel.Exposed {
			w.Errorf("%+v", e)
		}
		c := w.once("chat.postEphemeral")
		if c.str("thread_ts") != "946684700.000100" || c.text() != "did message" || c.str("parse") != "none" {
			w.Errorf("%+v", c)
		}
	})
}

func TestDirectMessage(t *testing.T) {
	story(t, func(w *world) {
		m := object{"type": "message", "channel": "D7", "channel_type": "im", "user": "U1", "text": "how is Acme doing?", "ts": "946684800.000300"}
		w.event("E1", m)
		if e := w.only(); e.Kind != bot.KindMessage || !e.Channel.Direct || e.Channel.Exposed || e.Text != "how is Acme doing?" {
			w.Errorf("%+v", e)
		}
		if c := w.once("chat.postMessage"); c.str("channel") != "D7" || c.args["thread_ts"] != nil {
			w.Errorf("%+v", c)
		}
		delete(m, "channel_type") // some servers leave it out
		w.event("E2", m)
		if len(w.seen()) != 2 {
			w.Error("a direct message without channel_type was ignored")
		}
	})
}

func TestMessagesThatAreNotForUs(t *testing.T) {
	with := func(key, value string) object {
		m := object{"type": "message", "channel": "D7", "channel_type": "im", "user": "U1", "text": "private words", "ts": "1.2"}
		m[key] = value
		return m
	}
	for name, m := range map[string]object{
		"a bot's": with("bot_id", "B1"), "our own": with("user", "UBOT"), "an edit": with("subtype", "message_changed"),
		"in a channel": with("channel_type", "channel"), "of a group": with("channel_type", "mpim"), "mention in private": mention("U1", "D7", "private words"),
	} {
		t.Run(name, func(t *testing.T) {
			story(t, func(w *world) {
				w.wantStatus(w.event("E1", m), 200)
				if len(w.seen()) != 0 {
					w.Errorf("the handler got %+v", w.seen())
				}
			})
		})
	}
}

func TestOwnMessagesAreKnownWithoutAuthorizations(t *testing.T) {
	story(t, func(w *world) {
		raw, err := json.Marshal(object{"type": "event_callback", "team_id": "T1", "event_id": "E1", "event": object{
			"type": "message", "channel": "D7", "user": "UBOT", "text": "private words", "ts": "1.2",
		}})
		if err != nil {
			w.Fatal(err)
		}
		w.wantStatus(w.do(w.request("/slack/events", jsonBody, string(raw))), 200)
		if len(w.seen()) != 0 || len(w.slack.to("auth.test")) != 1 {
			w.Errorf("%v %v", w.seen(), w.slack.all())
		}
	})
}

func TestFailedEventIsDeliveredAgain(t *testing.T) {
	story(t, func(w *world) {
		fail := true
		w.answer = func(context.Context, bot.Event) (bot.Reply, error) {
			if fail {
				return bot.Reply{}, errors.New("no")
			}
			return says("stored"), nil
		}
		if got := w.event("E1", reaction("reaction_added", "U1", "ghost", "C1")).Code; got != 500 {
			w.Errorf("status %d", got)
		}
		fail = false
		w.wantStatus(w.event("E1", reaction("reaction_added", "U1", "ghost", "C1")), 200)
		if e := w.seen(); len(e) != 2 || e[0].ID != e[1].ID {
			w.Errorf("%+v", e)
		}
		w.once("chat.postEphemeral")
	})
}

func TestEventIsAcknowledgedOnlyAfterItIsStored(t *testing.T) {
	story(t, func(w *world) {
		stored := make(chan struct{})
		w.answer = func(context.Context, bot.Event) (bot.Reply, error) { <-stored; return bot.Reply{}, nil }
		var rec *httptest.ResponseRecorder
		done := make(chan struct{})
		go func() { defer close(done); rec = w.bareEvent("E1", reaction("reaction_added", "U1", "ghost", "C1")) }()
		synctest.Wait()
		select {
		case <-done:
			t.Error("acknowledged before it was stored")
		default:
		}
		close(stored)
		<-done
		w.wantStatus(rec, 200)
	})
}

func TestRedeliveryWhileUnderWay(t *testing.T) {
	story(t, func(w *world) {
		release := make(chan struct{})
		w.answer = func(context.Context, bot.Event) (bot.Reply, error) { <-release; return says("once"), nil }
		var wg sync.WaitGroup
		for range 5 {
			wg.Go(func() {
				if rec := w.bareEvent("E1", reaction("reaction_added", "U1", "ghost", "C1")); rec.Code != 200 {
					w.Errorf("status %d", rec.Code)
				}
			})
		}
		synctest.Wait()
		close(release)
		wg.Wait()
		synctest.Wait()
		w.only()
		w.once("chat.postEphemeral")
		w.wantStatus(w.event("E1", reaction("reaction_added", "U1", "ghost", "C1")), 200) // and soon after
		w.only()
	})
}

func TestHome(t *testing.T) {
	story(t, func(w *world) {
		w.event("E1", object{"type": "app_home_opened", "user": "U1", "tab": "home", "channel": "D7"})
		if e := w.only(); e.Kind != bot.KindHome || e.Actor.ID != "U1" {
			w.Errorf("%+v", e)
		}
		c := w.once("views.publish")
		if c.str("user_id") != "U1" || c.text() != "did home" {
			w.Errorf("%+v", c)
		}
		w.event("E2", object{"type": "app_home_opened", "user": "U1", "tab": "messages", "channel": "D7"})
		w.only()
	})
}

// kept is an Installations in memory.
type kept struct {
	mu      sync.Mutex
	saved   map[string]Installation
	removed []string
	fail    error
}

func (k *kept) Token(_ context.Context, team string) (string, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if in, found := k.saved[team]; found {
		return in.BotToken, nil
	}
	return "", errors.New("not installed")
}

func (k *kept) Save(_ context.Context, in Installation) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.fail == nil {
		k.saved[in.Team] = in
	}
	return k.fail
}

func (k *kept) Remove(_ context.Context, team string) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.saved, team)
	k.removed = append(k.removed, team)
	return k.fail
}

func TestUninstalledInEitherOrder(t *testing.T) {
	gone := object{"type": "app_uninstalled"}
	revoked := object{"type": "tokens_revoked", "tokens": object{"bot": []string{"UBOT"}}}
	for name, order := range map[string][]object{"first the app": {gone, revoked}, "first the tokens": {revoked, gone}} {
		t.Run(name, func(t *testing.T) {
			k := &kept{saved: map[string]Installation{"T1": {BotToken: testToken}}}
			story(t, func(w *world) {
				w.event("E0", object{"type": "tokens_revoked", "tokens": object{"oauth": []string{"U1"}}})
				w.wantStatus(w.event("E1", order[0]), 200)
				w.wantStatus(w.event("E2", order[1]), 200)
				if e := w.only(); e.Kind != bot.KindUninstalled || e.Workspace != "T1" {
					w.Errorf("%+v", e)
				}
				if len(k.removed) != 1 {
					w.Errorf("removed %v", k.removed)
				}
			}, func(c *Config) { c.Installations = k })
		})
	}
}

func TestBadEvents(t *testing.T) {
	envelope := func(event string) string {
		return `{"type":"event_callback","team_id":"T1","event_id":"E1","event":` + event + `}`
	}
	for name, tc := range map[string]struct {
		body string
		want int
	}{
		"unknown inner event":    {envelope(`{"type":"star_added","text":"private words"}`), 200},
		"unknown kind":           {`{"type":"something_new"}`, 200},
		"rate limited":           {`{"type":"app_rate_limited","team_id":"T1"}`, 200},
		"channel as an object":   {envelope(`{"type":"channel_created","channel":{"id":"C1"}}`), 200},
		"no event":               {`{"type":"event_callback","team_id":"T1","event_id":"E1"}`, 400},
		"event of another shape": {envelope(`"private words"`), 400},
		"field of another shape": {envelope(`{"type":"app_mention","text":{"private words":1}}`), 400},
		"no team":                {`{"type":"event_callback","event":{"type":"app_mention"}}`, 400},
		"no type":                {`{}`, 400},
		"truncated":              {`{"type":"event_callback","text":"private wor`, 400},
		"not JSON":               {`private words`, 400},
		"empty":                  {``, 400},
		"array":                  {`[]`, 400},
		"null":                   {`null`, 400},
		"deep":                   {strings.Repeat("[", 100_000), 400},
	} {
		t.Run(name, func(t *testing.T) {
			story(t, func(w *world) {
				rec := w.do(w.request("/slack/events", jsonBody, tc.body))
				w.wantStatus(rec, tc.want)
				if len(w.seen()) != 0 || len(w.slack.all()) != 0 {
					w.Errorf("something was done: %v %v", w.seen(), w.slack.all())
				}
				if n := strings.Count(w.log.String(), "\n"); n != 1 {
					w.Errorf("%d log lines, want 1:\n%s", n, w.log)
				}
			})
		})
	}
}

func TestURLVerification(t *testing.T) {
	story(t, func(w *world) {
		rec := w.do(w.request("/slack/events", jsonBody, `{"type":"url_verification","challenge":"c-1","token":"x"}`))
		w.wantStatus(rec, 200)
		if rec.Body.String() != `{"challenge":"c-1"}` {
			w.Errorf("%s", rec.Body)
		}
	})
}
