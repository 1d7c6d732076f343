package storage

import (
	"context"
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/vmihailenco/msgpack/v5"
)

//go:embed draft.lua
var draftSource string

var draftScript = redis.NewScript(draftSource)

const (
	// DraftsLast is how long a version of a draft is kept.
	DraftsLast = 90 * 24 * time.Hour
	draftsKept = 200 // versions of one client's drafts, the latest
)

// DraftVersion is a draft as it was at one time. What it says is the caller's
// own: the store only keeps it, sealed when it has a key.
type DraftVersion struct {
	Draft string // tells the versions of one draft from those of another
	At    time.Time
	By    Actor
	Data  []byte
}

type packedDraft struct {
	Draft string `msgpack:"d"`
	At    int64  `msgpack:"t"` // unix milliseconds
	By    string `msgpack:"b"`
	Name  string `msgpack:"n"`
	Data  []byte `msgpack:"x"` // sealed when the store has a key
}

// SaveDraft keeps a version for DraftsLast, or until the client is erased. It is
// not part of an export. A version may be kept twice when the connection breaks.
// ErrNotFound when there is no such client, or none any more under that id.
func (w *Workspace) SaveDraft(ctx context.Context, id ClientID, v DraftVersion) error {
	const what = "keeping a draft"
	data := v.Data
	if w.store.o.Sealer != nil {
		data = w.store.o.Sealer.Seal(data, w.tenant)
	}
	packed, err := msgpack.Marshal(packedDraft{v.Draft, v.At.UnixMilli(), v.By.ID, v.By.Name, data})
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	reply, err := w.store.run(ctx, what, draftScript,
		[]string{w.keys.client(id), w.keys.drafts(id)},
		[]any{packed, draftsKept, int(DraftsLast.Seconds())})
	if err != nil {
		return err
	}
	if len(reply) != 1 || reply[0] != int64(1) {
		return fmt.Errorf("%s: %w", what, ErrNotFound)
	}
	return nil
}

// Drafts returns the versions of all of a client's drafts that are not older
// than DraftsLast, oldest first, those of clients merged into it among them.
func (w *Workspace) Drafts(ctx context.Context, id ClientID) ([]DraftVersion, error) {
	const what = "reading drafts"
	ids, err := w.formerly(ctx, what, id)
	if err != nil {
		return nil, err
	}
	var all []DraftVersion
	for _, id := range ids {
		var texts []string
		key := w.keys.drafts(id)
		err := w.read(ctx, what, []string{key}, func(ctx context.Context) (err error) {
			texts, err = w.store.rdb.LRange(ctx, key, 0, -1).Result()
			return err
		})
		if err != nil {
			return nil, err
		}
		for _, text := range texts {
			v, err := w.unpackDraft(key, text)
			if err != nil {
				return nil, err
			}
			if w.store.now().Sub(v.At) < DraftsLast {
				all = append(all, v)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b DraftVersion) int { return a.At.Compare(b.At) })
	return all, nil
}

func (w *Workspace) unpackDraft(key, text string) (DraftVersion, error) {
	var p packedDraft
	if err := msgpack.Unmarshal([]byte(text), &p); err != nil {
		return DraftVersion{}, &CorruptError{Key: key, Kind: ErrCorrupt}
	}
	if w.store.o.Sealer != nil {
		data, err := w.store.o.Sealer.Open(p.Data, w.tenant)
		if err != nil {
			return DraftVersion{}, &CorruptError{Key: key, Kind: ErrKey}
		}
		p.Data = data
	}
	return DraftVersion{p.Draft, time.UnixMilli(p.At).UTC(), Actor{p.By, p.Name}, p.Data}, nil
}

// formerly lists a client's id and those of the clients that were merged into it.
func (w *Workspace) formerly(ctx context.Context, what string, id ClientID) ([]ClientID, error) {
	var moved map[string]string
	err := w.read(ctx, what, []string{w.keys.moved()}, func(ctx context.Context) (err error) {
		moved, err = w.store.rdb.HGetAll(ctx, w.keys.moved()).Result()
		return err
	})
	if err != nil {
		return nil, err
	}
	ids := []ClientID{id}
	for _, from := range slices.Sorted(maps.Keys(moved)) {
		if moved[from] == string(id) {
			ids = append(ids, ClientID(from))
		}
	}
	return ids, nil
}
