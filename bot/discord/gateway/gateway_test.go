package gateway_test

import (
	"testing"
	"time"
)

func TestEventsArriveAndTheSessionOutlivesTheProcess(t *testing.T) {
	play(t, func(w *world) {
		p := w.start("one")
		if p.gw.Ready() == nil {
			t.Error("ready before anything happened")
		}
		w.until("a session", time.Minute, w.connected(0))
		w.say(0, 1, "a")
		w.say(0, 1, "b")
		pass(0)
		equal(t, "heard", p.messages(), "a b")
		if err := p.gw.Ready(); err != nil {
			t.Error(err)
		}
		i := w.fake.Seen().Identifies[0]
		equal(t, "intents", i.Intents, 1<<0|1<<9|1<<10|1<<12)
		equal(t, "shards", i.Count, 1)
		p.ends()
		for _, code := range w.fake.Seen().Closes {
			if code == 1000 || code == 1001 || code == 1006 {
				t.Errorf("closed with %d", code)
			}
		}
		w.say(0, 1, "c") // nobody is there
		p = w.connect("two")
		w.say(0, 1, "d")
		pass(0)
		equal(t, "heard", p.messages(), "c d")
		equal(t, "sessions", len(w.fake.Seen().Identifies), 1)
		p.ends()
	})
}
