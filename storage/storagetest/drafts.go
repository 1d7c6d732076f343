package storagetest

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"amicable/scoring"
	"amicable/storage"
)

// drafting: versions of drafts stay in order for 90 days, bounded, follow a
// merge, are sealed, and go with their client.
func drafting(t *testing.T, f *Fixture) {
	ctx := t.Context()
	acme := f.Flag(t, "Acme", scoring.LatePayment, Start, Ann).After
	bolt := f.Flag(t, "Bolt", scoring.LatePayment, Start, Ann).After
	save := func(id storage.ClientID, text string) storage.DraftVersion {
		v := storage.DraftVersion{Draft: "d1", At: f.Clock.Now(), By: Ann, Data: []byte(text)}
		noError(t, f.W.SaveDraft(ctx, id, v))
		f.Clock.Pass(time.Minute)
		return v
	}
	want := []storage.DraftVersion{save(acme.ID, "first \x00\xff"), save(bolt.ID, "of the other"), save(acme.ID, "second")}
	if d := cmp.Diff([]storage.DraftVersion{want[0], want[2]}, must[[]storage.DraftVersion](t)(f.W.Drafts(ctx, acme.ID))); d != "" {
		t.Error(d)
	}
	if got := must[[]storage.DraftVersion](t)(f.Store.Workspace("slack:T2").Drafts(ctx, acme.ID)); len(got) != 0 {
		t.Errorf("another workspace reads %v", got)
	}

	must[storage.Client](t)(f.W.Merge(ctx, bolt.ID, acme.ID, Bob))
	if d := cmp.Diff(want, must[[]storage.DraftVersion](t)(f.W.Drafts(ctx, acme.ID))); d != "" {
		t.Errorf("after the merge: %s", d)
	}
	if err := f.W.SaveDraft(ctx, bolt.ID, want[0]); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("saved under an id that is gone: %v", err)
	}

	f.Clock.Pass(storage.DraftsLast - 2*time.Minute)
	if d := cmp.Diff(want[2:], must[[]storage.DraftVersion](t)(f.W.Drafts(ctx, acme.ID))); d != "" {
		t.Errorf("after 90 days: %s", d)
	}
	for i := range 210 {
		save(acme.ID, fmt.Sprint("version ", i))
	}
	if got := must[[]storage.DraftVersion](t)(f.W.Drafts(ctx, acme.ID)); len(got) != 200 || string(got[0].Data) != "version 10" {
		t.Errorf("%d versions are kept, the oldest %q", len(got), got[0].Data)
	}
	if ttl := f.RDB.TTL(ctx, "am:{slack:T1}:d:"+string(acme.ID)).Val(); ttl <= 0 || ttl > storage.DraftsLast {
		t.Errorf("they go in %v", ttl)
	}

	noError(t, f.W.Erase(ctx, acme.ID, Bob))
	if left := everything(t, f.RDB); strings.Contains(left, ":d:") {
		t.Errorf("after erasing there is\n%s", left)
	}
	if err := f.W.SaveDraft(ctx, acme.ID, want[0]); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("saved for an erased client: %v", err)
	}
}

// sealedDrafts: with a key nothing of a draft can be read in the store.
func sealedDrafts(t *testing.T, f *Fixture) {
	ctx := t.Context()
	sealer, err := storage.NewSealer("MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=")
	noError(t, err)
	f.Store = storage.New(f.RDB, storage.Options{Policy: scoring.Default(), Now: f.Clock.Now, Sealer: sealer})
	f.W = f.Store.Workspace("slack:T1")
	acme := f.Flag(t, "Acme", scoring.LatePayment, Start, Ann).After
	noError(t, f.W.SaveDraft(ctx, acme.ID, storage.DraftVersion{Draft: "d1", At: Start, By: Ann, Data: []byte("in confidence")}))
	if strings.Contains(everything(t, f.RDB), "in confidence") {
		t.Error("a draft can be read in the store")
	}
	if got := must[[]storage.DraftVersion](t)(f.W.Drafts(ctx, acme.ID)); len(got) != 1 || !bytes.Equal(got[0].Data, []byte("in confidence")) {
		t.Errorf("unsealed: %v", got)
	}
	f.RDB.RPush(ctx, "am:{slack:T1}:d:"+string(acme.ID), "nonsense")
	if _, err := f.W.Drafts(ctx, acme.ID); !errors.Is(err, storage.ErrCorrupt) {
		t.Errorf("a damaged version: %v", err)
	}
}
