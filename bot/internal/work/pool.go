package work

import "sync"

// Pool runs jobs on a few goroutines that exist only while there is work.
type Pool struct {
	work    *Tracker
	workers int
	max     int

	mu      sync.Mutex
	queue   []func()
	running int
}

// NewPool returns a pool whose jobs the tracker counts: that many run at once,
// and at most that many wait.
func NewPool(work *Tracker, workers, waiting int) *Pool {
	return &Pool{work: work, workers: workers, max: waiting}
}

// Add queues a job; false when the queue is full. It may be called from work
// under way only, so that a drain waits for the job too.
func (p *Pool) Add(job func()) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.queue) >= p.max {
		return false
	}
	p.work.Follow()
	p.queue = append(p.queue, job)
	if p.running < p.workers {
		p.running++
		go p.run()
	}
	return true
}

func (p *Pool) run() {
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
			defer p.work.Leave()
			job()
		}()
	}
}
