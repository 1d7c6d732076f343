package storagetest

import (
	"context"
	"sync"
	"testing"
	"time"

	"amicable/storage"
)

func budgets(t *testing.T, f *Fixture) {
	ctx := context.Background()
	const tenant, today, tomorrow = "slack:T1", "2026-11-21", "2026-11-22"
	limit := storage.Amount{Tokens: 1000, Cost: 500}
	spent := func(day string, want storage.Amount) {
		t.Helper()
		if got := must[storage.Amount](t)(f.Store.Spent(ctx, tenant, day)); got != want {
			t.Errorf("%s: spent %+v, want %+v", day, got, want)
		}
	}
	reserve := func(day string, tokens, cost int64) string {
		t.Helper()
		return must[string](t)(f.Store.Reserve(ctx, tenant, day, storage.Amount{Tokens: tokens, Cost: cost}, limit))
	}
	spent(today, storage.Amount{})
	first := reserve(today, 600, 100)
	if first == "" || reserve(today, 401, 0) != "" || reserve(today, 0, 401) != "" {
		t.Errorf("either limit holds, the first reservation is %q", first)
	}
	spent(today, storage.Amount{Tokens: 600, Cost: 100})
	for range 2 { // a lost answer is asked for again
		noError(t, f.Store.Settle(ctx, tenant, today, first, storage.Amount{Tokens: 250, Cost: 40}))
		spent(today, storage.Amount{Tokens: 250, Cost: 40})
	}
	if reserve(today, 750, 460) == "" || reserve(today, 1, 0) != "" {
		t.Error("what was not used can be used by others, up to the limit itself")
	}
	spent(tomorrow, storage.Amount{})
	if reserve(tomorrow, 1000, 500) == "" {
		t.Error("a new day begins at nothing")
	}
	if r := must[string](t)(f.Store.Reserve(ctx, "slack:T2", today, storage.Amount{Tokens: 1000}, limit)); r == "" {
		t.Error("another workspace pays for this one")
	}
	if r := must[string](t)(f.Store.Reserve(ctx, tenant, today, storage.Amount{Tokens: 1 << 62, Cost: -1}, storage.Amount{})); r == "" {
		t.Error("no limit, and yet it is reached")
	} else {
		noError(t, f.Store.Settle(ctx, tenant, today, r, storage.Amount{Tokens: -5}))
	}
	spent(today, storage.Amount{Tokens: 1000, Cost: 500})
	if ttl := f.RDB.TTL(ctx, "am:{slack:T1}:spent:"+today).Val(); ttl < 24*time.Hour || ttl > 72*time.Hour {
		t.Errorf("the day is kept for %v", ttl)
	}

	// Many ask at once: never more than the limit is granted.
	var granted sync.Map
	var wg sync.WaitGroup
	for n := range 30 {
		wg.Go(func() {
			r, err := f.Store.Reserve(ctx, "slack:T3", today, storage.Amount{Tokens: 100}, limit)
			if err != nil {
				t.Error(err)
			}
			if r != "" {
				granted.Store(n, r)
			}
		})
	}
	wg.Wait()
	count := 0
	granted.Range(func(_, _ any) bool { count++; return true })
	if count != 10 {
		t.Errorf("%d times 100 of 1000 were granted", count)
	}
	noError(t, f.W.Forget(ctx))
	spent(today, storage.Amount{})
}
