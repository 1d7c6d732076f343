package commands

import (
	"context"
	"fmt"
	"sync"
	"time"

	"amicable/scoring"
)

// A workspace's total is kept for a minute, or until something is recorded
// here: only another process can leave it that little behind.
const (
	totalFor  = time.Minute
	maxTotals = 1000 // workspaces; the map starts anew beyond
)

// totals are the points of all of a workspace's clients together.
type totals struct {
	mu sync.Mutex
	of map[string]total
}

type total struct {
	points  float64
	clients int
	at      time.Time
}

func (t *totals) get(tenant string, now time.Time) (total, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	one, ok := t.of[tenant]
	age := now.Sub(one.at)
	return one, ok && age >= 0 && age < totalFor
}

func (t *totals) put(tenant string, one total) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.of == nil || len(t.of) >= maxTotals {
		t.of = map[string]total{}
	}
	t.of[tenant] = one
}

func (t *totals) forget(tenant string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.of, tenant)
}

// shareFrom is the least part of the trouble that is worth a word.
const shareFrom = 0.1

// share is the part of the points of all open clients that is this one's;
// false where that says nothing. It is a figure beside the answer: when it
// cannot be found out, the answer does without.
func (b *Bot) share(ctx context.Context, rq *request, a scoring.Assessment) (part float64, ok bool) {
	if a.Points <= 0 {
		return 0, false
	}
	all, ok := b.totals.get(rq.Tenant(), rq.now)
	if !ok {
		page, err := rq.ws.Portfolio(ctx, 0, paretoOver)
		if err != nil {
			b.complain(ctx, rq.Event, fmt.Errorf("adding up the trouble: %w", err))
			return 0, false
		}
		all = total{clients: page.Total, at: rq.now}
		for _, c := range page.Clients {
			all.points += max(0, b.assess(rq, c).Points)
		}
		b.totals.put(rq.Tenant(), all)
	}
	part = a.Points / max(all.points, a.Points)
	return part, all.clients > 1 && part >= shareFrom
}
