package playground

import (
	"context"
	"errors"
	"sync/atomic"
)

// turn lets one at a time ask the store. Whoever waited while the one before
// failed does not wait for the same failure again.
type turn struct {
	free   chan struct{}
	failed *atomic.Int64
}

// errStoreAway is what those hear who waited behind a failure.
var errStoreAway = errors.New("the store did not answer the one before")

func newTurn() turn {
	return turn{make(chan struct{}, 1), &atomic.Int64{}}
}

// take waits for the turn until ctx ends. done gives it on, with how it went.
func (t turn) take(ctx context.Context) (done func(error), err error) {
	before := t.failed.Load()
	select {
	case t.free <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if t.failed.Load() != before {
		<-t.free
		return nil, errStoreAway
	}
	return func(err error) {
		if err != nil {
			t.failed.Add(1)
		}
		<-t.free
	}, nil
}
