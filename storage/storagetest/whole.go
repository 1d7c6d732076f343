package storagetest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
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
