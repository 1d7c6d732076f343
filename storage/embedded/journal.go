package embedded

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
)

// Errors of Open; the text names the folder or file.
var (
	// ErrLocked means that another process has the folder open.
	ErrLocked = errors.New("in use by another process")
	// ErrVersion means that a later version of the program wrote the journal.
	ErrVersion = errors.New("written by a later version of the program")
	// ErrDamaged means that the journal cannot be read, and not just its end.
	ErrDamaged = errors.New("damaged")
)

const (
	journalName = "journal"
	newName     = "journal.new"
	lockName    = "lock"
)

// journal appends frames to a file in groups.
type journal struct {
	dir          string
	log          *slog.Logger
	lock         *os.File
	file         *os.File
	compactAfter int64

	mu       sync.Mutex
	wake     sync.Cond // work for the writer
	done     sync.Cond // something was synced, or failed
	pending  []byte
	appended uint64 // frames
	synced   uint64
	err      error // of the first write that failed; final
	stop     bool

	// The writer's own.
	size, base int64 // of the file now, and when it was last compacted
	frames     int   // since then
	writer     sync.WaitGroup
}

func openJournal(dir string, log *slog.Logger) (*journal, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("making the data folder: %w", err)
	}
	lock, err := os.OpenFile(filepath.Join(dir, lockName), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("opening the data folder: %w", err)
	}
	if err := lockFile(lock); err != nil {
		_ = lock.Close()
		return nil, fmt.Errorf("data folder %s: %w; stop it, or set AMICABLE_DATA_DIR to another folder", dir, ErrLocked)
	}
	j := &journal{dir: dir, log: log, lock: lock}
	j.wake.L, j.done.L = &j.mu, &j.mu
	if j.file, err = os.OpenFile(filepath.Join(dir, journalName), os.O_CREATE|os.O_RDWR, 0o600); err != nil {
		return nil, errors.Join(fmt.Errorf("opening the journal: %w", err), lock.Close())
	}
	return j, nil
}

// abandon lets go of the files as they are.
func (j *journal) abandon() error { return errors.Join(j.file.Close(), j.lock.Close()) }

// replay runs what the journal holds, and cuts off a torn end.
func (j *journal) replay(e *Engine) error {
	path := filepath.Join(j.dir, journalName)
	data, err := io.ReadAll(j.file)
	if err != nil {
		return fmt.Errorf("reading the journal: %w", err)
	}
	// A compaction that died left this behind; the journal itself is whole.
	if err := os.Remove(filepath.Join(j.dir, newName)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("clearing up the data folder: %w", err)
	}
	if len(data) == 0 || (len(data) < len(header) && strings.HasPrefix(header, string(data))) {
		return j.begin()
	}
	if err := checkHeader(path, data); err != nil {
		return err
	}
	rest := data[len(header):]
	run := e.replayer()
	for len(rest) > 0 {
		offset := len(data) - len(rest)
		body, after, err := nextFrame(rest)
		if err != nil {
			if !torn(rest) {
				return fmt.Errorf("journal %s, byte %d: %w: %w", path, offset, ErrDamaged, err)
			}
			j.log.Warn("the journal's end was torn by a crash; it was never acknowledged and is cut off", "journal", path, "byte", offset, "cut", len(rest))
			if err := j.cut(int64(offset)); err != nil {
				return err
			}
			data = data[:offset]
			break
		}
		r, err := readRecord(body)
		if err != nil {
			return fmt.Errorf("journal %s, byte %d: %w: %w", path, offset, ErrDamaged, err)
		}
		run(r)
		j.frames++
		rest = after
	}
	j.size = int64(len(data))
	if _, err := j.file.Seek(j.size, io.SeekStart); err != nil {
		return fmt.Errorf("opening the journal: %w", err)
	}
	return nil
}

func checkHeader(path string, data []byte) error {
	line, _, found := strings.Cut(string(data[:min(len(data), 100)]), "\n")
	n, err := strconv.Atoi(strings.TrimPrefix(line, headerPrefix))
	if !found || !strings.HasPrefix(line, headerPrefix) || err != nil || n < 1 {
		return fmt.Errorf("journal %s: %w: it does not begin as ours do", path, ErrDamaged)
	}
	if n > formatVersion {
		return fmt.Errorf("journal %s: %w (version %d, this one knows %d)", path, ErrVersion, n, formatVersion)
	}
	return nil
}

