package main

import (
	"context"
	"flag"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite what the stories expect")

// Each story is what somebody types and what they see, on a machine with
// nothing configured and an empty home. They are meant to be read.
func TestStories(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/stories",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("HOME", filepath.Join(e.WorkDir, "home"))
			e.Setenv("TZ", "UTC")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"hold": hold,
			"harm": harm,
		},
	})
}

// hold opens the data folder as a running amicable does, until the story ends.
func hold(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: hold folder")
	}
	s := Settings{DataDir: ts.MkAbs(args[0])}
	store, err := openStore(s, time.Now, slog.New(slog.DiscardHandler))
	ts.Check(err)
	ts.Defer(func() { ts.Check(store.Close()) })
}

// harm puts a text where the data folder's store keeps something else.
func harm(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: harm folder key")
	}
	store, err := openStore(Settings{DataDir: ts.MkAbs(args[0])}, time.Now, slog.New(slog.DiscardHandler))
	ts.Check(err)
	ctx := context.Background()
	ts.Check(store.redis.Del(ctx, args[1]).Err())
	ts.Check(store.redis.Set(ctx, args[1], "x", 0).Err())
	ts.Check(store.Close())
}
