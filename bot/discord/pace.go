package discord

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"sync"
	"time"

	"amicable/bot/internal/cache"
	"amicable/bot/internal/work"
)

// Discord bars an address that has 10,000 requests refused within 10 minutes
// (https://docs.discord.com/developers/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans).
// From maxRefused on we ask nothing until the oldest of them are forgotten.
const (
	maxRefused    = 8_000
	refusedWithin = 10 // minutes
	knownLimits   = 10_000
)

var errCeiling = errors.New("discord refused too many requests lately; nothing more is asked for some minutes")

// limits are Discord's rate limits as far as its answers told them.
type limits struct {
	now   func() time.Time
	sleep func(context.Context, time.Duration) error
	until *cache.Cache[time.Time] // when a key may be used again
	// refused is shared by all limits of a process: Discord counts them by address.
	refused *refusals

	mu     sync.Mutex
	global time.Time
}

func newLimits(now func() time.Time, sleep func(context.Context, time.Duration) error, refused *refusals) *limits {
	return &limits{now: now, sleep: sleep, until: cache.New[time.Time](now, knownLimits, time.Hour, 0), refused: refused}
}

// wait waits until a key may be used. When ctx would end before, it says so at once.
func (l *limits) wait(ctx context.Context, key string) error {
	now := l.now()
	if l.refused.lately(now) >= maxRefused {
		return errCeiling
	}
	l.mu.Lock()
	free := l.global
	l.mu.Unlock()
	if own, ok := l.until.Peek(key); ok && own.After(free) {
		free = own
	}
	pause := free.Sub(now)
	if pause <= 0 {
		return nil
	}
	if !work.Lasts(ctx, pause) {
		return &apiError{Status: http.StatusTooManyRequests, After: pause}
	}
	return l.sleep(ctx, pause)
}

// learn notes what an answer says about its limit.
func (l *limits) learn(key string, status int, h http.Header) {
	now := l.now()
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusTooManyRequests:
		l.refused.add(now)
	}
	if status == http.StatusTooManyRequests {
		free := now.Add(retryAfter(h))
		if h.Get("X-RateLimit-Global") != "" {
			l.mu.Lock()
			l.global = free
			l.mu.Unlock()
			return
		}
		l.until.Put(key, free)
		return
	}
	if h.Get("X-RateLimit-Remaining") == "0" {
		if secs, err := strconv.ParseFloat(h.Get("X-RateLimit-Reset-After"), 64); err == nil {
			l.until.Put(key, now.Add(seconds(secs)))
		}
	}
}

// refusals are how many requests were refused, by the minute.
type refusals struct {
	mu      sync.Mutex
	minutes [refusedWithin]struct {
		minute int64
		n      int
	}
}

func (r *refusals) add(now time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	minute := now.Unix() / 60
	slot := &r.minutes[minute%refusedWithin]
	if slot.minute != minute {
		slot.minute, slot.n = minute, 0
	}
	slot.n++
}

func (r *refusals) lately(now time.Time) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	n := 0
	for _, slot := range r.minutes {
		if age := now.Unix()/60 - slot.minute; age >= 0 && age < refusedWithin {
			n += slot.n
		}
	}
	return n
}
