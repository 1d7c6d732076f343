package slack

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"amicable/bot"
)

func TestDeliveryIsRetried(t *testing.T) {
	for name, tc := range map[string]struct {
		answers []func(http.ResponseWriter, *http.Request)
		least   time.Duration
	}{
		"rate limited":   {[]func(http.ResponseWriter, *http.Request){status(429, "Retry-After", "7")}, 7 * time.Second},
		"no retry-after": {[]func(http.ResponseWriter, *http.Request){status(429)}, 100 * time.Millisecond},
		"server errors":  {[]func(http.ResponseWriter, *http.Request){status(500), status(502), status(503)}, 600 * time.Millisecond},
		"internal error": {[]func(http.ResponseWriter, *http.Request){slackError("internal_error")}, 100 * time.Millisecond},
		"not JSON":       {[]func(http.ResponseWriter, *http.Request){status(200)}, 100 * time.Millisecond},
		"hanging":        {[]func(http.ResponseWriter, *http.Request){func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }}, callTime},
	} {
		t.Run(name, func(t *testing.T) {
			story(t, func(w *world) {
				w.slack.next("chat.postEphemeral", tc.answers...)
				start := time.Now()
				w.wantStatus(w.event("E1", reaction("reaction_added", "U1", "ghost", "C1")), 200)
				if d := time.Since(start); d > 0 {
					w.Errorf("the acknowledgement waited %v for the delivery", d)
				}
				time.Sleep(2 * time.Minute)
				calls := w.slack.to("chat.postEphemeral")
				if len(calls) != len(tc.answers)+1 {
					w.Fatalf("%d tries\n%s", len(calls), w.log)
				}
				if d := calls[len(calls)-1].at.Sub(start); d < tc.least {
					w.Errorf("tried again after %v, want at least %v", d, tc.least)
				}
				if len(w.slack.to("chat.postMessage")) > 0 {
					w.Error("said it twice")
				}
			})
		})
	}
}

func TestDeliveryFallsBackToDirectMessage(t *testing.T) {
	for _, c := range []string{"not_in_channel", "channel_not_found", "user_not_in_channel", "is_archived"} {
		t.Run(c, func(t *testing.T) {
			story(t, func(w *world) {
				w.slack.next("chat.postEphemeral", slackError(c))
				w.event("E1", mention("U1", "C1", "hello"))
				m := w.once("chat.postMessage")
				if m.str("channel") != "DU1" || m.text() != "did message" || m.args["thread_ts"] != nil {
					w.Errorf("%+v", m)
				}
			})
		})
	}
}

func TestResponseAddressThatExpired(t *testing.T) {
	story(t, func(w *world) {
		w.slack.next("hook", status(404))
		w.interaction("block_actions", object{"actions": []object{{"action_id": "a"}}})
		if got := w.once("chat.postEphemeral").text(); got != "did action" {
			w.Errorf("got %q", got)
		}
	})
}

func TestDeliveryThatFailsIsFiniteAndLogged(t *testing.T) {
	story(t, func(w *world) {
		w.answer = func(context.Context, bot.Event) (bot.Reply, error) { return says("private words"), nil }
		for range 1000 {
			w.slack.next("hook", status(500))
			w.slack.next("chat.postEphemeral", status(500))
			w.slack.next("conversations.open", status(500))
		}
		w.interaction("block_actions", object{"actions": []object{{"action_id": "a"}}})
		time.Sleep(10 * time.Minute)
		if n := len(w.slack.to("hook")) + len(w.slack.to("chat.postEphemeral")) + len(w.slack.to("conversations.open")); n != 3*maxTries {
			w.Errorf("%d tries", n)
		}
		if n := strings.Count(w.log.String(), "reply not delivered"); n != 1 {
			w.Errorf("%d log lines:\n%s", n, w.log)
		}
	})
}

func TestRefusedBlocksBecomePlainText(t *testing.T) {
	story(t, func(w *world) {
		w.slack.next("chat.postEphemeral", slackError("invalid_blocks"))
		w.event("E1", reaction("reaction_added", "U1", "ghost", "C1"))
		calls := w.slack.to("chat.postEphemeral")
		if len(calls) != 2 || calls[1].args["blocks"] != nil || calls[1].str("text") != "did reaction_added" {
			w.Errorf("%+v", calls)
		}
	})
}

func TestSend(t *testing.T) {
	story(t, func(w *world) {
		ctx := context.Background()
		if err := w.adapter.Send(ctx, bot.Target{Platform: "slack", Workspace: "T1", Channel: "C1"}, says("an alert")); err != nil {
			w.Error(err)
		}
		if c := w.once("chat.postMessage"); c.str("channel") != "C1" || c.text() != "an alert" {
			w.Errorf("%+v", c)
		}
		if err := w.adapter.Send(ctx, bot.Target{Workspace: "T1", User: "U1"}, says("for you")); err != nil {
			w.Error(err)
		}
		if c := w.slack.to("chat.postMessage")[1]; c.str("channel") != "DU1" || c.text() != "for you" {
			w.Errorf("%+v", c)
		}
		for _, outside := range []string{"CEXT", "CUNKNOWN"} {
			if err := w.adapter.Send(ctx, bot.Target{Workspace: "T1", Channel: outside}, says("private words")); !errors.Is(err, bot.ErrExposed) {
				w.Errorf("%s: %v", outside, err)
			}
		}
		if err := w.adapter.Send(ctx, bot.Target{Workspace: "T1"}, says("x")); err == nil {
			w.Error("sent to nobody")
		}
		w.slack.next("chat.postMessage", slackError("is_archived"))
		if err := w.adapter.Send(ctx, bot.Target{Workspace: "T1", Channel: "C1"}, says("x")); err == nil || code(err) != "is_archived" {
			w.Errorf("got %v", err)
		}
		if n := len(w.slack.to("conversations.open")); n != 1 {
			w.Errorf("opened the conversation %d times", n)
		}
	})
}

