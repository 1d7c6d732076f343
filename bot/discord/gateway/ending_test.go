package gateway_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"amicable/bot/discord/gateway"
)

// A process that dies as soon as it has a session leaves it to others, and one
// that leaves does not keep them waiting.
func TestSessionsAreLeftEarlyAndLate(t *testing.T) {
	play(t, func(w *world) {
		one := w.start("one", four)
		w.until("all shards", time.Minute, w.allUp(4))
		pass(time.Second / 2)
		one.dies()
		two := w.start("two", four)
		w.until("all shards", 30*time.Second, w.allUp(4))
		three := w.start("three", four)
		w.until("a share", 30*time.Second, func() bool { return three.gw.Holds() == 2 && w.allUp(4)() })
		two.ends()
		w.until("all shards", 8*time.Second, w.allUp(4))
		equal(t, "sessions", len(w.fake.Seen().Identifies), 4)
		one.ends()
		three.ends()
	})
}

// What a process had taken in but not handled when it died comes again.
func TestNothingQueuedIsLostInACrash(t *testing.T) {
	play(t, func(w *world) {
		hang := make(chan struct{})
		one := w.connect("one", func(c *gateway.Config) {
			c.Handle = func(_ context.Context, d gateway.Dispatch) {
				if d.Type == "MESSAGE_CREATE" && content(d) == "slow" {
					<-hang
				}
			}
		})
		for i, text := range []string{"first", "slow", "quick"} {
			w.say(0, 1+i, text)
			pass(0)
		}
		w.say(0, 2, "behind")
		pass(2 * time.Minute) // heartbeats and renewals
		equal(t, "heard", one.messages(), "first slow quick")
		for _, b := range w.fake.Seen().Heartbeats {
			if b.Seq > 2 {
				t.Errorf("a heartbeat says %d", b.Seq)
			}
		}
		one.dies()
		two := w.start("two")
		w.until("a session", 30*time.Second, w.connected(0))
		pass(0)
		words := strings.Fields(two.messages())
		slices.Sort(words)
		equal(t, "heard by the second", strings.Join(words, " "), "behind quick slow")
		close(hang)
		one.ends()
		two.ends()
	})
}

// A shutdown finishes what was taken in, and hands over only then.
func TestAShutdownFinishesWhatIsQueued(t *testing.T) {
	play(t, func(w *world) {
		one := w.connect("one", func(c *gateway.Config) {
			c.Handle = func(context.Context, gateway.Dispatch) { time.Sleep(2 * time.Second) }
		})
		for i := range 4 {
			w.say(0, 1, i)
		}
		pass(0)
		two := w.start("two")
		one.ends()
		equal(t, "finished", one.messages(), "0 1 2 3")
		w.until("a session", 10*time.Second, w.connected(0))
		pass(0)
		equal(t, "heard by the second", two.messages(), "")
		two.ends()
	})
	play(t, func(w *world) { // a handler that takes for ever has its ctx ended
		p := w.connect("one", func(c *gateway.Config) {
			c.Handle = func(ctx context.Context, _ gateway.Dispatch) { <-ctx.Done() }
		})
		begun := time.Now()
		p.ends()
		equal(t, "ended after", time.Since(begun), 10*time.Second)
	})
}
