package storagetest

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/redis/go-redis/v9"

	"amicable/scoring"
	"amicable/storage"
)

// oneDamaged harms clients in all the ways there are, beside one that is well.
func oneDamaged(t *testing.T, f *Fixture) {
	ctx := context.Background()
	card := func(r storage.Recorded) string { return "am:{slack:T1}:c:" + string(r.After.ID) }
	log := func(r storage.Recorded) string { return "am:{slack:T1}:l:" + string(r.After.ID) }
	flag := func(name string) storage.Recorded {
		t.Helper()
		f.Flag(t, name, scoring.LatePayment, Start.AddDate(0, 0, -9), Ann)
		return f.Flag(t, name, scoring.Tension, Start, Ann)
	}
	well, typed, entry, later, tally := flag("Well"), flag("Typed"), flag("Entry"), flag("Later"), flag("Tally")
	must[storage.Recorded](t)(f.W.Praise(ctx, f.Event(), tally.After.ID, Start, Bob, ""))
	whole := must[storage.Client](t)(f.W.Client(ctx, tally.After.ID))

	f.RDB.Del(ctx, card(typed))
	noError(t, f.RDB.Set(ctx, card(typed), "x", 0).Err())
	noError(t, f.RDB.XAdd(ctx, &redis.XAddArgs{Stream: log(entry), ID: "1795255299999-0", Values: []any{"e", "\x01\x93\x01"}}).Err())
	noError(t, f.RDB.HSet(ctx, card(later), "f", "2").Err())
	noError(t, f.RDB.HSet(ctx, card(tally), "s:tension", "much", "h:late-payment", "?", "s:gone", "5", "h:gone", "?", "g", "?", "l", "?").Err())

	page := must[storage.Page](t)(f.W.Portfolio(ctx, 0, 10))
	names := map[string]bool{}
	for _, c := range page.Clients {
		names[c.Name] = true
	}
	if diff := cmp.Diff(names, map[string]bool{"Well": true, "Entry": true}); diff != "" || page.Total != 5 {
		t.Errorf("portfolio of %d:\n%s", page.Total, diff)
	}
	wantDamage(t, page.Damaged, map[string]error{
		card(typed): storage.ErrWrongType, card(later): storage.ErrVersion, card(tally): storage.ErrCorrupt,
	})
	if all, total, err := f.W.Ranked(ctx, 0, 10); err != nil || total != 5 || len(all) != 2 {
		t.Errorf("ranked: %v %d %v", all, total, err)
	}
	hopeless := map[string]error{card(typed): storage.ErrWrongType, log(entry): storage.ErrCorrupt, card(later): storage.ErrVersion}

	// An export says what is in its way, or goes round it; tallies are not.
	var out bytes.Buffer
	if err := f.Store.Export(ctx, &out); !errors.Is(err, storage.ErrWrongType) || !strings.Contains(err.Error(), card(typed)) {
		t.Errorf("exporting: %v", err)
	}
	out.Reset()
	skipped := must[[]storage.Damaged](t)(f.Store.ExportReadable(ctx, &out))
	wantDamage(t, skipped, hopeless)
	for name, want := range map[string]bool{"Well": true, "Tally": true, "Typed": false, "Entry": false, "Later": false} {
		if strings.Contains(out.String(), `"name":"`+name+`"`) != want {
			t.Errorf("%s is exported: %v", name, !want)
		}
	}

	// A rebuild mends what follows from the log and leaves the rest as it is.
	before := everything(t, f.RDB)
	dry := must[storage.RebuildReport](t)(f.W.Rebuild(ctx, true))
	if diff := cmp.Diff(before, everything(t, f.RDB)); diff != "" {
		t.Errorf("a dry run changed:\n%s", diff)
	}
	report := must[storage.RebuildReport](t)(f.W.Rebuild(ctx, false))
	wantDamage(t, report.Damaged, hopeless)
	if len(dry.Differences) != len(report.Differences) || report.Clients != 2 {
		t.Errorf("dry %+v, then %+v", dry, report)
	}
	unread := map[string]string{}
	for _, d := range report.Differences {
		if d.Client != tally.After.ID {
			t.Errorf("not damaged: %+v", d)
		}
		if field, ok := strings.CutPrefix(d.Field, "field "); ok {
			unread[field] = d.Kept
		}
	}
	if unread["l"] != `"?"` || unread["g"] != `"?"` || unread["h:late-payment"] != `"?"` || unread["h:gone"] != `"?"` {
		t.Errorf("unreadable: %v", unread)
	}
	if typ := f.RDB.Type(ctx, card(typed)).Val(); typ != "string" {
		t.Errorf("what was in the way is a %s now", typ)
	}
	mended := must[storage.Client](t)(f.W.Client(ctx, tally.After.ID))
	mended.Version = whole.Version
	if diff := cmp.Diff(whole, mended, nearly); diff != "" {
		t.Errorf("mended:\n%s", diff)
	}
	if again := must[storage.RebuildReport](t)(f.W.Rebuild(ctx, true)); len(again.Differences) > 0 {
		t.Errorf("after rebuilding: %+v", again.Differences)
	}
	f.Clock.Pass(25 * time.Hour)
	f.Flag(t, "Tally", scoring.Tension, f.Clock.Now(), Bob)
	f.Flag(t, "Well", scoring.Tension, f.Clock.Now(), well.Entry.By)

	noError(t, f.W.Forget(ctx))
	if r := must[storage.ImportReport](t)(f.Store.Import(ctx, &out)); r.Clients != 2 {
		t.Errorf("imported: %+v", r)
	}
	noDifferences(t, f.W)
}

// wantDamage compares by key: every damage names the key that it is in.
func wantDamage(t testing.TB, got []storage.Damaged, want map[string]error) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%d damaged, want %d: %+v", len(got), len(want), got)
	}
	for key, kind := range want {
		found := false
		for _, d := range got {
			found = found || (errors.Is(d.Err, kind) && strings.Contains(d.Err.Error(), key) && strings.HasSuffix(key, ":"+string(d.Client)))
		}
		if !found {
			t.Errorf("no damage of %s: %+v", key, got)
		}
	}
}

func unknownTenant(t *testing.T, f *Fixture) {
	ctx := context.Background()
	f.Flag(t, "Acme", scoring.Tension, Start, Ann)
	var out bytes.Buffer
	if err := f.Store.Export(ctx, &out, "slack:T1", "slack:NOPE"); !errors.Is(err, storage.ErrNotFound) || !strings.Contains(err.Error(), "slack:NOPE") {
		t.Errorf("exporting: %v", err)
	}
	if out.Len() > 0 {
		t.Errorf("exported: %s", out.String())
	}
	if _, err := f.Store.Rebuild(ctx, "slack:NOPE", true); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("rebuilding: %v", err)
	}
	if all := must[[]string](t)(f.Store.KnownTenants(ctx)); len(all) != 1 {
		t.Errorf("known: %q", all)
	}
}
