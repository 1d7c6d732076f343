package gateway_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"amicable/bot/discord/gateway"
)

func four(c *gateway.Config) { c.Shards = 4 }

// allUp tells whether that many shards are connected.
func (w *world) allUp(n int) func() bool {
	var all []int
	for s := range n {
		all = append(all, s)
	}
	return w.connected(all...)
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
		two.ends()
		three.ends()
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

// Discord's recommendation changes; what runs already decides for who joins.
func TestTheNumberOfShardsIsAgreedOn(t *testing.T) {
	play(t, func(w *world) {
		w.shards = 3
		one := w.start("one")
		w.until("all shards", time.Minute, w.allUp(3))
		w.shards = 5
		two := w.start("two")
		w.until("a share", time.Minute, func() bool { return two.gw.Holds() == 1 && w.allUp(3)() })
		one.ends() // which led
		w.until("all of them", time.Minute, func() bool { return two.gw.Holds() == 3 && w.allUp(3)() })
		three := w.start("three")
		w.until("a share", time.Minute, func() bool { return three.gw.Holds() == 1 && w.allUp(3)() })
		two.ends()
		three.ends()
		four := w.start("four") // nobody is left: the new number
		w.until("all shards", time.Minute, w.allUp(5))
		for _, i := range w.fake.Seen().Identifies[:3] {
			equal(t, "shards", i.Count, 3)
		}
		four.ends()
	})
}
