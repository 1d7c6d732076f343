package storagetest

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"amicable/storage"
)

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
