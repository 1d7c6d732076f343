package storagetest

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"amicable/scoring"
	"amicable/storage"
)

// memories: what was remembered is the same in every process, for its time and
// its workspace only, and can be read by nobody without the key.
func memories(t *testing.T, f *Fixture) {
	ctx := t.Context()
	const long = time.Hour
	ours, theirs := f.Store.Memory(), storage.New(f.RDB, storage.Options{Policy: scoring.Default(), Now: f.Clock.Now}).Memory()
	recalls := func(m storage.Memory, tenant, name, want string) {
		t.Helper()
		got, err := m.Recall(ctx, tenant, name)
		if err != nil || string(got) != want || want == "" && got != nil {
			t.Errorf("under %s %q: %q %v, want %q", tenant, name, got, err, want)
		}
	}
	odd := "any bytes: \x00\xff\r\n"
	for _, tenant := range []string{"", "discord:1", "discord:2"} {
		recalls(ours, tenant, "form", "")
		noError(t, ours.Remember(ctx, tenant, "form", []byte("first"), long))
		noError(t, ours.Remember(ctx, tenant, "form", []byte(odd+tenant), long))
		noError(t, ours.Remember(ctx, tenant, "{%outbox}:due |* ü", []byte("odd"), long))
	}
	for _, tenant := range []string{"", "discord:1", "discord:2"} {
		recalls(theirs, tenant, "form", odd+tenant)
		recalls(theirs, tenant, "{%outbox}:due |* ü", "odd")
	}

	// Like other questions, a workspace's go when it forgets a client, or is forgotten.
	f.Flag(t, "Acme", scoring.LatePayment, Start, Ann)
	noError(t, ours.Remember(ctx, "slack:T1", "form", []byte("Acme"), long))
	noError(t, f.W.Forget(ctx))
	recalls(ours, "slack:T1", "form", "")
	recalls(ours, "discord:1", "form", odd+"discord:1")

	for _, tenant := range []string{"", "discord:1"} {
		if err := ours.Remember(ctx, tenant, "form", bytes.Repeat([]byte("x"), storage.MaxMemory+1), long); !errors.Is(err, storage.ErrTooLarge) {
			t.Errorf("too much: %v", err)
		}
		noError(t, ours.Remember(ctx, tenant, "large", bytes.Repeat([]byte("x"), storage.MaxMemory), long))
		if ours.Remember(ctx, tenant, "", nil, long) == nil || ours.Remember(ctx, tenant, "form", nil, 0) == nil {
			t.Error("remembered without a name, or for no time")
		}
		noError(t, ours.Remember(ctx, tenant, "brief", []byte("x"), time.Millisecond))
		soon(t, "forgetting", func() bool {
			f.Clock.Pass(time.Second) // an engine may have no clock but ours
			got, err := ours.Recall(ctx, tenant, "brief")
			return err == nil && got == nil
		})
	}

	keyed := func(secret string) storage.Memory {
		sealer, err := storage.NewSealer(secret)
		noError(t, err)
		return storage.New(f.RDB, storage.Options{Policy: scoring.Default(), Now: f.Clock.Now, Sealer: sealer}).Memory()
	}
	sealed, other := keyed("MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="), keyed("ZZEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=")
	for _, tenant := range []string{"", "discord:3"} {
		noError(t, sealed.Remember(ctx, tenant, "secret", []byte("in confidence"), long))
		recalls(sealed, tenant, "secret", "in confidence")
		if _, err := other.Recall(ctx, tenant, "secret"); !errors.Is(err, storage.ErrKey) {
			t.Errorf("with another key: %v", err)
		}
	}
	if strings.Contains(everything(t, f.RDB), "in confidence") {
		t.Error("what was remembered can be read in the store")
	}
}
