package storagetest

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"amicable/scoring"
	"amicable/storage"
)

func partings(t *testing.T, f *Fixture) {
	ctx := context.Background()
	day := func(n int) time.Time { return Start.AddDate(0, 0, n) }
	stand := func(id storage.ClientID, want ...time.Time) {
		t.Helper()
		c := must[storage.Client](t)(f.W.Client(ctx, id))
		if diff := cmp.Diff(want, c.Ledger.Partings); diff != "" {
			t.Errorf("partings:\n%s", diff)
		}
	}
	first := f.Flag(t, "Acme", scoring.LatePayment, day(-9), Ann)
	id := first.After.ID
	second := f.Flag(t, "Acme", scoring.ScopeCreep, day(-5), Ann)
	talk := must[storage.Recorded](t)(f.W.Remedy(ctx, f.Event(), id, scoring.TalkHeld, day(-5), Bob, ""))
	// A parting of before there were causes stays, whatever is taken back.
	noError(t, f.RDB.HSet(ctx, "am:{slack:T1}:c:"+string(id), "pt", "1790000000").Err())
	old := time.Unix(1_790_000_000, 0).UTC()
	noError(t, f.W.MarkParting(ctx, id, day(-9), first.Entry.ID))
	noError(t, f.W.MarkParting(ctx, id, day(-5), second.Entry.ID))
	noError(t, f.W.MarkParting(ctx, id, day(-5), first.Entry.ID))
	stand(id, day(-5), day(-9), old)
	if err := f.W.MarkParting(ctx, id, day(0), "17"); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("a parting of no entry: %v", err)
	}

	must[storage.Recorded](t)(f.W.TakeBack(ctx, f.Event(), id, talk.Entry.ID, Bob, ""))
	stand(id, day(-5), day(-9), old)
	back := must[storage.Recorded](t)(f.W.TakeBack(ctx, f.Event(), id, second.Entry.ID, Ann, ""))
	if len(back.After.Ledger.Partings) != 2 {
		t.Errorf("as answered: %v", back.After.Ledger.Partings)
	}
	stand(id, day(-9), old)
	// What watches thresholds may come after the undo.
	noError(t, f.W.MarkParting(ctx, id, day(-4), second.Entry.ID))
	stand(id, day(-9), old)
	noDifferences(t, f.W)

	// Rebuild finds a parting that does not follow from the log.
	card := "am:{slack:T1}:c:" + string(id)
	kept := f.RDB.HGet(ctx, card, "pt").Val()
	noError(t, f.RDB.HSet(ctx, card, "pt", "1795000000:"+second.Entry.ID+","+kept).Err())
	report := must[storage.RebuildReport](t)(f.W.Rebuild(ctx, false))
	if len(report.Differences) != 1 || report.Differences[0].Field != "partings" {
		t.Errorf("rebuilt: %+v", report)
	}
	stand(id, day(-9), old)

	// Merging renumbers entries; partings still know theirs.
	other := f.Flag(t, "Acme GmbH", scoring.Tension, day(-3), Ann)
	noError(t, f.W.MarkParting(ctx, other.After.ID, day(-3), other.Entry.ID))
	must[storage.Client](t)(f.W.Merge(ctx, id, other.After.ID, Bob))
	id = other.After.ID
	stand(id, day(-3), day(-9), old)
	noDifferences(t, f.W)

	var out bytes.Buffer
	noError(t, f.Store.Export(ctx, &out))
	if !strings.Contains(out.String(), `,"`+old.Format(time.RFC3339)+`"]`) {
		t.Errorf("a parting without a cause is exported as before:\n%s", out.String())
	}
	noError(t, f.W.Forget(ctx))
	must[storage.ImportReport](t)(f.Store.Import(ctx, &out))
	stand(id, day(-3), day(-9), old)
	for range 2 {
		must[storage.Recorded](t)(f.W.TakeBack(ctx, f.Event(), id, lastOf(t, f, Ann), Ann, ""))
	}
	stand(id, old)
	noDifferences(t, f.W)
}
