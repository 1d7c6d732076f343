package work

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"
)

var errAway = errors.New("away")

// Whatever fails, and for however long: errands of a line are done, or lost, one
// after the other, as they came; each once; what could be done within its
// patience is done, and nobody who brings one waits.
func TestLines(t *testing.T) {
	const patience = 100 * time.Second
	rapid.Check(t, func(rt *rapid.T) {
		type errand struct{ line, after, away int } // in seconds; away from the beginning on
		all := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) errand {
			return errand{rapid.IntRange(0, 2).Draw(t, "line"), rapid.IntRange(0, 30).Draw(t, "after"), rapid.IntRange(0, 400).Draw(t, "away")}
		}), 0, 20).Draw(rt, "errands")
		synctest.Test(t, func(t *testing.T) {
			work := NewTracker()
			l := NewLines(t.Context(), work, len(all), 2)
			begun := time.Now()
			var mu sync.Mutex
			ended, want := map[int][]int{}, map[int][]int{}
			for i, e := range all {
				time.Sleep(time.Duration(e.after) * time.Second)
				want[e.line] = append(want[e.line], i)
				came, back := time.Now(), begun.Add(time.Duration(e.away)*time.Second)
				end := func() {
					mu.Lock()
					defer mu.Unlock()
					ended[e.line] = append(ended[e.line], i)
				}
				l.Do(fmt.Sprint(e.line), Errand{
					Try: func() error {
						if time.Now().Before(back) {
							return errAway
						}
						end()
						return nil
					},
					Lost: func(err error) {
						if !errors.Is(err, errAway) || back.Before(came.Add(patience)) {
							rt.Errorf("errand %d was lost after %v: %v", i, time.Since(came), err)
						}
						end()
					},
					Pauses: []time.Duration{time.Second, 7 * time.Second}, Patience: patience,
				})
				if time.Since(came) > 0 {
					rt.Errorf("whoever brought errand %d waited", i)
				}
			}
			if err := work.Drain(t.Context()); err != nil {
				rt.Error(err)
			}
			for line := range want {
				if !slices.Equal(ended[line], want[line]) {
					rt.Errorf("line %d: ended %v, want %v", line, ended[line], want[line])
				}
			}
			if l.n != 0 || len(l.lines) != 0 {
				rt.Errorf("%d errands stay behind in %d lines", l.n, len(l.lines))
			}
		})
	})
}

func TestLinesPause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLines(t.Context(), NewTracker(), 1, 1)
		begun := time.Now()
		var tried []int
		lost := -1
		l.Do("", Errand{
			Try:    func() error { tried = append(tried, int(time.Since(begun).Seconds())); return errAway },
			Lost:   func(error) { lost = int(time.Since(begun).Seconds()) },
			Pauses: []time.Duration{time.Second, 3 * time.Second}, Patience: 12 * time.Second,
		})
		time.Sleep(time.Minute)
		synctest.Wait()
		if !slices.Equal(tried, []int{0, 1, 4, 7, 10, 12}) || lost != 12 {
			t.Errorf("tried after %v s, lost after %d", tried, lost)
		}
	})
}

// What is too much is lost at once, and a line that failed leaves others alone.
func TestLinesAreBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		work := NewTracker()
		l := NewLines(t.Context(), work, 3, 1)
		var back atomic.Bool
		var done, lost atomic.Int64
		bring := func(line string) {
			l.Do(line, Errand{
				Try: func() error {
					if !back.Load() {
						return errAway
					}
					done.Add(1)
					return nil
				},
				Lost: func(err error) {
					if !errors.Is(err, ErrFull) {
						t.Error(err)
					}
					lost.Add(1)
				},
				Pauses: []time.Duration{time.Minute}, Patience: time.Hour,
			})
		}
		for _, line := range []string{"a", "b", "a", "a", "c"} {
			bring(line)
		}
		if n := lost.Load(); n != 2 {
			t.Errorf("%d were lost", n)
		}
		back.Store(true)
		bring("c") // there is no such line
		if n := done.Load(); n != 1 {
			t.Errorf("%d were done", n)
		}
		if err := work.Drain(t.Context()); err != nil || done.Load() != 4 {
			t.Errorf("%d were done, %v", done.Load(), err)
		}
	})
}

// At the end there is one more try, and no waiting.
func TestLinesEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, end := context.WithCancel(t.Context())
		work := NewTracker()
		l := NewLines(ctx, work, 10, 1)
		tries, lost := 0, 0
		for range 3 {
			l.Do("", Errand{
				Try:    func() error { tries++; return errAway },
				Lost:   func(error) { lost++ },
				Pauses: []time.Duration{time.Minute}, Patience: time.Hour,
			})
		}
		begun := time.Now()
		end()
		if err := work.Drain(t.Context()); err != nil || time.Since(begun) > 0 {
			t.Errorf("it took %v, %v", time.Since(begun), err)
		}
		if tries != 4 || lost != 3 {
			t.Errorf("%d tries, %d lost", tries, lost)
		}
	})
}
