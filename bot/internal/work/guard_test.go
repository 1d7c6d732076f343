package work

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestGuard(t *testing.T) {
	var fell []string
	ask := func(f func(context.Context) (int, error)) (int, error) {
		return Guard(t.Context(), f, func(stack string) { fell = append(fell, stack) })
	}
	refused := errors.New("no")
	if v, err := ask(func(context.Context) (int, error) { return 7, refused }); v != 7 || !errors.Is(err, refused) || len(fell) > 0 {
		t.Errorf("what returned came back as %d, %v, and fell: %q", v, err, fell)
	}
	v, err := ask(func(context.Context) (int, error) { panic("very-secret") })
	if v != 0 || !errors.Is(err, ErrPanicked) {
		t.Errorf("a panic came back as %d, %v", v, err)
	}
	if len(fell) != 1 || !strings.Contains(fell[0], "guard_test.go") || strings.Contains(fell[0]+err.Error(), "very-secret") {
		t.Errorf("it was not told just where it fell: %q", fell)
	}
}

func TestSleepEndsWithItsCtx(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		if err := Sleep(t.Context(), time.Minute); err != nil || time.Since(began) != time.Minute {
			t.Errorf("slept for %v, %v", time.Since(began), err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		began = time.Now()
		if err := Sleep(ctx, time.Minute); !errors.Is(err, context.DeadlineExceeded) || time.Since(began) != time.Second {
			t.Errorf("slept for %v, %v", time.Since(began), err)
		}
	})
}

func TestSlots(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := NewSlots(2)
		for range 2 {
			if err := s.Take(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := s.Take(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("a third one got in: %v", err)
		}
		time.AfterFunc(time.Second, s.Free)
		if err := s.Take(t.Context()); err != nil {
			t.Errorf("a slot that came free was not given: %v", err)
		}
	})
}

// What was begun is waited for by a drain, fetched or not.
func TestBegin(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		all := NewTracker()
		slow := func() int { time.Sleep(time.Minute); return 7 }
		fetched := Begin(all, slow)
		Begin(all, slow)
		began := time.Now()
		if err := all.Drain(t.Context()); err != nil || time.Since(began) != time.Minute {
			t.Errorf("drained after %v, %v", time.Since(began), err)
		}
		if got := <-fetched; got != 7 {
			t.Errorf("got %d", got)
		}
	})
}
