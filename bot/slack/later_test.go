package slack

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"amicable/bot"
)

// improves makes the bot answer everything at once, and better ten seconds later.
func (w *world) improves(later func(context.Context) (bot.Reply, error)) {
	w.answer = func(context.Context, bot.Event) (bot.Reply, error) {
		r := says("the first words")
		r.Later = later
		return r, nil
	}
}

func better(ctx context.Context) (bot.Reply, error) {
	select {
	case <-time.After(10 * time.Second):
		return says("the better words"), nil
	case <-ctx.Done():
		return bot.Reply{}, ctx.Err()
	}
}

// The better version takes the place of the first one wherever Slack can change
// it, and follows it to the same person elsewhere.
func TestTheBetterVersionTakesThePlaceOfTheFirst(t *testing.T) {
	pressed := object{"actions": []object{{"action_id": "a"}}}
	for name, tc := range map[string]struct {
		does     func(w *world)
		way, who string
		replaces bool
	}{
		"command": {func(w *world) { w.command("/draft", "acme") }, "hook", "", true},
		"button":  {func(w *world) { w.interaction("block_actions", pressed) }, "hook", "", false},
		"mention": {func(w *world) { w.event("E1", mention("U1", "C1", "draft for acme")) }, "chat.postEphemeral", "C1U1", false},
		"direct message": {func(w *world) {
			w.event("E1", object{"type": "message", "channel_type": "im", "user": "U1", "channel": "D7", "text": "draft for acme", "ts": "946684800.000300"})
		}, "chat.update", "D7", true},
	} {
		t.Run(name, func(t *testing.T) {
			story(t, func(w *world) {
				w.improves(better)
				tc.does(w)
				settled()
				calls := w.slack.to(tc.way)
				if len(calls) == 0 {
					w.Fatalf("nothing came later: %v\n%s", w.slack.all(), w.log)
				}
				last := calls[len(calls)-1]
				if last.text() != "the better words" || last.str("channel")+last.str("user") != tc.who {
					w.Errorf("later came %+v", last)
				}
				if tc.way == "hook" && (last.args["replace_original"] == true) != tc.replaces {
					w.Errorf("replaces: %v", last.args["replace_original"])
				}
				if tc.way == "chat.update" && last.str("ts") == "" {
					w.Error("the change names no message")
				}
			})
		})
	}
}

func TestWithoutABetterVersionTheFirstStands(t *testing.T) {
	for name, later := range map[string]func(context.Context) (bot.Reply, error){
		"empty":  func(context.Context) (bot.Reply, error) { return bot.Reply{}, nil },
		"error":  func(context.Context) (bot.Reply, error) { return bot.Reply{}, errors.New("no words") },
		"panics": func(context.Context) (bot.Reply, error) { panic("no words") },
		"never":  func(ctx context.Context) (bot.Reply, error) { <-ctx.Done(); return bot.Reply{}, ctx.Err() },
	} {
		t.Run(name, func(t *testing.T) {
			story(t, func(w *world) {
				w.improves(later)
				w.command("/draft", "acme")
				settled()
				if n := len(w.slack.to("hook")); n != 0 {
					w.Errorf("%d messages came later", n)
				}
				if name != "empty" && !strings.Contains(w.log.String(), "keeps its first version") {
					w.Errorf("the log says nothing:\n%s", w.log)
				}
			})
		})
	}
}

// Better words are worth no waiting when the bot is ending.
func TestDrainDoesNotWaitForBetterWords(t *testing.T) {
	story(t, func(w *world) {
		w.improves(better)
		w.command("/draft", "acme")
		start := time.Now()
		if err := w.adapter.Drain(context.Background()); err != nil {
			w.Error(err)
		}
		if d := time.Since(start); d > time.Second {
			w.Errorf("waited %v", d)
		}
	})
}
