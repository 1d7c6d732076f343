package gateway_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"amicable/bot/discord/discordtest"
	"amicable/bot/discord/gateway"
)

// However the gateway begins, the bot gets its session within the time, and
// hears what was said meanwhile if it has a session to resume.
func TestConnectionsThatBeginBadly(t *testing.T) {
	many := func(n int, b discordtest.Behaviour) (all []discordtest.Behaviour) {
		for range n {
			all = append(all, b)
		}
		return all
	}
	for _, story := range []struct {
		name    string
		bad     []discordtest.Behaviour
		within  time.Duration // in the place of a session that begins …
		resumed bool          // … and of one that is resumed: whether it is the same one
	}{
		{"silent from the start", many(2, discordtest.Behaviour{NoHello: true}), 40 * time.Second, true},
		{"Op 7 as the first packet", many(3, discordtest.Behaviour{Reconnect: true}), 15 * time.Second, true},
		{"silent after the introduction", many(1, discordtest.Behaviour{NoReady: true}), 70 * time.Second, true},
		{"slow to begin the session", many(1, discordtest.Behaviour{Slow: 40 * time.Second}), 45 * time.Second, true},
		{"Op 9, not resumable", many(1, discordtest.Behaviour{Invalid: "false"}), 12 * time.Second, false},
		{"Op 9, resumable", many(1, discordtest.Behaviour{Invalid: "true"}), 12 * time.Second, true},
		{"Op 9, resumable for ever", many(4, discordtest.Behaviour{Invalid: "true"}), 45 * time.Second, false},
		{"closed, unknown error", many(2, discordtest.Behaviour{Close: 4000}), 20 * time.Second, true},
		{"closed, not authenticated", many(1, discordtest.Behaviour{Close: 4003}), 12 * time.Second, true},
		{"closed, invalid sequence", many(1, discordtest.Behaviour{Close: 4007}), 12 * time.Second, false},
		{"closed, too fast", many(1, discordtest.Behaviour{Close: 4008}), 12 * time.Second, true},
		{"closed, session timed out", many(1, discordtest.Behaviour{Close: 4009}), 12 * time.Second, false},
		{"closed, going away", many(1, discordtest.Behaviour{Close: 1001}), 12 * time.Second, true},
		{"no WebSocket", many(3, discordtest.Behaviour{Status: 503}), 15 * time.Second, true},
		{"a Hello without pace", many(1, discordtest.Behaviour{Interval: time.Nanosecond}), 15 * time.Second, true},
		{"nonsense before Hello", many(1, discordtest.Behaviour{First: []string{
			`{`, `[]`, `{"op":-3}`, `{"op":99,"d":{"a":[1,2]}}`, `{"op":11}`, `{"op":0,"t":"MESSAGE_CREATE","s":7,"d":{}}`,
			`{"op":"ten"}`, `{"op":0,"t":"READY","s":1,"d":{"session_id":"stolen","resume_gateway_url":"wss://evil.test"}}`,
		}}), 5 * time.Second, true},
	} {
		t.Run(story.name, func(t *testing.T) {
			play(t, func(w *world) {
				w.fake.Next(story.bad...)
				p := w.start("one")
				w.until("a session begun", story.within, w.connected(0))
				w.say(0, 1, "a")
				pass(time.Minute)

				begun := len(w.fake.Seen().Identifies)
				w.fake.Next(story.bad...)
				w.fake.Drop(0)
				pass(0)
				w.say(0, 1, "b")
				w.until("a session again", story.within, w.connected(0))
				w.say(0, 1, "c")
				want := "a b c"
				if !story.resumed {
					want = "a c" // what was said in between belongs to a session that Discord gave up
				}
				w.until(want, story.within, func() bool { return p.messages() == want })
				equal(t, "the session was resumed", len(w.fake.Seen().Identifies) == begun, story.resumed)
				if err := p.gw.Ready(); err != nil {
					t.Error(err)
				}
				p.ends()
			})
		})
	}
}

