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

	"amicable/scoring"
)

// longCall bounds what reads whole logs.
const longCall = 30 * time.Second

// Merge moves everything of one client into another: both logs become one, the
// tallies are added up afresh, and from's names become aliases. The id of from
// then leads to into. Entries keep their ids unless both logs used the same.
func (w *Workspace) Merge(ctx context.Context, from, into ClientID, by Actor) (Client, error) {
	const what = "merging clients"
	if from == into {
		return Client{}, fmt.Errorf("%s: a client cannot be merged into itself: %w", what, ErrBadFlag)
	}
	ctx, cancel := context.WithTimeout(ctx, longCall)
	defer cancel()
	event, err := w.store.newID()
	if err != nil {
		return Client{}, fmt.Errorf("%s: %w", what, err)
	}
	for try := range editRetries {
		e, err := w.merged(ctx, what, event, from, into, by)
		if err != nil {
			return Client{}, err
		}
		r, err := w.amend(ctx, what, event, requestTTL, formatVersion(e.card.version-1), e)
		if err != nil {
			return Client{}, err
		}
		if r.what != 2 {
			c := e.card.client()
			w.learn(Known{ID: from})
			w.learn(known(c))
			return c, nil
		}
		if err := w.store.pause(ctx, try); err != nil {
			break
		}
	}
	return Client{}, fmt.Errorf("%s: %w", what, ErrBusy)
}

func formatVersion(v int64) string { return strconv.FormatInt(v, 10) }

// merged works a merge out: it writes the new log beside the old ones and
// returns the edit that puts it in their place.
func (w *Workspace) merged(ctx context.Context, what, event string, from, into ClientID, by Actor) (*edit, error) {
	cards := make([]*card, 2)
	for i, id := range []ClientID{into, from} {
		var err error
		if cards[i], err = w.card(ctx, what, id); err != nil {
			return nil, fmt.Errorf("%s: %w", what, err)
		}
	}
	to, gone := cards[0], cards[1]
	e := &edit{w: w, card: to.clone(), other: gone, now: w.store.now()}
	scratch := w.keys.scratch(event)
	m := &merger{w: w, key: scratch, replay: newReplay(w.policy), ids: [2]map[string]string{{}, {}}}
	if err := m.merge(ctx, into, from); err != nil {
		return nil, fmt.Errorf("%s: %w", what, err)
	}
	m.replay.fill(e.card)

	// from is gone from the keys, its log from under it.
	e.does(scratch, "PERSIST")
	e.does(scratch, "RENAME", w.keys.log(into))
	for _, k := range []string{w.keys.client(from), w.keys.log(from), w.keys.withdrawn(from), w.keys.withdrawn(into)} {
		e.does(k, "DEL")
	}
	var gones []any
	for _, k := range slices.Sorted(maps.Keys(m.replay.withdrawn)) {
		gones = append(gones, k, m.replay.withdrawn[k])
	}
	for some := range slices.Chunk(gones, 1000) {
		e.does(w.keys.withdrawn(into), "HSET", some...)
	}
	e.does(w.keys.moved(), "HSET", string(from), string(into))
	e.does(w.keys.order(), "ZREM", string(from))
	e.does(w.keys.roster(), "HDEL", string(from))

	e.card.join(gone)
	folded := make([]string, 0, 1+len(gone.aliases))
	for _, n := range append([]string{gone.name}, gone.aliases...) {
		folded = append(folded, Fold(n))
	}
	if err := e.log(&Entry{Kind: ClientMerged, At: e.now, By: by, Note: gone.name}); err != nil {
		return nil, fmt.Errorf("%s: %w", what, err)
	}
	e.card.version = to.version + 1
	err := errors.Join(e.enroll(folded...), e.audit("merged", string(from), by), e.hashDiff(to))
	return e, err
}

// join takes over what does not follow from the log. Where both have a value, c's stays.
func (c *card) join(o *card) {
	names := append(slices.Clone(c.aliases), o.name)
	for _, a := range append(names, o.aliases...) {
		if Fold(a) != Fold(c.name) && !slices.ContainsFunc(c.aliases, func(b string) bool { return Fold(a) == Fold(b) }) {
			c.aliases = append(slices.Clone(c.aliases), a)
		}
	}
	for k, v := range o.profile {
		if _, ok := c.profile[k]; !ok {
			c.profile[k] = v
		}
	}
	if o.created.Before(c.created) {
		c.created = o.created
	}
	if c.override == nil {
		c.override = o.override
	}
	if c.policy == "" {
		c.policy = o.policy
	}
	if o.alerted > c.alerted {
		c.alerted, c.alertJob = o.alerted, o.alertJob
	}
	l := scoring.Ledger{Partings: c.partings}
	for _, at := range o.partings {
		if !slices.ContainsFunc(l.Partings, at.Equal) {
			l = l.WithParting(at)
		}
	}
	c.partings = l.Partings
}

// merger writes two logs into one stream, in the order of their ids.
type merger struct {
	w      *Workspace
	key    string
	replay *replay
	ids    [2]map[string]string // of each log: those that had to change
	batch  []redis.XAddArgs
	last   int64
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
	if ms <= m.last {
		ms = m.last + 1
		m.ids[log][e.ID] = formatVersion(ms)
		e.ID = formatVersion(ms)
	}
	m.last = ms
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

// Erase deletes everything of a client. The audit keeps that it was done, when
// and by whom, under the id only.
func (w *Workspace) Erase(ctx context.Context, id ClientID, by Actor) error {
	const what = "erasing client"
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	event, err := w.store.newID()
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	for try := range editRetries {
		e, err := w.erased(ctx, what, id, by)
		if err != nil {
			return err
		}
		r, err := w.amend(ctx, what, event, requestTTL, formatVersion(e.card.version), e)
		if err != nil {
			return err
		}
		if r.what != 2 {
			w.learn(Known{ID: e.card.id})
			return nil
		}
		if err := w.store.pause(ctx, try); err != nil {
			break
		}
	}
	return fmt.Errorf("%s: %w", what, ErrBusy)
}

func (w *Workspace) erased(ctx context.Context, what string, id ClientID, by Actor) (*edit, error) {
	c, err := w.Client(ctx, id)
	if err != nil {
		return nil, err
	}
	var moved map[string]string
	err = w.read(ctx, what, []string{w.keys.moved()}, func(ctx context.Context) (err error) {
		moved, err = w.store.rdb.HGetAll(ctx, w.keys.moved()).Result()
		return err
	})
	if err != nil {
		return nil, err
	}
	e := &edit{w: w, now: w.store.now(), card: &card{id: c.ID, key: w.keys.client(c.ID), version: c.Version}}
	for _, k := range []string{w.keys.client(c.ID), w.keys.log(c.ID), w.keys.withdrawn(c.ID)} {
		e.does(k, "DEL")
	}
	for _, n := range append([]string{c.Name}, c.Aliases...) {
		e.does(w.keys.names(), "HDEL", Fold(n))
	}
	for _, from := range slices.Sorted(maps.Keys(moved)) {
		if moved[from] == string(c.ID) {
			e.does(w.keys.moved(), "HDEL", from)
		}
	}
	e.does(w.keys.roster(), "HDEL", string(c.ID))
	e.does(w.keys.order(), "ZREM", string(c.ID))
	return e, e.audit("erased", "", by)
}
