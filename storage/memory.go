package storage

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"
)

// Memory remembers small things for a while, for all processes that share this
// Redis: what the buttons of a platform stand for and cannot carry. Nothing that
// was recorded depends on it.
//
// What belongs to a workspace is kept among its questions (kept.go), and goes
// when one of its clients is erased: what it says is the platform's own, so that
// nobody can tell whom it names. With no workspace, "", it is the store's own.
type Memory struct{ store *Store }

// Memory returns the memory of all processes that share this Redis.
func (s *Store) Memory() Memory { return Memory{s} }

// MaxMemory is how much can be remembered under one name, in bytes.
const MaxMemory = 64 << 10

// ErrTooLarge means that more than MaxMemory was to be remembered. Nothing was.
var ErrTooLarge = errors.New("too large to be remembered")

// sealedMemory stands before the name where a tenant does when the store's own
// memories are sealed.
const sealedMemory = "%memory/"

// Remember keeps data under a name for d, sealed when the store has a key.
// Remembering under the same name again replaces it.
func (m Memory) Remember(ctx context.Context, tenant, name string, data []byte, d time.Duration) error {
	const what = "remembering"
	if name == "" || d < time.Millisecond {
		return fmt.Errorf("%s: a name and a time of at least a millisecond are needed", what)
	}
	if len(data) > MaxMemory {
		return fmt.Errorf("%s: %w (%d bytes)", what, ErrTooLarge, len(data))
	}
	if tenant != "" {
		return m.store.Workspace(tenant).Keep(ctx, memoryName(name), data, d)
	}
	if m.store.o.Sealer != nil {
		data = m.store.o.Sealer.Seal(data, sealedMemory+name)
	}
	return m.store.do(ctx, what, true, func(ctx context.Context) error {
		return m.store.rdb.Set(ctx, memoryKey(name), data, d).Err()
	})
}

// Recall returns what Remember kept, or nil when there is nothing any more; ErrKey.
func (m Memory) Recall(ctx context.Context, tenant, name string) ([]byte, error) {
	const what = "recalling"
	if tenant != "" {
		return m.store.Workspace(tenant).Kept(ctx, memoryName(name))
	}
	key := memoryKey(name)
	var data []byte
	err := m.store.do(ctx, what, false, func(ctx context.Context) (err error) {
		data, err = m.store.rdb.Get(ctx, key).Bytes()
		return err
	})
	switch {
	case errors.Is(err, redis.Nil):
		return nil, nil
	case err != nil:
		return nil, m.store.nameWrongType(ctx, err, []string{key})
	case m.store.o.Sealer == nil:
		return data, nil
	}
	if data, err = m.store.o.Sealer.Open(data, sealedMemory+name); err != nil {
		return nil, fmt.Errorf("%s: %w", what, &CorruptError{Key: key, Kind: ErrKey})
	}
	return data, nil
}

// memoryName keeps a workspace's memories apart from the questions of commands.
func memoryName(name string) string { return "m:" + name }
