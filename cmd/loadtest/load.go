package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

// measured is what came of one stretch of load.
type measured struct {
	requests  int
	rate      float64 // answers a second
	p50, p99  time.Duration
	cpu       time.Duration // of the server, for each request
	latencies []time.Duration
}

// flagged tells whether an answer says that a flag was recorded.
func flagged(body []byte) bool { return bytes.Contains(body, []byte("Flagged")) }

// closed loads a server with n connections, each asking again as soon as it has its answer.
func closed(ctx context.Context, s *child, f *flagger, n int, length time.Duration) (measured, error) {
	return load(ctx, s, n, func(ctx context.Context, w *wire, took func(time.Duration)) error {
		for end := time.Now().Add(length); time.Now().Before(end) && ctx.Err() == nil; {
			r := f.next()
			begun := time.Now()
			if err := ask(w, r); err != nil {
				return err
			}
			took(time.Since(begun))
		}
		return nil
	})
}

// open loads a server at a fixed rate over n connections. Latency counts from
// when a request was due, so a server that falls behind cannot hide it.
func open(ctx context.Context, s *child, f *flagger, n, rate int, length time.Duration) (measured, error) {
	start := time.Now().Add(50 * time.Millisecond)
	every := time.Second / time.Duration(rate)
	var mu sync.Mutex
	sent := 0
	due := func() (time.Time, bool) {
		mu.Lock()
		defer mu.Unlock()
		at := start.Add(time.Duration(sent) * every)
		sent++
		return at, at.Before(start.Add(length))
	}
	return load(ctx, s, n, func(ctx context.Context, w *wire, took func(time.Duration)) error {
		for ctx.Err() == nil {
			at, more := due()
			if !more {
				return nil
			}
			time.Sleep(time.Until(at))
			if err := ask(w, f.next()); err != nil {
				return err
			}
			took(time.Since(at))
		}
		return nil
	})
}

// ask posts one command and checks that it was recorded.
func ask(w *wire, r request) error {
	body, err := w.post(r)
	if err != nil {
		return fmt.Errorf("posting a flag: %w (%s)", err, body)
	}
	if !flagged(body) {
		return fmt.Errorf("posting a flag: the answer is not that it was recorded: %s", body)
	}
	return nil
}

// load runs work on n connections and measures.
func load(ctx context.Context, s *child, n int, work func(context.Context, *wire, func(time.Duration)) error) (measured, error) {
	wires := make([]*wire, n)
	for i := range wires {
		w, err := dialWire(s.addr)
		if err != nil {
			return measured{}, err
		}
		defer w.close()
		wires[i] = w
	}
	before, err := processor(s.cmd.Process.Pid)
	if err != nil {
		return measured{}, err
	}
	all := make([][]time.Duration, n)
	group, ctx := errgroup.WithContext(ctx)
	begun := time.Now()
	for i, w := range wires {
		group.Go(func() error {
			return work(ctx, w, func(d time.Duration) { all[i] = append(all[i], d) })
		})
	}
	if err := group.Wait(); err != nil {
		return measured{}, err
	}
	took := time.Since(begun)
	after, err := processor(s.cmd.Process.Pid)
	if err != nil {
		return measured{}, err
	}
	m := measured{latencies: slices.Concat(all...)}
	m.requests = len(m.latencies)
	if m.requests == 0 {
		return m, errors.New("nothing was answered")
	}
	slices.Sort(m.latencies)
	m.rate = float64(m.requests) / took.Seconds()
	m.p50, m.p99 = m.latencies[m.requests/2], m.latencies[m.requests*99/100]
	m.cpu = (after - before) / time.Duration(m.requests)
	m.latencies = nil
	return m, nil
}