// Somebody whom nothing can be sent to is told apart from a failure that may pass.
func TestSendToSomebodyWhoIsGone(t *testing.T) {
	story(t, func(w *world) {
		to := bot.Target{Workspace: "T1", User: "U1"}
		gone := func(method, code string, want bool) {
			t.Helper()
			w.slack.next(method, slackError(code))
			if err := w.adapter.Send(context.Background(), to, says("x")); err == nil || errors.Is(err, bot.ErrNotThere) != want {
				w.Errorf("%s refused with %s: %v", method, code, err)
			}
		}
		gone("conversations.open", "user_disabled", true)
		gone("conversations.open", "user_not_found", true)
		gone("conversations.open", "invalid_auth", false)
		gone("chat.postMessage", "messages_tab_disabled", true)
		gone("chat.postMessage", "invalid_auth", false)
	})
}

func TestReach(t *testing.T) {
	for name, tc := range map[string]struct {
		to   bot.Target
		fail func(http.ResponseWriter, *http.Request)
		want error // what it is; nil for none, errSome for one that may pass
	}{
		"the bot is in it":          {to: bot.Target{Channel: "C1"}},
		"a person":                  {to: bot.Target{User: "U1"}},
		"the bot is not in it":      {to: bot.Target{Channel: "COUT"}, want: bot.ErrNotMember},
		"outsiders read it":         {to: bot.Target{Channel: "CEXT"}, want: bot.ErrExposed},
		"outsiders are invited":     {to: bot.Target{Channel: "CPEN"}, want: bot.ErrExposed},
		"archived":                  {to: bot.Target{Channel: "COLD"}, want: bot.ErrNotThere},
		"no such channel":           {to: bot.Target{Channel: "CNONE"}, want: bot.ErrNotThere},
		"the bot's own to somebody": {to: bot.Target{Channel: "DU1"}},
		"a group's conversation":    {to: bot.Target{Channel: "G1"}, fail: slackError("missing_scope"), want: bot.ErrNotThere},
		"nothing":                   {want: errSome},
		"no token":                  {to: bot.Target{Channel: "C1"}, fail: slackError("invalid_auth"), want: errSome},
		"Slack is busy":             {to: bot.Target{Channel: "C1"}, fail: status(429, "Retry-After", "30"), want: errSome},
		"Slack hangs":               {to: bot.Target{Channel: "C1"}, fail: func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, want: errSome},
	} {
		t.Run(name, func(t *testing.T) {
			story(t, func(w *world) {
				w.slack.channels["COUT"] = object{"id": "COUT", "name": "elsewhere"}
				w.slack.channels["COLD"] = object{"id": "COLD", "name": "old", "is_archived": true}
				w.slack.channels["DU1"] = object{"id": "DU1", "is_im": true}
				if tc.fail != nil {
					w.slack.next("conversations.info", tc.fail)
				}
				tc.to.Workspace = "T1"
				start := time.Now()
				var reacher bot.Reacher = w.adapter
				err := reacher.Reach(context.Background(), tc.to)
				switch {
				case errors.Is(tc.want, errSome):
					if err == nil || errors.Is(err, bot.ErrNotThere) {
						w.Errorf("got %v, want one that may pass", err)
					}
				case !errors.Is(err, tc.want):
					w.Errorf("got %v, want %v", err, tc.want)
				case err != nil && !errors.Is(err, bot.ErrNotThere):
					w.Errorf("%v is no ErrNotThere", err)
				}
				if took := time.Since(start); took > lookupTime {
					w.Errorf("took %v", took)
				}
				if len(w.slack.to("chat.postMessage"))+len(w.slack.to("conversations.open")) > 0 {
					w.Errorf("did something: %v", w.slack.all())
				}
			})
		})
	}
}

var errSome = errors.New("some error")

// A channel that was shared a moment ago is not taken for what it was.
func TestReachAsksNow(t *testing.T) {
	story(t, func(w *world) {
		ctx, to := context.Background(), bot.Target{Workspace: "T1", Channel: "C1"}
		for _, shared := range []bool{false, true, false} {
			w.slack.channels["C1"]["is_ext_shared"] = shared
			if err := w.adapter.Reach(ctx, to); errors.Is(err, bot.ErrExposed) != shared {
				w.Errorf("shared %v: %v", shared, err)
			}
			if err := w.adapter.Send(ctx, to, says("private words")); errors.Is(err, bot.ErrExposed) != shared {
				w.Errorf("shared %v: sent with %v", shared, err)
			}
		}
	})
}

// Whatever breaks, neither a log line nor an error may hold a token, an address
// with a secret in it, or what somebody wrote.
func TestErrorsAreDiscreet(t *testing.T) {
	story(t, func(w *world) {
		w.adapter.cfg.HTTPClient = &http.Client{Transport: failing{}}
		w.command("/flag", "private words")
		w.event("E1", mention("U1", "C1", "private words"))
		w.interaction("block_actions", object{"actions": []object{{"action_id": "a", "value": "private words"}}})
		err := w.adapter.Send(context.Background(), bot.Target{Workspace: "T1", User: "U1"}, says("private words"))
		if err == nil || strings.Contains(err.Error(), "very-secret") || strings.Contains(err.Error(), "private words") {
			w.Errorf("got %v", err)
		}
		time.Sleep(10 * time.Minute)
		synctest.Wait()
		if !strings.Contains(w.log.String(), "reply not delivered") {
			w.Errorf("nothing was logged:\n%s", w.log)
		}
	})
}

type failing struct{}

func (failing) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, errors.New("connection refused")
}
