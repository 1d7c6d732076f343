package terminal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"amicable/bot"
	"amicable/bot/bottest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// talk runs a session over the typed lines and returns what was shown and which events came.
func talk(t *testing.T, typed string, answer func(bot.Event) (bot.Reply, error), with ...func(*Session)) (string, []bot.Event) {
	t.Helper()
	var (
		out    strings.Builder
		events []bot.Event
		ids    int
	)
	now := time.Date(2026, 10, 3, 9, 0, 0, 0, time.UTC)
	s := &Session{
		In: strings.NewReader(typed), Out: &out,
		Handler: bot.HandlerFunc(func(_ context.Context, e bot.Event) (bot.Reply, error) {
			events = append(events, e)
			return answer(e)
		}),
		Now:   func() time.Time { return now },
		NewID: func() string { ids++; return fmt.Sprintf("e%d", ids) },
		Wait:  func(d time.Duration) { now = now.Add(d) },
	}
	for _, change := range with {
		change(s)
	}
	if err := s.Run(t.Context()); err != nil {
		t.Fatalf("the session ended with %v", err)
	}
	return out.String(), events
}

// quiet answers nothing.
func quiet(bot.Event) (bot.Reply, error) { return bot.Reply{}, nil }

func TestLinesBecomeEvents(t *testing.T) {
	_, events := talk(t, strings.Join([]string{
		"/flag acme late-payment", "how is Acme doing?",
		":as Ben", ":in #acme exposed", "/Assess",
		":say the invoice again", ":wait 2 days", ":react 💸", ":unreact 💸", ":as you", ":shortcut", ":home", ":again",
	}, "\n"), quiet)
	type brief struct {
		ID, Kind, Who, Where, What string
		At                         int
	}
	var got []brief
	for _, e := range events {
		b := brief{ID: e.ID, Kind: string(e.Kind), Who: e.Actor.ID, Where: e.Channel.ID, At: e.At.Day()}
		b.What = strings.TrimSpace(e.Command + " " + e.Text + e.Emoji)
		if e.Channel.Exposed {
			b.Where += "!"
		}
		if e.Message != nil {
			b.What += e.Message.Ref(e.Channel.ID) + " " + e.Message.Text + " " + e.Message.Author
		}
		got = append(got, b)
	}
	message := "acme/1791018000.000001 the invoice again ben"
	want := []brief{
		{"e1", "command", "you", "direct-you", "flag acme late-payment", 3},
		{"e2", "message", "you", "direct-you", "how is Acme doing?", 3},
		{"e3", "command", "ben", "acme!", "assess", 3},
		{"e4", "reaction_added", "ben", "acme!", "💸" + message, 5},
		{"e5", "reaction_removed", "ben", "acme!", "💸" + message, 5},
		{"e6", "shortcut", "you", "acme!", message, 5},
		{"e7", "home", "you", "acme!", "", 5},
		{"e7", "home", "you", "acme!", "", 5},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
}

func TestNumbersPressButtonsAndMenus(t *testing.T) {
	out, events := talk(t, "/assess\n1\n2\nno\n2\nyes\n3b\n9\n[3z]\n", func(bot.Event) (bot.Reply, error) {
		return bot.Reply{Blocks: []bot.Block{bot.Actions{
			Buttons: []bot.Button{{Label: "Draft", Action: "draft", Value: "c1"}, {Label: "Erase", Action: "erase", Confirm: "Really?"}},
			Menus:   []bot.Menu{{Label: "Sign", Action: "sign", Options: []bot.Option{{Label: "a", Value: "A"}, {Label: "b", Value: "B"}}}},
		}}}, nil
	})
	var got []string
	for _, e := range events[1:] {
		got = append(got, e.Action+"="+e.Value)
	}
	if diff := cmp.Diff([]string{"draft=c1", "erase=", "sign=B"}, got); diff != "" {
		t.Errorf("presses (-want +got):\n%s", diff)
	}
	for _, want := range []string{"Really? (yes/no) no\nNothing was done.", "There is no button [9] to press.", "There is no button [3z] to press."} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is missing in:\n%s", want, out)
		}
	}
}

// An alert that arrives in between does not change what the numbers mean.
func TestAnAlertLeavesTheNumbersAlone(t *testing.T) {
	var session *Session
	reply := func(label string) bot.Reply {
		return bot.Reply{Blocks: []bot.Block{bot.Actions{Buttons: []bot.Button{{Label: label, Action: label}}}}}
	}
	out, events := talk(t, "/assess\n1\n/assess\n2\n", func(e bot.Event) (bot.Reply, error) {
		if e.Kind == bot.KindCommand {
			return reply("answer"), nil
		}
		return bot.Reply{}, nil
	}, func(s *Session) {
		session = s
		s.Settle = func(ctx context.Context) {
			if err := session.Send(ctx, bot.Target{Channel: "#alerts"}, reply("alert")); err != nil {
				t.Error(err)
			}
		}
	})
	var got []string
	for _, e := range events {
		got = append(got, e.Action)
	}
	if diff := cmp.Diff([]string{"", "answer", "", "alert"}, got); diff != "" {
		t.Errorf("presses (-want +got):\n%s\n%s", diff, out)
	}
	if !strings.Contains(out, "(in #alerts)\n[2] alert\n") {
		t.Errorf("the alert is not numbered on:\n%s", out)
	}
}

// offers completes "gl" to two clients.
type offers struct{}

