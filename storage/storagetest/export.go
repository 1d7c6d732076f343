package storagetest

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"amicable/scoring"
	"amicable/storage"
)

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
