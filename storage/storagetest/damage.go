package storagetest

import (
	"bytes"
	"context"
	"errors"
	"strconv"
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

func damage(t *testing.T, f *Fixture) {
	ctx := context.Background()
	id := f.Flag(t, "Acme", scoring.LatePayment, Start, Ann).After.ID
	card, log := "am:{slack:T1}:c:"+string(id), "am:{slack:T1}:l:"+string(id)
	for _, d := range []struct {
		name string
		harm func()
		want error
		says string
	}{
		{"later version", func() { f.RDB.HSet(ctx, card, "f", "2") }, storage.ErrVersion, card},
		{"sum", func() { f.RDB.HSet(ctx, card, "s:late-payment", "much") }, storage.ErrCorrupt, "s:late-payment"},
		{"heads", func() { f.RDB.HSet(ctx, card, "h:late-payment", "x") }, storage.ErrCorrupt, "h:late-payment"},
		{"card of another type", func() { f.RDB.Del(ctx, card); f.RDB.Set(ctx, card, "x", 0) }, storage.ErrWrongType, card},
		{"order of another type", func() { f.RDB.Del(ctx, "am:{slack:T1}:order"); f.RDB.Set(ctx, "am:{slack:T1}:order", "x", 0) }, storage.ErrWrongType, "am:{slack:T1}:order"},
		{"names of another type", func() { f.RDB.Del(ctx, "am:{slack:T1}:names"); f.RDB.Set(ctx, "am:{slack:T1}:names", "x", 0) }, storage.ErrWrongType, "am:{slack:T1}:names"},
		{"log of another type", func() { f.RDB.Del(ctx, log); f.RDB.Set(ctx, log, "x", 0) }, storage.ErrWrongType, ":l:"},
	} {
		noError(t, f.W.Forget(ctx))
		id = f.Flag(t, "Acme", scoring.LatePayment, Start, Ann).After.ID
		card, log = "am:{slack:T1}:c:"+string(id), "am:{slack:T1}:l:"+string(id)
		d.harm()
		before := everything(t, f.RDB)
		for what, act := range map[string]func() error{
			"a flag": func() error {
				_, err := f.W.Record(ctx, storage.Flag{Event: f.Event(), Name: "Acme", Sign: scoring.LatePayment, At: Start.AddDate(0, 0, -4), By: Bob})
				return err
			},
		} {
			err := act()
			if !errors.Is(err, d.want) || (err != nil && !strings.Contains(err.Error(), d.says)) {
				t.Errorf("%s, %s: %v", d.name, what, err)
			}
		}
		if diff := cmp.Diff(before, everything(t, f.RDB)); diff != "" {
			t.Errorf("%s: something changed:\n%s", d.name, diff)
		}
	}

	noError(t, f.W.Forget(ctx))
	r := f.Flag(t, "Acme", scoring.LatePayment, Start, Ann)
	log = "am:{slack:T1}:l:" + string(r.After.ID)
	for packed, want := range map[string]error{"\x02\x93": storage.ErrVersion, "\x01\x93\x01": storage.ErrCorrupt, "": storage.ErrCorrupt} {
		f.Clock.Pass(time.Minute)
		entry := must[string](t)(f.RDB.XAdd(ctx, &redis.XAddArgs{Stream: log, ID: strconv.FormatInt(f.Clock.Now().UnixMilli(), 10) + "-0", Values: []any{"e", packed}}).Result())
		_, err := f.W.History(ctx, r.After.ID, "", 1)
		if !errors.Is(err, want) || !strings.Contains(err.Error(), log) || !strings.Contains(err.Error(), strings.TrimSuffix(entry, "-0")) {
			t.Errorf("entry %q: %v", packed, err)
		}
		if r, err := f.W.Rebuild(ctx, false); err != nil || len(r.Damaged) != 1 || !errors.Is(r.Damaged[0].Err, want) {
			t.Errorf("rebuilding with entry %q: %+v %v", packed, r, err)
		}
		f.RDB.XDel(ctx, log, entry)
	}

	// Damage in what follows from the log is what Rebuild is for.
	card = "am:{slack:T1}:c:" + string(r.After.ID)
	want := everything(t, f.RDB)
	f.RDB.HSet(ctx, card, "s:late-payment", "17", "h:late-payment", "0", "s:tension", "5", "h:tension", "1")
	f.RDB.Del(ctx, "am:{slack:T1}:order")
	report := must[storage.RebuildReport](t)(f.Store.Rebuild(ctx, "slack:T1", true))
	if len(report.Differences) < 4 {
		t.Errorf("found: %+v", report)
	}
	must[storage.RebuildReport](t)(f.Store.Rebuild(ctx, "slack:T1", false))
	noDifferences(t, f.W)
	c := must[storage.Client](t)(f.W.Client(ctx, r.After.ID))
	c.Version = r.After.Version
	if diff := cmp.Diff(c, r.After); diff != "" {
		t.Errorf("rebuilt:\n%s\n%s", diff, want)
	}
}
