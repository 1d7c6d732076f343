package storagetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"amicable/scoring"
	"amicable/storage"
)

func dates(t *testing.T, f *Fixture) {
	ctx := context.Background()
	for _, c := range []struct {
		at   time.Time
		want error
	}{
		{storage.Earliest.Add(-time.Second), storage.ErrBadFlag},
		{storage.Earliest, nil},
		{storage.Latest, nil},
		{storage.Latest.Add(time.Second), storage.ErrBadFlag},
	} {
		_, err := f.W.Record(ctx, storage.Flag{Event: f.Event(), Name: "Acme", Sign: scoring.Tension, At: c.at, By: Ann})
		if !errors.Is(err, c.want) {
			t.Errorf("a flag of %s: %v", c.at, err)
		}
	}
	noDifferences(t, f.W)
}
