package storage

import (
	"context"
	"errors"
	"fmt"

	"github.com/redis/go-redis/v9"
)

// Tokens are kept as one byte that says whether what follows is sealed.
const (
	tokenClear  = 0
	tokenSealed = 1
)

// SaveToken keeps a platform installation's token, or whatever else the
// adapter needs to speak there, sealed if the store has a key.
func (s *Store) SaveToken(ctx context.Context, tenant string, token []byte) error {
	w := s.Workspace(tenant)
	if err := w.register(ctx); err != nil {
		return err
	}
	v := append([]byte{tokenClear}, token...)
	if s.o.Sealer != nil {
		v = append([]byte{tokenSealed}, s.o.Sealer.Seal(token, tenant)...)
	}
	return s.do(ctx, "saving token", true, func(ctx context.Context) error {
		return s.rdb.Set(ctx, w.keys.token(), v, 0).Err()
	})
}

// Token returns what SaveToken kept; ErrNotFound, ErrKey.
func (s *Store) Token(ctx context.Context, tenant string) ([]byte, error) {
	const what = "reading token"
	key := s.Workspace(tenant).keys.token()
	var v []byte
	err := s.do(ctx, what, false, func(ctx context.Context) (err error) {
		v, err = s.rdb.Get(ctx, key).Bytes()
		if errors.Is(err, redis.Nil) {
			return ErrNotFound
		}
		return err
	})
	if err != nil {
		return nil, s.nameWrongType(ctx, err, []string{key})
	}
	if len(v) == 0 || v[0] > tokenSealed {
		return nil, fmt.Errorf("%s: %w", what, &CorruptError{Key: key, Kind: ErrVersion})
	}
	if v[0] == tokenClear {
		return v[1:], nil
	}
	token, err := s.o.Sealer.Open(v[1:], tenant)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", what, &CorruptError{Key: key, Kind: ErrKey})
	}
	return token, nil
}

// RemoveToken forgets a token; none is no error.
func (s *Store) RemoveToken(ctx context.Context, tenant string) error {
	return s.do(ctx, "removing token", true, func(ctx context.Context) error {
		return s.rdb.Del(ctx, s.Workspace(tenant).keys.token()).Err()
	})
}
