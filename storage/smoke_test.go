package storage_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"amicable/scoring"
	"amicable/storage"
	"amicable/storage/storagetest"
)

func TestSmoke(t *testing.T) {
	rdb := storagetest.Redis(t).Client(t)
	now := time.Date(2026, 11, 21, 10, 0, 0, 0, time.UTC)
	s := storage.New(rdb, storage.Options{Policy: scoring.Default(), Now: func() time.Time { return now }})
	w := s.Workspace("slack:T1")
	ctx := context.Background()
	ann := storage.Actor{ID: "U1", Name: "Ann"}
	bob := storage.Actor{ID: "U2", Name: "Bob"}
	r, err := w.Record(ctx, storage.Flag{Event: "e1", Name: "Acme GmbH", Sign: "late-payment", At: now, By: ann, Note: "again"})
	fmt.Printf("%+v %v\n", r, err)
	r2, err := w.Record(ctx, storage.Flag{Event: "e1", Name: "Acme GmbH", Sign: "late-payment", At: now, By: ann, Note: "again"})
	fmt.Printf("dup %+v %v\n", r2, err)
	r3, err := w.Record(ctx, storage.Flag{Event: "e2", Client: r.After.ID, Sign: "late-payment", At: now, By: bob, Note: "again"})
	fmt.Printf("confirm %+v %v\n", r3, err)
	h, err := w.History(ctx, r.After.ID, "", 10)
	fmt.Printf("%+v %v\n", h, err)
	tb, err := w.TakeBack(ctx, "e3", r.After.ID, r.Entry.ID, ann, "wrong")
	fmt.Printf("%+v %v\n", tb, err)
	tb, err = w.TakeBack(ctx, "e3", r.After.ID, r.Entry.ID, ann, "wrong")
	fmt.Printf("%+v %v\n", tb.Duplicate, err)
	_, err = w.TakeBack(ctx, "e4", r.After.ID, r.Entry.ID, ann, "wrong")
	fmt.Println(err, errors.Is(err, storage.ErrAlreadyTakenBack))
	c, err := w.Client(ctx, r.After.ID)
	fmt.Printf("%+v %v\n", c, err)
	fmt.Println(w.LastBy(ctx, "U2"))
	c2, ok, err := w.Create(ctx, "c1", "Beta", ann)
	fmt.Println(c2, ok, err)
	c2, err = w.Rename(ctx, c2.ID, "acme gmbh", ann)
	fmt.Println(c2, err)
	c2, err = w.SetProfile(ctx, c2.ID, map[string]string{"billing": "hourly"}, ann)
	fmt.Println(c2, err)
	fmt.Println(w.Set(ctx, "a", "b", ann))
	fmt.Println(w.Settings(ctx))
	fmt.Println(w.Audit(ctx, 10))
	fmt.Println(w.Ranked(ctx, 0, 10))
	d, err := w.Directory(ctx)
	fmt.Println(d.Near("Akme Gmbh", 3), err)
}
