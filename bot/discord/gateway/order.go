package gateway

import (
	"context"
	"runtime/debug"
	"sync"
)

// order works on jobs: those with the same key one after the other, as they
// came, others side by side. Its workers take one job of a key and put the key
// back at the end of the line, so that a busy channel keeps no other waiting.
type order struct {
	slots chan struct{} // taken by every job that waits or runs
	ready chan string   // keys that have jobs and no worker; never full, for each has a slot
	done  sync.WaitGroup

	mu    sync.Mutex
	queue map[string][]func(context.Context) // a key is there while it has a worker or is ready
}

// newOrder starts the workers; they and their jobs get ctx. It takes in at most that many jobs.
func newOrder(ctx context.Context, workers, most int) *order {
	o := &order{
		slots: make(chan struct{}, most),
		ready: make(chan string, most),
		queue: map[string][]func(context.Context){},
	}
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
	select {
	case o.slots <- struct{}{}:
	default:
		full()
		select {
		case o.slots <- struct{}{}:
		case <-ctx.Done():
			return ctx.Err()
		}
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

// close ends the workers once all jobs are done. Nothing may be added any more.
func (o *order) close() {
	for range cap(o.slots) { // all slots are free when every job is done
		o.slots <- struct{}{}
	}
	close(o.ready)
	o.done.Wait()
}

func stack() string { return string(debug.Stack()) }
