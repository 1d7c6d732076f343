package storage

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"amicable/scoring"
)

// Create finds the client with a name or alias, or creates it; the bool tells
// whether this event created it.
func (w *Workspace) Create(ctx context.Context, event, name string, by Actor) (Client, bool, error) {
	const what = "creating client"
	shown, folded, err := cleanName(name)
	if err != nil {
		return Client{}, false, err
	}
	if err := w.register(ctx); err != nil {
		return Client{}, false, err
	}
	for range 3 { // others may create or erase it meanwhile
		var id string
		err := w.read(ctx, what, []string{w.keys.names()}, func(ctx context.Context) (err error) {
			id, err = w.store.rdb.HGet(ctx, w.keys.names(), folded).Result()
			return err
		})
		if err != nil {
			return Client{}, false, err
		}
		if id != "" {
			c, err := w.Client(ctx, ClientID(id))
			if errors.Is(err, ErrNotFound) {
				continue
			}
			if err == nil {
				w.learn(known(c))
			}
			return c, false, err
		}
		c, err := w.create(ctx, what, event, shown, folded, by)
		if errors.Is(err, ErrNameTaken) {
			continue
		}
		return c, err == nil, err
	}
	return Client{}, false, fmt.Errorf("%s: %w", what, ErrBusy)
}

func (w *Workspace) create(ctx context.Context, what, event, shown, folded string, by Actor) (Client, error) {
	if event == "" {
		var err error
		if event, err = w.store.newID(); err != nil {
			return Client{}, fmt.Errorf("%s: %w", what, err)
		}
	}
	var n int64
	err := w.store.do(ctx, what, true, func(ctx context.Context) (err error) {
		n, err = w.store.rdb.Incr(ctx, w.keys.next()).Result()
		return err
	})
	if err != nil {
		return Client{}, w.store.nameWrongType(ctx, err, []string{w.keys.next()})
	}
	id := ClientID(strconv.FormatInt(n, 36))
	now := w.store.now()
	e := &edit{w: w, now: now, claims: []string{folded}, asked: shown, card: &card{
		id: id, key: w.keys.client(id), name: shown, created: now.Truncate(time.Second),
		profile: map[string]string{}, tallies: map[scoring.SignID]tally{},
	}}
	if err := e.log(&Entry{Kind: ClientCreated, At: now, By: by}); err != nil {
		return Client{}, fmt.Errorf("%s: %w", what, err)
	}
	e.card.version = 1
	if err := e.enroll(folded); err != nil {
		return Client{}, fmt.Errorf("%s: %w", what, err)
	}
	if err := e.hashDiff(&card{}); err != nil {
		return Client{}, fmt.Errorf("%s: %w", what, err)
	}
	r, err := w.amend(ctx, what, event, eventTTL, "", e)
	if err != nil {
		return Client{}, err
	}
	if r.what == 1 {
		rec, err := w.repeatedEvent(ctx, r.text[0], nil)
		return rec.After, err
	}
	if r.what == 2 {
		return Client{}, fmt.Errorf("%s: %w", what, &CorruptError{Key: w.keys.next(), Kind: ErrCorrupt, Cause: fmt.Errorf("client %q exists already", id)})
	}
	w.learn(Known{ID: id, Name: shown})
	return e.card.client(), nil
}

// enroll writes the client's roster value, and folded names to find it by.
func (e *edit) enroll(folded ...string) error {
	v, err := rosterValue(e.card.name, e.card.aliases, !e.card.closed.IsZero())
	if err != nil {
		return err
	}
	e.does(e.w.keys.roster(), "HSET", string(e.card.id), v)
	for _, f := range folded {
		e.does(e.w.keys.names(), "HSET", f, string(e.card.id))
	}
	return nil
}

// change is an edit without a platform event whose result is the client.
func (w *Workspace) change(ctx context.Context, what string, id ClientID, f func(*edit) error) (Client, error) {
	rec, err := w.edit(ctx, what, "", requestTTL, id, nil, func(_ context.Context, e *edit) error { return f(e) })
	if err != nil {
		return Client{}, err
	}
	w.learn(known(rec.After))
	return rec.After, nil
}

