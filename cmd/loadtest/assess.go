package main

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"amicable/scoring"
	"amicable/storage"
)

// histories are the lengths of history that an assessment is timed at.
var histories = []int{10, 10_000, 100_000}

// assessments is how often each is asked for.
const assessments = 400

// prepare writes a client with n incidents straight into the store.
func prepare(ctx context.Context, redisURL string, n int) error {
	rdb, err := storage.Dial(redisURL)
	if err != nil {
		return fmt.Errorf("preparing a client: %w", err)
	}
	defer func() { _ = rdb.Close() }()
	policy := scoring.Default()
	store := storage.New(rdb, storage.Options{Policy: policy, Now: time.Now})
	workspace := store.Workspace("slack:T0")
	by := storage.Actor{ID: user(0, 0), Name: "person"}
	client, _, err := workspace.Create(ctx, fmt.Sprintf("create-%d", n), historyName(n), by)
	if err != nil {
		return fmt.Errorf("preparing a client: %w", err)
	}
	first := time.Now().AddDate(-4, 0, 0)
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(16)
	for i := range n {
		group.Go(func() error {
			_, err := workspace.Record(ctx, storage.Flag{
				Event: fmt.Sprintf("prepared-%d-%d", n, i), Client: client.ID, By: by, Separate: true,
				Sign: policy.Signs[i%len(policy.Signs)].ID, At: first.Add(time.Duration(i) * time.Minute),
				Note: "the invoice of last month was not paid again",
			})
			if err != nil {
				return fmt.Errorf("preparing incident %d: %w", i, err)
			}
			return nil
		})
	}
	return group.Wait()
}

func historyName(n int) string { return fmt.Sprintf("history of %d", n) }

// assess times /assess over HTTP and returns the median and the 99th percentile.
func assess(s *child, n int) (p50, p99 time.Duration, err error) {
	w, err := dialWire(s.addr)
	if err != nil {
		return 0, 0, err
	}
	defer w.close()
	took := make([]time.Duration, 0, assessments)
	for i := range assessments {
		r := sign(command("/assess", 0, 0, historyName(n), n*assessments+i), time.Now())
		begun := time.Now()
		body, err := w.post(r)
		if err != nil {
			return 0, 0, fmt.Errorf("assessing: %w", err)
		}
		if !bytes.Contains(body, []byte(historyName(n))) {
			return 0, 0, fmt.Errorf("assessing: the answer does not name the client: %s", body)
		}
		took = append(took, time.Since(begun))
	}
	slices.Sort(took)
	return took[len(took)/2], took[len(took)*99/100], nil
}
