package gateway_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"amicable/bot/discord/gateway"
)

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
			p.ends()
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
		p.ends()
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
		p.ends()
	})
	play(t, func(w *world) { // and ended before it was
		p := w.start("one", func(c *gateway.Config) {
			c.Info = func(ctx context.Context) (gateway.Info, error) { <-ctx.Done(); return gateway.Info{}, ctx.Err() }
		})
		pass(time.Minute)
		p.ends()
	})
}