// What no reconnecting mends ends Run, at once, with a line that says what to do.
func TestFatalCloses(t *testing.T) {
	for code, advice := range map[int]string{
		4004: "DISCORD_BOT_TOKEN", 4010: "DISCORD_SHARDS", 4011: "DISCORD_SHARDS", 4012: "update", 4013: "update", 4014: "Privileged Gateway Intents",
	} {
		t.Run(fmt.Sprint(code), func(t *testing.T) {
			play(t, func(w *world) {
				w.fake.Next(discordtest.Behaviour{Close: code})
				p := w.start("one")
				err := p.ended()
				if err == nil || !strings.Contains(err.Error(), advice) || strings.Contains(err.Error(), "\n") || strings.Contains(err.Error(), token) {
					t.Errorf("%v", err)
				}
				equal(t, "connections", w.fake.Seen().Connections, 1)
			})
		})
		t.Run(fmt.Sprint(code, " later, with two shards"), func(t *testing.T) {
			play(t, func(w *world) {
				p := w.start("one", func(c *gateway.Config) { c.Shards = 2 })
				w.until("sessions", time.Minute, w.connected(0, 1))
				w.fake.CloseWith(1, code)
				if err := p.ended(); err == nil || !strings.Contains(err.Error(), advice) {
					t.Errorf("%v", err)
				}
				pass(0)
				equal(t, "shard 0 is connected", w.fake.Connected(0), false)
			})
		})
	}
	t.Run("a token that is wrong in truth", func(t *testing.T) {
		play(t, func(w *world) {
			w.fake.Token = "another"
			if err := w.start("one").ended(); err == nil || !strings.Contains(err.Error(), "DISCORD_BOT_TOKEN") {
				t.Errorf("%v", err)
			}
		})
	})
	t.Run("a token that REST refuses already", func(t *testing.T) {
		play(t, func(w *world) {
			p := w.start("one", func(c *gateway.Config) {
				c.Info = func(context.Context) (gateway.Info, error) { return gateway.Info{}, gateway.ErrRefused }
			})
			if err := p.ended(); err == nil {
				t.Error("no error")
			}
			equal(t, "connections", w.fake.Seen().Connections, 0)
		})
	})
}

func TestTroubleWhileConnected(t *testing.T) {
	for _, story := range []struct {
		name    string
		happens func(w *world)
		within  time.Duration
		resumed bool
	}{
		{"cut", func(w *world) { w.fake.Drop(0) }, 2 * time.Second, true},
		{"asked to reconnect", func(w *world) { w.fake.AskToReconnect(0) }, 2 * time.Second, true},
		{"heartbeats without answer", func(w *world) { w.fake.Mute(0) }, 90 * time.Second, true},
		{"session ended, resumable", func(w *world) { w.fake.Say(0, `{"op":9,"d":true}`) }, 6 * time.Second, true},
		{"session ended", func(w *world) { w.fake.Say(0, `{"op":9,"d":false}`) }, 6 * time.Second, false},
		{"session ended, and not known afterwards", func(w *world) { w.fake.ForgetSessions(); w.fake.Drop(0) }, 12 * time.Second, false},
		{"closed", func(w *world) { w.fake.CloseWith(0, 4000) }, 2 * time.Second, true},
		{"session timed out", func(w *world) { w.fake.CloseWith(0, 4009) }, 6 * time.Second, false},
	} {
		t.Run(story.name, func(t *testing.T) {
			play(t, func(w *world) {
				p := w.connect("one")
				w.say(0, 1, "a")
				pass(10 * time.Minute)
				n := w.fake.Seen().Connections
				equal(t, "connections in quiet times", n, 1)
				story.happens(w)
				pass(0)
				if w.fake.Connected(0) && story.within < time.Minute {
					t.Error("the connection was not given up")
				}
				if story.resumed {
					w.say(0, 1, "b")
				}
				w.until("another connection", story.within, func() bool {
					return w.fake.Seen().Connections > n && w.fake.Connected(0)
				})
				w.say(0, 1, "c")
				pass(0)
				want := map[bool]string{true: "a b c", false: "a c"}[story.resumed]
				equal(t, "heard", p.messages(), want)
				equal(t, "sessions", len(w.fake.Seen().Identifies), map[bool]int{true: 1, false: 2}[story.resumed])
				equal(t, "overlaps", w.fake.Seen().Overlaps, 0)
				p.ends()
			})
		})
	}
}

