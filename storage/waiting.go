package storage

import "context"

// Waiting counts the jobs in the outbox, due or not.
func (s *Store) Waiting(ctx context.Context) (int64, error) {
	var n int64
	err := s.do(ctx, "counting the outbox", false, func(ctx context.Context) error {
		var err error
		n, err = s.rdb.HLen(ctx, outboxJobsKey).Result()
		return err
	})
	return n, err
}
