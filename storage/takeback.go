package storage

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"amicable/scoring"
)

// Remedy records something that was tried with a client.
func (w *Workspace) Remedy(ctx context.Context, event string, id ClientID, kind scoring.RemedyKind, at time.Time, by Actor, note string) (Recorded, error) {
	at = at.Truncate(time.Second).UTC()
	if err := checkEntry(event, at, by, note); err != nil {
		return Recorded{}, err
	}
	return w.edit(ctx, "recording remedy", event, eventTTL, id, nil, func(_ context.Context, e *edit) error {
		entry := Entry{Kind: scoring.RemedyTried, Remedy: kind, At: at, By: by, Note: note}
		if err := e.log(&entry); err != nil {
			return err
		}
		e.card.addRemedy(scoring.Remedy{ID: entry.ID, Kind: kind, At: at, By: by.ID})
		e.remember(entry)
		return nil
	})
}

// Praise records something good.
func (w *Workspace) Praise(ctx context.Context, event string, id ClientID, at time.Time, by Actor, note string) (Recorded, error) {
	at = at.Truncate(time.Second).UTC()
	if err := checkEntry(event, at, by, note); err != nil {
		return Recorded{}, err
	}
	return w.edit(ctx, "recording praise", event, eventTTL, id, nil, func(_ context.Context, e *edit) error {
		entry := Entry{Kind: scoring.PraiseGiven, At: at, By: by, Note: note}
		if err := e.log(&entry); err != nil {
			return err
		}
		e.card.addPraise(w.policy, entry.ID, at)
		e.remember(entry)
		return nil
	})
}

// TakeBack withdraws a flag, remedy or praise. The entry stays in the log, and
// another says who took it back and why. Taking back one report of an incident
// leaves the others' reports; a parting that the entry caused goes with it.
// ErrNotFound, ErrAlreadyTakenBack.
func (w *Workspace) TakeBack(ctx context.Context, event string, id ClientID, entry string, by Actor, why string) (Recorded, error) {
	now := w.store.now().Truncate(time.Second)
	if err := checkEntry(event, now, by, why); err != nil {
		return Recorded{}, err
	}
	return w.edit(ctx, "taking back", event, eventTTL, id, nil, func(ctx context.Context, e *edit) error {
		target, err := w.entry(ctx, e.card.id, entry)
		if err != nil {
			return err
		}
		if target.TakenBack {
			return fmt.Errorf("entry %q: %w", entry, ErrAlreadyTakenBack)
		}
		back := Entry{Kind: scoring.TakenBack, At: now, By: by, Of: entry, Note: why}
		if err := e.log(&back); err != nil {
			return err
		}
		if err := w.withdraw(ctx, e.card, target); err != nil {
			return err
		}
		e.card.partings = withoutPartings(e.card.partings, func(entry string) bool { return entry == target.ID })
		e.does(w.keys.withdrawn(e.card.id), "HSET", target.ID, back.ID)
		e.does(w.keys.last(target.By.ID), "LREM", 0, string(e.card.id)+"/"+target.ID)
		return nil
	})
}

// undoable tells whether entries of a kind can be taken back.
func undoable(k EntryKind) bool {
	switch k {
	case scoring.Incident, scoring.Confirmation, scoring.RemedyTried, scoring.PraiseGiven:
		return true
	default:
		return false
	}
}

// withdraw takes an entry out of the card's sums and heads. Only when scoring
// would miss heads that the card no longer has is the log replayed.
func (w *Workspace) withdraw(ctx context.Context, c *card, target Entry) error {
	switch target.Kind {
	case scoring.Incident, scoring.Confirmation:
		return w.withdrawReport(ctx, c, target)
	case scoring.PraiseGiven:
		c.removePraise(w.policy, target.ID, target.At)
		if !cut(c.praise.count, len(c.praise.heads), 1) {
			return nil
		}
	case scoring.RemedyTried:
		c.removeRemedy(target.ID)
		if !cut(c.remedies.count, len(c.remedies.heads), scoring.RemediesKept) {
			return nil
		}
	default:
		return fmt.Errorf("entry %q is no flag, remedy or praise: %w", target.ID, ErrNotFound)
	}
	r, err := w.replayWithout(ctx, c.id, target)
	if err != nil {
		return err
	}
	if target.Kind == scoring.PraiseGiven {
		c.praise.heads = r.praiseHeads()
	} else {
		c.remedies.heads = r.remedyHeads()
	}
	return nil
}

func (w *Workspace) withdrawReport(ctx context.Context, c *card, target Entry) error {
	incident := target.ID
	if target.Kind == scoring.Confirmation {
		incident = target.Of
	}
	t := c.tallies[target.Sign]
	for _, o := range t.heads {
		if o.ID != incident {
			continue
		}
		c.apply(w.policy.Withdraw(target.Sign, o, target.By.ID))
		t = c.tallies[target.Sign]
		if cut(t.count, len(t.heads), scoring.RecentKept) {
			r, err := w.replayWithout(ctx, c.id, target)
			if err != nil {
				return err
			}
			t.heads = r.heads(target.Sign)
			c.tallies[target.Sign] = t
		}
		return nil
	}
	all, err := w.standing(ctx, c.id, target.Sign)
	if err != nil {
		return err
	}
	for _, o := range all {
		if o.ID == incident {
			c.apply(w.policy.Withdraw(target.Sign, o, target.By.ID))
			return nil
		}
	}
	return &CorruptError{Key: c.key, Entry: target.ID, Kind: ErrCorrupt, Cause: errors.New("its incident is not in the log")}
}

// replayWithout replays the log as if target had been taken back.
func (w *Workspace) replayWithout(ctx context.Context, id ClientID, target Entry) (*replay, error) {
	r, err := w.replayLog(ctx, id)
	if err != nil {
		return nil, err
	}
	return r, r.add(Entry{ID: "9999999999999", Kind: scoring.TakenBack, Of: target.ID, By: target.By})
}

// seen tells what an event came to, if it was done before.
func (w *Workspace) seen(ctx context.Context, event string) (text string, ok bool) {
	err := w.store.do(ctx, "looking up an event", false, func(ctx context.Context) (err error) {
		text, err = w.store.rdb.Get(ctx, w.keys.event(event)).Result()
		if errors.Is(err, redis.Nil) {
			return nil
		}
		ok = err == nil
		return err
	})
	return text, ok && err == nil
}
