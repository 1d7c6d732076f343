package gateway

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/cenkalti/backoff/v5"
)

// Discord's recommendation grows with the bot. All processes must have the same
// number, though, or they would hear everything twice: so one of them, by a
// lease, asks Discord and leaves the number for the others, those that start
// later included.

// countShards finds out how many shards there are, however long it takes. It
// returns an error when ctx ends, or when Discord refuses the token.
func (g *Gateway) countShards(ctx context.Context) (int, error) {
	pause := backoff.NewExponentialBackOff()
	pause.MaxInterval = longestPause
	pause.Reset()
	for {
		count, err := g.tryCount(ctx)
		if err == nil || errors.Is(err, ErrRefused) || ctx.Err() != nil {
			return count, err
		}
		d := pause.NextBackOff()
		g.cfg.Log.Warn("discord: gateway not begun, trying again", "error", err, "pause", d)
		if err := wait(ctx, d); err != nil {
			return 0, err
		}
	}
}

func (g *Gateway) tryCount(ctx context.Context) (int, error) {
	info, err := g.ask(ctx)
	if err != nil || g.cfg.Shards > 0 {
		return g.cfg.Shards, err
	}
	call, cancel := context.WithTimeout(ctx, callTime)
	defer cancel()
	left, ok, err := g.cfg.Leases.Take(call, g.name("count"), g.cfg.Holder, leaseTime)
	if err != nil {
		return 0, fmt.Errorf("agreeing on the number of shards: %w", err)
	}
	count, err := strconv.Atoi(string(left))
	switch {
	case err == nil && count > 0:
		return count, nil
	case !ok:
		return 0, errors.New("agreeing on the number of shards: another process is about to say")
	}
	return max(info.Shards, 1), g.leadCount(ctx, max(info.Shards, 1))
}

// leadCount keeps the number for others, if this process is the one that does, or none does.
func (g *Gateway) leadCount(ctx context.Context, count int) error {
	if g.cfg.Shards > 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, callTime)
	defer cancel()
	_, ok, err := g.cfg.Leases.Take(ctx, g.name("count"), g.cfg.Holder, leaseTime)
	if err == nil && ok {
		_, err = g.cfg.Leases.Keep(ctx, g.name("count"), g.cfg.Holder, leaseTime, []byte(strconv.Itoa(count)))
	}
	if err != nil {
		return fmt.Errorf("agreeing on the number of shards: %w", err)
	}
	return nil
}
