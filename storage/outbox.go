package storage

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/redis/go-redis/v9"
)

//go:embed outbox.lua
var outboxSource string

var outboxScript = redis.NewScript(outboxSource)

// packedJob is a Job in its hash. The payload is sealed when the store has a key: it may carry a note.
type packedJob struct {
	Tenant  string            `json:"t"`
	Kind    string            `json:"k"`
	Payload map[string]string `json:"p,omitempty"`
	Sealed  []byte            `json:"s,omitempty"`
}

func (s *Store) outbox(ctx context.Context, what string, args ...any) ([]any, error) {
	return s.run(ctx, what, outboxScript, []string{outboxDueKey, outboxJobsKey, outboxTriesKey}, args)
}

// Enqueue keeps a job until it is Done. A job with the same ID stays as it was.
func (s *Store) Enqueue(ctx context.Context, j Job) error {
	if j.ID == "" || j.Kind == "" {
		return fmt.Errorf("adding job: no id or kind: %w", ErrBadFlag)
	}
	p := packedJob{Tenant: j.Tenant, Kind: j.Kind, Payload: j.Payload}
	if s.o.Sealer != nil {
		payload, err := json.Marshal(j.Payload)
		if err != nil {
			return fmt.Errorf("adding job: %w", err)
		}
		p.Payload, p.Sealed = nil, s.o.Sealer.Seal(payload, j.Tenant)
	}
	b, err := json.Marshal(p)
	if err != nil {
		return fmt.Errorf("adding job: %w", err)
	}
	_, err = s.outbox(ctx, "adding job", "add", j.ID, j.Due.UnixMilli(), b)
	return err
}

// Lease takes up to n jobs that are due, oldest first, for d: unless Done or
// Retry comes within that time, they are due again for whoever asks next.
func (s *Store) Lease(ctx context.Context, n int, d time.Duration) ([]Job, error) {
	const what = "leasing jobs"
	now := s.now()
	until := now.Add(d)
	reply, err := s.outbox(ctx, what, "lease", now.UnixMilli(), until.UnixMilli(), n)
	if err != nil {
		return nil, err
	}
	jobs := make([]Job, 0, len(reply)/3)
	var bad []error
	for triple := range slices.Chunk(reply, 3) {
		j, err := s.readJob(triple)
		if err != nil {
			bad = append(bad, fmt.Errorf("%s: %w", what, err))
			continue // one unreadable job must not stop the others
		}
		j.Due = until
		jobs = append(jobs, j)
	}
	if len(jobs) == 0 {
		return nil, errors.Join(bad...)
	}
	return jobs, nil
}

func (s *Store) readJob(triple []any) (Job, error) {
	if len(triple) != 3 {
		return Job{}, errors.New("script gave half a job")
	}
	id, _ := triple[0].(string)
	text, _ := triple[1].(string)
	tries, _ := triple[2].(int64)
	var p packedJob
	if err := json.Unmarshal([]byte(text), &p); err != nil {
		return Job{}, &CorruptError{Key: outboxJobsKey, Entry: id, Kind: ErrCorrupt, Cause: err}
	}
	if len(p.Sealed) > 0 {
		payload, err := s.o.Sealer.Open(p.Sealed, p.Tenant)
		if err != nil {
			return Job{}, &CorruptError{Key: outboxJobsKey, Entry: id, Kind: ErrKey}
		}
		if err := json.Unmarshal(payload, &p.Payload); err != nil {
			return Job{}, &CorruptError{Key: outboxJobsKey, Entry: id, Kind: ErrCorrupt, Cause: err}
		}
	}
	return Job{ID: id, Tenant: p.Tenant, Kind: p.Kind, Payload: p.Payload, Attempt: int(tries)}, nil
}

// Done removes a job; an unknown one is no error.
func (s *Store) Done(ctx context.Context, id string) error {
	_, err := s.outbox(ctx, "finishing job", "drop", id)
	return err
}

// Retry ends a job's lease and makes it due at another time; ErrNotFound.
func (s *Store) Retry(ctx context.Context, id string, due time.Time) error {
	reply, err := s.outbox(ctx, "putting job off", "move", id, due.UnixMilli())
	if err != nil {
		return err
	}
	if len(reply) == 1 && reply[0] == int64(0) {
		return fmt.Errorf("putting job %q off: %w", id, ErrNotFound)
	}
	return nil
}

// dropJobs removes a tenant's jobs.
func (s *Store) dropJobs(ctx context.Context, tenant string) error {
	const what = "removing jobs"
	var ids []any
	err := s.do(ctx, what, false, func(ctx context.Context) error {
		ids = []any{"drop"}
		it := s.rdb.HScan(ctx, outboxJobsKey, 0, "", chunk).Iterator()
		for it.Next(ctx) {
			id := it.Val()
			if !it.Next(ctx) {
				break
			}
			var p packedJob
			if json.Unmarshal([]byte(it.Val()), &p) == nil && p.Tenant == tenant {
				ids = append(ids, id)
			}
		}
		return it.Err()
	})
	if err != nil || len(ids) == 1 {
		return s.nameWrongType(ctx, err, []string{outboxJobsKey})
	}
	_, err = s.outbox(ctx, what, ids...)
	return err
}
