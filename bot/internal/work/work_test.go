package work

import (
	"context"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestOnceForgetsTheOldest(t *testing.T) {
	o := NewOnce[int](3)
	n := 0
	for range 2 {
		for i := range 10 {
			o.Do(strconv.Itoa(i), func() (int, bool) { n++; return n, true })
		}
	}
	if n != 20 || len(o.known) != 3 || len(o.order) != 3 {
		t.Errorf("%d runs, %d known", n, len(o.known))
	}
}

// Who comes while the first one is at work gets its answer; after a failure the next one tries.
func TestOnceWaitsForTheFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := NewOnce[int](3)
		runs := 0
		slow := func(ok bool) func() (int, bool) {
			return func() (int, bool) {
				time.Sleep(time.Second)
				runs++
				return runs, ok
			}
		}
		var together sync.WaitGroup
		for range 5 {
			together.Go(func() {
				if got := o.Do("a", slow(false)); got != 1 {
					t.Errorf("got %d", got)
				}
			})
		}
		together.Wait()
		if got := o.Do("a", slow(true)); got != 2 {
			t.Errorf("after a failure it was not tried again, but %d", got)
		}
		if got := o.Do("a", slow(true)); got != 2 {
			t.Errorf("after a success it was tried again, %d", got)
		}
		o.Forget("a")
		if got := o.Do("a", slow(true)); got != 3 {
			t.Errorf("it was not forgotten, %d", got)
		}
	})
}

func TestPool(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		all := NewTracker()
		p := NewPool(all, 3, 10)
		var mu sync.Mutex
		now, most, done := 0, 0, 0
		release := make(chan struct{})
		added := 0
		for range 100 {
			if p.Add(func() {
				mu.Lock()
				now++
				most = max(most, now)
				mu.Unlock()
				<-release
				mu.Lock()
				now--
				done++
				mu.Unlock()
			}) {
				added++
			}
			synctest.Wait()
		}
		if added != 13 { // three at work and ten waiting
			t.Errorf("%d were taken", added)
		}
		close(release)
		if err := all.Drain(t.Context()); err != nil {
			t.Error(err)
		}
		if most != 3 || done != added {
			t.Errorf("%d at once, %d done of %d", most, done, added)
		}
		if all.Enter() {
			t.Error("work was admitted after draining")
		}
	})
}

func TestLasts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if !Lasts(ctx, time.Minute) || Lasts(ctx, time.Minute+1) || !Lasts(t.Context(), time.Hour) {
			t.Error("it does not last as long as it lasts")
		}
	})
}
