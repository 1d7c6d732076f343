package cache

import (
	"container/list"
	"context"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"
)

// Cache keeps the most recently used values for a while and loads each missing
// one once, however many ask. A value past its time is still used for up to
// stale when loading a new one fails.
type Cache[V any] struct {
	now          func() time.Time
	max          int
	fresh, stale time.Duration
	group        singleflight.Group

	mu    sync.Mutex
	items map[string]*list.Element
	used  *list.List // front: most recent
}

type cached[V any] struct {
	key   string
	value V
	at    time.Time
}

// New returns a cache of that many values, each fresh for a while, and still
// good for up to stale when no new one can be had.
func New[V any](now func() time.Time, most int, fresh, stale time.Duration) *Cache[V] {
	return &Cache[V]{now: now, max: most, fresh: fresh, stale: stale, items: make(map[string]*list.Element), used: list.New()}
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
	if el, ok := c.items[key]; ok {
		c.used.Remove(el)
		delete(c.items, key)
	}
}

// Get returns a fresh value, loading it if need be. load must end by itself: it
// serves all who wait, so it does not end with the first one's ctx.
func (c *Cache[V]) Get(ctx context.Context, key string, load func() (V, error)) (V, error) {
	if v, ok := c.Peek(key); ok {
		return v, nil
	}
	loaded := c.group.DoChan(key, func() (any, error) {
		v, err := load()
		if err == nil {
			c.Put(key, v)
		}
		return v, err
	})
	var err error
	select {
	case res := <-loaded:
		if err = res.Err; err == nil {
			return res.Val.(V), nil
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
