package gateway_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"amicable/bot/discord/gateway"
)

// The lease store is away: the shard stays connected and hands events on, for
// people are to hear that nothing can be recorded. When it is back all goes on.
func TestLeasesOutOfReach(t *testing.T) {
	play(t, func(w *world) {
		p := w.connect("one")
		pass(time.Minute)
		for _, away := range []time.Duration{9 * time.Second, 25 * time.Second, time.Hour} {
			p.cut.leases.Store(true)
			pass(away)
			w.say(0, 1, fmt.Sprint("after-", away))
			pass(0)
			if !strings.HasSuffix(p.messages(), fmt.Sprint("after-", away)) || p.gw.Ready() != nil {
				t.Errorf("away for %v, heard %q, ready: %v", away, p.messages(), p.gw.Ready())
			}
			p.cut.leases.Store(false)
			pass(20 * time.Second)
		}
		equal(t, "connections", w.fake.Seen().Connections, 1)
		equal(t, "sessions", len(w.fake.Seen().Identifies), 1)
		equal(t, "complaints", strings.Count(w.log.String(), "lease not renewed"), 3)
		equal(t, "reliefs", strings.Count(w.log.String(), "lease renewed again"), 3)
		p.ends()
	})
}

// Two that cannot both reach the lease store do not both work on an event.
func TestAnotherTakesAShardInDoubt(t *testing.T) {
	play(t, func(w *world) {
		one, two := w.start("one"), w.start("two")
		w.until("a session", time.Minute, func() bool { return w.fake.Connected(0) && one.gw.Holds()+two.gw.Holds() == 1 })
		if two.gw.Holds() == 1 {
			one, two = two, one
		}
		pass(time.Minute)
		one.cut.leases.Store(true)
		w.until("taken over", 30*time.Second, func() bool { return two.gw.Holds() == 1 && len(w.fake.Seen().Resumes) == 1 })
		pass(5 * time.Minute)
		w.say(0, 1, "meanwhile")
		pass(0)
		equal(t, "heard by the one in doubt", one.messages(), "")
		equal(t, "heard by the other", two.messages(), "meanwhile")
		equal(t, "resumed", len(w.fake.Seen().Resumes), 1) // not taken from each other again and again
		one.cut.leases.Store(false)
		pass(time.Minute)
		equal(t, "held by the one that was away", one.gw.Holds(), 0)
		equal(t, "resumed", len(w.fake.Seen().Resumes), 1)
		one.ends()
		two.ends()
	})
}

// In doubt each event asks for the lease: when another process took it, the event is that one's.
func TestInDoubtAnEventAsksForTheLease(t *testing.T) {
	play(t, func(w *world) {
		p := w.connect("one")
		pass(time.Minute)
		p.cut.leases.Store(true)
		pass(20*time.Second + time.Millisecond) // beside the times at which it is renewed
		l := w.store.Leases()
		if _, ok, err := l.Take(w.t.Context(), "discord:4711:shard:0/1", "thief", time.Hour); err != nil || !ok {
			t.Fatal(ok, err)
		}
		w.say(0, 1, "unasked")
		pass(0)
		p.cut.leases.Store(false)
		w.say(0, 1, "the-thief's")
		pass(0)
		equal(t, "heard", p.messages(), "unasked")
		equal(t, "connected", w.fake.Connected(0), false)
		p.ends()
	})
}

// A process that was alone takes its session up once while the lease is in
// doubt, and again only when the lease is renewed.
func TestAConnectionThatBreaksInDoubt(t *testing.T) {
	play(t, func(w *world) {
		p := w.connect("one")
		pass(time.Minute)
		p.cut.leases.Store(true)
		pass(time.Minute)
		w.fake.AskToReconnect(0)
		w.until("resumed", time.Minute, func() bool { return len(w.fake.Seen().Resumes) == 1 && w.fake.Connected(0) })
		w.fake.AskToReconnect(0)
		pass(10 * time.Minute)
		equal(t, "connected", w.fake.Connected(0), false)
		p.cut.leases.Store(false)
		w.until("resumed", time.Minute, func() bool { return len(w.fake.Seen().Resumes) == 2 && w.fake.Connected(0) })
		equal(t, "sessions", len(w.fake.Seen().Identifies), 1)
		p.ends()
	})
}

func TestAStolenLeaseStopsTheShardAtOnce(t *testing.T) {
	play(t, func(w *world) {
		release := make(chan struct{})
		p := w.connect("one", func(c *gateway.Config) {
			c.Workers = 1
			c.Handle = func(_ context.Context, d gateway.Dispatch) {
				if d.Type == "MESSAGE_CREATE" {
					<-release
				}
			}
		})
		w.say(0, 1, "begun")
		w.say(0, 1, "queued")
		pass(time.Minute)
		l := w.store.Leases()
		state, ok, err := l.Take(w.t.Context(), "discord:4711:shard:0/1", "one", time.Minute)
		if err != nil || !ok || !strings.Contains(string(state), `"seq":1}`) {
			t.Fatalf("%s %v %v: only READY is handled", state, ok, err)
		}
		if err := errors.Join(l.Release(w.t.Context(), "discord:4711:shard:0/1", "one", state)); err != nil {
			t.Fatal(err)
		}
		if _, ok, err := l.Take(w.t.Context(), "discord:4711:shard:0/1", "thief", time.Hour); err != nil || !ok {
			t.Fatal(ok, err)
		}
		pass(5 * time.Second)
		equal(t, "connected", w.fake.Connected(0), false)
		close(release)
		pass(time.Minute)
		equal(t, "heard", p.messages(), "begun") // the rest is the thief's
		p.ends()
		left, _, err := l.Take(w.t.Context(), "discord:4711:shard:0/1", "thief", time.Hour)
		if err != nil || string(left) != string(state) {
			t.Errorf("the state became %s, %v", left, err)
		}
	})
}

// Shards go to another process although a handler of the one that lost them hangs.
func TestALostShardIsNotRenewed(t *testing.T) {
	play(t, func(w *world) {
		hang := make(chan struct{})
		one := w.connect("one", func(c *gateway.Config) {
			c.Handle = func(_ context.Context, d gateway.Dispatch) {
				if d.Type == "MESSAGE_CREATE" {
					<-hang
				}
			}
		})
		w.say(0, 1, "stuck")
		pass(time.Minute)
		one.cut.leases.Store(true)
		pass(17 * time.Second)
		two := w.start("two")
		w.until("taken over", 30*time.Second, func() bool { return two.messages() == "stuck" })
		one.cut.leases.Store(false)
		pass(10 * time.Second)
		equal(t, "resumed", len(w.fake.Seen().Resumes), 3) // the first, which thought itself alone, took it back once
		equal(t, "held by the second", two.gw.Holds(), 1)
		equal(t, "connected", w.fake.Connected(0), true)
		close(hang)
		one.ends()
		two.ends()
	})
}
