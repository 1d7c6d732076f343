package storage

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/redis/go-redis/v9"

	"amicable/scoring"
)

// Client reads a client in one round trip, however long its log. The id of a
// client that was merged into another yields that other. ErrNotFound.
func (w *Workspace) Client(ctx context.Context, id ClientID) (Client, error) {
	const what = "reading client"
	for range 3 {
		flat, err := w.hash(ctx, what, id)
		if err != nil {
			return Client{}, err
		}
		c, err := w.readCard(id, flat)
		if errors.Is(err, ErrNotFound) {
			if to, ok := w.movedTo(ctx, id); ok {
				id = to
				continue
			}
		}
		if err != nil {
			return Client{}, fmt.Errorf("%s: %w", what, err)
		}
		return c.client(), nil
	}
	return Client{}, fmt.Errorf("%s %q: %w", what, id, ErrNotFound)
}

// hash reads a client's hash as fields and values; never nil without an error.
func (w *Workspace) hash(ctx context.Context, what string, id ClientID) ([]string, error) {
	flat := []string{}
	key := w.keys.client(id)
	err := w.read(ctx, what, []string{key}, func(ctx context.Context) error {
		m, err := w.store.rdb.HGetAll(ctx, key).Result()
		flat = flatten(m)
		return err
	})
	return flat, err
}

func flatten(m map[string]string) []string {
	flat := make([]string, 0, 2*len(m))
	for k, v := range m {
		flat = append(flat, k, v)
	}
	return flat
}

// read runs a read within do and names a key of another type.
func (w *Workspace) read(ctx context.Context, what string, keys []string, f func(context.Context) error) error {
	return w.store.nameWrongType(ctx, w.store.do(ctx, what, false, func(ctx context.Context) error {
		err := f(ctx)
		if errors.Is(err, redis.Nil) {
			return nil
		}
		return err
	}), keys)
}

// movedTo is the client that a missing one was merged into.
func (w *Workspace) movedTo(ctx context.Context, id ClientID) (ClientID, bool) {
	var to string
	err := w.read(ctx, "looking for a merged client", []string{w.keys.moved()}, func(ctx context.Context) (err error) {
		to, err = w.store.rdb.HGet(ctx, w.keys.moved(), string(id)).Result()
		return err
	})
	return ClientID(to), err == nil && to != ""
}

// History reads up to limit entries of a client's log, newest first, beginning
// before the entry given ("" for the latest).
func (w *Workspace) History(ctx context.Context, id ClientID, before string, limit int) ([]Entry, error) {
	to := endOf
	if before != "" {
		ms, err := strconv.ParseInt(before, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("reading history: entry %q: %w", before, ErrNotFound)
		}
		to = ms - 1
	}
	msgs, err := w.xrevrange(ctx, id, to, limit)
	if err != nil {
		return nil, err
	}
	if len(msgs) == 0 && before == "" {
		if moved, ok := w.movedTo(ctx, id); ok {
			return w.History(ctx, moved, before, limit)
		}
	}
	entries := make([]Entry, len(msgs))
	for i, m := range msgs {
		if entries[i], err = w.readEntry(id, m, whole); err != nil {
			return nil, err
		}
	}
	return entries, w.complete(ctx, id, entries)
}

// entry reads one entry; ErrNotFound.
func (w *Workspace) entry(ctx context.Context, id ClientID, entry string) (Entry, error) {
	ms, err := strconv.ParseInt(entry, 10, 64)
	if err != nil || ms < 0 {
		return Entry{}, fmt.Errorf("entry %q: %w", entry, ErrNotFound)
	}
	all, err := w.History(ctx, id, strconv.FormatInt(ms+1, 10), 1)
	if err != nil {
		return Entry{}, err
	}
	if len(all) == 0 || all[0].ID != entry {
		return Entry{}, fmt.Errorf("entry %q: %w", entry, ErrNotFound)
	}
	return all[0], nil
}

// complete fills in what an entry's record does not hold: whether it was taken
// back, and people's names.
func (w *Workspace) complete(ctx context.Context, id ClientID, entries []Entry) error {
	if len(entries) == 0 {
		return nil
	}
	ids, who := make([]string, len(entries)), make([]string, len(entries))
	for i, e := range entries {
		ids[i], who[i] = e.ID, e.By.ID
	}
	withdrawn, people := w.keys.withdrawn(id), w.keys.people()
	var gone, names []any
	err := w.read(ctx, "reading history", []string{withdrawn, people}, func(ctx context.Context) error {
		pipe := w.store.rdb.Pipeline()
		g, n := pipe.HMGet(ctx, withdrawn, ids...), pipe.HMGet(ctx, people, who...)
		_, err := pipe.Exec(ctx)
		gone, names = g.Val(), n.Val()
		return err
	})
	if err != nil {
		return err
	}
	for i := range entries {
		entries[i].TakenBack = gone[i] != nil
		entries[i].By.Name, _ = names[i].(string)
	}
	return nil
}

