package gateway_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"amicable/bot/discord/gateway"
)

func four(c *gateway.Config) { c.Shards = 4 }

// allUp tells whether that many shards are connected.
func (w *world) allUp(n int) func() bool {
	return func() bool {
		for s := range n {
			if !w.fake.Connected(s) {
				return false
			}
		}
		return true
	}
}

func TestProcessesShareTheShardsAndTakeOverFromADeadOne(t *testing.T) {
	play(t, func(w *world) {
		one := w.start("one", four)
		w.until("all shards", time.Minute, w.allUp(4))
		equal(t, "sessions", len(w.fake.Seen().Identifies), 4)

		two := w.start("two", four)
		w.until("shards handed over", time.Minute, func() bool { return two.gw.Holds() == 2 && one.gw.Holds() == 2 && w.allUp(4)() })
		equal(t, "sessions begun anew", len(w.fake.Seen().Identifies), 4)
		for s := range 4 {
			w.say(s, s, fmt.Sprint("both", s))
		}
		pass(0)
		equal(t, "heard by both", len(strings.Fields(one.messages()+" "+two.messages())), 4)

		three := w.start("three", four)
		pass(time.Minute)
		equal(t, "held by the third, when two have two of four", three.gw.Holds(), 0)
		if err := three.gw.Ready(); err != nil {
			t.Error(err)
		}

		one.dies()
		pass(0)
		for s := range 4 {
			w.say(s, s, fmt.Sprint("later", s))
		}
		took := w.until("a dead process' shards taken over", 30*time.Second, w.allUp(4))
		t.Logf("after %v", took)
		pass(0)
		equal(t, "sessions begun anew", len(w.fake.Seen().Identifies), 4)
		heard := two.messages() + " " + three.messages()
		for s := range 4 {
			if n := strings.Count(heard, fmt.Sprint("later", s)); n != 1 {
				t.Errorf("message of shard %d came %d times", s, n)
			}
		}
		equal(t, "overlaps", w.fake.Seen().Overlaps, 0)
		one.stop()
		for _, p := range []*process{two, three} {
			if err := p.ends(); err != nil {
				t.Error(err)
			}
		}
		if err := one.ended(); err != nil {
			t.Error(err)
		}
	})
}

// Processes that come and go, dying or leaving, never hold a session twice, and
// within half a minute all shards are held again, by fair shares.
func TestProcessesComeAndGo(t *testing.T) {
	play(t, func(w *world) {
		var alive, gone []*process
		for i, step := range []string{"+", "+", "+", "die", "+", "leave", "leave", "+", "+", "die", "die", "+"} {
			switch step {
			case "+":
				alive = append(alive, w.start(fmt.Sprint("process", i), four))
			case "die":
				alive[0].dies()
				gone, alive = append(gone, alive[0]), alive[1:]
			case "leave":
				alive[0].stop()
				gone, alive = append(gone, alive[0]), alive[1:]
			}
			pass(30 * time.Second)
			share := (4 + len(alive) - 1) / len(alive)
			for _, p := range alive {
				if p.gw.Holds() > share {
					t.Errorf("step %d: %d held, the share of %d is %d", i, p.gw.Holds(), len(alive), share)
				}
			}
			if !w.allUp(4)() {
				t.Errorf("step %d: not all shards are held", i)
			}
			for s := range 4 {
				w.say(s, s, fmt.Sprintf("step%d-shard%d.", i, s))
			}
			pass(5 * time.Second) // until the leases know that it was handled; else it comes again
		}
		var heard strings.Builder
		for _, p := range append(alive, gone...) {
			p.stop()
			if err := p.ended(); err != nil {
				t.Error(err)
			}
			heard.WriteString(p.messages() + " ")
		}
		for i := range 12 {
			for s := range 4 {
				if n := strings.Count(heard.String(), fmt.Sprintf("step%d-shard%d.", i, s)); n != 1 {
					t.Errorf("step %d, shard %d: heard %d times", i, s, n)
				}
			}
		}
		equal(t, "overlaps", w.fake.Seen().Overlaps, 0)
		equal(t, "sessions", len(w.fake.Seen().Identifies), 4)
	})
}

