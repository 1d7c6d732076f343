package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"amicable/storage"
)

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
			skip := f.Bool("skip-damaged", false, "leave out clients that cannot be read, and name them")
			return func(ctx context.Context, p process, tenants []string) error {
				return withStore(ctx, p, func(ctx context.Context, store *opened) error {
					tenants, err := workspaces(ctx, store.Store, tenants)
					if err != nil {
						return fmt.Errorf("exporting: %w", err)
					}
					x := export{store: store.Store, tenants: tenants, skip: *skip, notes: p.stderr}
					if *path == "-" {
						return x.to(ctx, p.stdout)
					}
					return x.file(ctx, *path)
				})
			}
		},
	}
}

// export is what to write, and where to say what was left out.
type export struct {
	store   *storage.Store
	tenants []string
	skip    bool // clients that cannot be read
	notes   io.Writer
}

func (x export) to(ctx context.Context, w io.Writer) error {
	buffer := bufio.NewWriterSize(w, 1<<16)
	write := func() error { return x.store.Export(ctx, buffer, x.tenants...) }
	var skipped []storage.Damaged
	if x.skip {
		write = func() (err error) {
			skipped, err = x.store.ExportReadable(ctx, buffer, x.tenants...)
			return err
		}
	}
	err := write()
	switch {
	case err == nil:
	case !x.skip && (errors.Is(err, storage.ErrCorrupt) || errors.Is(err, storage.ErrWrongType) || errors.Is(err, storage.ErrVersion) || errors.Is(err, storage.ErrKey)):
		return fmt.Errorf("exporting: %w. To go on without such clients: amicable export --skip-damaged", err)
	default:
		return fmt.Errorf("exporting: %w", err)
	}
	if err := wrote(buffer.Flush()); err != nil {
		return err
	}
	for _, d := range skipped {
		say(x.notes, "amicable: left out client %s: %v", d.Client, d.Err)
	}
	return nil
}

// file writes beside the file and moves it there at the end, so that half an export never looks like one.
func (x export) file(ctx context.Context, path string) (err error) {
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
	if err := x.to(ctx, f); err != nil {
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
