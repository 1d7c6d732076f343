package gateway_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"amicable/bot/discord/gateway"
)

// What somebody waits for is handled at once, whatever holds the workers, and
// leaving waits for it like for all that is under way.
func TestAsideWaitsForNoWorker(t *testing.T) {
	play(t, func(w *world) {
		release := make(chan struct{})
		aside := func(d gateway.Dispatch) bool { return d.Type == "INTERACTION_CREATE" }
		p := w.connect("one", func(c *gateway.Config) {
			c.Workers, c.Aside = 2, aside
			c.Handle = func(_ context.Context, d gateway.Dispatch) {
				switch {
				case aside(d):
					time.Sleep(3 * time.Second)
				case d.Type == "MESSAGE_CREATE":
					<-release
				}
			}
		})
		for i := range 5 {
			w.say(0, i, i)
		}
		for range 3 {
			w.fake.Dispatch(0, "INTERACTION_CREATE", map[string]any{"channel_id": "1"})
		}
		pass(0)
		equal(t, "messages under way", len(strings.Fields(p.messages())), 2)
		equal(t, "interactions under way", p.count("INTERACTION_CREATE"), 3)
		close(release)
		begun := time.Now()
		p.ends()
		if took := time.Since(begun); took < 3*time.Second {
			t.Errorf("it ended after %v, in the middle of what it did", took)
		}
		two := w.connect("two", func(c *gateway.Config) { c.Aside = aside })
		pass(time.Minute)
		equal(t, "handled again", two.count("INTERACTION_CREATE"), 0)
		equal(t, "messages in all", len(strings.Fields(p.messages()+" "+two.messages())), 5)
		two.ends()
	})
}

// What is kept holds up neither its channel nor a shutdown. It counts as handled
// when that is said; else it is the next holder's, and this one's no more.
func TestKept(t *testing.T) {
	play(t, func(w *world) {
		kept := map[string]gateway.Kept{}
		p := w.connect("one", func(c *gateway.Config) {
			c.Workers = 1
			c.Handle = func(_ context.Context, d gateway.Dispatch) {
				if d.Type == "MESSAGE_CREATE" && strings.HasPrefix(content(d), "later") {
					kept[content(d)] = d.Keep()
				}
			}
		})
		before := w.say(0, 1, "first")
		w.say(0, 1, "later1")
		w.say(0, 1, "later2")
		w.say(0, 1, "last")
		pass(time.Minute)
		equal(t, "heard", p.messages(), "first later1 later2 last")
		beats := w.fake.Seen().Heartbeats
		equal(t, "what a heartbeat says", beats[len(beats)-1].Seq, before)
		kept["later1"].Done()
		equal(t, "the one that is kept is ours", kept["later2"].Ours(t.Context()), true)
		begun := time.Now()
		p.ends()
		if took := time.Since(begun); took > 5*time.Second {
			t.Errorf("leaving took %v", took)
		}
		equal(t, "after leaving it is ours", kept["later2"].Ours(t.Context()), false)
		two := w.connect("two")
		pass(time.Minute)
		equal(t, "heard by the next one", two.messages(), "later2 last")
		two.ends()
	})
}

// Outside of a gateway an event can be kept as well.
func TestKeptOfNoGateway(t *testing.T) {
	k := gateway.Dispatch{Type: "MESSAGE_CREATE"}.Keep()
	equal(t, "it is ours", k.Ours(t.Context()), true)
	k.Done()
}
