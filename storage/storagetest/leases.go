package storagetest

import (
	"bytes"
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// soon polls, for leases run out by the clock of Redis, which no test sets.
func soon(t *testing.T, what string, happened func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for !happened() {
		select {
		case <-tick.C:
		case <-ctx.Done():
			t.Fatalf("%s does not happen", what)
		}
	}
}

func leases(t *testing.T, f *Fixture) {
	ctx, l := t.Context(), f.Store.Leases()
	take := func(holder string, wantOK bool, wantState string) {
		t.Helper()
		state, ok, err := l.Take(ctx, "one", holder, time.Hour)
		if err != nil || ok != wantOK || string(state) != wantState {
			t.Fatalf("%s takes: %q %v %v, want %q %v", holder, state, ok, err, wantState, wantOK)
		}
	}
	keep := func(holder, state string, want bool) {
		t.Helper()
		if ok, err := l.Keep(ctx, "one", holder, time.Hour, []byte(state)); err != nil || ok != want {
			t.Fatalf("%s keeps: %v %v, want %v", holder, ok, err, want)
		}
	}
	take("ann", true, "")
	take("bob", false, "")
	take("ann", true, "") // renewed
	odd := "a state of any bytes: \x00\xff\r\n"
	keep("ann", odd, true)
	keep("bob", "bob's", false)
	take("bob", false, odd)
	noError(t, l.Release(ctx, "one", "bob", []byte("bob's"))) // not bob's to release
	take("bob", false, odd)
	noError(t, l.Release(ctx, "one", "ann", []byte("last words")))
	keep("ann", "too late", false)
	take("bob", true, "last words")
	keep("bob", "", true)
	noError(t, f.RDB.FlushAll(ctx).Err()) // Redis lost everything
	keep("bob", "still here", true)
	take("ann", false, "still here")

	// Names are only names.
	for _, name := range []string{"two", "{%outbox}:due", "x}:held", "ü :*"} {
		if _, ok, err := l.Take(ctx, name, "cem", time.Hour); err != nil || !ok {
			t.Errorf("%q: %v %v", name, ok, err)
		}
	}
	for _, bad := range []struct {
		name, holder string
		ttl          time.Duration
	}{{"", "ann", time.Hour}, {"x", "", time.Hour}, {"x", "ann", 0}} {
		if _, ok, err := l.Take(ctx, bad.name, bad.holder, bad.ttl); err == nil || ok {
			t.Errorf("taken: %+v", bad)
		}
		if ok, err := l.Keep(ctx, bad.name, bad.holder, bad.ttl, nil); err == nil || ok {
			t.Errorf("kept: %+v", bad)
		}
	}

	// However many ask at once, one gets it.
	var holders sync.WaitGroup
	var got atomic.Int64
	for i := range 20 {
		holders.Go(func() {
			if _, ok, err := l.Take(ctx, "race", fmt.Sprint("holder ", i), time.Hour); err != nil {
				t.Error(err)
			} else if ok {
				got.Add(1)
			}
		})
	}
	holders.Wait()
	if got.Load() != 1 {
		t.Errorf("%d hold the same lease", got.Load())
	}
}

func lapsedLeases(t *testing.T, f *Fixture) {
	ctx, l := t.Context(), f.Store.Leases()
	if ok, err := l.Keep(ctx, "short", "ann", time.Millisecond, []byte("ann was here")); err != nil || !ok {
		t.Fatal(ok, err)
	}
	// Nobody took it: its holder may go on, late as it is.
	if ok, err := l.Keep(ctx, "short", "ann", time.Millisecond, []byte("ann was late")); err != nil || !ok {
		t.Fatal(ok, err)
	}
	soon(t, "the end of the lease", func() bool {
		state, ok, err := l.Take(ctx, "short", "bob", time.Hour)
		if err != nil || !bytes.Equal(state, []byte("ann was late")) {
			t.Fatalf("%q %v", state, err)
		}
		return ok
	})
	if ok, err := l.Keep(ctx, "short", "ann", time.Hour, nil); err != nil || ok {
		t.Errorf("ann keeps what bob took: %v %v", ok, err)
	}
}

func groups(t *testing.T, f *Fixture) {
	ctx, l := t.Context(), f.Store.Leases()
	join := func(member string, ttl time.Duration) int {
		t.Helper()
		return must[int](t)(l.Join(ctx, "shards", member, ttl))
	}
	for i, member := range []string{"ann", "bob", "cem"} {
		if n := join(member, time.Hour); n != i+1 {
			t.Errorf("%s makes %d", member, n)
		}
	}
	if n := join("bob", time.Hour); n != 3 {
		t.Errorf("bob counts twice: %d", n)
	}
	noError(t, l.Leave(ctx, "shards", "bob"))
	noError(t, l.Leave(ctx, "shards", "nobody"))
	if n := join("ann", time.Hour); n != 2 {
		t.Errorf("bob left, %d are there", n)
	}
	join("cem", time.Millisecond)
	soon(t, "cem's end", func() bool { return join("ann", time.Hour) == 1 })
	if n := must[int](t)(l.Join(ctx, "others", "dan", time.Hour)); n != 1 {
		t.Errorf("groups mix: %d", n)
	}
	if _, err := l.Join(ctx, "shards", "", time.Hour); err == nil {
		t.Error("nobody joined")
	}
}
