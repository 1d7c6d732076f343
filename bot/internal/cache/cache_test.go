package cache

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestCache(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := New[int](time.Now, 3, time.Minute, time.Hour)
		loads := 0
		load := func() (int, error) { loads++; time.Sleep(time.Second); return loads, nil }
		var wg sync.WaitGroup
		for range 10 {
			wg.Go(func() {
				if v, err := c.Get(t.Context(), "a", load); v != 1 || err != nil {
					t.Errorf("got %d, %v", v, err)
				}
			})
		}
		wg.Wait()
		if loads != 1 {
			t.Errorf("ten who asked at once made %d loads", loads)
		}
		time.Sleep(2 * time.Minute)
		broken := func() (int, error) { return 0, errors.New("no") }
		if v, err := c.Get(t.Context(), "a", broken); v != 1 || err != nil {
			t.Errorf("a stale value was not used: %d, %v", v, err)
		}
		if v, _ := c.Get(t.Context(), "a", load); v != 2 {
			t.Errorf("a stale value was used though a new one could be had: %d", v)
		}
		time.Sleep(2 * time.Hour)
		if _, err := c.Get(t.Context(), "a", broken); err == nil {
			t.Error("a value was used past all its time")
		}
		for i := range 10 {
			c.Put(strconv.Itoa(i), i)
		}
		if len(c.items) != 3 || c.used.Len() != 3 {
			t.Errorf("%d values are kept", len(c.items))
		}
		c.Drop("9")
		if _, found := c.Peek("9"); found {
			t.Error("a dropped value is still there")
		}
	})
}

func TestCacheWaitsNoLongerThanTheCaller(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := New[int](time.Now, 3, time.Minute, 0)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := c.Get(ctx, "a", func() (int, error) { time.Sleep(time.Minute); return 7, nil })
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
		time.Sleep(time.Minute)
		if v, found := c.Peek("a"); !found || v != 7 {
			t.Error("what was loaded in the end is not kept")
		}
	})
}

// A load that began before the news is not kept, and nobody joins it afterwards.
func TestNewsOvertakesALoad(t *testing.T) {
	for name, tc := range map[string]struct {
		news func(*Cache[string])
		want string
	}{
		"dropped": {func(c *Cache[string]) { c.Drop("room") }, "new"},
		"cleared": {func(c *Cache[string]) { c.Clear() }, "new"},
		"put":     {func(c *Cache[string]) { c.Put("room", "told") }, "told"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := New[string](time.Now, 3, time.Minute, time.Hour)
				loads := func(v string) func() (string, error) {
					return func() (string, error) { time.Sleep(time.Second); return v, nil }
				}
				go func() {
					if v, err := c.Get(t.Context(), "room", loads("old")); v != "old" || err != nil {
						t.Errorf("who asked before got %q, %v", v, err)
					}
				}()
				time.Sleep(time.Second / 2)
				tc.news(c)
				if v, err := c.Get(t.Context(), "room", loads("new")); v != tc.want || err != nil {
					t.Errorf("who asks afterwards gets %q, %v", v, err)
				}
				time.Sleep(time.Second)
				if v, _ := c.Peek("room"); v != tc.want {
					t.Errorf("%q is kept", v)
				}
			})
		})
	}
}

func TestClearForgetsEverything(t *testing.T) {
	c := New[int](time.Now, 3, time.Minute, time.Hour)
	for i := range 10 {
		c.Put(strconv.Itoa(i), i)
	}
	c.Clear()
	for i := range 10 {
		if _, found := c.within(strconv.Itoa(i), time.Hour); found {
			t.Errorf("%d is still there", i)
		}
	}
	c.Put("1", 1)
	if len(c.items) != 1 || c.used.Len() != 1 {
		t.Errorf("%d values are kept", len(c.items))
	}
}
