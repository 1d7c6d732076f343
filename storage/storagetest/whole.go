package storagetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/redis/go-redis/v9"

	"amicable/scoring"
	"amicable/storage"
)

// everything lists all keys and what they hold.
func everything(t testing.TB, rdb redis.UniversalClient) string {
	t.Helper()
	ctx := context.Background()
	var b strings.Builder
	keys := must[[]string](t)(rdb.Keys(ctx, "*").Result())
	slices.Sort(keys)
	for _, k := range keys {
		fmt.Fprintf(&b, "%s: ", k)
		switch typ := rdb.Type(ctx, k).Val(); typ {
		case "hash":
			m := rdb.HGetAll(ctx, k).Val()
			for _, f := range slices.Sorted(maps.Keys(m)) {
				fmt.Fprintf(&b, "%s=%q ", f, m[f])
			}
		case "stream":
			fmt.Fprintf(&b, "%v", rdb.XRange(ctx, k, "-", "+").Val())
		case "zset":
			fmt.Fprintf(&b, "%v", rdb.ZRangeWithScores(ctx, k, 0, -1).Val())
		case "list":
			fmt.Fprintf(&b, "%q", rdb.LRange(ctx, k, 0, -1).Val())
		case "set":
			fmt.Fprintf(&b, "%q", rdb.SMembers(ctx, k).Val())
		default:
			fmt.Fprintf(&b, "%q", rdb.Get(ctx, k).Val())
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func noDifferences(t testing.TB, w *storage.Workspace) {
	t.Helper()
	report := must[storage.RebuildReport](t)(w.Rebuild(context.Background(), true))
	for _, d := range report.Differences {
		t.Errorf("client %s, %s: kept %s, the log says %s", d.Client, d.Field, d.Kept, d.Want)
	}
}

func workspaces(t *testing.T, f *Fixture) {
	ctx := context.Background()
	noError(t, f.W.Set(ctx, "language", "pl", Ann))
	noError(t, f.W.Set(ctx, "channel:C1", "2", Ann))
	noError(t, f.W.Set(ctx, "language", "", Ann))
	if diff := cmp.Diff(must[storage.Settings](t)(f.W.Settings(ctx)), storage.Settings{"channel:C1": "2"}); diff != "" {
		t.Errorf("settings:\n%s", diff)
	}
	other := storage.New(f.RDB, storage.Options{Policy: scoring.Default(), Now: f.Clock.Now}).Workspace("slack:T1")
	noError(t, other.Set(ctx, "tone", "warm", Bob))
	f.Clock.Pass(10 * time.Second)
	if s := must[storage.Settings](t)(f.W.Settings(ctx)); s["tone"] != "warm" {
		t.Errorf("another process's setting does not show: %v", s)
	}
	if acts := must[[]storage.AuditEntry](t)(f.W.Audit(ctx, 2)); len(acts) != 2 || acts[0].By != Bob || acts[0].Subject != "tone" {
		t.Errorf("audit: %+v", acts)
	}
	f.Flag(t, "Acme", scoring.LatePayment, Start, Ann)
	noError(t, f.Store.SaveToken(ctx, "slack:T1", []byte("xoxb")))
	noError(t, f.Store.Enqueue(ctx, storage.Job{ID: "j", Tenant: "slack:T1", Kind: "alert", Due: Start}))
	noError(t, f.W.Forget(ctx))
	if left := everything(t, f.RDB); left != "" {
		t.Errorf("left after forgetting:\n%s", left)
	}
}

func tenants(t *testing.T, f *Fixture) {
	ctx := context.Background()
	names := []string{"slack:T1", "slack:T11", "slack:T1}:c:1", "slack:T1:c", "{slack:T1}", "", "\x00", "%00", "%-", "slack:T*", "%outbox", "a b\nc", "ł"}
	for i, tenant := range names {
		w := f.Store.Workspace(tenant)
		_, err := w.Record(ctx, storage.Flag{Event: "same event", Name: fmt.Sprintf("Client %d", i), Sign: scoring.Tension, At: Start, By: Ann})
		noError(t, err)
		noError(t, f.Store.SaveToken(ctx, tenant, []byte(tenant)))
	}
	got := must[[]string](t)(f.Store.Tenants(ctx))
	want := slices.Sorted(slices.Values(names))
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("tenants:\n%s", diff)
	}
	noError(t, f.Store.Workspace("slack:T*").Forget(ctx))
	for i, tenant := range names {
		d := must[*storage.Directory](t)(f.Store.Workspace(tenant).Refresh(ctx))
		all := d.All()
		if tenant == "slack:T*" {
			if len(all) != 0 {
				t.Errorf("forgotten: %+v", all)
			}
			continue
		}
		if len(all) != 1 || all[0].Name != fmt.Sprintf("Client %d", i) {
			t.Errorf("tenant %q sees %+v", tenant, all)
		}
		if token := must[[]byte](t)(f.Store.Token(ctx, tenant)); string(token) != tenant {
			t.Errorf("tenant %q has token %q", tenant, token)
		}
	}
}

func jobs(t *testing.T, f *Fixture) {
	ctx := context.Background()
	for i := range 3 {
		noError(t, f.Store.Enqueue(ctx, storage.Job{
			ID: "j" + strconv.Itoa(i), Tenant: "slack:T1", Kind: "alert",
			Payload: map[string]string{"n": strconv.Itoa(i)}, Due: Start.Add(time.Duration(i) * time.Minute),
		}))
	}
	noError(t, f.Store.Enqueue(ctx, storage.Job{ID: "j0", Tenant: "slack:T1", Kind: "changed", Due: Start.Add(time.Hour)}))
	lease := func(want ...string) []storage.Job {
		t.Helper()
		all := must[[]storage.Job](t)(f.Store.Lease(ctx, 10, time.Minute))
		var ids []string
		for _, j := range all {
			ids = append(ids, fmt.Sprintf("%s/%d", j.ID, j.Attempt))
		}
		if diff := cmp.Diff(ids, want); diff != "" {
			t.Errorf("leased:\n%s", diff)
		}
		return all
	}
	if j := lease("j0/0"); j[0].Kind != "alert" || j[0].Payload["n"] != "0" {
		t.Errorf("job: %+v", j)
	}
	lease()
	f.Clock.Pass(time.Minute)
	lease("j0/1", "j1/0") // the worker died: j0 comes back
	noError(t, f.Store.Done(ctx, "j0"))
	noError(t, f.Store.Done(ctx, "j0"))
	noError(t, f.Store.Retry(ctx, "j1", Start.Add(10*time.Minute)))
	f.Clock.Pass(2 * time.Minute)
	lease("j2/0")
	f.Clock.Pass(10 * time.Minute)
	lease("j2/1", "j1/1")
	if err := f.Store.Retry(ctx, "j0", Start); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("retrying a job that is done: %v", err)
	}
}

func sealing(t *testing.T, f *Fixture) {
	ctx := context.Background()
	store := func(key string) *storage.Store {
		o := storage.Options{Policy: scoring.Default(), Now: f.Clock.Now}
		if key != "" {
			o.Sealer = must[*storage.Sealer](t)(storage.NewSealer(key))
		}
		return storage.New(f.RDB, o)
	}
	right, wrong, none := store("correct horse battery staple"), store("incorrect horse battery staple"), store("")
	noError(t, none.CheckKey(ctx))
	noError(t, right.CheckKey(ctx))
	noError(t, right.CheckKey(ctx))
	for _, s := range []*storage.Store{wrong, none} {
		if err := s.CheckKey(ctx); !errors.Is(err, storage.ErrKey) {
			t.Errorf("checking another key: %v", err)
		}
	}
	w := right.Workspace("slack:T1")
	r := must[storage.Recorded](t)(w.Record(ctx, storage.Flag{Event: "e", Name: "Acme", Sign: scoring.Tension, At: Start, By: Ann, Note: "topsecret"}))
	must[storage.Client](t)(w.Override(ctx, r.After.ID, &scoring.Override{Verdict: scoring.Talk, Reason: "topsecret", By: "U1", Until: Start}, Ann))
	noError(t, right.SaveToken(ctx, "slack:T1", []byte("topsecret")))
	noError(t, right.Enqueue(ctx, storage.Job{ID: "j", Tenant: "slack:T1", Kind: "k", Payload: map[string]string{"note": "topsecret"}, Due: Start}))
	if strings.Contains(everything(t, f.RDB), "topsecret") {
		t.Error("something is in the clear")
	}
	if h := must[[]storage.Entry](t)(w.History(ctx, r.After.ID, "", 10)); h[0].Note != "topsecret" {
		t.Errorf("note: %+v", h)
	}
	if j := must[[]storage.Job](t)(right.Lease(ctx, 1, time.Minute)); j[0].Payload["note"] != "topsecret" {
		t.Errorf("job: %+v", j)
	}
	for _, s := range []*storage.Store{wrong, none} {
		if _, err := s.Workspace("slack:T1").History(ctx, r.After.ID, "", 10); !errors.Is(err, storage.ErrKey) {
			t.Errorf("history with another key: %v", err)
		}
		if _, err := s.Token(ctx, "slack:T1"); !errors.Is(err, storage.ErrKey) {
			t.Errorf("token with another key: %v", err)
		}
	}
	// Moved to another tenant's key, a sealed token does not open.
	noError(t, f.RDB.Set(ctx, "am:{slack:T2}:token", f.RDB.Get(ctx, "am:{slack:T1}:token").Val(), 0).Err())
	if _, err := right.Token(ctx, "slack:T2"); !errors.Is(err, storage.ErrKey) {
		t.Errorf("another tenant's token: %v", err)
	}
	noError(t, right.RemoveToken(ctx, "slack:T1"))
	if _, err := right.Token(ctx, "slack:T1"); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("removed token: %v", err)
	}
}

