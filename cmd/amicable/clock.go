package main

import (
	"sync"
	"time"
)

// clock tells the time. The real one runs; one that was set stands still until it is moved.
type clock struct {
	mu    sync.Mutex
	set   time.Time     // zero for the real one
	moved time.Duration // how far ahead of it the real one is
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

// Move moves the clock on, whichever it is.
func (c *clock) Move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.set.IsZero() {
		c.moved += d
		return
	}
	c.set = c.set.Add(d)
}
