package gateway

import (
	"context"
	"runtime/debug"
	"sync"
)

// order works on jobs: those with the same key one after the other, as they
// came, others side by side. Its workers take one job of a key and put the key
// back at the end of the line, so that a busy channel keeps no other waiting.
//
// What has no key runs beside them, on a goroutine of its own.
type order struct {
	slots  chan struct{} // taken by every job that waits or runs
	ready  chan string   // keys that have jobs and no worker; never full, for each has a slot
	asides chan struct{} // taken by every job without a key
	done   sync.WaitGroup

	start func(job func(context.Context))

	mu    sync.Mutex
	queue map[string][]func(context.Context) // a key is there while it has a worker or is ready
}

// mostAside is how many jobs without a key run at once; more wait unread.
const mostAside = 4096

// newOrder starts the workers; they and all jobs get ctx. It takes in at most
// that many jobs with a key.
func newOrder(ctx context.Context, workers, most int) *order {
	o := &order{
		slots:  make(chan struct{}, most),
		ready:  make(chan string, most),
		asides: make(chan struct{}, mostAside),
		queue:  map[string][]func(context.Context){},
	}
	o.start = func(job func(context.Context)) { o.done.Go(func() { job(ctx) }) }
	for range workers {
		o.done.Go(func() {
			for key := range o.ready {
				o.work(ctx, key)
			}
		})
	}
	return o
}

// add waits until there is room for the job, or ctx ends; then the job is not
// taken in. It calls full before it waits.
func (o *order) add(ctx context.Context, key string, job func(context.Context), full func()) error {
	if err := enter(ctx, o.slots, full); err != nil {
		return err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	jobs, waiting := o.queue[key]
	o.queue[key] = append(jobs, job)
	if !waiting {
		o.ready <- key
	}
	return nil
}

// aside runs a job at once; like add it waits only while too many are under way.
func (o *order) aside(ctx context.Context, job func(context.Context), full func()) error {
	if err := enter(ctx, o.asides, full); err != nil {
		return err
	}
	o.start(func(ctx context.Context) {
		defer func() { <-o.asides }()
		job(ctx)
	})
	return nil
}

// enter takes a slot. It calls full before it waits for one.
func enter(ctx context.Context, slots chan struct{}, full func()) error {
	select {
	case slots <- struct{}{}:
		return nil
	default:
	}
	full()
	select {
	case slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (o *order) work(ctx context.Context, key string) {
	o.mu.Lock()
	job := o.queue[key][0]
	o.queue[key][0] = nil
	o.queue[key] = o.queue[key][1:]
	o.mu.Unlock()

	job(ctx)

	o.mu.Lock()
	if len(o.queue[key]) > 0 {
		o.ready <- key
	} else {
		delete(o.queue, key)
	}
	o.mu.Unlock()
	<-o.slots
}

// close ends the workers, once all jobs are done. Nothing may be added any more.
func (o *order) close() {
	for range cap(o.slots) { // all slots are free when every job is done
		o.slots <- struct{}{}
	}
	close(o.ready)
	o.done.Wait()
}

func stack() string { return string(debug.Stack()) }