func (offers) Suggest(_ context.Context, _ bot.Event, field, typed string) ([]bot.Option, error) {
	if field == "client" && slices.Contains([]string{"g", "gl", "glo"}, typed) {
		return []bot.Option{{Label: "Globex", Value: "c7"}, {Label: "Globe Ltd", Value: "c8"}}, nil
	}
	return nil, errors.New("no completion today")
}

func TestFormsAreAskedFieldByField(t *testing.T) {
	form := bot.Form{
		ID: "flag", State: "st", Title: "Flag a client", Intro: bot.P("What happened?"),
		Fields: []bot.Field{
			{ID: "client", Label: "Client", Kind: bot.Search},
			{ID: "sign", Label: "Sign", Kind: bot.Choice, Options: []bot.Option{{Label: "late payment", Value: "late-payment"}, {Label: "tension", Value: "tension"}}},
			{ID: "on", Label: "When", Kind: bot.Date, Value: "2026-10-03"},
			{ID: "note", Label: "Note", Kind: bot.LongText, Optional: true, MaxRunes: 10},
		},
	}
	refusals := 0
	out, events := talk(t, strings.Join([]string{
		"/flag", "gl", "2", "9", "late payment", "", "far too long a note", "short", "2026-10-01", "/x", "cancel",
	}, "\n"), func(e bot.Event) (bot.Reply, error) {
		switch {
		case e.Kind == bot.KindCommand:
			return bot.Reply{Blocks: []bot.Block{form}}, nil
		case refusals == 0:
			refusals++
			return bot.Reply{FieldErrors: map[string]string{"on": "is in the future"}}, nil
		default:
			return bot.Reply{Blocks: []bot.Block{bot.Text{Line: bot.P("Flagged.")}}}, nil
		}
	}, func(s *Session) { s.Suggester = offers{} })
	submitted := events[2]
	want := map[string]string{"client": "c8", "sign": "late-payment", "on": "2026-10-01", "note": "short"}
	if diff := cmp.Diff(want, submitted.Fields); diff != "" || submitted.Action != "flag" || submitted.Value != "st" {
		t.Errorf("submitted %q %q (-want +got):\n%s", submitted.Action, submitted.Value, diff)
	}
	bottest.Golden(t, "form.golden", out, *update)
}

func TestALeftFormSendsNothing(t *testing.T) {
	for _, typed := range []string{"/flag\ncancel\n", "/flag\n", "/flag\n\n\ncancel\n"} {
		_, events := talk(t, typed, func(bot.Event) (bot.Reply, error) {
			return bot.Reply{Blocks: []bot.Block{bot.Form{ID: "f", Fields: []bot.Field{{ID: "a", Label: "A"}}}}}, nil
		})
		if len(events) != 1 {
			t.Errorf("%q: %d events, want the command alone", typed, len(events))
		}
	}
}

func TestAFailureIsAnApologyAndTheConversationGoesOn(t *testing.T) {
	out, events := talk(t, "/a\n/b\n", func(bot.Event) (bot.Reply, error) {
		return bot.Reply{}, errors.New("secret detail")
	})
	if len(events) != 2 || strings.Contains(out, "secret detail") || !strings.Contains(out, "Something went wrong on our side.") {
		t.Errorf("%d events, and:\n%s", len(events), out)
	}
}

func TestEndsByQuitOrWhenCancelled(t *testing.T) {
	if _, events := talk(t, ":quit\n/flag\n", quiet); len(events) != 0 {
		t.Error("a line after :quit was taken")
	}
	ctx, cancel := context.WithCancel(t.Context())
	in, typing := io.Pipe()
	t.Cleanup(func() { _ = typing.Close() })
	s := &Session{
		In: in, Out: io.Discard, Handler: bot.HandlerFunc(func(context.Context, bot.Event) (bot.Reply, error) {
			return bot.Reply{}, nil
		}),
		Now: time.Now, NewID: func() string { return "e" },
	}
	cancel()
	if err := s.Run(ctx); err != nil {
		t.Errorf("a cancelled session ended with %v", err)
	}
}

func TestWhatCanBeWaited(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"7 days": 7 * 24 * time.Hour, "1 week": 7 * 24 * time.Hour, "90m": 90 * time.Minute, "3 Hours": 3 * time.Hour,
		"": 0, "days": 0, "-1 days": 0, "7 moons": 0, "-5m": 0, "9999999999h": 0, "5000 years": 0,
	} {
		if got, ok := duration(text); ok != (want > 0) || (ok && got != want) {
			t.Errorf("duration(%q) = %v, %v, want %v", text, got, ok, want)
		}
	}
}

func TestABetterVersionFollows(t *testing.T) {
	out, _ := talk(t, "/draft acme\n/help", func(e bot.Event) (bot.Reply, error) {
		r := bot.Reply{Blocks: []bot.Block{bot.Text{Line: bot.P("answer to " + e.Command)}}}
		if e.Command == "draft" {
			r.Later = func(context.Context) (bot.Reply, error) {
				return bot.Reply{Blocks: []bot.Block{bot.Text{Line: bot.P("better words")}}}, nil
			}
		}
		return r, nil
	})
	first, better, next := strings.Index(out, "answer to draft"), strings.Index(out, "better words"), strings.Index(out, "answer to help")
	if first < 0 || better < first || next < better {
		t.Errorf("the conversation was\n%s", out)
	}
}
