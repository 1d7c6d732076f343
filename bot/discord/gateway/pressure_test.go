package gateway_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"amicable/bot/discord/gateway"
)

func TestChannelsWaitForThemselvesOnly(t *testing.T) {
	play(t, func(w *world) {
		p := w.connect("one", func(c *gateway.Config) {
			c.Handle = func(_ context.Context, d gateway.Dispatch) {
				if d.Type == "MESSAGE_CREATE" && strings.HasPrefix(content(d), "slow") {
					time.Sleep(time.Minute)
				}
			}
		})
		w.say(0, 1, "slow1")
		pass(0)
		w.say(0, 1, "after1")
		w.say(0, 2, "quick2")
		w.fake.Dispatch(0, "MESSAGE_REACTION_ADD", map[string]any{"channel_id": "1"})
		pass(time.Second)
		equal(t, "heard", p.messages(), "slow1 quick2")
		equal(t, "reactions in the slow channel", p.count("MESSAGE_REACTION_ADD"), 0)
		pass(time.Minute)
		equal(t, "heard", p.messages(), "slow1 quick2 after1")
		equal(t, "reactions in the slow channel", p.count("MESSAGE_REACTION_ADD"), 1)
		p.ends()
	})
}

// When nothing can be taken in the socket is not read, and yet the connection
// lives: heartbeats go on, and that their answers are not read is no one's fault.
func TestAFullQueueDoesNotEndTheConnection(t *testing.T) {
	play(t, func(w *world) {
		release := make(chan struct{})
		p := w.connect("one", func(c *gateway.Config) {
			c.Workers, c.Queue = 2, 5
			c.Handle = func(_ context.Context, d gateway.Dispatch) {
				if d.Type == "MESSAGE_CREATE" {
					<-release
				}
			}
		})
		for i := range 30 {
			w.say(0, i%3, i)
		}
		pass(10 * time.Minute)
		if n := len(w.fake.Seen().Heartbeats); n < 13 {
			t.Errorf("%d heartbeats in ten minutes", n)
		}
		close(release)
		pass(10 * time.Minute)
		equal(t, "heard", len(strings.Fields(p.messages())), 30)
		equal(t, "connections", w.fake.Seen().Connections, 1)
		w.fake.Mute(0) // it is still seen when the connection is dead in truth
		w.until("another connection", 2*time.Minute, func() bool { return w.fake.Seen().Connections == 2 && w.fake.Connected(0) })
		p.ends()
	})
}

// Leaving does not wait for room in the queue.
func TestAFullQueueDoesNotHoldUpAShutdown(t *testing.T) {
	play(t, func(w *world) {
		p := w.connect("one", func(c *gateway.Config) {
			c.Workers, c.Queue = 1, 2
			c.Handle = func(context.Context, gateway.Dispatch) { time.Sleep(time.Second) }
		})
		for i := range 50 {
			w.say(0, 1, i)
		}
		pass(0)
		begun := time.Now()
		p.ends()
		if took := time.Since(begun); took > 5*time.Second {
			t.Errorf("it took %v", took)
		}
		n := len(strings.Fields(p.messages()))
		two := w.connect("two")
		pass(2 * time.Minute)
		equal(t, "heard by both, together", n+len(strings.Fields(two.messages())), 50)
		two.ends()
	})
}

func TestAPanicIsSurvived(t *testing.T) {
	play(t, func(w *world) {
		p := w.connect("one", func(c *gateway.Config) {
			c.Handle = func(_ context.Context, d gateway.Dispatch) {
				if d.Type == "MESSAGE_CREATE" && content(d) == "bad" {
					panic("oh dear")
				}
			}
		})
		w.say(0, 1, "bad")
		w.say(0, 1, "good")
		pass(0)
		equal(t, "heard", p.messages(), "bad good")
		if log := w.log.String(); !strings.Contains(log, "oh dear") || !strings.Contains(log, "pressure_test.go") {
			t.Error("the log does not say what panicked where")
		}
		p.ends() // and it counts as handled
		two := w.connect("two")
		pass(0)
		equal(t, "heard again", two.messages(), "")
		two.ends()
	})
}

func TestConfigIsChecked(t *testing.T) {
	play(t, func(w *world) {
		good := gateway.Config{
			Token: token, Application: "1", Holder: "h", Leases: w.store.Leases(),
			Info:   func(context.Context) (gateway.Info, error) { return gateway.Info{}, nil },
			Handle: func(context.Context, gateway.Dispatch) {},
		}
		if _, err := gateway.New(good); err != nil {
			t.Error(err)
		}
		for i, spoil := range []func(*gateway.Config){
			func(c *gateway.Config) { c.Token = "" }, func(c *gateway.Config) { c.Application = "" },
			func(c *gateway.Config) { c.Holder = "" }, func(c *gateway.Config) { c.Leases = nil },
			func(c *gateway.Config) { c.Info = nil }, func(c *gateway.Config) { c.Handle = nil },
			func(c *gateway.Config) { c.Shards = -1 }, func(c *gateway.Config) { c.Intents = 1 << 15 },
		} {
			c := good
			spoil(&c)
			if _, err := gateway.New(c); err == nil || strings.Contains(err.Error(), token) {
				t.Errorf("%d: %v", i, err)
			}
		}
	})
}

func TestKeys(t *testing.T) {
	for data, want := range map[string]string{
		`{"channel_id":"1","guild_id":"2"}`: "1", `{"guild_id":"2"}`: "2", `{"id":"3"}`: "", `[]`: "", `{"channel_id":7,"guild_id":"2"}`: "2", ``: "",
	} {
		equal(t, fmt.Sprintf("key of %s", data), gateway.ChannelKey(gateway.Dispatch{Data: []byte(data)}), want)
	}
}

func TestParseInfo(t *testing.T) {
	i, err := gateway.ParseInfo([]byte(`{"url":"wss://gateway.discord.gg","shards":9,"session_start_limit":{"total":1000,"remaining":999,"reset_after":14400000,"max_concurrency":2}}`))
	want := gateway.Info{URL: "wss://gateway.discord.gg", Shards: 9, Remaining: 999, ResetAfter: 4 * time.Hour, MaxConcurrency: 2}
	if err != nil || i != want {
		t.Errorf("%+v %v", i, err)
	}
	for _, bad := range []string{``, `{}`, `{"url":"wss://x"}`, `{"url":"https://x","session_start_limit":{}}`, `{"url":"wss://","session_start_limit":{}}`, `[1]`} {
		if _, err := gateway.ParseInfo([]byte(bad)); err == nil {
			t.Errorf("accepted %s", bad)
		}
	}
}
