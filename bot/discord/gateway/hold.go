package gateway

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Leases let processes agree who does what only one may do. Time runs by a
// clock that they share. An error says that it is not known whether it was done;
// every call can be repeated.
type Leases interface {
	// Take takes a lease that is free or has run out, or renews one's own, for
	// ttl. State is what was kept with it last, by whomever, also when it is not ok.
	Take(ctx context.Context, name, holder string, ttl time.Duration) (state []byte, ok bool, err error)
	// Keep renews a lease that nobody else took, and keeps state with it.
	Keep(ctx context.Context, name, holder string, ttl time.Duration, state []byte) (ok bool, err error)
	// Release frees a lease and leaves state; another's stays as it is.
	Release(ctx context.Context, name, holder string, state []byte) error
	// Join counts a member of a group in for ttl, and returns how many there are.
	Join(ctx context.Context, group, member string, ttl time.Duration) (members int, err error)
	// Leave counts a member out.
	Leave(ctx context.Context, group, member string) error
}

const (
	// leaseTime is how long a lease lasts: a dead process' shards are taken that much later, at most.
	leaseTime = 18 * time.Second
	// leaseMargin is how long before its end a lease that could not be renewed is in
	// doubt: time for what is under way, and for clocks that do not run alike.
	leaseMargin = 2 * time.Second
	renewEvery  = 4 * time.Second
	renewAgain  = time.Second // after an error
	callTime    = 3 * time.Second
	// sureTime is how long an event waits for word of a lease in doubt. People get
	// an answer within 3 s, and the handler needs some of them.
	sureTime = 500 * time.Millisecond
)

// hold is one shard that this process holds the lease of.
type hold struct {
	gateway *Gateway
	shard   *shard
	name    string
	leaving bool // told to hand over; only share looks at it
	err     error

	stop func() // ends the shard
	// doubt is set while another process may have the lease, for all that is known.
	doubt atomic.Bool
	// again is set once a connection was made in doubt.
	again atomic.Bool

	mu sync.Mutex
	// fuse puts the lease in doubt when it is about to run out. A new one is lit
	// before each renewal, and takes the place of the old one if that works.
	fuse *time.Timer
}

// name spells a lease: discord:<application>:<part>:…
func (g *Gateway) name(parts ...string) string {
	return "discord:" + g.cfg.Application + ":" + strings.Join(parts, ":")
}

// takeShard takes the lease of a shard, if it is free; nil if not. Stop ends what will run under it.
func (g *Gateway) takeShard(ctx context.Context, stop func(), id, count int) (*hold, error) {
	h := &hold{
		gateway: g, shard: newShard(g, id, count), stop: stop,
		name: g.name("shard", strconv.Itoa(id)+"/"+strconv.Itoa(count)),
	}
	h.shard.sure, h.shard.connectable = h.sure, h.connectable
	h.fuse = h.light()
	call, cancel := context.WithTimeout(ctx, callTime)
	defer cancel()
	left, ok, err := g.cfg.Leases.Take(call, h.name, g.cfg.Holder, leaseTime)
	if err != nil || !ok {
		h.fuse.Stop()
		if err != nil {
			err = fmt.Errorf("taking shard %d: %w", id, err)
		}
		return nil, err
	}
	h.shard.restore(left)
	return h, nil
}

func (h *hold) light() *time.Timer {
	return time.AfterFunc(leaseTime-leaseMargin, func() {
		if !h.doubt.Swap(true) {
			h.shard.log.Warn("discord: the lease may have run out; each event asks for it before it is handed on")
		}
	})
}

// lose stops the shard at once: another process has it.
func (h *hold) lose(why string) {
	if !h.shard.lost.Swap(true) {
		h.shard.log.Error("discord: shard stopped", "reason", why)
	}
	h.stop()
}

// ask renews the lease within a time. The error says that nobody knows whose it is.
func (h *hold) ask(ctx context.Context, limit time.Duration) error {
	fuse := h.light()
	call, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	ok, err := h.gateway.cfg.Leases.Keep(call, h.name, h.gateway.cfg.Holder, leaseTime, h.shard.state())
	if err != nil || !ok {
		fuse.Stop()
		if err == nil {
			h.lose("another process took it")
		}
		return err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.fuse.Stop()
	h.fuse = fuse
	h.doubt.Store(false)
	h.again.Store(false)
	return nil
}

// sure tells whether an event may be handed on: not if another process has the
// lease. Where that cannot be asked nothing can be recorded either, and people
// are told so rather than nothing.
func (h *hold) sure(ctx context.Context) bool {
	if h.doubt.Load() {
		_ = h.ask(ctx, sureTime) // renew logs it
	}
	return !h.shard.lost.Load()
}

// connectable waits while the lease is in doubt: two processes that resume the
// same session would take it from each other again and again. One that was alone
// may do so once, with a session; more often is not worth that risk.
func (h *hold) connectable(ctx context.Context) error {
	for h.doubt.Load() {
		if h.gateway.alone.Load() && h.shard.current() != nil && !h.again.Swap(true) {
			return nil
		}
		if err := wait(ctx, renewAgain); err != nil {
			return err
		}
	}
	return nil
}

// run holds the shard until ctx ends or the lease is lost. It returns when all
// events that were begun are handled, and the lease is released.
func (h *hold) run(ctx context.Context) error {
	renewing, enough := context.WithCancel(context.WithoutCancel(ctx))
	defer enough()
	renewed := make(chan struct{})
	go func() { defer close(renewed); h.renew(renewing) }()
	err := h.shard.run(ctx)
	h.shard.pending.Wait()
	enough()
	<-renewed
	h.mu.Lock()
	h.fuse.Stop()
	h.mu.Unlock()
	if h.shard.lost.Swap(true) { // what was kept is the next holder's, too
		return err
	}
	call, cancel := context.WithTimeout(context.WithoutCancel(ctx), callTime)
	defer cancel()
	if err := h.gateway.cfg.Leases.Release(call, h.name, h.gateway.cfg.Holder, h.shard.state()); err != nil {
		h.shard.log.Warn("discord: lease not released, it will run out", "error", err)
	}
	return err
}

// renew renews the lease, at once when there is a new session to keep.
func (h *hold) renew(ctx context.Context) {
	pause := renewEvery
	for !h.shard.lost.Load() {
		next := time.NewTimer(pause)
		select {
		case <-ctx.Done():
			next.Stop()
			return
		case <-h.shard.saved:
			next.Stop()
		case <-next.C:
		}
		err := h.ask(ctx, callTime)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil && pause == renewEvery:
			h.shard.log.Warn("discord: lease not renewed, trying again", "error", err)
			pause = renewAgain
		case err == nil && pause == renewAgain && !h.shard.lost.Load():
			h.shard.log.Info("discord: lease renewed again")
			pause = renewEvery
		}
	}
}
