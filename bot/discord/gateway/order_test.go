package gateway

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"
)

// Whatever comes, and however long it takes: jobs with the same key run one
// after the other, as they came; no more run at once, and no more are taken in,
// than was said; each runs once.
func TestOrder(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		workers, most := rapid.IntRange(1, 5).Draw(rt, "workers"), rapid.IntRange(1, 20).Draw(rt, "most")
		keys := rapid.SliceOfN(rapid.IntRange(0, 6), 0, 80).Draw(rt, "keys")
		takes := rapid.SliceOfN(rapid.IntRange(0, 50), len(keys), len(keys)).Draw(rt, "milliseconds")
		synctest.Test(t, func(*testing.T) {
			o := newOrder(context.Background(), workers, most)
			var mu sync.Mutex
			var running, inside atomic.Int64
			busy, ran := map[int]bool{}, map[int][]int{}
			want := map[int][]int{}
			for i, key := range keys {
				want[key] = append(want[key], i)
				err := o.add(context.Background(), fmt.Sprint(key), func(context.Context) {
					mu.Lock()
					if busy[key] {
						rt.Errorf("two jobs of key %d at once", key)
					}
					busy[key] = true
					mu.Unlock()
					if n := running.Add(1); n > int64(workers) {
						rt.Errorf("%d jobs at once, with %d workers", n, workers)
					}
					time.Sleep(time.Duration(takes[i]) * time.Millisecond)
					running.Add(-1)
					inside.Add(-1)
					mu.Lock()
					busy[key] = false
					ran[key] = append(ran[key], i)
					mu.Unlock()
				}, func() {})
				if err != nil {
					rt.Fatal(err)
				}
				if n := inside.Add(1); n > int64(most) {
					rt.Errorf("%d taken in, the most is %d", n, most)
				}
			}
			o.close()
			for key := range want {
				if !slices.Equal(ran[key], want[key]) {
					rt.Errorf("key %d: ran %v, want %v", key, ran[key], want[key])
				}
			}
			if len(o.queue) > 0 {
				rt.Errorf("%d keys stay behind", len(o.queue))
			}
		})
	})
}

// A busy channel keeps no other waiting for all of its jobs.
func TestOrderIsFair(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOrder(context.Background(), 1, 100)
		begun, quiet := time.Now(), time.Duration(0)
		second := func(context.Context) { time.Sleep(time.Second) }
		for range 50 {
			_ = o.add(context.Background(), "busy", second, func() {})
		}
		_ = o.add(context.Background(), "quiet", func(context.Context) { quiet = time.Since(begun) }, func() {})
		o.close()
		if quiet > 3*time.Second {
			t.Errorf("the quiet channel waited %v", quiet)
		}
	})
}

// What runs beside the keys is bounded, too, and waited for at the end.
func TestOrderAside(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOrder(context.Background(), 1, 1)
		release := make(chan struct{})
		var ran atomic.Int64
		held := func(context.Context) { <-release; ran.Add(1) }
		_ = o.add(context.Background(), "busy", held, func() {})
		for range mostAside {
			if o.aside(context.Background(), held, func() { t.Error("there is room, and it waits") }) != nil {
				t.Fatal("not taken")
			}
		}
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		waited := false
		if o.aside(ctx, held, func() { waited = true }) == nil || !waited {
			t.Error("one too many was taken")
		}
		close(release)
		o.close()
		if n := ran.Load(); n != mostAside+1 {
			t.Errorf("%d ran", n)
		}
	})
}

// After any sequence of arrivals and completions, what a RESUME says leaves out
// nothing that came and is not handled, nor anything that may come late; and
// nothing is handed over twice.
func TestProgress(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		from := rapid.Int64Range(0, 5).Draw(rt, "from")
		p := newProgress(from)
		came, open := map[int64]bool{}, []int64{}
		latest := from
		for _, step := range rapid.SliceOfN(rapid.Int64Range(-4, 6), 0, 200).Draw(rt, "steps") {
			if step == 0 && len(open) > 0 { // one of those under way is done
				i := rapid.IntRange(0, len(open)-1).Draw(rt, "which")
				p.done(open[i])
				open = slices.Delete(open, i, i+1)
			} else {
				seq := latest + step
				fresh := seq > from && !came[seq]
				if p.begin(seq) != fresh {
					rt.Fatalf("%d came, new: %v", seq, fresh)
				}
				if fresh {
					came[seq] = true
					open = append(open, seq)
				}
				latest = max(latest, seq)
			}
			want := latest
			for n := from + 1; n <= latest; n++ {
				if !came[n] || slices.Contains(open, n) {
					want = n - 1
					break
				}
			}
			if got := p.handled(); got != want {
				rt.Fatalf("handled up to %d, want %d", got, want)
			}
		}
		p.caughtUp()
		for _, n := range open {
			p.done(n)
		}
		if got := p.handled(); got != latest {
			rt.Fatalf("all is handled, and a RESUME says %d of %d", got, latest)
		}
	})
}

// What never comes is not waited for without end, nor does it fill the memory.
func TestProgressGivesUpWhatIsFarBehind(t *testing.T) {
	p := newProgress(0)
	for _, seq := range []int64{1, 1 << 40, 1<<40 + 2, 1<<40 + farBehind + 10} {
		if !p.begin(seq) {
			t.Errorf("%d is not new", seq)
		}
		p.done(seq)
		if len(p.absent) > farBehind {
			t.Errorf("%d numbers are awaited", len(p.absent))
		}
	}
	if p.begin(5) {
		t.Error("an old number is new")
	}
	if got := p.handled(); got < 1<<40 {
		t.Errorf("a RESUME says %d", got)
	}
}
