package slack

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"amicable/bot"
)

func flagForm() bot.Reply {
	return bot.Reply{Blocks: []bot.Block{bot.Form{ID: "flag", State: "a|b", Title: "Flag", Submit: "Flag", Fields: []bot.Field{
		{ID: "client", Label: "Client", Kind: bot.Search, Value: "c1", Shown: "Acme"},
		{ID: "sign", Label: "Sign", Kind: bot.Choice, Options: []bot.Option{{Label: "Late payment", Value: "late-payment"}}},
		{ID: "note", Label: "Note", Kind: bot.LongText},
		{ID: "on", Label: "When", Kind: bot.Date, Value: "2026-11-21"},
	}}}}
}

func TestShortcutFormAndAnswer(t *testing.T) {
	story(t, func(w *world) {
		w.answer = func(_ context.Context, e bot.Event) (bot.Reply, error) {
			if e.Kind == bot.KindShortcut {
				return flagForm(), nil
			}
			return says("flagged"), nil
		}
		w.wantStatus(w.interaction("message_action", object{
			"callback_id": FlagShortcut, "message": object{"ts": "946684799.000100", "user": "U2", "text": "we pay &lt;later&gt; <@U1>"},
		}), 200)
		want := &bot.Message{
			ID: "946684799.000100", Author: "U2", Text: "we pay <later> @U1", At: time.Unix(946684799, 100_000).UTC(),
			Link: "https://acme.slack.com/archives/C1/p946684799000100",
		}
		if d := cmp.Diff(want, w.only().Message); d != "" {
			w.Error(d)
		}
		view := w.once("views.open").args["view"].(object)

		rec := w.submit(view["private_metadata"].(string), object{
			"client": object{"client": object{"type": "external_select", "selected_option": object{"value": "c1"}}},
			"sign":   object{"sign": object{"type": "static_select", "selected_option": object{"value": "late-payment"}}},
			"note":   object{"note": object{"type": "plain_text_input", "value": " private words "}},
			"on":     object{"on": object{"type": "datepicker", "selected_date": "2026-11-20"}},
		})
		if rec != "" {
			w.Errorf("answered %s", rec)
		}
		e := w.seen()[1]
		fields := map[string]string{"client": "c1", "sign": "late-payment", "note": " private words ", "on": "2026-11-20"}
		if e.Kind != bot.KindForm || e.Action != "flag" || e.Value != "a|b" || e.Channel.ID != "C1" || !cmp.Equal(fields, e.Fields) {
			w.Errorf("%+v", e)
		}
		if c := w.once("hook"); c.text() != "flagged" {
			w.Errorf("%+v", c)
		}
	})
}

// submit sends a dialog off and returns the answer's body.
func (w *world) submit(metadata string, values object) string {
	w.Helper()
	return w.submitView(object{"private_metadata": metadata, "state": object{"values": values}})
}

// submitView is submit with all of the view.
func (w *world) submitView(view object) string {
	w.Helper()
	view["type"], view["callback_id"] = "modal", "flag"
	rec := w.interaction("view_submission", object{"channel": nil, "response_url": nil, "view": view})
	w.wantStatus(rec, 200)
	return rec.Body.String()
}

var typedNote = object{"note": object{"note": object{"type": "plain_text_input", "value": "x"}}, "client": object{"client": object{}}}

// inOrder are the blocks of the dialog behind typedNote, as Slack sends them back.
var inOrder = []object{
	{"type": "rich_text", "block_id": "x1y2"},
	{"type": "input", "block_id": "note", "element": object{"type": "plain_text_input"}},
	{"type": "input", "block_id": "client", "element": object{"type": "external_select"}},
}

// Whatever goes wrong with a form, it stays open with what was typed.
func TestFormErrors(t *testing.T) {
	for name, tc := range map[string]struct {
		reply  bot.Reply
		err    error
		blocks []object
		want   string
	}{
		"a field's":             {reply: bot.Reply{FieldErrors: map[string]string{"client": "who?"}}, blocks: inOrder, want: `{"client":"who?"}`},
		"of no known field":     {reply: bot.Reply{FieldErrors: map[string]string{"other": "no"}}, blocks: inOrder, want: `{"note":"no"}`},
		"of no field at all":    {reply: bot.Reply{FieldErrors: map[string]string{"": "no"}}, blocks: inOrder, want: `{"note":"no"}`},
		"of several":            {reply: bot.Reply{FieldErrors: map[string]string{"a": "one", "b": "two", "note": "three"}}, blocks: inOrder, want: `{"note":"one two three"}`},
		"a failure":             {err: errors.New("no"), blocks: inOrder, want: `{"note":"FAILED (en-GB)"}`},
		"the order is not told": {err: errors.New("no"), want: `{"client":"FAILED (en-GB)"}`},
	} {
		t.Run(name, func(t *testing.T) {
			story(t, func(w *world) {
				w.answer = func(context.Context, bot.Event) (bot.Reply, error) { return tc.reply, tc.err }
				got := w.submitView(object{"private_metadata": "C1|||" + hook + "|", "state": object{"values": typedNote}, "blocks": tc.blocks})
				if want := `{"response_action":"errors","errors":` + tc.want + `}`; got != want {
					w.Errorf("got %s\nwant %s", got, want)
				}
				if len(w.slack.to("hook")) != 0 {
					w.Error("posted besides")
				}
			})
		})
	}
}

