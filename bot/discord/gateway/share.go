package gateway

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"sync"
	"time"
)

// shareEvery is how often a process looks whether a shard is free, or one too many is its own.
const shareEvery = 3 * time.Second

// share holds this process' share of the shards until ctx ends or an error that
// people must mend, and then hands them over.
func (g *Gateway) share(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	count, err := g.countShards(ctx)
	if err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return err
	}
	var running sync.WaitGroup
	ended := make(chan *hold, count)
	var fatal error
	for ctx.Err() == nil {
		g.troubled(g.round(ctx, count, func(h *hold, ctx context.Context) {
			running.Go(func() {
				defer h.stop()
				h.err = h.run(ctx)
				ended <- h
			})
		}))
		again := time.NewTimer(shareEvery)
		select {
		case <-ctx.Done():
		case <-again.C:
		case h := <-ended:
			g.drop(h)
			if h.err != nil {
				fatal = h.err
				stop()
			}
		}
		again.Stop()
	}
	g.depart(ctx, count)
	running.Wait()
	return fatal
}

// round renews the membership and brings the holds nearer to the share.
func (g *Gateway) round(ctx context.Context, count int, start func(*hold, context.Context)) error {
	if err := g.leadCount(ctx, count); err != nil {
		return err
	}
	call, cancel := context.WithTimeout(ctx, callTime)
	defer cancel()
	members, err := g.cfg.Leases.Join(call, g.group(count), g.cfg.Holder, leaseTime)
	if err != nil {
		return err
	}
	g.alone.Store(members <= 1)
	share := (count + members - 1) / max(members, 1)
	held := g.held()
	for _, h := range held[min(share, len(held)):] {
		h.leaving = true
		h.shard.log.Info("discord: handing the shard over to another process")
		h.stop()
	}
	for id := 0; id < count && g.Holds() < share; id++ {
		if g.holdsShard(id) {
			continue
		}
		running, stop := context.WithCancel(ctx)
		h, err := g.takeShard(ctx, stop, id, count)
		if h == nil {
			stop()
			if err != nil {
				return err
			}
			continue
		}
		g.mu.Lock()
		g.holds[id] = h
		g.mu.Unlock()
		start(h, running)
	}
	return nil
}

func (g *Gateway) group(count int) string { return g.name("shards", strconv.Itoa(count)) }

// held are the holds that are to stay, by number.
func (g *Gateway) held() []*hold {
	g.mu.Lock()
	defer g.mu.Unlock()
	var all []*hold
	for _, h := range g.holds {
		if !h.leaving {
			all = append(all, h)
		}
	}
	slices.SortFunc(all, func(a, b *hold) int { return a.shard.id - b.shard.id })
	return all
}

func (g *Gateway) holdsShard(id int) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.holds[id] != nil
}

func (g *Gateway) drop(h *hold) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.holds, h.shard.id)
}

// troubled keeps a round's error for Ready, and logs it once.
func (g *Gateway) troubled(err error) {
	g.mu.Lock()
	was := g.trouble
	g.trouble = err
	g.mu.Unlock()
	if err != nil && (was == nil || errors.Is(was, errStarting)) {
		g.cfg.Log.Warn("discord: shards cannot be shared out, the next round tries again", "error", err)
	}
}

// depart lets the other processes take over at once.
func (g *Gateway) depart(ctx context.Context, count int) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), callTime)
	defer cancel()
	err := g.cfg.Leases.Leave(ctx, g.group(count), g.cfg.Holder)
	if err == nil && g.cfg.Shards == 0 {
		err = g.cfg.Leases.Release(ctx, g.name("count"), g.cfg.Holder, nil)
	}
	if err != nil {
		g.cfg.Log.Warn("discord: the other processes will notice later that this one left", "error", err)
	}
}
