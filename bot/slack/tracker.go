package slack

import (
	"context"
	"sync"
)

// tracker counts what is under way, so that it can be waited for. Unlike a
// sync.WaitGroup it can refuse newcomers and stop waiting.
type tracker struct {
	mu      sync.Mutex
	n       int
	closing bool
	idle    chan struct{} // closed when closing and n is 0
}

func newTracker() *tracker { return &tracker{idle: make(chan struct{})} }

// enter admits a new piece of work from outside; false once draining began.
func (t *tracker) enter() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closing {
		return false
	}
	t.n++
	return true
}

// follow counts work that follows from work under way; it is never refused.
func (t *tracker) follow() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.n++
}

func (t *tracker) leave() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.n--
	t.settle()
}

func (t *tracker) settle() {
	if !t.closing || t.n > 0 {
		return
	}
	select {
	case <-t.idle:
	default:
		close(t.idle)
	}
}

func (t *tracker) drain(ctx context.Context) error {
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

// pool runs jobs on a few goroutines that exist only while there is work.
type pool struct {
	work    *tracker
	workers int
	max     int

	mu      sync.Mutex
	queue   []func()
	running int
}

func newPool(work *tracker, workers, most int) *pool {
	return &pool{work: work, workers: workers, max: most}
}

// add queues a job; false when the queue is full.
func (p *pool) add(job func()) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.queue) >= p.max {
		return false
	}
	p.work.follow()
	p.queue = append(p.queue, job)
	if p.running < p.workers {
		p.running++
		go p.run()
	}
	return true
}

func (p *pool) run() {
	for {
		p.mu.Lock()
		if len(p.queue) == 0 {
			p.running--
			p.mu.Unlock()
			return
		}
		job := p.queue[0]
		p.queue[0] = nil
		p.queue = p.queue[1:]
		p.mu.Unlock()
		func() {
			defer p.work.leave()
			job()
		}()
	}
}
