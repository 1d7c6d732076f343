package work

import (
	"context"
	"sync"
)

// Tracker counts what is under way, so that it can be waited for. Unlike a
// sync.WaitGroup it can refuse newcomers and stop waiting.
type Tracker struct {
	mu      sync.Mutex
	n       int
	closing bool
	idle    chan struct{} // closed when closing and n is 0
}

// NewTracker returns a tracker of no work yet.
func NewTracker() *Tracker { return &Tracker{idle: make(chan struct{})} }

// Enter admits a new piece of work from outside; false once draining began.
func (t *Tracker) Enter() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closing {
		return false
	}
	t.n++
	return true
}

// Follow counts work that follows from work under way; it is never refused.
func (t *Tracker) Follow() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.n++
}

// Leave ends what Enter or Follow began.
func (t *Tracker) Leave() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.n--
	t.settle()
}

func (t *Tracker) settle() {
	if !t.closing || t.n > 0 {
		return
	}
	select {
	case <-t.idle:
	default:
		close(t.idle)
	}
}

// Drain refuses newcomers from now on and waits for the rest; the error is ctx's.
func (t *Tracker) Drain(ctx context.Context) error {
	t.mu.Lock()
	t.closing = true
	t.settle()
	t.mu.Unlock()
	select {
	case <-t.idle:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Begin runs f beside the work under way, which it follows from, and returns
// where its outcome will be; nobody has to fetch that.
func Begin[T any](t *Tracker, f func() T) <-chan T {
	done := make(chan T, 1)
	t.Follow()
	go func() {
		defer t.Leave()
		done <- f()
	}()
	return done
}