func known(c Client) Known {
	return Known{ID: c.ID, Name: c.Name, Aliases: c.Aliases, Closed: !c.Closed.IsZero()}
}

// Rename gives a client another name; the former one is free again. The log
// entry's Note is the former name. ErrNameTaken, ErrBadName.
func (w *Workspace) Rename(ctx context.Context, id ClientID, name string, by Actor) (Client, error) {
	shown, folded, err := cleanName(name)
	if err != nil {
		return Client{}, err
	}
	return w.change(ctx, "renaming client", id, func(e *edit) error {
		former := e.card.name
		if former == shown {
			return errUnchanged
		}
		e.claims, e.asked = []string{folded}, shown
		e.card.name = shown
		e.card.aliases = slices.DeleteFunc(slices.Clone(e.card.aliases), func(a string) bool { return Fold(a) == folded })
		if Fold(former) != folded {
			e.does(w.keys.names(), "HDEL", Fold(former))
		}
		if err := e.log(&Entry{Kind: ClientRenamed, At: e.now, By: by, Note: former}); err != nil {
			return err
		}
		return errors.Join(e.enroll(folded), e.audit("renamed", "", by))
	})
}

// AddAlias adds a name that the client is also found by. ErrNameTaken, ErrBadName.
func (w *Workspace) AddAlias(ctx context.Context, id ClientID, alias string, by Actor) (Client, error) {
	shown, folded, err := cleanName(alias)
	if err != nil {
		return Client{}, err
	}
	return w.change(ctx, "adding alias", id, func(e *edit) error {
		if slices.ContainsFunc(append([]string{e.card.name}, e.card.aliases...), func(a string) bool { return Fold(a) == folded }) {
			return errUnchanged
		}
		e.claims, e.asked = []string{folded}, shown
		e.card.aliases = append(slices.Clone(e.card.aliases), shown)
		return errors.Join(e.enroll(folded), e.audit("alias", "", by))
	})
}

// RemoveAlias removes an alias; ErrNotFound when the client has no such one.
func (w *Workspace) RemoveAlias(ctx context.Context, id ClientID, alias string, by Actor) (Client, error) {
	folded := Fold(alias)
	return w.change(ctx, "removing alias", id, func(e *edit) error {
		i := slices.IndexFunc(e.card.aliases, func(a string) bool { return Fold(a) == folded })
		if i < 0 {
			return fmt.Errorf("alias %q: %w", alias, ErrNotFound)
		}
		e.card.aliases = slices.Delete(slices.Clone(e.card.aliases), i, i+1)
		e.does(w.keys.names(), "HDEL", folded)
		return errors.Join(e.enroll(), e.audit("alias", "removed", by))
	})
}

// Close ends the service of a client: it leaves the portfolio, and keeps its log.
func (w *Workspace) Close(ctx context.Context, id ClientID, by Actor) (Client, error) {
	return w.change(ctx, "closing client", id, func(e *edit) error {
		if !e.card.closed.IsZero() {
			return errUnchanged
		}
		e.card.closed = e.now.Truncate(time.Second)
		return errors.Join(e.log(&Entry{Kind: ClientClosed, At: e.now, By: by}), e.enroll(), e.audit("closed", "", by))
	})
}

// Reopen undoes Close.
func (w *Workspace) Reopen(ctx context.Context, id ClientID, by Actor) (Client, error) {
	return w.change(ctx, "reopening client", id, func(e *edit) error {
		if e.card.closed.IsZero() {
			return errUnchanged
		}
		e.card.closed = time.Time{}
		return errors.Join(e.log(&Entry{Kind: ClientReopened, At: e.now, By: by}), e.enroll(), e.audit("reopened", "", by))
	})
}

// nameTaken says who has a name.
func (w *Workspace) nameTaken(ctx context.Context, name string, owner ClientID) error {
	has := Known{ID: owner}
	if c, err := w.Client(ctx, owner); err == nil {
		has = known(c)
	}
	return &NameTakenError{Name: name, Has: has}
}