// The lease store is away: the shard stays connected and hands events on, for
// people are to hear that nothing can be recorded. When it is back all goes on.
func TestLeasesOutOfReach(t *testing.T) {
	play(t, func(w *world) {
		p := w.start("one")
		w.until("a session", time.Minute, w.connected(0))
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
		if err := p.ends(); err != nil {
			t.Error(err)
		}
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
		for _, p := range []*process{one, two} {
			if err := p.ends(); err != nil {
				t.Error(err)
			}
		}
	})
}

// In doubt each event asks for the lease: when another process took it, the event is that one's.
func TestInDoubtAnEventAsksForTheLease(t *testing.T) {
	play(t, func(w *world) {
		p := w.start("one")
		w.until("a session", time.Minute, w.connected(0))
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
		if err := p.ends(); err != nil {
			t.Error(err)
		}
	})
}

// A process that was alone takes its session up once while the lease is in
// doubt, and again only when the lease is renewed.
func TestAConnectionThatBreaksInDoubt(t *testing.T) {
	play(t, func(w *world) {
		p := w.start("one")
		w.until("a session", time.Minute, w.connected(0))
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
		if err := p.ends(); err != nil {
			t.Error(err)
		}
	})
}

func TestAStolenLeaseStopsTheShardAtOnce(t *testing.T) {
	play(t, func(w *world) {
		release := make(chan struct{})
		p := w.start("one", func(c *gateway.Config) {
			c.Workers = 1
			c.Handle = func(_ context.Context, d gateway.Dispatch) {
				if d.Type == "MESSAGE_CREATE" {
					<-release
				}
			}
		})
		w.until("a session", time.Minute, w.connected(0))
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
		if err := p.ends(); err != nil {
			t.Error(err)
		}
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
		one := w.start("one", func(c *gateway.Config) {
			c.Handle = func(_ context.Context, d gateway.Dispatch) {
				if d.Type == "MESSAGE_CREATE" {
					<-hang
				}
			}
		})
		w.until("a session", time.Minute, w.connected(0))
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
		for _, p := range []*process{one, two} {
			if err := p.ends(); err != nil {
				t.Error(err)
			}
		}
	})
}

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
		if err := two.ends(); err != nil {
			t.Error(err)
		}
		w.until("all shards", 8*time.Second, w.allUp(4))
		equal(t, "sessions", len(w.fake.Seen().Identifies), 4)
		one.stop()
		if err := errors.Join(one.ended(), three.ends()); err != nil {
			t.Error(err)
		}
	})
}

// What a process had taken in but not handled when it died comes again.
func TestNothingQueuedIsLostInACrash(t *testing.T) {
	play(t, func(w *world) {
		hang := make(chan struct{})
		one := w.start("one", func(c *gateway.Config) {
			c.Handle = func(_ context.Context, d gateway.Dispatch) {
				if d.Type == "MESSAGE_CREATE" && content(d) == "slow" {
					<-hang
				}
			}
		})
		w.until("a session", time.Minute, w.connected(0))
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
		one.stop()
		if err := errors.Join(one.ended(), two.ends()); err != nil {
			t.Error(err)
		}
	})
}

// A shutdown finishes what was taken in, and hands over only then.
func TestAShutdownFinishesWhatIsQueued(t *testing.T) {
	play(t, func(w *world) {
		one := w.start("one", func(c *gateway.Config) {
			c.Handle = func(context.Context, gateway.Dispatch) { time.Sleep(2 * time.Second) }
		})
		w.until("a session", time.Minute, w.connected(0))
		for i := range 4 {
			w.say(0, 1, i)
		}
		pass(0)
		two := w.start("two")
		if err := one.ends(); err != nil {
			t.Error(err)
		}
		equal(t, "finished", one.messages(), "0 1 2 3")
		w.until("a session", 10*time.Second, w.connected(0))
		pass(0)
		equal(t, "heard by the second", two.messages(), "")
		if err := two.ends(); err != nil {
			t.Error(err)
		}
	})
	play(t, func(w *world) { // a handler that takes for ever has its ctx ended
		p := w.start("one", func(c *gateway.Config) {
			c.Handle = func(ctx context.Context, _ gateway.Dispatch) { <-ctx.Done() }
		})
		w.until("a session", time.Minute, w.connected(0))
		begun := time.Now()
		if err := p.ends(); err != nil {
			t.Error(err)
		}
		equal(t, "ended after", time.Since(begun), 10*time.Second)
	})
}

