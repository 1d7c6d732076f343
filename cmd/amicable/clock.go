package main

import (
	"sync"
	"time"

	"amicable/bot/playground"
)

// clock tells the time. The real one runs; one that was set stands still until it is moved.
type clock struct {
	mu    sync.Mutex
	set   time.Time     // zero for the real one
	moved time.Duration // how far it was moved by Move
}

// Now returns the time in UTC.
func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.set.IsZero() {
		return time.Now().UTC().Add(c.moved)
	}
	return c.set
}

// Wait moves a clock that was set.
func (c *clock) Wait(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.set.IsZero() {
		c.set = c.set.Add(d)
	}
}

// Move moves the clock on, whichever it is: never back, and in all no further
// than the playground's time machine goes.
func (c *clock) Move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	d = min(max(d, 0), playground.Farthest-c.moved)
	c.moved += d
	if !c.set.IsZero() {
		c.set = c.set.Add(d)
	}
}
