package work

import "sync"

// Once sees to it that a redelivery that arrives while the first delivery is
// still being worked on, or soon after, is not worked on again. It is a
// courtesy to the eye: that nothing is recorded twice is the store's business.
type Once[A any] struct {
	mu    sync.Mutex
	max   int
	known map[string]*attempt[A]
	order []string // of the finished ones, oldest first
}

type attempt[A any] struct {
	done   chan struct{}
	answer A
	ok     bool
}

// NewOnce returns a Once that remembers that many finished ids.
func NewOnce[A any](most int) *Once[A] {
	return &Once[A]{max: most, known: make(map[string]*attempt[A])}
}

// Do runs f unless the id is being or was handled; then it waits for that
// outcome and returns it. f tells whether it succeeded: only then it is remembered.
func (o *Once[A]) Do(id string, f func() (A, bool)) A {
	o.mu.Lock()
	if at, known := o.known[id]; known {
		o.mu.Unlock()
		<-at.done
		return at.answer
	}
	at := &attempt[A]{done: make(chan struct{})}
	o.known[id] = at
	o.mu.Unlock()

	defer func() {
		o.mu.Lock()
		defer o.mu.Unlock()
		if !at.ok {
			delete(o.known, id)
		} else {
			o.order = append(o.order, id)
			for len(o.order) > o.max {
				delete(o.known, o.order[0])
				o.order = o.order[1:]
			}
		}
		close(at.done)
	}()
	at.answer, at.ok = f()
	return at.answer
}

// Forget lets an id happen again.
func (o *Once[A]) Forget(id string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if at, known := o.known[id]; known {
		select {
		case <-at.done:
			delete(o.known, id)
		default: // under way: it will remember itself
		}
	}
}
