package storage

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"

	"amicable/scoring"
)

// sameSum is how far a running sum may stray from one added up afresh before
// Rebuild calls it different, as a part of it or of what one incident of today
// adds, whichever is more: sums are kept as decimals, are added to in any
// order, and hold the rounding of what was added and taken back.
const sameSum = 1e-9

// Rebuild adds every client's log up afresh, lists where the tallies differ
// from it and, unless dryRun, mends them, also where a tally cannot be read at
// all. A client with other damage is listed and left alone. It reads in bounded
// chunks. What is flagged meanwhile is neither lost nor a difference.
// ErrNotFound when there is no such workspace. Where workspaces have rules of
// their own (Options.Rules), theirs hold.
func (s *Store) Rebuild(ctx context.Context, tenant string, dryRun bool) (RebuildReport, error) {
	if _, err := s.KnownTenants(ctx, tenant); err != nil {
		return RebuildReport{}, err
	}
	w := s.Workspace(tenant)
	if s.o.Rules != nil {
		settings, err := w.Settings(ctx)
		if err != nil {
			return RebuildReport{}, err
		}
		w = w.Under(s.o.Rules(s.o.Policy, settings))
	}
	return w.Rebuild(ctx, dryRun)
}

// Rebuild is Store.Rebuild under the handle's policy.
func (w *Workspace) Rebuild(ctx context.Context, dryRun bool) (RebuildReport, error) {
	var report RebuildReport
	d, err := w.Refresh(ctx)
	if err != nil {
		return report, err
	}
	for _, k := range d.All() {
		found, entries, err := w.rebuildClient(ctx, k.ID, dryRun)
		if errors.Is(err, ErrNotFound) {
			continue // erased or merged meanwhile
		}
		if err != nil && w.damagedClient(k.ID, err) {
			report.Damaged = append(report.Damaged, Damaged{k.ID, err})
			continue
		}
		if err != nil {
			return report, fmt.Errorf("rebuilding client %q: %w", k.ID, err)
		}
		report.Clients++
		report.Entries += entries
		report.Differences = append(report.Differences, found...)
	}
	if !dryRun && len(report.Differences) > 0 {
		detail := fmt.Sprintf("%d differences", len(report.Differences))
		err = w.act(ctx, "rebuilding", func(e *edit) error { return e.auditOf("rebuild", "", detail, Actor{ID: "amicable"}) })
	}
	return report, err
}

// rebuildClient follows a log that may grow while it is read: it reads on from
// where it was until client and log were of the same moment.
func (w *Workspace) rebuildClient(ctx context.Context, id ClientID, dryRun bool) ([]Difference, int, error) {
	const what = "rebuilding"
	r := newReplay(w.policy)
	for try := range editRetries {
		c, err := w.salvage(ctx, what, id)
		if err != nil {
			return nil, 0, err
		}
		if err := w.replayOn(ctx, id, r); err != nil {
			return nil, 0, err
		}
		fresh := c.clone()
		r.fill(fresh)
		found, err := w.compare(ctx, c.card, fresh, r)
		if err != nil {
			return nil, 0, err
		}
		unread, err := w.unreadable(c, fresh)
		if err != nil {
			return nil, 0, err
		}
		found = append(unread, found...)
		if len(found) == 0 {
			return nil, r.entries, nil
		}
		now, err := w.salvage(ctx, what, id)
		if err != nil {
			return nil, 0, err
		}
		if now.version != c.version {
			continue // what was compared was not of the same moment
		}
		if dryRun {
			return found, r.entries, nil
		}
		moved, err := w.mend(ctx, what, c, fresh, r)
		if err != nil || !moved {
			return found, r.entries, err
		}
		if err := w.store.pause(ctx, try); err != nil {
			break
		}
	}
	return nil, 0, ErrBusy
}

func (w *Workspace) card(ctx context.Context, what string, id ClientID) (*card, error) {
	flat, err := w.hash(ctx, what, id)
	if err != nil {
		return nil, err
	}
	return w.readCard(id, flat)
}

// mend writes what a log adds up to; moved tells that the client changed meanwhile.
func (w *Workspace) mend(ctx context.Context, what string, c salvaged, fresh *card, r *replay) (moved bool, err error) {
	event, err := w.store.newID()
	if err != nil {
		return false, err
	}
	e := &edit{w: w, card: fresh, now: w.store.now()}
	e.card.version = c.version + 1
	e.card.policy = w.digest
	if len(c.dropped) > 0 {
		e.does(w.keys.client(c.id), "HDEL", c.dropped...)
	}
	if err := e.hashDiff(c.card); err != nil {
		return false, err
	}
	if c.closed.IsZero() { // also where the rank alone was wrong
		e.does(w.keys.order(), "ZADD", formatFloat(w.policy.Rank(fresh.client().Ledger)), string(c.id))
	} else {
		e.does(w.keys.order(), "ZREM", string(c.id))
	}
	e.does(w.keys.withdrawn(c.id), "DEL")
	var gone []any
	for _, k := range slices.Sorted(maps.Keys(r.withdrawn)) {
		gone = append(gone, k, r.withdrawn[k])
	}
	for some := range slices.Chunk(gone, 1000) {
		e.does(w.keys.withdrawn(c.id), "HSET", some...)
	}
	reply, err := w.amend(ctx, what, event, requestTTL, formatVersion(c.version), e)
	return reply.what == 2, err
}

