package slack

import "sync"

// once sees to it that a redelivery that arrives while the first delivery is
// still being worked on, or soon after, is not worked on again. It is a
// courtesy to the eye: that nothing is recorded twice is the store's business.
type once struct {
	mu    sync.Mutex
	max   int
	known map[string]*attempt
	order []string // of the finished ones, oldest first
}

type attempt struct {
	done   chan struct{}
	answer answer
}

func newOnce(most int) *once { return &once{max: most, known: make(map[string]*attempt)} }

// do runs f unless the id is being or was handled; then it waits for that
// outcome and returns it. Only a successful attempt is remembered.
func (o *once) do(id string, f func() answer) answer {
	o.mu.Lock()
	if at, ok := o.known[id]; ok {
		o.mu.Unlock()
		<-at.done
		return at.answer
	}
	at := &attempt{done: make(chan struct{}), answer: answer{status: 500}}
	o.known[id] = at
	o.mu.Unlock()

	defer func() {
		o.mu.Lock()
		defer o.mu.Unlock()
		if at.answer.status != 200 {
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
	at.answer = f()
	return at.answer
}

// forget lets an id happen again.
func (o *once) forget(id string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if at, ok := o.known[id]; ok {
		select {
		case <-at.done:
			delete(o.known, id)
		default: // under way: it will remember itself
		}
	}
}
