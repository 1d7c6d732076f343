package storagetest

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"amicable/scoring"
	"amicable/storage"
)

// transcripts: what was said stays in order and bounded, is sealed, belongs to
// one workspace, and goes with it.
func transcripts(t *testing.T, f *Fixture) {
	ctx := t.Context()
	if got := must[[][]byte](t)(f.W.Transcript(ctx)); len(got) != 0 {
		t.Errorf("before anything was said: %q", got)
	}
	for i := range 25 {
		noError(t, f.W.AppendTranscript(ctx, fmt.Appendf(nil, "line %d \x00\xff", i), 10))
	}
	var want [][]byte
	for i := 15; i < 25; i++ {
		want = append(want, fmt.Appendf(nil, "line %d \x00\xff", i))
	}
	if d := cmp.Diff(want, must[[][]byte](t)(f.W.Transcript(ctx))); d != "" {
		t.Error(d)
	}
	if got := must[[][]byte](t)(f.Store.Workspace("slack:T2").Transcript(ctx)); len(got) != 0 {
		t.Errorf("another workspace reads %q", got)
	}
	noError(t, f.W.Forget(ctx))
	if got := must[[][]byte](t)(f.W.Transcript(ctx)); len(got) != 0 {
		t.Errorf("after the workspace was forgotten: %q", got)
	}

	sealer, err := storage.NewSealer("MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=")
	noError(t, err)
	sealed := storage.New(f.RDB, storage.Options{Policy: scoring.Default(), Now: f.Clock.Now, Sealer: sealer}).Workspace("slack:T3")
	noError(t, sealed.AppendTranscript(ctx, []byte("in confidence"), 10))
	if strings.Contains(everything(t, f.RDB), "in confidence") {
		t.Error("what was said can be read in the store")
	}
	if got := must[[][]byte](t)(sealed.Transcript(ctx)); len(got) != 1 || !bytes.Equal(got[0], []byte("in confidence")) {
		t.Errorf("unsealed: %q", got)
	}
	other, err := storage.NewSealer("ZZEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=")
	noError(t, err)
	stranger := storage.New(f.RDB, storage.Options{Policy: scoring.Default(), Now: f.Clock.Now, Sealer: other}).Workspace("slack:T3")
	if _, err := stranger.Transcript(ctx); !errors.Is(err, storage.ErrKey) {
		t.Errorf("with another key: %v", err)
	}
}
