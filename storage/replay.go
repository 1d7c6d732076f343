package storage

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"amicable/scoring"
)

// chunk is how many log entries are read at once: some 100 KB, and well below
// a millisecond of Redis' time.
const chunk = 1000

// replay adds up a log from its first entry.
type replay struct {
	policy    scoring.Policy
	book      *scoring.Book
	signs     map[scoring.SignID]bool
	praises   map[string]scoring.Occurrence
	remedies  map[string]scoring.Remedy
	withdrawn map[string]string
	entries   int
	last      int64
}

func newReplay(p scoring.Policy) *replay {
	return &replay{
		policy: p, book: scoring.NewBook(p), signs: map[scoring.SignID]bool{},
		praises: map[string]scoring.Occurrence{}, remedies: map[string]scoring.Remedy{}, withdrawn: map[string]string{},
	}
}

func (r *replay) add(e Entry) error {
	r.entries++
	ms, err := strconv.ParseInt(e.ID, 10, 64)
	if err != nil {
		return fmt.Errorf("entry id: %w", err)
	}
	r.last = ms
	switch e.Kind {
	case scoring.Incident:
		r.signs[e.Sign] = true
	case scoring.Confirmation:
	case scoring.PraiseGiven:
		r.praises[e.ID] = scoring.Occurrence{ID: e.ID, At: e.At, Reports: []string{""}}
	case scoring.RemedyTried:
		r.remedies[e.ID] = scoring.Remedy{ID: e.ID, Kind: e.Remedy, At: e.At, By: e.By.ID}
	case scoring.TakenBack:
		delete(r.praises, e.Of)
		delete(r.remedies, e.Of)
		r.withdrawn[e.Of] = e.ID
	default:
		return nil
	}
	return r.book.Add(e.Scoring())
}

// fill sets what follows from the log in a card.
func (r *replay) fill(c *card) {
	ledger := r.book.Ledger()
	c.tallies = map[scoring.SignID]tally{}
	for sign, t := range ledger.Tallies {
		c.tallies[sign] = tally{sum: t.Sum, count: t.Count, heads: r.heads(sign)}
	}
	c.praise = tally{sum: ledger.Praise.Sum, count: ledger.Praise.Count, heads: r.praiseHeads()}
	c.remedies = remedies{count: len(r.remedies), heads: r.remedyHeads()}
	c.partings = withoutPartings(c.partings, func(entry string) bool { return r.withdrawn[entry] != "" })
	c.last = max(c.last, r.last)
}

func (r *replay) heads(sign scoring.SignID) []scoring.Occurrence {
	all := r.book.Recent(sign)
	return all[:min(len(all), kept)]
}

func (r *replay) praiseHeads() []scoring.Occurrence {
	var all []scoring.Occurrence
	for _, o := range r.praises {
		all = append(all, o)
	}
	slices.SortFunc(all, newer)
	return all[:min(len(all), kept)]
}

func (r *replay) remedyHeads() []scoring.Remedy {
	var all []scoring.Remedy
	for _, o := range r.remedies {
		all = append(all, o)
	}
	slices.SortFunc(all, newerRemedy)
	return all[:min(len(all), kept)]
}

// replayLog reads a client's whole log, in chunks.
func (w *Workspace) replayLog(ctx context.Context, id ClientID) (*replay, error) {
	r := newReplay(w.policy)
	return r, w.replayOn(ctx, id, r)
}

// replayOn reads what the log has beyond what r has seen.
func (w *Workspace) replayOn(ctx context.Context, id ClientID, r *replay) error {
	return w.scan(ctx, id, r.last+1, skim, func(e Entry) error {
		if err := r.add(e); err != nil {
			return &CorruptError{Key: w.keys.log(id), Entry: e.ID, Kind: ErrCorrupt, Cause: err}
		}
		return nil
	})
}

// standing are the incidents of a sign that stand, newest first, however many.
func (w *Workspace) standing(ctx context.Context, id ClientID, sign scoring.SignID) ([]scoring.Occurrence, error) {
	r, err := w.replayLog(ctx, id)
	if err != nil {
		return nil, err
	}
	return r.book.Recent(sign), nil
}

// reading says what of an entry is wanted.
type reading bool

const (
	whole reading = false
	skim  reading = true // without the note, which may be sealed
)

// scan calls f for every entry from an id on, oldest first.
func (w *Workspace) scan(ctx context.Context, id ClientID, from int64, how reading, f func(Entry) error) error {
	for {
		msgs, err := w.xrange(ctx, id, from)
		if err != nil {
			return err
		}
		for _, m := range msgs {
			e, err := w.readEntry(id, m, how)
			if err != nil {
				return err
			}
			if err := f(e); err != nil {
				return err
			}
			if from, err = strconv.ParseInt(e.ID, 10, 64); err != nil {
				return fmt.Errorf("entry id: %w", err)
			}
			from++
		}
		if len(msgs) < chunk {
			return nil
		}
	}
}

// endOf is the last millisecond of ids, for reading backwards from the end.
var endOf = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC).UnixMilli()
