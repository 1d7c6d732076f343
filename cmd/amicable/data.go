package main

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"amicable/storage"
)

// withStore runs a task on the store that the settings name; a signal ends it.
func withStore(ctx context.Context, p process, task func(context.Context, *opened) error) (err error) {
	settings, warnings, err := loadSettings(p.environ)
	if err != nil {
		return err
	}
	for _, w := range warnings {
		say(p.stderr, "amicable: %s", w)
	}
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	log := newLog(p.stderr, max(settings.LogLevel, slog.LevelWarn))
	store, err := openStore(settings, time.Now, log)
	if err != nil {
		return err
	}
	defer func() {
		if closing := store.Close(); err == nil {
			err = closing
		}
	}()
	if err := store.Ping(ctx); err != nil {
		return fmt.Errorf("reaching the store: %w. Is it running? See: amicable doctor", err)
	}
	if err := checkStore(ctx, store, log); err != nil {
		return err
	}
	return task(ctx, store)
}

func rebuildCommand() subcommand {
	return subcommand{
		name: "rebuild", args: "[workspace…]",
		summary: "recompute the tallies from the log",
		about: `Recomputes every client's tallies from the log of incidents and says where
they differed. Needed after changing a half-life; otherwise it should find
nothing. Workspaces are named like slack:T123; none means all.`,
		prepare: func(f *flag.FlagSet) func(context.Context, process, []string) error {
			dry := f.Bool("dry-run", false, "only say what would change")
			return func(ctx context.Context, p process, tenants []string) error {
				return withStore(ctx, p, func(ctx context.Context, store *opened) error {
					return rebuild(ctx, p.stdout, store.Store, tenants, *dry)
				})
			}
		},
	}
}

func rebuild(ctx context.Context, w io.Writer, store *storage.Store, tenants []string, dry bool) error {
	if len(tenants) == 0 {
		var err error
		if tenants, err = store.Tenants(ctx); err != nil {
			return fmt.Errorf("listing the workspaces: %w", err)
		}
	}
	if len(tenants) == 0 {
		say(w, "There is nothing to rebuild.")
	}
	for _, tenant := range tenants {
		report, err := store.Rebuild(ctx, tenant, dry)
		if err != nil {
			return fmt.Errorf("rebuilding %s: %w", tenant, err)
		}
		describe(w, tenant, report, dry)
	}
	return nil
}

func exportCommand() subcommand {
	return subcommand{
		name: "export", args: "[workspace…]",
		summary: "write everything as JSON Lines",
		about: `Writes everything that is kept, as JSON Lines: to move between the embedded
store and Redis, or to keep a copy. Notes are written in clear, even when they
are encrypted in the store: look after the file. Workspaces are named like
slack:T123; none means all.`,
		prepare: func(f *flag.FlagSet) func(context.Context, process, []string) error {
			path := f.String("o", "-", "the `file` to write; - is the standard output")
			return func(ctx context.Context, p process, tenants []string) error {
				return withStore(ctx, p, func(ctx context.Context, store *opened) error {
					if *path == "-" {
						return exportTo(ctx, p.stdout, store.Store, tenants)
					}
					return exportFile(ctx, *path, store.Store, tenants)
				})
			}
		},
	}
}

func exportTo(ctx context.Context, w io.Writer, store *storage.Store, tenants []string) error {
	buffer := bufio.NewWriterSize(w, 1<<16)
	if err := store.Export(ctx, buffer, tenants...); err != nil {
		return fmt.Errorf("exporting: %w", err)
	}
	return wrote(buffer.Flush())
}

// exportFile writes beside the file and moves it there at the end, so that half an export never looks like one.
func exportFile(ctx context.Context, path string, store *storage.Store, tenants []string) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".amicable-export-*")
	if err != nil {
		return fmt.Errorf("exporting: %w", err)
	}
	defer func() {
		if err != nil {
			_ = f.Close()
			_ = os.Remove(f.Name())
		}
	}()
	if err := exportTo(ctx, f, store, tenants); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return fmt.Errorf("exporting: %w", err)
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("exporting: %w", err)
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return fmt.Errorf("exporting: %w", err)
	}
	return nil
}

func importCommand() subcommand {
	return subcommand{
		name: "import", args: "[file]",
		summary: "read what export wrote",
		about: `Reads what export wrote, from a file or from the standard input. A workspace
that has data already is refused, so nothing is ever overwritten.`,
		prepare: func(*flag.FlagSet) func(context.Context, process, []string) error {
			return func(ctx context.Context, p process, args []string) error {
				if len(args) > 1 {
					return misused("import takes one file. See: amicable import --help")
				}
				return withStore(ctx, p, func(ctx context.Context, store *opened) error {
					in := p.stdin
					if len(args) == 1 && args[0] != "-" {
						f, err := os.Open(args[0])
						if err != nil {
							return fmt.Errorf("importing: %w", err)
						}
						defer func() { _ = f.Close() }()
						in = f
					}
					report, err := store.Import(ctx, in)
					if err != nil {
						return fmt.Errorf("importing: %w", err)
					}
					describeImport(p.stdout, report)
					return nil
				})
			}
		},
	}
}
