package gateway

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"
)

const (
	// The gateway says the pace, usually 41 s; these are the bounds of what is believed.
	shortestBeat = time.Second
	longestBeat  = 2 * time.Minute
	// Discord closes a connection that sends more than 120 messages in 60 s. Up to
	// 60 are heartbeats by the clock; all others together get half of what is left
	// per minute of ours, for two of ours can touch one of theirs.
	// https://discord.com/developers/docs/events/gateway#rate-limiting
	sendBudget = 30
	sendWindow = time.Minute
)

// heart knows whether the other side still answers.
type heart struct {
	mu      sync.Mutex
	awaited bool // a heartbeat is not answered yet
	stalled bool // we do not read now, so no answer can reach us …
	excused bool // … or did not for a while since the last heartbeat
}

func (h *heart) answered() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.awaited = false
}

func (h *heart) stall() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.stalled, h.excused = true, true
}

func (h *heart) goOn() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.stalled = false
}

// next tells whether the heart may beat again: not if the last beat went unanswered, and we listened.
func (h *heart) next() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	dead := h.awaited && !h.stalled && !h.excused
	h.awaited, h.excused = true, h.stalled
	return !dead
}

// beat sends heartbeats, the first after a random part of the interval.
func (l *link) beat(ctx context.Context) {
	pause := rand.N(l.interval)
	window := time.NewTicker(sendWindow)
	defer window.Stop()
	for {
		pulse := time.NewTimer(pause)
		for waiting := true; waiting; {
			select {
			case <-ctx.Done():
				pulse.Stop()
				return
			case <-window.C:
				l.writing.Lock()
				l.budget = sendBudget
				l.writing.Unlock()
			case <-pulse.C:
				waiting = false
			}
		}
		pause = l.interval
		if !l.heart.next() {
			l.hangUp(errZombie)
			return
		}
		if err := l.sendBeat(true); err != nil {
			l.hangUp(err)
			return
		}
	}
}

// sendBeat sends a heartbeat with the number up to which all is handled. Those
// that are not by the clock are asked for by Discord, and left out when it asks too often.
func (l *link) sendBeat(byTheClock bool) error {
	if !byTheClock {
		l.writing.Lock()
		spent := l.budget <= 0
		l.budget--
		l.writing.Unlock()
		if spent {
			return nil
		}
	}
	return l.send(opHeartbeat, l.shard.handled())
}
