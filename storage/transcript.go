package storage

import (
	"context"

	"github.com/redis/go-redis/v9"
)

// AppendTranscript adds a record to what was said in the workspace, for the
// playground, which is the only platform that does not keep its messages
// itself. Only the latest keep records stay. A record may be stored twice when
// the connection breaks: whoever reads them goes by what is in them. They are
// sealed when the store has a key, and are not part of an export.
func (w *Workspace) AppendTranscript(ctx context.Context, record []byte, keep int) error {
	if err := w.register(ctx); err != nil {
		return err
	}
	key := w.keys.chat()
	if w.store.o.Sealer != nil {
		record = w.store.o.Sealer.Seal(record, w.tenant)
	}
	err := w.store.do(ctx, "keeping what was said", true, func(ctx context.Context) error {
		_, err := w.store.rdb.Pipelined(ctx, func(pipe redis.Pipeliner) error {
			pipe.RPush(ctx, key, record)
			pipe.LTrim(ctx, key, -int64(keep), -1)
			return nil
		})
		return err
	})
	return w.store.nameWrongType(ctx, err, []string{key})
}

// Transcript returns the records that AppendTranscript kept, oldest first.
func (w *Workspace) Transcript(ctx context.Context) ([][]byte, error) {
	key := w.keys.chat()
	var texts []string
	err := w.store.do(ctx, "reading what was said", false, func(ctx context.Context) (err error) {
		texts, err = w.store.rdb.LRange(ctx, key, 0, -1).Result()
		return err
	})
	if err != nil {
		return nil, w.store.nameWrongType(ctx, err, []string{key})
	}
	records := make([][]byte, len(texts))
	for i, text := range texts {
		records[i] = []byte(text)
		if w.store.o.Sealer == nil {
			continue
		}
		if records[i], err = w.store.o.Sealer.Open(records[i], w.tenant); err != nil {
			return nil, &CorruptError{Key: key, Kind: ErrKey}
		}
	}
	return records, nil
}
