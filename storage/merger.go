package storage

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"
)

// merger writes two logs into one stream, in the order of their ids.
type merger struct {
	w      *Workspace
	key    string
	replay *replay
	ids    [2]map[string]string // of each log: those that had to change
	batch  []redis.XAddArgs
	last   int64
	// undoable are by author the entries that may be taken back, in the merged order.
	undoable map[string][]logged
}

// logged is an entry's id as it was in one of the logs, and as it is in the merged one.
type logged struct {
	log      int
	was, now string
}

func (m *merger) merge(ctx context.Context, into, from ClientID) error {
	if err := m.w.read(ctx, "merging logs", nil, func(ctx context.Context) error {
		return m.w.store.rdb.Del(ctx, m.key).Err()
	}); err != nil {
		return err
	}
	logs := [2]*logReader{{w: m.w, id: into}, {w: m.w, id: from}}
	for {
		next := -1
		for i, l := range logs {
			if err := l.fill(ctx); err != nil {
				return err
			}
			if len(l.msgs) > 0 && (next < 0 || l.at < logs[next].at) {
				next = i
			}
		}
		if next < 0 {
			break
		}
		msg := logs[next].pop()
		if err := m.add(ctx, next, logs[next].id, msg); err != nil {
			return err
		}
	}
	if err := m.flush(ctx); err != nil {
		return err
	}
	// Should the merge be given up, its scratch must not stay.
	return m.w.read(ctx, "merging logs", nil, func(ctx context.Context) error {
		return m.w.store.rdb.Expire(ctx, m.key, time.Hour).Err()
	})
}

func (m *merger) add(ctx context.Context, log int, id ClientID, msg redis.XMessage) error {
	e, err := m.w.readEntry(id, msg, skim)
	if err != nil {
		return err
	}
	packed := msg.Values[logField].(string) // readEntry has seen to it
	if of, ok := m.ids[log][e.Of]; ok {
		full, err := m.w.readEntry(id, msg, whole)
		if err != nil {
			return err
		}
		full.Of, e.Of = of, of
		if packed, err = m.w.pack(full); err != nil {
			return err
		}
	}
	ms, err := strconv.ParseInt(e.ID, 10, 64)
	if err != nil {
		return fmt.Errorf("entry id: %w", err)
	}
	was := e.ID
	if ms <= m.last {
		ms = m.last + 1
		e.ID = formatVersion(ms)
		m.ids[log][was] = e.ID
	}
	m.last = ms
	if undoable(e.Kind) {
		m.undoable[e.By.ID] = append(m.undoable[e.By.ID], logged{log, was, e.ID})
	}
	if err := m.replay.add(e); err != nil {
		return &CorruptError{Key: m.w.keys.log(id), Entry: msg.ID, Kind: ErrCorrupt, Cause: err}
	}
	m.batch = append(m.batch, redis.XAddArgs{Stream: m.key, ID: e.ID + "-0", Values: []any{logField, packed}})
	if len(m.batch) >= chunk {
		return m.flush(ctx)
	}
	return nil
}

// flush writes the batch. It is not repeated after a lost connection: the
// entries' ids make a second writing fail, and so the merge, with nothing changed.
func (m *merger) flush(ctx context.Context) error {
	if len(m.batch) == 0 {
		return nil
	}
	batch := m.batch
	m.batch = nil
	return m.w.read(ctx, "merging logs", []string{m.key}, func(ctx context.Context) error {
		pipe := m.w.store.rdb.Pipeline()
		for i := range batch {
			pipe.XAdd(ctx, &batch[i])
		}
		_, err := pipe.Exec(ctx)
		return err
	})
}

// follow has the authors' undo lists name their entries as the merged log does.
// A list holds no more than lastKept entries that stand, so it is enough to
// look for the latest ones. Entries only ever move up, so going from the top
// down no new reference can be taken for one that is still to be replaced.
func (m *merger) follow(e *edit, of [2]ClientID) {
	for _, actor := range slices.Sorted(maps.Keys(m.undoable)) {
		list := m.w.keys.last(actor)
		seen := [2]int{}
		for _, l := range slices.Backward(m.undoable[actor]) {
			if m.replay.withdrawn[l.now] != "" || seen[l.log] == lastKept {
				continue
			}
			seen[l.log]++
			was, now := string(of[l.log])+"/"+l.was, string(of[0])+"/"+l.now
			if was != now {
				e.does(list, "LINSERT", "BEFORE", was, now) // which does nothing where was is not listed
				e.does(list, "LREM", 0, was)
			}
		}
	}
}

// renamed are the partings of one of the logs with their entries' new ids.
func (m *merger) renamed(log int, all []parting) []parting {
	all = slices.Clone(all)
	for i, p := range all {
		if id, ok := m.ids[log][p.entry]; ok {
			all[i].entry = id
		}
	}
	return all
}

// logReader reads a log chunk by chunk.
type logReader struct {
	w    *Workspace
	id   ClientID
	msgs []redis.XMessage
	at   int64 // id of the first of msgs
	from int64
	done bool
}

func (l *logReader) fill(ctx context.Context) (err error) {
	if len(l.msgs) > 0 || l.done {
		return nil
	}
	if l.msgs, err = l.w.xrange(ctx, l.id, l.from); err != nil {
		return err
	}
	l.done = len(l.msgs) < chunk
	return l.locate()
}

func (l *logReader) locate() (err error) {
	if len(l.msgs) == 0 {
		return nil
	}
	id := l.msgs[0].ID
	if l.at, err = strconv.ParseInt(id[:max(len(id)-2, 0)], 10, 64); err != nil {
		return &CorruptError{Key: l.w.keys.log(l.id), Entry: id, Kind: ErrCorrupt, Cause: errors.New("not ours")}
	}
	return nil
}

func (l *logReader) pop() redis.XMessage {
	msg := l.msgs[0]
	l.msgs = l.msgs[1:]
	l.from = l.at + 1
	if err := l.locate(); err != nil {
		l.at = endOf // its reading will say what is wrong with it
	}
	return msg
}
