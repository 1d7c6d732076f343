package gateway

import (
	"context"
	"sync/atomic"
)

// open is what belongs to an event until it counts as handled.
type open struct {
	kept atomic.Bool
	ours func(context.Context) bool
	done func()
}

// Kept is an event that Handle could not work on yet. Until Done is called it
// does not count as handled: should this process end, or lose the shard, Discord
// repeats it to the next holder. Nothing waits for it.
type Kept struct{ open *open }

// Keep is called while Handle has the event, which then does not count as
// handled when Handle returns.
func (d Dispatch) Keep() Kept {
	if d.open != nil {
		d.open.kept.Store(true)
	}
	return Kept{d.open}
}

// Ours tells whether the event is still this process' own. Once it is not,
// whoever has the shard works on it.
func (k Kept) Ours(ctx context.Context) bool { return k.open == nil || k.open.ours(ctx) }

// Done tells that the event has been worked on.
func (k Kept) Done() {
	if k.open != nil {
		k.open.done()
	}
}