func oddNames(t *testing.T, f *Fixture) {
	ctx := context.Background()
	for _, name := range []string{
		"<!channel>", "*_~", "&lt;", "שלום בע״מ", "🚀", "🦄", "late-payment", "'; DROP TABLE clients; --",
		"return redis.call('FLUSHALL')", strings.Repeat("ż", 300), "a/b", "1", "|,;%", "{slack:T2}:c:1",
	} {
		r := f.Flag(t, name, scoring.Tension, Start, Eve)
		c := must[storage.Client](t)(f.W.Client(ctx, r.After.ID))
		if c.Name != name {
			t.Errorf("%q became %q", name, c.Name)
		}
		if again := f.Flag(t, name, scoring.Tension, Start, Eve); again.After.ID != c.ID || again.Outcome != storage.Repeated {
			t.Errorf("%q again: %+v", name, again)
		}
		if _, last, err := f.W.LastBy(ctx, Eve.ID); err != nil || last.By != Eve {
			t.Errorf("last by Eve: %+v %v", last, err)
		}
	}
	for _, name := range []string{"\u200b", "\u3164", "", "  \n", strings.Repeat("x", 301)} {
		if _, err := f.W.Record(ctx, storage.Flag{Event: f.Event(), Name: name, Sign: scoring.Tension, At: Start, By: Ann}); !errors.Is(err, storage.ErrBadName) {
			t.Errorf("name %.10q: %v", name, err)
		}
	}
	noDifferences(t, f.W)
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

func concurrency(t *testing.T, f *Fixture) {
	ctx := context.Background()
	const people, each = 16, 12
	id := f.Flag(t, "Acme", scoring.Tension, Start.AddDate(-1, 0, 0), Ann).After.ID
	var wg sync.WaitGroup
	stores := []*storage.Workspace{f.W, storage.New(f.RDB, storage.Options{Policy: scoring.Default(), Now: f.Clock.Now}).Workspace("slack:T1")}
	for p := range people {
		wg.Go(func() {
			w := stores[p%2]
			by := storage.Actor{ID: fmt.Sprintf("U%d", p)}
			for i := range each {
				// Everybody sends everybody's event as well: platforms redeliver.
				_, err := w.Record(ctx, storage.Flag{
					Event: fmt.Sprintf("flag %d", i), Name: "Acme", Sign: scoring.LatePayment,
					At: Start.AddDate(0, 0, -2*i), By: by,
				})
				if err != nil {
					t.Errorf("the same event: %v", err)
				}
				_, err = w.Record(ctx, storage.Flag{
					Event: fmt.Sprintf("own %d %d", p, i), Client: id, Sign: scoring.ScopeCreep,
					At: Start.AddDate(0, 0, -2*i), By: by,
				})
				if err != nil {
					t.Errorf("own event: %v", err)
				}
			}
		})
	}
	wg.Wait()
	c := must[storage.Client](t)(f.W.Client(ctx, id))
	late, scope := c.Ledger.Tallies[scoring.LatePayment], c.Ledger.Tallies[scoring.ScopeCreep]
	if late.Count != each || len(late.Recent[0].Reports) != 1 {
		t.Errorf("one event, many deliveries: %+v", late)
	}
	if scope.Count != each || len(scope.Recent[0].Reports) != people {
		t.Errorf("many people: %d incidents, first by %d", scope.Count, len(scope.Recent[0].Reports))
	}
	if h := must[[]storage.Entry](t)(f.W.History(ctx, id, "", 10_000)); len(h) != 2+each+people*each {
		t.Errorf("%d entries", len(h))
	}
	noDifferences(t, f.W)
}

func exportImport(t *testing.T, f *Fixture) {
	ctx := context.Background()
	a := f.Flag(t, "Acme", scoring.LatePayment, Start, Ann)
	f.Flag(t, "Acme", scoring.LatePayment, Start, Bob)
	must[storage.Recorded](t)(f.W.TakeBack(ctx, f.Event(), a.After.ID, a.Entry.ID, Ann, "no"))
	must[storage.Recorded](t)(f.W.Remedy(ctx, f.Event(), a.After.ID, scoring.TalkHeld, Start, Bob, "ok"))
	must[storage.Recorded](t)(f.W.Praise(ctx, f.Event(), a.After.ID, Start, Bob, ""))
	must[storage.Client](t)(f.W.SetProfile(ctx, a.After.ID, map[string]string{"owed": "1 200 zł"}, Ann))
	must[storage.Client](t)(f.W.Override(ctx, a.After.ID, &scoring.Override{Verdict: scoring.Talk, Reason: "r", By: "U1", Until: Start}, Ann))
	b := f.Flag(t, "Beta", scoring.Tension, Start, Ann)
	must[storage.Client](t)(f.W.Merge(ctx, b.After.ID, a.After.ID, Ann))
	c := f.Flag(t, "Closed", scoring.Tension, Start, Ann)
	must[storage.Client](t)(f.W.Close(ctx, c.After.ID, Ann))
	noError(t, f.W.Set(ctx, "language", "cs", Ann))
	noError(t, f.Store.Enqueue(ctx, storage.Job{ID: "j", Tenant: "slack:T1", Kind: "k", Payload: map[string]string{"a": "b"}, Due: Start}))

	var out bytes.Buffer
	noError(t, f.Store.Export(ctx, &out))
	if _, err := f.Store.Import(ctx, bytes.NewReader(out.Bytes())); !errors.Is(err, storage.ErrImport) {
		t.Errorf("importing over what is there: %v", err)
	}
	before := everything(t, f.RDB)
	noError(t, f.W.Forget(ctx))

	lines := strings.SplitAfter(strings.TrimSuffix(out.String(), "\n"), "\n")
	for name, bad := range map[string]string{
		"cut off":          strings.Join(lines[:len(lines)-1], ""),
		"a line missing":   strings.Join(slices.Delete(slices.Clone(lines), 4, 5), ""),
		"a later version":  strings.Replace(out.String(), `"version":1`, `"version":2`, 1),
		"something else":   "hello\n",
		"empty":            "",
		"an unknown field": strings.Replace(out.String(), `"client":{`, `"client":{"x":1,`, 1),
	} {
		report, err := f.Store.Import(ctx, strings.NewReader(bad))
		if (!errors.Is(err, storage.ErrImport) && !errors.Is(err, storage.ErrVersion)) || !strings.HasPrefix(err.Error(), "line ") {
			t.Errorf("%s: %+v %v", name, report, err)
		}
		if left := everything(t, f.RDB); left != "" {
			t.Errorf("%s left:\n%s", name, left)
		}
	}
	report := must[storage.ImportReport](t)(f.Store.Import(ctx, bytes.NewReader(out.Bytes())))
	if report.Tenants != 1 || report.Clients != 2 {
		t.Errorf("imported: %+v", report)
	}
	var again bytes.Buffer
	noError(t, f.Store.Export(ctx, &again))
	if diff := cmp.Diff(besides(out.String()), besides(again.String())); diff != "" {
		t.Errorf("export, import, export:\n%s\nbefore:\n%s", diff, before)
	}
	noDifferences(t, f.W)
	if k, e, err := f.W.LastBy(ctx, Bob.ID); err != nil || k.Name != "Acme" || e.Kind != scoring.PraiseGiven {
		t.Errorf("Bob's last: %+v %+v %v", k, e, err)
	}
}

// besides leaves out what an import adds: its own audit entry and the count of lines.
func besides(export string) []string {
	return slices.DeleteFunc(strings.Split(export, "\n"), func(l string) bool {
		return strings.Contains(l, `"a":"import"`) || strings.HasPrefix(l, `{"end"`)
	})
}
