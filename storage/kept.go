package storage

import (
	"context"
	"errors"
	"time"

	"github.com/redis/go-redis/v9"
)

// Keep holds data for a while under a name of the caller's: what a question
// with buttons is about, until it is answered. It is sealed when the store has
// a key. Keeping under the same name again replaces it.
func (w *Workspace) Keep(ctx context.Context, name string, data []byte, d time.Duration) error {
	key := w.keys.kept(name)
	if w.store.o.Sealer != nil {
		data = w.store.o.Sealer.Seal(data, w.tenant)
	}
	return w.store.do(ctx, "keeping a question", true, func(ctx context.Context) error {
		return w.store.rdb.Set(ctx, key, data, d).Err()
	})
}

// Kept returns what Keep holds, or nil when there is nothing any more.
func (w *Workspace) Kept(ctx context.Context, name string) ([]byte, error) {
	key := w.keys.kept(name)
	var data []byte
	err := w.store.do(ctx, "reading a kept question", false, func(ctx context.Context) (err error) {
		data, err = w.store.rdb.Get(ctx, key).Bytes()
		return err
	})
	if errors.Is(err, redis.Nil) {
		return nil, nil
	}
	if err != nil {
		return nil, w.store.nameWrongType(ctx, err, []string{key})
	}
	if w.store.o.Sealer == nil {
		return data, nil
	}
	return w.store.o.Sealer.Open(data, w.tenant)
}

// Entry reads one entry of a client's log; ErrNotFound.
func (w *Workspace) Entry(ctx context.Context, id ClientID, entry string) (Entry, error) {
	return w.entry(ctx, id, entry)
}
