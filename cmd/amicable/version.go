package main

import (
	"context"
	"flag"
	"fmt"
	"runtime"
	"runtime/debug"
)

func versionCommand() subcommand {
	return subcommand{
		name:    "version",
		summary: "print the version",
		about:   "Prints the version, the commit it was built from, and the Go release.",
		prepare: func(*flag.FlagSet) func(context.Context, process, []string) error {
			return func(_ context.Context, p process, _ []string) error {
				_, err := fmt.Fprintf(p.stdout, "amicable %s (%s)\n", version(), runtime.Version())
				return wrote(err)
			}
		},
	}
}

// version is the module's version, or the commit when built from a checkout.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	commit, changed := "", ""
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			commit = s.Value[:min(12, len(s.Value))]
		case "vcs.modified":
			if s.Value == "true" {
				changed = "+changes"
			}
		}
	}
	if commit == "" {
		return "devel"
	}
	return commit + changed
}
