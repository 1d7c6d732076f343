package storage

import (
	"context"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"time"
)

// edit collects the changes to one client that amend.lua then makes at once,
// provided that the client is still at the version they were worked out for.
type edit struct {
	w       *Workspace
	card    *card // as it will be
	now     time.Time
	outcome Outcome
	entry   Entry // the latest one logged

	keys   []string // beyond the first three
	claims []string // folded names that must be free
	asked  string   // the name that the claims are about, as given
	other  *card    // another client that must not have changed either
	ops    []op
	people []Actor
}

// op is a command on the key at a place in KEYS.
type op struct {
	place   int
	command string
	args    []any
}

// The places of the keys that every call of amend.lua begins with.
const (
	placeClient = 2
	placeNames  = 3
)

// place finds or adds a key in KEYS.
func (e *edit) place(key string) int {
	switch key {
	case e.w.keys.client(e.card.id):
		return placeClient
	case e.w.keys.names():
		return placeNames
	}
	i := slices.Index(e.keys, key)
	if i < 0 {
		i = len(e.keys)
		e.keys = append(e.keys, key)
	}
	return placeNames + 1 + i
}

// does adds a command on a key.
func (e *edit) does(key, command string, args ...any) {
	e.ops = append(e.ops, op{e.place(key), command, args})
}

// log appends an entry to the client's log and completes its ID and Recorded.
func (e *edit) log(entry *Entry) error {
	packed, err := e.w.pack(*entry)
	if err != nil {
		return err
	}
	e.card.last = max(e.card.last+1, e.now.UnixMilli())
	entry.ID = strconv.FormatInt(e.card.last, 10)
	entry.Recorded = time.UnixMilli(e.card.last).UTC()
	e.does(e.w.keys.log(e.card.id), "XADD", entry.ID+"-0", logField, packed)
	e.name(entry.By)
	e.entry = *entry
	return nil
}

func (e *edit) name(a Actor) {
	if n := e.w.newName(a); n != "" {
		e.does(e.w.keys.people(), "HSET", a.ID, n)
		e.people = append(e.people, a)
	}
}

// remember makes an entry the one that its author's undo means.
func (e *edit) remember(entry Entry) {
	list := e.w.keys.last(entry.By.ID)
	e.does(list, "LPUSH", string(e.card.id)+"/"+entry.ID)
	e.does(list, "LTRIM", 0, lastKept-1)
}

// edit reads a client (or takes the reply of HGETALL in flat), lets change work
// out its changes, and makes them; again from the start when the client moved
// on meanwhile. change must not keep anything from one attempt to the next.
func (w *Workspace) edit(ctx context.Context, what, event string, ttl time.Duration, id ClientID, flat []string, change func(context.Context, *edit) error) (Recorded, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	if event == "" {
		var err error
		if event, err = w.store.newID(); err != nil {
			return Recorded{}, fmt.Errorf("%s: %w", what, err)
		}
	}
	defer w.store.locks.lock(w.keys.client(id))()
	for try := range editRetries {
		if flat == nil {
			var err error
			if flat, err = w.hash(ctx, what, id); err != nil {
				return Recorded{}, err
			}
		}
		before, err := w.readCard(id, flat)
		if errors.Is(err, ErrNotFound) {
			if to, ok := w.movedTo(ctx, id); ok {
				id, flat = to, nil
				continue
			}
		}
		if err != nil {
			return Recorded{}, fmt.Errorf("%s: %w", what, err)
		}
		rec, moved, err := w.tryEdit(ctx, what, event, ttl, before, change)
		if err != nil || moved == nil {
			return rec, err
		}
		flat = moved
		if err := w.store.pause(ctx, try); err != nil {
			break
		}
	}
	return Recorded{}, fmt.Errorf("%s: %w", what, ErrBusy)
}

// tryEdit makes one attempt; moved is the client's newer state if it failed for that.
func (w *Workspace) tryEdit(ctx context.Context, what, event string, ttl time.Duration, before *card, change func(context.Context, *edit) error) (rec Recorded, moved []string, err error) {
	e := &edit{w: w, card: before.clone(), now: w.store.now()}
	if err := change(ctx, e); err != nil {
		if errors.Is(err, errUnchanged) {
			c := before.client()
			return Recorded{Before: c, After: c}, nil, nil
		}
		if errors.Is(err, ErrAlreadyTakenBack) {
			if text, ok := w.seen(ctx, event); ok {
				rec, err := w.repeatedEvent(ctx, text, nil)
				return rec, nil, err
			}
		}
		return Recorded{}, nil, fmt.Errorf("%s: %w", what, err)
	}
	e.card.version = before.version + 1
	if err := e.hashDiff(before); err != nil {
		return Recorded{}, nil, fmt.Errorf("%s: %w", what, err)
	}
	r, err := w.amend(ctx, what, event, ttl, strconv.FormatInt(before.version, 10), e)
	if err != nil {
		return Recorded{}, nil, err
	}
	switch r.what {
	case 1:
		rec, err := w.repeatedEvent(ctx, r.text[0], r.list)
		return rec, nil, err
	case 2:
		if len(r.list) == 0 {
			return Recorded{}, nil, fmt.Errorf("%s: client %q: %w", what, e.card.id, ErrNotFound)
		}
		return Recorded{}, r.list, nil
	}
	for _, a := range e.people {
		w.wroteName(a)
	}
	return Recorded{Before: before.client(), After: e.card.client(), Entry: e.entry, Outcome: e.outcome}, nil, nil
}

