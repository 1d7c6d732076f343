package cache

import (
	"container/list"
	"context"
	"sync"
	"time"
)

// Cache keeps the most recently used values for a while and loads each missing
// one once, however many ask. A value past its time is still used for up to
// stale when loading a new one fails. What a load brings that began before its
// key was dropped or put is for those who waited for it already, and not kept:
// it may be older than the news.
type Cache[V any] struct {
	now          func() time.Time
	max          int
	fresh, stale time.Duration

	mu    sync.Mutex
	items map[string]*list.Element
	used  *list.List // front: most recent
	loads map[string]*load[V]
}

// load is one that others may wait for, and whose value is kept.
type load[V any] struct {
	done  chan struct{}
	value V
	err   error
}

type cached[V any] struct {
	key   string
	value V
	at    time.Time
}

// New returns a cache of that many values, each fresh for a while, and still
// good for up to stale when no new one can be had.
func New[V any](now func() time.Time, most int, fresh, stale time.Duration) *Cache[V] {
	return &Cache[V]{now: now, max: most, fresh: fresh, stale: stale, items: make(map[string]*list.Element), used: list.New(), loads: make(map[string]*load[V])}
}

// Peek returns a fresh value without loading.
func (c *Cache[V]) Peek(key string) (V, bool) { return c.within(key, c.fresh) }

func (c *Cache[V]) within(key string, age time.Duration) (V, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if el, ok := c.items[key]; ok {
		it := el.Value.(*cached[V])
		if c.now().Sub(it.at) < age {
			c.used.MoveToFront(el)
			return it.value, true
		}
	}
	var none V
	return none, false
}

// Put keeps a value that was learned otherwise.
func (c *Cache[V]) Put(key string, v V) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.loads, key)
	c.put(key, v)
}

func (c *Cache[V]) put(key string, v V) {
	if el, ok := c.items[key]; ok {
		el.Value = &cached[V]{key, v, c.now()}
		c.used.MoveToFront(el)
		return
	}
	c.items[key] = c.used.PushFront(&cached[V]{key, v, c.now()})
	for len(c.items) > c.max {
		last := c.used.Back()
		c.used.Remove(last)
		delete(c.items, last.Value.(*cached[V]).key)
	}
}

// Drop forgets a value.
func (c *Cache[V]) Drop(key string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.loads, key)
	if el, ok := c.items[key]; ok {
		c.used.Remove(el)
		delete(c.items, key)
	}
}

// Clear forgets everything.
func (c *Cache[V]) Clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.loads)
	clear(c.items)
	c.used.Init()
}

// Get returns a fresh value, loading it with ask if need be. That must end by itself: it
// serves all who wait, so it does not end with the first one's ctx.
func (c *Cache[V]) Get(ctx context.Context, key string, ask func() (V, error)) (V, error) {
	if v, ok := c.Peek(key); ok {
		return v, nil
	}
	l := c.join(key, ask)
	var err error
	select {
	case <-l.done:
		if err = l.err; err == nil {
			return l.value, nil
		}
	case <-ctx.Done():
		err = ctx.Err()
	}
	if v, ok := c.within(key, c.stale); ok {
		return v, nil
	}
	var none V
	return none, err
}

// join returns the load of a key that is under way, or begins one.
func (c *Cache[V]) join(key string, ask func() (V, error)) *load[V] {
	c.mu.Lock()
	defer c.mu.Unlock()
	if l, under := c.loads[key]; under {
		return l
	}
	l := &load[V]{done: make(chan struct{})}
	c.loads[key] = l
	go func() {
		defer close(l.done)
		l.value, l.err = ask()
		c.mu.Lock()
		defer c.mu.Unlock()
		if c.loads[key] != l {
			return // overtaken
		}
		delete(c.loads, key)
		if l.err == nil {
			c.put(key, l.value)
		}
	}()
	return l
}
