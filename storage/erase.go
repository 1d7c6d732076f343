package storage

import (
	"context"
	"fmt"
)

// Erase deletes everything of a client, and the workspace's kept questions,
// which may be about it. The audit keeps that it was done, when and by whom,
// under the id only.
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
	ids, err := w.formerly(ctx, what, c.ID)
	if err != nil {
		return nil, err
	}
	e := &edit{w: w, now: w.store.now(), card: &card{id: c.ID, key: w.keys.client(c.ID), version: c.Version}}
	for _, k := range []string{w.keys.client(c.ID), w.keys.log(c.ID), w.keys.withdrawn(c.ID), w.keys.drafts(c.ID)} {
		e.does(k, "DEL")
	}
	for _, n := range append([]string{c.Name}, c.Aliases...) {
		e.does(w.keys.names(), "HDEL", Fold(n))
	}
	for _, from := range ids[1:] {
		e.does(w.keys.moved(), "HDEL", string(from))
		e.does(w.keys.drafts(from), "DEL")
	}
	e.does(w.keys.roster(), "HDEL", string(c.ID))
	e.does(w.keys.order(), "ZREM", string(c.ID))
	if err := e.dropQuestions(ctx); err != nil {
		return nil, err
	}
	return e, e.audit("erased", "", by)
}