// amend calls the script; what its reply says of types and names becomes an error.
func (w *Workspace) amend(ctx context.Context, what, event string, ttl time.Duration, version string, e *edit) (scriptReply, error) {
	var other []any
	if e.other != nil {
		other = []any{strconv.FormatInt(e.other.version, 10), e.place(e.other.key)}
	} else {
		other = []any{""}
	}
	keys := append([]string{w.keys.event(event), w.keys.client(e.card.id), w.keys.names()}, e.keys...)
	args := []any{
		version, fmt.Sprintf("%s/%s/%d", e.card.id, e.entry.ID, e.outcome), int(ttl.Seconds()),
		string(e.card.id), len(e.claims),
	}
	for _, n := range e.claims {
		args = append(args, n)
	}
	args = append(args, other...)
	for _, k := range keys[1:] {
		args = append(args, typeOf(k))
	}
	for _, op := range e.ops {
		args = append(args, len(op.args)+2, op.place, op.command)
		args = append(args, op.args...)
	}
	reply, err := w.store.run(ctx, what, amendScript, keys, args)
	if err != nil {
		return scriptReply{}, err
	}
	r, err := readReply(reply, 3)
	if err != nil {
		return r, fmt.Errorf("%s: %w", what, err)
	}
	switch r.what {
	case 3:
		return r, fmt.Errorf("%s: %w", what, &WrongTypeError{Key: r.text[0], Want: r.list[0], Got: r.list[1]})
	case 4:
		return r, fmt.Errorf("%s: %w", what, w.nameTaken(ctx, e.asked, ClientID(r.list[0])))
	}
	return r, nil
}

// hashDiff adds what changed in the client's hash and, if it did, its place in the order.
func (e *edit) hashDiff(before *card) error {
	was, err := e.w.fields(before)
	if err != nil {
		return err
	}
	if before.version == 0 {
		clear(was)
	}
	is, err := e.w.fields(e.card)
	if err != nil {
		return err
	}
	if before.override == e.card.override { // sealing anew would look like a change
		delete(was, fieldOverride)
		delete(is, fieldOverride)
	}
	var set, del []any
	for _, f := range slices.Sorted(maps.Keys(is)) {
		if v, ok := was[f]; !ok || v != is[f] {
			set = append(set, f, is[f])
		}
		delete(was, f)
	}
	for _, f := range slices.Sorted(maps.Keys(was)) {
		del = append(del, f)
	}
	if len(set) > 0 {
		e.ops = append(e.ops, op{placeClient, "HSET", set})
	}
	if len(del) > 0 {
		e.ops = append(e.ops, op{placeClient, "HDEL", del})
	}
	order := e.w.keys.order()
	switch open := e.card.closed.IsZero(); {
	case !open && before.closed.IsZero():
		e.does(order, "ZREM", string(e.card.id))
	case open:
		rank := e.w.policy.Rank(e.card.client().Ledger)
		if before.version == 0 || !before.closed.IsZero() || rank != e.w.policy.Rank(before.client().Ledger) {
			e.does(order, "ZADD", formatFloat(rank), string(e.card.id))
		}
	}
	return nil
}

// errUnchanged is for changes that find nothing to do.
var errUnchanged = errors.New("nothing to change")

// newID is for a change that no platform event stands for: it makes repeating
// the request after a lost connection safe.
func (s *Store) newID() (string, error) {
	var b [12]byte
	if _, err := io.ReadFull(s.o.Rand, b[:]); err != nil {
		return "", fmt.Errorf("making an id: %w", err)
	}
	return "request " + hex.EncodeToString(b[:]), nil
}

// pause waits a random while, longer with every try, for others to finish.
func (s *Store) pause(ctx context.Context, try int) error {
	var b [2]byte
	if _, err := io.ReadFull(s.o.Rand, b[:]); err != nil {
		return fmt.Errorf("spreading retries: %w", err)
	}
	longest := time.Millisecond << min(try, 4)
	t := time.NewTimer(longest * time.Duration(binary.BigEndian.Uint16(b[:])) / (1 << 16))
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
