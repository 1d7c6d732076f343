package storagetest

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"amicable/scoring"
	"amicable/storage"
)

func merging(t *testing.T, f *Fixture) {
	ctx := context.Background()
	from := f.Flag(t, "Acme", scoring.LatePayment, Start.AddDate(0, 0, -3), Ann).After.ID
	lost := f.Flag(t, "Acme", scoring.ScopeCreep, Start, Bob)
	must[storage.Recorded](t)(f.W.TakeBack(ctx, f.Event(), from, lost.Entry.ID, Bob, ""))
	f.Flag(t, "Acme", scoring.LatePayment, Start.AddDate(0, 0, -3), Bob) // same ids as the other's entries: the clock stands still
	into := f.Flag(t, "Acme GmbH", scoring.LatePayment, Start, Ann).After.ID
	f.Flag(t, "Acme GmbH", scoring.LatePayment, Start, Bob)

	merged := must[storage.Client](t)(f.W.Merge(ctx, from, into, Ann))
	if tally := merged.Ledger.Tallies[scoring.LatePayment]; tally.Count != 2 || len(tally.Recent[0].Reports) != 2 || len(tally.Recent[1].Reports) != 2 {
		t.Errorf("merged tally: %+v", tally)
	}
	if len(merged.Ledger.Tallies) != 1 || !slices.Equal(merged.Aliases, []string{"Acme"}) {
		t.Errorf("merged: %+v", merged)
	}
	if diff := cmp.Diff(must[storage.Client](t)(f.W.Client(ctx, from)), merged); diff != "" {
		t.Errorf("the old id does not lead to the new client:\n%s", diff)
	}
	if r := f.Flag(t, "acme", scoring.Tension, Start, Ann); r.After.ID != into {
		t.Errorf("the old name leads to %q", r.After.ID)
	}
	if r := must[storage.Recorded](t)(f.W.Record(ctx, storage.Flag{Event: f.Event(), Client: from, Sign: scoring.Morale, At: Start, By: Ann})); r.After.ID != into {
		t.Errorf("a flag of the old id went to %q", r.After.ID)
	}
	if undone := must[storage.Recorded](t)(f.W.TakeBack(ctx, f.Event(), from, lastOf(t, f, Bob), Bob, "")); undone.After.ID != into {
		t.Errorf("an undo of the old id went to %q", undone.After.ID)
	}
	noDifferences(t, f.W)
	for _, k := range must[[]string](t)(f.RDB.Keys(ctx, "*:l:*").Result()) {
		if ttl := f.RDB.TTL(ctx, k).Val(); ttl >= 0 {
			t.Errorf("log %s will be gone in %v", k, ttl)
		}
	}
	if _, err := f.W.Merge(ctx, into, into, Ann); err == nil {
		t.Error("merged into itself")
	}
}

// undoAfterMerge merges logs that used the same milliseconds, so that the
// entries of both have to move, and then takes everything back by undo alone.
func undoAfterMerge(t *testing.T, f *Fixture) {
	ctx := context.Background()
	f.Flag(t, "Other", scoring.Tension, Start, Bob)
	var wrote []string // Ann's, in order
	for i, name := range []string{"Acme", "Acme GmbH", "Acme", "Acme GmbH"} {
		at := Start.AddDate(0, 0, -5*i)
		wrote = append(wrote, at.String())
		f.Flag(t, name, scoring.LatePayment, at, Ann)
		f.Flag(t, name, scoring.Tension, at, Bob)
	}
	d := must[*storage.Directory](t)(f.W.Directory(ctx))
	from, _ := d.Find("Acme")
	into, _ := d.Find("Acme GmbH")
	must[storage.Client](t)(f.W.Merge(ctx, from.ID, into.ID, Eve))
	// The merged client is merged on: references that were moved move again.
	third, _, err := f.W.Create(ctx, f.Event(), "Acme Ltd", Eve)
	noError(t, err)
	f.Flag(t, "Acme Ltd", scoring.Morale, Start, Eve)
	must[storage.Client](t)(f.W.Merge(ctx, into.ID, third.ID, Eve))

	var undone []string
	for {
		k, e, err := f.W.LastBy(ctx, Ann.ID)
		if errors.Is(err, storage.ErrNotFound) {
			break
		}
		noError(t, err)
		if k.ID != third.ID || e.Sign != scoring.LatePayment || len(undone) == len(wrote) {
			t.Fatalf("Ann's last: %+v %+v", k, e)
		}
		must[storage.Recorded](t)(f.W.TakeBack(ctx, f.Event(), k.ID, e.ID, Ann, ""))
		undone = append(undone, e.At.String())
	}
	slices.Reverse(undone)
	if diff := cmp.Diff(undone, wrote); diff != "" {
		t.Errorf("undone, last first:\n%s", diff)
	}
	c := must[storage.Client](t)(f.W.Client(ctx, third.ID))
	if _, left := c.Ledger.Tallies[scoring.LatePayment]; left || c.Ledger.Tallies[scoring.Tension].Count != 4 {
		t.Errorf("left of Ann's, and of Bob's: %+v", c.Ledger.Tallies)
	}
	noDifferences(t, f.W)

	// A reference to what nobody takes back is passed over, wherever it came from.
	created := must[[]storage.Entry](t)(f.W.History(ctx, third.ID, "", 100))
	for _, e := range created {
		if e.Kind == storage.ClientCreated && e.By.ID == Bob.ID {
			f.RDB.LPush(ctx, "am:{slack:T1}:last:"+Bob.ID, string(third.ID)+"/"+e.ID)
		}
	}
	f.RDB.LPush(ctx, "am:{slack:T1}:last:"+Bob.ID, "nonsense")
	if _, e, err := f.W.LastBy(ctx, Bob.ID); err != nil || e.Sign != scoring.Tension {
		t.Errorf("Bob's last: %+v %v", e, err)
	}
}