// unreadable lists the fields that could not be read, and what belongs there.
func (w *Workspace) unreadable(c salvaged, want *card) ([]Difference, error) {
	if len(c.bad) == 0 {
		return nil, nil
	}
	should, err := w.fields(want)
	if err != nil {
		return nil, err
	}
	var all []Difference
	for _, field := range slices.Sorted(maps.Keys(c.bad)) {
		all = append(all, Difference{Client: c.id, Field: "field " + field, Kept: strconv.Quote(c.bad[field]), Want: strconv.Quote(should[field])})
	}
	return all, nil
}

// compare lists what a card holds otherwise than the log says.
func (w *Workspace) compare(ctx context.Context, kept, want *card, r *replay) ([]Difference, error) {
	var all []Difference
	differ := func(field, is, should string) {
		if is != should {
			all = append(all, Difference{Client: kept.id, Field: field, Kept: is, Want: should})
		}
	}
	today := w.policy.Lift(w.store.now())
	one := func(field string, is, should, fresh float64) {
		if math.Abs(is-should) > sameSum*max(math.Abs(is), math.Abs(should), fresh) {
			differ(field, formatFloat(is), formatFloat(should))
		}
	}
	sums := func(name string, is, should scoring.Sum) {
		one(name+" slow sum", is.Slow, should.Slow, today.Slow)
		one(name+" fast sum", is.Fast, should.Fast, today.Fast)
	}
	signs := map[scoring.SignID]bool{}
	for s := range kept.tallies {
		signs[s] = true
	}
	for s := range want.tallies {
		signs[s] = true
	}
	for _, s := range slices.Sorted(maps.Keys(signs)) {
		is, should := kept.tallies[s], want.tallies[s]
		name := string(s)
		sums(name, is.sum, should.sum)
		differ(name+" count", strconv.Itoa(is.count), strconv.Itoa(should.count))
		differ(name+" latest", formatHeads(0, shown(is.heads)), formatHeads(0, shown(should.heads)))
	}
	sums("praise", kept.praise.sum, want.praise.sum)
	differ("praise count", strconv.Itoa(kept.praise.count), strconv.Itoa(want.praise.count))
	differ("praise latest", formatHeads(0, first(kept.praise.heads, 1)), formatHeads(0, first(want.praise.heads, 1)))
	differ("remedies", formatRemedies(remedies{kept.remedies.count, first(kept.remedies.heads, scoring.RemediesKept)}),
		formatRemedies(remedies{want.remedies.count, first(want.remedies.heads, scoring.RemediesKept)}))
	differ("partings", formatPartings(kept.partings), formatPartings(want.partings))
	differ("last entry", formatVersion(kept.last), formatVersion(want.last))

	rank, gone, err := w.derived(ctx, kept.id)
	if err != nil {
		return nil, err
	}
	should := w.policy.Rank(want.client().Ledger)
	switch {
	case !kept.closed.IsZero():
		differ("order", rank, "")
	case rank == "":
		differ("order", rank, formatFloat(should))
	default:
		is, err := strconv.ParseFloat(rank, 64)
		if err != nil {
			return nil, fmt.Errorf("reading the order: %w", err)
		}
		// A rank is a difference of large figures: judge it by their size.
		if math.Abs(is-should) > sameSum*max(w.size(want), today.Slow) {
			differ("order", rank, formatFloat(should))
		}
	}
	if !maps.Equal(gone, r.withdrawn) {
		differ("taken back", strconv.Itoa(len(gone)), strconv.Itoa(len(r.withdrawn)))
	}
	return all, nil
}

// size is the sum of what a rank is added up from, signs disregarded.
func (w *Workspace) size(c *card) float64 {
	all := w.policy.PraisePoints * c.praise.sum.Slow
	for s, t := range c.tallies {
		sign, _ := w.policy.Sign(s)
		all += sign.Points * t.sum.Slow
	}
	return all
}

// derived reads what follows from the log but is kept outside the client's hash.
func (w *Workspace) derived(ctx context.Context, id ClientID) (rank string, gone map[string]string, err error) {
	keys := []string{w.keys.order(), w.keys.withdrawn(id)}
	err = w.read(ctx, "reading order", keys, func(ctx context.Context) error {
		pipe := w.store.rdb.Pipeline()
		score, back := pipe.ZScore(ctx, keys[0], string(id)), pipe.HGetAll(ctx, keys[1])
		_, err := pipe.Exec(ctx)
		if score.Err() == nil {
			rank = formatFloat(score.Val())
		}
		gone = back.Val()
		return err
	})
	return rank, gone, err
}

func shown(heads []scoring.Occurrence) []scoring.Occurrence { return first(heads, scoring.RecentKept) }

func first[T any](all []T, n int) []T { return all[:min(len(all), n)] }
