package gateway

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strconv"
	"time"
)

const (
	// identifySpace is what must lie between two new sessions of one bucket: 5 s, and a little more.
	// https://discord.com/developers/docs/events/gateway#sharding-max-concurrency
	identifySpace = 5500 * time.Millisecond
	// identifyTime is how long a bucket stays taken when its holder dies before IDENTIFY.
	identifyTime = 45 * time.Second
	infoTime     = 10 * time.Second
	// longestReset bounds the wait before Discord is asked again whether sessions may begin.
	longestReset = 5 * time.Minute
)

// permit is leave to begin one session. It holds the bucket's lease, so that
// all processes together keep the distance that Discord asks for.
type permit struct {
	gateway      *Gateway
	name, holder string
	url          string
	used         bool
}

// permitIdentify waits until a shard may begin a session.
func (g *Gateway) permitIdentify(ctx context.Context, shard int) (*permit, error) {
	p := &permit{
		gateway: g,
		name:    g.name("identify", strconv.Itoa(shard%max(g.lastInfo().MaxConcurrency, 1))),
		// Its own for every permit: the holder of a lease gets it again at once.
		holder: fmt.Sprintf("%s/%d/%d", g.cfg.Holder, shard, g.permits.Add(1)),
	}
	for {
		call, cancel := context.WithTimeout(ctx, callTime)
		_, ok, err := g.cfg.Leases.Take(call, p.name, p.holder, identifyTime)
		cancel()
		if err != nil {
			return nil, fmt.Errorf("waiting to begin a session: %w", err)
		}
		if !ok {
			if err := wait(ctx, time.Second+rand.N(time.Second)); err != nil {
				return nil, err
			}
			continue
		}
		info, err := g.ask(ctx)
		if err != nil {
			p.end(ctx)
			return nil, err
		}
		if info.Remaining > 0 {
			p.url = info.URL
			return p, nil
		}
		p.end(ctx)
		pause := min(max(info.ResetAfter, 10*time.Second), longestReset)
		g.cfg.Log.Error("discord: no more sessions may begin yet, waiting", "pause", pause, "reset_after", info.ResetAfter)
		if err := wait(ctx, pause); err != nil {
			return nil, err
		}
	}
}

// use notes that IDENTIFY was sent: from now on the distance counts.
func (p *permit) use() {
	p.used = true
	ctx, cancel := context.WithTimeout(context.Background(), callTime)
	defer cancel()
	if _, err := p.gateway.cfg.Leases.Keep(ctx, p.name, p.holder, identifySpace, nil); err != nil {
		p.gateway.cfg.Log.Warn("discord: the next session begins later than it might", "error", err)
	}
}

// end gives an unused permit back.
func (p *permit) end(ctx context.Context) {
	if p.used {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), callTime)
	defer cancel()
	if err := p.gateway.cfg.Leases.Release(ctx, p.name, p.holder, nil); err != nil {
		p.gateway.cfg.Log.Warn("discord: the next session begins later than it might", "error", err)
	}
}

// ask asks Discord about the gateway, and remembers the answer.
func (g *Gateway) ask(ctx context.Context) (Info, error) {
	ctx, cancel := context.WithTimeout(ctx, infoTime)
	defer cancel()
	info, err := g.cfg.Info(ctx)
	if err != nil {
		return Info{}, fmt.Errorf("asking about the gateway: %w", err)
	}
	if _, err := address(info.URL); err != nil {
		return Info{}, err
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.info = info
	return info, nil
}

func (g *Gateway) lastInfo() Info {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.info
}
