package storage

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"
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
	m := &merger{w: w, key: scratch, replay: newReplay(w.policy), ids: [2]map[string]string{{}, {}}, undoable: map[string][]logged{}}
	if err := m.merge(ctx, into, from); err != nil {
		return nil, fmt.Errorf("%s: %w", what, err)
	}
	// Both clients' partings follow their entries into the merged log, where
	// fill sees which of them stand.
	e.card.partings, gone.partings = m.renamed(0, to.partings), m.renamed(1, gone.partings)
	for _, p := range gone.partings {
		if !slices.ContainsFunc(e.card.partings, func(q parting) bool { return p.at.Equal(q.at) }) {
			e.card.partings = withParting(e.card.partings, p)
		}
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
	m.follow(e, [2]ClientID{into, from})
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