func TestNumbersInAnyOrder(t *testing.T) {
	play(t, func(w *world) {
		p := w.connect("one")
		a := w.say(0, 1, "a")
		b := w.fake.Hold(0, "MESSAGE_CREATE", message(1, "b"))
		c := w.say(0, 1, "c")
		w.fake.Repeat(0, c, a, c) // twice, and old
		pass(0)
		equal(t, "heard", p.messages(), "a c")
		w.fake.Repeat(0, b, b, a) // late
		pass(0)
		equal(t, "heard", p.messages(), "a c b")

		// One that got lost is repeated by a RESUME, which asks from before it …
		w.fake.Hold(0, "MESSAGE_CREATE", message(1, "lost"))
		w.say(0, 1, "d")
		pass(0)
		w.fake.Drop(0)
		w.until("the session again", time.Minute, w.connected(0))
		pass(0)
		equal(t, "heard", p.messages(), "a c b d lost")
		equal(t, "resumed from", w.fake.Seen().Resumes[0].Seq, c)

		// … and what Discord repeats more than it was asked for is dropped.
		w.fake.Repeat(0, 1, a, b, c)
		pass(0)
		equal(t, "heard", p.messages(), "a c b d lost")
		equal(t, "READY", p.count("READY"), 1)
		p.ends()
	})
}

func TestHeartbeatsSayWhatIsHandledAndStayWithinBounds(t *testing.T) {
	play(t, func(w *world) {
		p := w.connect("one")
		w.say(0, 1, "a")
		pass(5 * time.Minute)
		beats := w.fake.Seen().Heartbeats
		if n := len(beats); n < 6 || n > 9 {
			t.Errorf("%d heartbeats in five minutes, one is due every 41 s", n)
		}
		if last := beats[len(beats)-1]; last.Seq != 2 || last.Shard != 0 {
			t.Errorf("%+v", last)
		}
		w.fake.AskForHeartbeat(0)
		pass(0)
		if b := w.fake.Seen().Heartbeats; len(b) != len(beats)+1 || !b[len(b)-1].Asked {
			t.Error("no heartbeat when asked for one")
		}
		for range 500 { // the fake closes with 4008 at the 121st
			w.fake.AskForHeartbeat(0)
		}
		pass(2 * time.Minute)
		equal(t, "connections", w.fake.Seen().Connections, 1)
		p.ends()
	})
}

// The address to resume at may be gone; the common one is tried in turn with it.
func TestResumeAddressThatIsDead(t *testing.T) {
	play(t, func(w *world) {
		p := w.connect("one")
		p.ends()
		l := w.store.Leases()
		left, ok, err := l.Take(w.t.Context(), "discord:4711:shard:0/1", "us", time.Minute)
		if err != nil || !ok {
			t.Fatal(ok, err)
		}
		left = bytes.Replace(left, []byte("ws://gateway.test"), []byte("ws://dead.gateway.test"), 1)
		if err := l.Release(w.t.Context(), "discord:4711:shard:0/1", "us", left); err != nil {
			t.Fatal(err)
		}
		w.say(0, 1, "meanwhile")
		p = w.start("two")
		w.until("a session", 10*time.Second, w.connected(0))
		pass(0)
		equal(t, "heard", p.messages(), "meanwhile")
		equal(t, "first address", p.dialled()[0], "dead.gateway.test:80")
		p.ends()
	})
}

// The token goes to no address that a damaged state, or somebody, put there.
func TestResumeAddressOfAStranger(t *testing.T) {
	play(t, func(w *world) {
		left := []byte(`{"session":"s","url":"ws://evil.test","seq":3}`)
		if ok, err := w.store.Leases().Keep(w.t.Context(), "discord:4711:shard:0/1", "before", time.Millisecond, left); err != nil || !ok {
			t.Fatal(ok, err)
		}
		pass(time.Second)
		p := w.connect("one")
		for _, host := range p.dialled() {
			if host != "gateway.test:80" {
				t.Errorf("dialled %q", host)
			}
		}
		equal(t, "tries to resume", len(w.fake.Seen().Resumes), 1)
		p.ends()
	})
}