// Slack closes a dialog, or calls the bot dead, when 3 s pass without an answer.
func TestFormIsAnsweredInTime(t *testing.T) {
	for name, tc := range map[string]struct {
		people time.Duration // what it takes to find out who it is
		answer func(ctx context.Context, e bot.Event) (bot.Reply, error)
		want   string
	}{
		"a store that is frozen": {answer: func(ctx context.Context, _ bot.Event) (bot.Reply, error) {
			<-ctx.Done()
			return bot.Reply{FieldErrors: map[string]string{"client": "not saved"}}, nil
		}, want: "not saved"},
		"a handler that gives up": {answer: func(ctx context.Context, _ bot.Event) (bot.Reply, error) {
			<-ctx.Done()
			return bot.Reply{}, ctx.Err()
		}, want: "FAILED"},
		"slow people and a slow store": {people: lookupTime - time.Millisecond, answer: func(ctx context.Context, _ bot.Event) (bot.Reply, error) {
			<-ctx.Done()
			return bot.Reply{}, ctx.Err()
		}, want: "FAILED"},
		"people who cannot be looked up": {people: time.Hour, want: "UNSURE"},
	} {
		t.Run(name, func(t *testing.T) {
			story(t, func(w *world) {
				w.answer = tc.answer
				w.slack.next("users.info", func(rw http.ResponseWriter, r *http.Request) {
					select {
					case <-time.After(tc.people):
						w.slack.usual(rw, call{method: "users.info", args: object{"user": "U1"}})
					case <-r.Context().Done():
					}
				})
				start := time.Now()
				got := w.submitView(object{"private_metadata": "C1||||", "state": object{"values": typedNote}, "blocks": inOrder})
				if took := time.Since(start); took > handlerTime {
					w.Errorf("took %v", took)
				}
				if !strings.HasPrefix(got, `{"response_action":"errors"`) || !strings.Contains(got, tc.want) {
					w.Errorf("%s", got)
				}
			})
		})
	}
}

// A try that failed, or seemed to, is made again from the same dialog: it is
// the same event, so that nothing is recorded twice. Anything else is another.
func TestFormSentAgain(t *testing.T) {
	story(t, func(w *world) {
		view := func(id, note string) object {
			return object{"id": id, "private_metadata": "C1||||", "blocks": inOrder, "state": object{"values": object{
				"note": object{"note": object{"type": "plain_text_input", "value": note}}, "client": object{"client": object{}},
			}}}
		}
		for _, v := range []object{view("V1", "x"), view("V1", "x"), view("V1", "corrected"), view("V2", "x")} {
			w.submitView(v)
		}
		seen := w.seen()
		if seen[0].ID != seen[1].ID {
			w.Error("sent again, it is another event")
		}
		for _, other := range seen[2:] {
			if other.ID == seen[0].ID {
				w.Errorf("%v has the first one's id", other.Fields)
			}
		}
	})
}

func TestFormWithoutFields(t *testing.T) {
	story(t, func(w *world) {
		w.answer = func(context.Context, bot.Event) (bot.Reply, error) { return bot.Reply{}, errors.New("no") }
		if got := w.submit("C1|||"+hook+"|", object{}); got != "" {
			w.Errorf("%s", got)
		}
		if got := w.once("hook").text(); got != "FAILED (en-GB)" {
			w.Errorf("%q", got)
		}
	})
}

func TestFormFollowedByAForm(t *testing.T) {
	story(t, func(w *world) {
		w.answer = func(context.Context, bot.Event) (bot.Reply, error) { return flagForm(), nil }
		got := w.submit("C1|1.2|||", typedNote)
		if !strings.HasPrefix(got, `{"response_action":"update","view":{"type":"modal"`) || !strings.Contains(got, `"private_metadata":"C1|1.2|||a|b"`) {
			w.Errorf("%s", got)
		}
	})
}

func TestWhereAFormIsAnswered(t *testing.T) {
	for name, tc := range map[string]struct{ metadata, method, channel, thread string }{
		"a channel": {"C1||||s", "chat.postEphemeral", "C1", ""},
		"a thread":  {"C1|1.2|||s", "chat.postEphemeral", "C1", "1.2"},
		"private":   {"D7||d||s", "chat.postMessage", "D7", ""},
		"nowhere":   {"||||s", "chat.postMessage", "DU1", ""},
	} {
		t.Run(name, func(t *testing.T) {
			story(t, func(w *world) {
				w.submit(tc.metadata, typedNote)
				c := w.once(tc.method)
				if c.str("channel") != tc.channel || c.str("thread_ts") != tc.thread {
					w.Errorf("%+v", c)
				}
			})
		})
	}
}

func TestFormThatCannotBeOpened(t *testing.T) {
	story(t, func(w *world) {
		w.answer = func(context.Context, bot.Event) (bot.Reply, error) { return flagForm(), nil }
		w.slack.next("views.open", slackError("expired_trigger_id"))
		w.interaction("block_actions", object{"actions": pressed("flag", "")})
		if got := w.once("hook").text(); got != "FORM-FAILED (en-GB)" {
			w.Errorf("button: %q", got)
		}
		w.event("E1", mention("U1", "C1", "<@UBOT> flag")) // nothing to open a dialog from
		if got := w.once("chat.postEphemeral").text(); got != "FORM-FAILED (en-GB)" {
			w.Errorf("mention: %q", got)
		}
	})
}
