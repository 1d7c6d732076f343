package main

import (
	"log/slog"
	"math"
	"testing"
	"time"

	"amicable/bot/playground"
)

// The clock moves on, never back, and no further than the time machine goes.
func TestClockMoves(t *testing.T) {
	start := time.Date(2026, 10, 5, 12, 0, 0, 0, time.UTC)
	c := &clock{set: start}
	c.Move(time.Hour)
	c.Move(-time.Hour)
	if want := start.Add(time.Hour); !c.Now().Equal(want) {
		t.Errorf("it is %v, want %v", c.Now(), want)
	}
	for range 3 {
		c.Move(math.MaxInt64)
	}
	if want := start.Add(playground.Farthest); !c.Now().Equal(want) {
		t.Errorf("it is %v, want %v", c.Now(), want)
	}
	var running clock
	for range 3 {
		running.Move(math.MaxInt64)
	}
	if ahead := time.Until(running.Now()); ahead > playground.Farthest || ahead < playground.Farthest-time.Minute {
		t.Errorf("the running clock is %v ahead", ahead)
	}
}

// A picture stays for as long as the page's clock can be moved on, until the
// page drops it.
func TestPicturesOutliveTheTimeMachine(t *testing.T) {
	var now clock
	log := slog.New(slog.DiscardHandler)
	store, err := openStore(Settings{DataDir: t.TempDir()}, now.Now, log)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	kept := transcript{store.Workspace(playground.Platform + ":" + playground.Workspace)}
	if err := kept.KeepPicture(t.Context(), "one", []byte("a picture")); err != nil {
		t.Fatal(err)
	}
	now.Move(playground.Farthest)
	if data, err := kept.Picture(t.Context(), "one"); err != nil || string(data) != "a picture" {
		t.Errorf("after ten years: %q, %v", data, err)
	}
	if err := kept.DropPicture(t.Context(), "one"); err != nil {
		t.Fatal(err)
	}
	if data, err := kept.Picture(t.Context(), "one"); err != nil || len(data) != 0 {
		t.Errorf("dropped: %q, %v", data, err)
	}
}