func (j *journal) begin() error {
	if err := j.cut(0); err != nil {
		return err
	}
	if _, err := j.file.WriteAt([]byte(header), 0); err != nil {
		return fmt.Errorf("beginning the journal: %w", err)
	}
	if err := j.file.Sync(); err != nil {
		return fmt.Errorf("beginning the journal: %w", err)
	}
	j.size = int64(len(header))
	if _, err := j.file.Seek(j.size, io.SeekStart); err != nil {
		return fmt.Errorf("beginning the journal: %w", err)
	}
	return syncDir(j.dir)
}

func (j *journal) cut(size int64) error {
	if err := j.file.Truncate(size); err != nil {
		return fmt.Errorf("cutting the journal's torn end: %w", err)
	}
	if err := j.file.Sync(); err != nil {
		return fmt.Errorf("cutting the journal's torn end: %w", err)
	}
	return nil
}

// append adds a frame and returns its place, to wait for.
func (j *journal) append(frame []byte) uint64 {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.pending = append(j.pending, frame...)
	j.appended++
	j.wake.Signal()
	return j.appended
}

// wait returns when the frames up to a place are on the disk.
func (j *journal) wait(place uint64) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	for j.synced < place && j.err == nil {
		j.done.Wait()
	}
	if j.synced >= place {
		return nil
	}
	return j.err
}

func (j *journal) failed() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.err
}

// run starts the writer.
func (j *journal) run(e *Engine) {
	j.writer.Go(func() {
		for {
			j.mu.Lock()
			for len(j.pending) == 0 && !j.stop {
				j.wake.Wait()
			}
			batch, place := j.pending, j.appended
			j.pending = nil
			stop := j.stop && len(batch) == 0
			j.mu.Unlock()
			if stop {
				return
			}
			j.finish(place, j.write(batch))
			if j.failed() == nil && j.size > max(j.compactAfter, 4*j.base) {
				if err := j.compact(e); err != nil {
					j.finish(0, err)
				}
			}
		}
	})
}

func (j *journal) write(batch []byte) error {
	if err := j.failed(); err != nil {
		return err // after a failed write, what is on the disk is not known
	}
	n, err := j.file.Write(batch)
	j.size += int64(n)
	if err != nil {
		return fmt.Errorf("writing the journal: %w", err)
	}
	j.frames++
	if err := j.file.Sync(); err != nil {
		return fmt.Errorf("syncing the journal: %w", err)
	}
	return nil
}

func (j *journal) finish(place uint64, err error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	switch {
	case err == nil:
		j.synced = max(j.synced, place)
	case j.err == nil:
		j.err = err
		j.log.Error("the embedded store can no longer keep anything; it answers questions only", "error", err)
	}
	j.done.Broadcast()
}

// compact replaces the journal by commands that make the data as it is now.
// Only while they are collected do other commands wait.
func (j *journal) compact(e *Engine) error {
	begun := e.now()
	e.mu.Lock()
	snapshot := e.snapshot()
	j.mu.Lock()
	j.pending = nil // it is in the snapshot
	place := j.appended
	j.mu.Unlock()
	e.mu.Unlock()

	path := filepath.Join(j.dir, newName)
	file, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("compacting the journal: %w", err)
	}
	if _, err = file.Write(snapshot); err == nil {
		err = file.Sync()
	}
	if err == nil {
		err = os.Rename(path, filepath.Join(j.dir, journalName))
	}
	if err == nil {
		err = syncDir(j.dir)
	}
	if err != nil {
		return fmt.Errorf("compacting the journal: %w", errors.Join(err, file.Close()))
	}
	_ = j.file.Close() // the former journal, which has no name any more
	was := j.size
	j.file, j.size, j.base, j.frames = file, int64(len(snapshot)), int64(len(snapshot)), 0
	j.finish(place, nil)
	j.log.Debug("journal compacted", "before", was, "after", j.size, "took", e.now().Sub(begun))
	return nil
}

// worthwhile is how many batches since the last compaction make the next start slow enough to compact on closing.
const worthwhile = 200

func (j *journal) close(e *Engine) error {
	j.mu.Lock()
	j.stop = true
	j.wake.Signal()
	j.mu.Unlock()
	j.writer.Wait()
	err := j.failed()
	if err == nil && j.frames > worthwhile {
		err = j.compact(e)
	}
	return errors.Join(err, j.abandon())
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("syncing the data folder: %w", err)
	}
	defer d.Close() //nolint:errcheck // opened for Sync only
	if err := d.Sync(); err != nil && !errors.Is(err, errors.ErrUnsupported) {
		return fmt.Errorf("syncing the data folder: %w", err)
	}
	return nil
}
