package gateway

import "sync"

// farBehind is how many numbers may come before one that was left out is given up.
const farBehind = 512

// progress knows which events of a session came, and which are handled.
type progress struct {
	mu     sync.Mutex
	latest int64
	open   map[int64]bool // came, not handled
	absent map[int64]bool // left out so far: they may come late, or after a RESUME
}

// newProgress begins after a number up to which everything is handled.
func newProgress(handled int64) *progress {
	return &progress{latest: handled, open: map[int64]bool{}, absent: map[int64]bool{}}
}

// begin notes that an event came, and tells whether it is new.
func (p *progress) begin(seq int64) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if seq <= p.latest {
		if !p.absent[seq] {
			return false
		}
		delete(p.absent, seq)
		p.open[seq] = true
		return true
	}
	for n := max(p.latest+1, seq-farBehind); n < seq; n++ {
		p.absent[n] = true
	}
	p.latest = seq
	p.open[seq] = true
	for n := range p.absent {
		if n < seq-farBehind {
			delete(p.absent, n)
		}
	}
	return true
}

// done notes that an event was handled.
func (p *progress) done(seq int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.open, seq)
}

// caughtUp notes that Discord has repeated all that it had: what is absent still will not come.
func (p *progress) caughtUp() {
	p.mu.Lock()
	defer p.mu.Unlock()
	clear(p.absent)
}

// handled is the highest number up to which nothing is left to do: what a RESUME says.
func (p *progress) handled() int64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := p.latest
	for seq := range p.open {
		n = min(n, seq-1)
	}
	for seq := range p.absent {
		n = min(n, seq-1)
	}
	return n
}