// LastBy finds a person's latest flag, remedy or praise that stands, over all
// clients; ErrNotFound when none of their last few does.
func (w *Workspace) LastBy(ctx context.Context, actor string) (Known, Entry, error) {
	const what = "looking for the last entry"
	key := w.keys.last(actor)
	var refs []string
	err := w.read(ctx, what, []string{key}, func(ctx context.Context) (err error) {
		refs, err = w.store.rdb.LRange(ctx, key, 0, lastKept-1).Result()
		return err
	})
	if err != nil {
		return Known{}, Entry{}, err
	}
	for _, ref := range refs {
		id, entry, _ := strings.Cut(ref, "/")
		c, err := w.Client(ctx, ClientID(id))
		if errors.Is(err, ErrNotFound) {
			continue // erased
		}
		if err != nil {
			return Known{}, Entry{}, err
		}
		e, err := w.entry(ctx, c.ID, entry)
		if errors.Is(err, ErrNotFound) || (err == nil && (e.TakenBack || e.By.ID != actor || !undoable(e.Kind))) {
			continue
		}
		return Known{ID: c.ID, Name: c.Name, Aliases: c.Aliases, Closed: !c.Closed.IsZero()}, e, err
	}
	return Known{}, Entry{}, fmt.Errorf("%s of %q: %w", what, actor, ErrNotFound)
}

// lookBack bounds how many entries FindSource goes through.
const lookBack = 1000

// FindSource finds the newest entry that stands of a person about a message,
// of one sign or (sign "") any, among a client's last 1,000 entries; ErrNotFound.
func (w *Workspace) FindSource(ctx context.Context, id ClientID, source, actor string, sign scoring.SignID) (Entry, error) {
	const page = 200
	gone := map[string]bool{}
	to := endOf
	for range lookBack / page {
		msgs, err := w.xrevrange(ctx, id, to, page)
		if err != nil {
			return Entry{}, err
		}
		if len(msgs) == 0 && to == endOf {
			if moved, ok := w.movedTo(ctx, id); ok {
				return w.FindSource(ctx, moved, source, actor, sign)
			}
		}
		for _, m := range msgs {
			e, err := w.readEntry(id, m, skim)
			if err != nil {
				return Entry{}, err
			}
			switch {
			case e.Kind == scoring.TakenBack:
				gone[e.Of] = true
			case e.Source == source && e.By.ID == actor && (sign == "" || e.Sign == sign) && !gone[e.ID]:
				return w.entry(ctx, id, e.ID)
			}
			if to, err = strconv.ParseInt(e.ID, 10, 64); err != nil {
				return Entry{}, fmt.Errorf("entry id: %w", err)
			}
			to--
		}
		if len(msgs) < page {
			break
		}
	}
	return Entry{}, fmt.Errorf("entry about %q: %w", source, ErrNotFound)
}

func (w *Workspace) xrange(ctx context.Context, id ClientID, from int64) (msgs []redis.XMessage, err error) {
	key := w.keys.log(id)
	err = w.read(ctx, "reading log", []string{key}, func(ctx context.Context) (err error) {
		msgs, err = w.store.rdb.XRangeN(ctx, key, strconv.FormatInt(from, 10), "+", chunk).Result()
		return err
	})
	return msgs, err
}

func (w *Workspace) xrevrange(ctx context.Context, id ClientID, to int64, limit int) (msgs []redis.XMessage, err error) {
	key := w.keys.log(id)
	err = w.read(ctx, "reading log", []string{key}, func(ctx context.Context) (err error) {
		msgs, err = w.store.rdb.XRevRangeN(ctx, key, strconv.FormatInt(to, 10), "-", int64(limit)).Result()
		return err
	})
	return msgs, err
}

func (w *Workspace) readEntry(id ClientID, m redis.XMessage, how reading) (Entry, error) {
	key := w.keys.log(id)
	entry, seq, _ := strings.Cut(m.ID, "-")
	packed, ok := m.Values[logField].(string)
	if !ok || seq != "0" {
		return Entry{}, &CorruptError{Key: key, Entry: m.ID, Kind: ErrCorrupt, Cause: errors.New("not ours")}
	}
	return w.unpack(key, entry, packed, how)
}
