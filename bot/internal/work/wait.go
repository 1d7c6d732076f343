package work

import (
	"context"
	"time"
)

// Sleep waits for d, or until ctx ends; then the error is ctx's.
func Sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Lasts tells whether ctx has a wait of d left. A deadline is always on the
// machine's clock, also where another clock was handed in.
func Lasts(ctx context.Context, d time.Duration) bool {
	end, ok := ctx.Deadline()
	return !ok || time.Until(end) >= d
}

// Slots bounds how many do the same thing at once; more wait.
type Slots chan struct{}

// NewSlots returns that many free slots.
func NewSlots(n int) Slots { return make(Slots, n) }

// Take waits for a slot, or until ctx ends; then the error is ctx's. Whoever got one calls Free.
func (s Slots) Take(ctx context.Context) error {
	select {
	case s <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Free gives a slot back.
func (s Slots) Free() { <-s }
