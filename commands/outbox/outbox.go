// Package outbox does what was put off: alerts, reminders, deletions after
// their grace period. Jobs live in the store, so that they survive a restart;
// any number of processes share them, and each job is leased to one at a time.
//
// A job is delivered at least once: whoever does it makes doing it twice
// harmless, or claims it first.
//
// Imports: storage for the type of a job, and cenkalti/backoff.
package outbox

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/cenkalti/backoff/v5"

	"amicable/storage"
)

// Queue is where jobs are kept; *storage.Store is one.
type Queue interface {
	Lease(ctx context.Context, n int, d time.Duration) ([]storage.Job, error)
	Done(ctx context.Context, id string) error
	Retry(ctx context.Context, id string, due time.Time) error
}

const (
	// poll is how often the queue is asked when nobody wakes the worker.
	poll = 5 * time.Second
	// lease is how long a job is ours; a worker that dies gives it up by then.
	lease = 90 * time.Second
	// batch is how many jobs are taken, and done side by side, at once.
	batch = 8
	// attempts is how often a job that was not promised is tried: over about a day.
	attempts = 14
)

// Worker does jobs until it is told to stop.
type Worker struct {
	Queue Queue
	Do    func(ctx context.Context, j storage.Job) error
	Now   func() time.Time
	Log   *slog.Logger
	// Promised are the kinds of jobs that are tried until they are done, every few
	// hours in the end; others are given up after about a day.
	Promised []string

	once sync.Once
	wake chan struct{}
}

func (w *Worker) bell() chan struct{} {
	w.once.Do(func() { w.wake = make(chan struct{}, 1) })
	return w.wake
}

// Wake makes the worker look into the queue at once. It never blocks.
func (w *Worker) Wake() {
	select {
	case w.bell() <- struct{}{}:
	default:
	}
}

// Run does jobs as they fall due. When ctx ends it finishes those in hand and returns nil.
func (w *Worker) Run(ctx context.Context) error {
	tick := time.NewTicker(poll)
	defer tick.Stop()
	for {
		for w.round(ctx) {
		}
		select {
		case <-ctx.Done():
			return nil
		case <-w.bell():
		case <-tick.C:
		}
	}
}

// Settle does what is due now and returns when nothing is: for a conversation
// that wants to see what follows from one line before the next. Not beside Run,
// which may have taken a job already.
func (w *Worker) Settle(ctx context.Context) {
	for w.round(ctx) {
	}
}

// round does the jobs that are due, and tells whether there may be more.
func (w *Worker) round(ctx context.Context) bool {
	if ctx.Err() != nil {
		return false
	}
	jobs, err := w.Queue.Lease(ctx, batch, lease)
	if err != nil {
		if ctx.Err() == nil {
			w.Log.WarnContext(ctx, "outbox not reached", "error", err)
		}
		return false
	}
	// What was begun is finished, also while shutting down.
	work, cancel := context.WithTimeout(context.WithoutCancel(ctx), lease/2)
	defer cancel()
	var all sync.WaitGroup
	for _, j := range jobs {
		all.Go(func() { w.do(work, j) })
	}
	all.Wait()
	return len(jobs) == batch
}

func (w *Worker) do(ctx context.Context, j storage.Job) {
	err := w.try(ctx, j)
	switch {
	case err == nil:
		err = w.Queue.Done(ctx, j.ID)
	case j.Attempt+1 >= attempts && !slices.Contains(w.Promised, j.Kind):
		w.Log.ErrorContext(ctx, "job given up", "kind", j.Kind, "job", j.ID, "attempts", j.Attempt+1, "error", err)
		err = w.Queue.Done(ctx, j.ID)
	default:
		w.Log.WarnContext(ctx, "job put off", "kind", j.Kind, "job", j.ID, "attempt", j.Attempt+1, "error", err)
		err = w.Queue.Retry(ctx, j.ID, w.Now().Add(pause(j.Attempt)))
	}
	if err != nil {
		// The lease runs out and somebody takes it again.
		w.Log.WarnContext(ctx, "job not settled", "kind", j.Kind, "job", j.ID, "error", err)
	}
}

// try does a job; a panic is an error like any other.
func (w *Worker) try(ctx context.Context, j storage.Job) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return w.Do(ctx, j)
}

// pause is how long to wait after so many attempts: exponential, with jitter.
func pause(attempt int) time.Duration {
	b := backoff.NewExponentialBackOff()
	b.InitialInterval, b.Multiplier, b.MaxInterval = 2*time.Second, 3, 4*time.Hour
	d := b.NextBackOff()
	for range attempt {
		d = b.NextBackOff()
	}
	return d
}
