package outbox_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"amicable/commands/outbox"
	"amicable/storage"
)

// queue is a small honest queue: what is leased comes back when its lease runs out.
type queue struct {
	mu   sync.Mutex
	jobs map[string]storage.Job
	down bool
}

func newQueue(jobs ...storage.Job) *queue {
	q := &queue{jobs: map[string]storage.Job{}}
	for _, j := range jobs {
		q.jobs[j.ID] = j
	}
	return q
}

func (q *queue) Lease(_ context.Context, n int, d time.Duration) ([]storage.Job, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.down {
		return nil, storage.ErrUnavailable
	}
	var out []storage.Job
	for id, j := range q.jobs {
		if len(out) < n && !j.Due.After(time.Now()) {
			out = append(out, j)
			j.Due, j.Attempt = time.Now().Add(d), j.Attempt+1
			q.jobs[id] = j
		}
	}
	return out, nil
}

func (q *queue) Done(_ context.Context, id string) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	delete(q.jobs, id)
	return nil
}

func (q *queue) Retry(_ context.Context, id string, due time.Time) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	j := q.jobs[id]
	j.Due = due
	q.jobs[id] = j
	return nil
}

func (q *queue) left() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.jobs)
}

// start runs a worker in the bubble and returns how to stop it.
func start(t *testing.T, q *queue, do func(context.Context, storage.Job) error) (w *outbox.Worker, stop func()) {
	t.Helper()
	w = &outbox.Worker{Queue: q, Do: do, Now: time.Now, Log: slog.New(slog.DiscardHandler), Promised: []string{"promised"}}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- w.Run(ctx) }()
	return w, func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("Run: %v", err)
		}
	}
}

func TestEveryDueJobIsDoneOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var jobs []storage.Job
		for i := range 50 {
			jobs = append(jobs, storage.Job{ID: string(rune('A' + i)), Due: time.Now()})
		}
		jobs = append(jobs, storage.Job{ID: "later", Due: time.Now().Add(time.Hour)})
		q := newQueue(jobs...)
		var mu sync.Mutex
		var done []string
		_, stop := start(t, q, func(_ context.Context, j storage.Job) error {
			mu.Lock()
			defer mu.Unlock()
			done = append(done, j.ID)
			return nil
		})
		synctest.Wait()
		if len(done) != 50 || q.left() != 1 {
			t.Fatalf("%d done, %d left; want 50 and the one that is not due", len(done), q.left())
		}
		time.Sleep(time.Hour + time.Minute)
		stop()
		slices.Sort(done)
		if n := len(slices.Compact(done)); len(done) != 51 || n != 51 {
			t.Fatalf("%d done, %d of them distinct; want 51", len(done), n)
		}
	})
}

func TestWakingDoesNotWaitForThePoll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := newQueue()
		at := make(chan time.Time, 1)
		w, stop := start(t, q, func(context.Context, storage.Job) error { at <- time.Now(); return nil })
		synctest.Wait()
		began := time.Now()
		q.mu.Lock()
		q.jobs["a"] = storage.Job{ID: "a", Due: began}
		q.mu.Unlock()
		w.Wake()
		w.Wake() // never blocks, however often
		if took := (<-at).Sub(began); took != 0 {
			t.Errorf("done %v after waking, want at once", took)
		}
		stop()
	})
}

func TestFailedJobsAreTriedAgainAndGivenUpInTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := newQueue(storage.Job{ID: "flaky", Due: time.Now()}, storage.Job{ID: "broken", Due: time.Now()}, storage.Job{ID: "panics", Due: time.Now()},
			storage.Job{ID: "promised", Kind: "promised", Due: time.Now()})
		var mu sync.Mutex
		tries := map[string]int{}
		_, stop := start(t, q, func(_ context.Context, j storage.Job) error {
			mu.Lock()
			defer mu.Unlock()
			tries[j.ID]++
			switch {
			case j.ID == "flaky" && tries[j.ID] == 3, j.ID == "promised" && tries[j.ID] == 60:
				return nil
			case j.ID == "panics":
				panic("no")
			}
			return errors.New("not now")
		})
		time.Sleep(14 * 24 * time.Hour)
		stop()
		if tries["flaky"] != 3 || tries["broken"] != 14 || tries["panics"] != 14 || tries["promised"] != 60 || q.left() != 0 {
			t.Errorf("tries %v, %d left; want 3, 14, 14, 60 and none", tries, q.left())
		}
	})
}

func TestOutageAndShutdown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := newQueue(storage.Job{ID: "a", Due: time.Now()})
		q.down = true
		begun, finish := make(chan bool), make(chan bool)
		_, stop := start(t, q, func(ctx context.Context, _ storage.Job) error {
			begun <- true
			<-finish
			return ctx.Err() // what was begun is not cancelled by the shutdown
		})
		time.Sleep(time.Minute)
		q.mu.Lock()
		q.down = false
		q.mu.Unlock()
		<-begun
		go func() {
			time.Sleep(time.Second)
			finish <- true
		}()
		stop()
		if q.left() != 0 {
			t.Error("a job in hand was not finished before the worker stopped")
		}
	})
}
