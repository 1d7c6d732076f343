package storagetest

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"amicable/scoring"
)

func serving(t *testing.T, f *Fixture) {
	ctx, s := t.Context(), f.Store
	served := func(app string, want []string, among ...string) {
		t.Helper()
		got, err := s.Served(ctx, app, among...)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("served by %s: %v\n%s", app, err, diff)
		}
	}
	by := func(tenant string, want ...string) {
		t.Helper()
		got, err := s.ServedBy(ctx, tenant)
		if err != nil || len(got)+len(want) > 0 && !cmp.Equal(got, want) {
			t.Errorf("%s is served by %q, %v; want %q", tenant, got, err, want)
		}
	}
	noError(t, s.Serve(ctx, "77"))
	noError(t, s.Serve(ctx, "77", "slack:T1", "discord:1", "discord:1"))
	noError(t, s.Serve(ctx, "88", "discord:1"))
	served("77", []string{"slack:T1", "discord:1"}, "slack:T1", "discord:2", "discord:1")
	served("88", []string{"discord:1"}, "slack:T1", "discord:2", "discord:1")
	served("88", nil)
	by("discord:1", "77", "88")
	by("discord:2")

	// It is known before there is data, and after that is forgotten.
	f.Flag(t, "Acme", scoring.LatePayment, Start, Ann)
	noError(t, f.W.Forget(ctx))
	by("slack:T1", "77")

	noError(t, s.Leave(ctx, "77", "discord:1"))
	noError(t, s.Leave(ctx, "77", "discord:1"))
	by("discord:1", "88")

	var many []string
	for n := range 1200 {
		many = append(many, fmt.Sprint("discord:", n))
	}
	noError(t, s.Serve(ctx, "99", many[100:]...))
	served("99", many[100:], many...)
}
