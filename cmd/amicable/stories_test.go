package main

import (
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
