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
	now, asked := w.store.now(), w.keys.asked()
	gone := redis.Z{Score: float64(now.Add(d).Unix()), Member: name}
	err := w.store.do(ctx, "keeping a question", true, func(ctx context.Context) error {
		pipe := w.store.rdb.Pipeline()
		// First the list of questions: one that is not in it would outlive an erased client.
		pipe.ZRemRangeByScore(ctx, asked, "-inf", formatUnix(now.Add(-time.Hour)))
		pipe.ZAdd(ctx, asked, gone)
		pipe.Set(ctx, key, data, d)
		_, err := pipe.Exec(ctx)
		return err
	})
	return w.store.nameWrongType(ctx, err, []string{asked})
}

// dropQuestions lets go of all kept questions of the workspace. What they hold
// is the callers' own, so which of them name a client cannot be told.
func (e *edit) dropQuestions(ctx context.Context) error {
	asked := e.w.keys.asked()
	var names []string
	err := e.w.read(ctx, "listing kept questions", []string{asked}, func(ctx context.Context) (err error) {
		names, err = e.w.store.rdb.ZRange(ctx, asked, 0, -1).Result()
		return err
	})
	if err != nil {
		return err
	}
	for _, n := range names {
		e.does(e.w.keys.kept(n), "DEL")
	}
	e.does(asked, "DEL")
	return nil
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