func TestSessionsBeginAtDiscordsPace(t *testing.T) {
	play(t, func(w *world) { // the fake reports sessions that begin too soon after each other
		w.fake.MaxConcurrency = 2
		all := []*process{w.start("one", four), w.start("two", four), w.start("three", four)}
		w.until("all shards", 2*time.Minute, w.allUp(4))
		pass(0)
		w.fake.ForgetSessions()
		for s := range 4 {
			w.fake.Drop(s)
		}
		w.until("all shards again", 2*time.Minute, w.allUp(4))
		equal(t, "sessions", len(w.fake.Seen().Identifies), 8)
		for _, p := range all {
			if err := p.ends(); err != nil {
				t.Error(err)
			}
		}
	})
	play(t, func(w *world) { // none may begin for an hour
		var mu sync.Mutex
		until := time.Now().Add(time.Hour)
		p := w.start("one", func(c *gateway.Config) {
			ask := c.Info
			c.Info = func(ctx context.Context) (gateway.Info, error) {
				i, err := ask(ctx)
				mu.Lock()
				defer mu.Unlock()
				if left := time.Until(until); left > 0 {
					i.Remaining, i.ResetAfter = 0, left
				}
				return i, err
			}
		})
		if took := w.until("a session", 2*time.Hour, w.connected(0)); took < time.Hour {
			t.Errorf("after %v", took)
		}
		if err := p.ends(); err != nil {
			t.Error(err)
		}
	})
}

// Discord's recommendation changes; what runs already decides for who joins.
func TestTheNumberOfShardsIsAgreedOn(t *testing.T) {
	play(t, func(w *world) {
		w.shards = 3
		one := w.start("one")
		w.until("all shards", time.Minute, w.allUp(3))
		w.shards = 5
		two := w.start("two")
		w.until("a share", time.Minute, func() bool { return two.gw.Holds() == 1 && w.allUp(3)() })
		if err := one.ends(); err != nil { // which led
			t.Error(err)
		}
		w.until("all of them", time.Minute, func() bool { return two.gw.Holds() == 3 && w.allUp(3)() })
		three := w.start("three")
		w.until("a share", time.Minute, func() bool { return three.gw.Holds() == 1 && w.allUp(3)() })
		for _, p := range []*process{two, three} {
			if err := p.ends(); err != nil {
				t.Error(err)
			}
		}
		four := w.start("four") // nobody is left: the new number
		w.until("all shards", time.Minute, w.allUp(5))
		for _, i := range w.fake.Seen().Identifies[:3] {
			equal(t, "shards", i.Count, 3)
		}
		if err := four.ends(); err != nil {
			t.Error(err)
		}
	})
}

func TestDiscordOutOfReachAtTheStart(t *testing.T) {
	play(t, func(w *world) {
		p := w.start("one", func(c *gateway.Config) {
			ask, n := c.Info, 0
			c.Info = func(ctx context.Context) (gateway.Info, error) {
				if n++; n < 5 {
					return gateway.Info{}, errCut
				}
				return ask(ctx)
			}
		})
		p.cut.leases.Store(true)
		p.cut.network.Store(true)
		pass(time.Minute)
		p.cut.leases.Store(false)
		pass(time.Minute)
		p.cut.network.Store(false)
		w.until("a session", 2*time.Minute, w.connected(0))
		if err := p.ends(); err != nil {
			t.Error(err)
		}
	})
	play(t, func(w *world) { // and ended before it was
		p := w.start("one", func(c *gateway.Config) {
			c.Info = func(ctx context.Context) (gateway.Info, error) { <-ctx.Done(); return gateway.Info{}, ctx.Err() }
		})
		pass(time.Minute)
		if err := p.ends(); err != nil {
			t.Error(err)
		}
	})
}
