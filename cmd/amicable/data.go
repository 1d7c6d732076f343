package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"strings"
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

// workspaces are those asked for, or all; a name that is not among them is
// refused before anything is done: it would look like a workspace without clients.
func workspaces(ctx context.Context, store *storage.Store, asked []string) ([]string, error) {
	tenants, err := store.KnownTenants(ctx, asked...)
	if !errors.Is(err, storage.ErrNotFound) {
		return tenants, err
	}
	all, listing := store.KnownTenants(ctx)
	if listing != nil {
		return nil, listing
	}
	const shown = 5
	switch {
	case len(all) == 0:
		return nil, fmt.Errorf("%w. The store is empty", err)
	case len(all) > shown:
		return nil, fmt.Errorf("%w. There are %d: %s, …", err, len(all), strings.Join(all[:shown], ", "))
	}
	return nil, fmt.Errorf("%w. There is: %s", err, strings.Join(all, ", "))
}

func rebuildCommand() subcommand {
	return subcommand{
		name: "rebuild", args: "[workspace…]",
		summary: "recompute the tallies from the log",
		about: `Recomputes every client's tallies from the log of incidents and says where
they differed. Needed after changing a half-life; otherwise it should find
nothing. A client that is damaged in another way is named and left as it is;
then the exit code is 1. Workspaces are named like slack:T123; none means all.`,
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
	tenants, err := workspaces(ctx, store, tenants)
	if err != nil {
		return fmt.Errorf("rebuilding: %w", err)
	}
	if len(tenants) == 0 {
		say(w, "There is nothing to rebuild.")
	}
	damaged := 0
	for _, tenant := range tenants {
		report, err := store.Rebuild(ctx, tenant, dry)
		if err != nil {
			return fmt.Errorf("rebuilding %s: %w", tenant, err)
		}
		describe(w, tenant, report, dry)
		damaged += len(report.Damaged)
	}
	if damaged > 0 {
		return fmt.Errorf("rebuilding: %s could not be read; see above", count(damaged, "client", "clients"))
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
