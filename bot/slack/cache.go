package slack

import (
	"container/list"
	"context"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"
)

// cache keeps the most recently used values for a while and loads each missing
// one once, however many ask. A value past its time is still used for up to
// stale when loading a new one fails.
type cache[V any] struct {
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

func newCache[V any](now func() time.Time, most int, fresh, stale time.Duration) *cache[V] {
	return &cache[V]{now: now, max: most, fresh: fresh, stale: stale, items: make(map[string]*list.Element), used: list.New()}
}

// peek returns a fresh value without loading.
func (c *cache[V]) peek(key string) (V, bool) { return c.within(key, c.fresh) }

func (c *cache[V]) within(key string, age time.Duration) (V, bool) {
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

func (c *cache[V]) put(key string, v V) {
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

func (c *cache[V]) drop(key string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if el, ok := c.items[key]; ok {
		c.used.Remove(el)
		delete(c.items, key)
	}
}

// get returns a fresh value, loading it if need be. load must end by itself: it
// serves all who wait, so it does not end with the first one's ctx.
func (c *cache[V]) get(ctx context.Context, key string, load func() (V, error)) (V, error) {
	if v, ok := c.peek(key); ok {
		return v, nil
	}
	loaded := c.group.DoChan(key, func() (any, error) {
		v, err := load()
		if err == nil {
			c.put(key, v)
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
