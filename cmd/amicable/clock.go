package main

import (
	"sync"
	"time"
)

// clock tells the time. The real one runs; one that was set stands still until it is moved.
type clock struct {
	mu  sync.Mutex
	set time.Time // zero for the real one
}

// Now returns the time in UTC.
func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.set.IsZero() {
		return time.Now().UTC()
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
