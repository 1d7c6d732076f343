package storage

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/redis/go-redis/v9"
)

// auditKept bounds the audit stream (about; Redis trims whole nodes).
const auditKept = 10_000

// settingsFresh is how long settings are taken from this process's cache.
const settingsFresh = 5 * time.Second

// packedAudit is an AuditEntry in its stream. It never holds a client's name:
// erasing a client must not have to search here.
type packedAudit struct {
	At      int64  `json:"t"` // unix milliseconds
	By      string `json:"b"`
	Act     string `json:"a"`
	Subject string `json:"s,omitempty"`
	Detail  string `json:"d,omitempty"`
}

func packAudit(a AuditEntry) (string, error) {
	b, err := json.Marshal(packedAudit{a.At.UnixMilli(), a.By.ID, a.Act, a.Subject, a.Detail})
	if err != nil {
		return "", fmt.Errorf("writing audit entry: %w", err)
	}
	return string(b), nil
}

// act makes changes to the workspace that concern no client, or one that is
// gone. The script is told of a client that does not and cannot exist.
func (w *Workspace) act(ctx context.Context, what string, f func(*edit) error) error {
	if err := w.register(ctx); err != nil {
		return err
	}
	event, err := w.store.newID()
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	e := &edit{w: w, now: w.store.now(), card: &card{}}
	if err := f(e); err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	if _, err := w.amend(ctx, what, event, requestTTL, "", e); err != nil {
		return err
	}
	for _, a := range e.people {
		w.wroteName(a)
	}
	return nil
}

func (e *edit) auditOf(act, subject, detail string, by Actor) error {
	packed, err := packAudit(AuditEntry{At: e.now, By: by, Act: act, Subject: subject, Detail: detail})
	if err != nil {
		return err
	}
	e.does(e.w.keys.audit(), "XADD", "MAXLEN", "~", auditKept, "*", logField, packed)
	e.name(by)
	return nil
}

// audit notes an administrative act upon the client.
func (e *edit) audit(act, detail string, by Actor) error {
	return e.auditOf(act, string(e.card.id), detail, by)
}

// Note adds an act to the audit that the store does not do itself. subject and
// detail must not name a client; use its id.
func (w *Workspace) Note(ctx context.Context, act, subject, detail string, by Actor) error {
	return w.act(ctx, "noting an act", func(e *edit) error { return e.auditOf(act, subject, detail, by) })
}

// Audit reads the latest administrative acts, newest first.
func (w *Workspace) Audit(ctx context.Context, limit int) ([]AuditEntry, error) {
	const what = "reading the audit"
	key := w.keys.audit()
	var msgs []redis.XMessage
	err := w.read(ctx, what, []string{key}, func(ctx context.Context) (err error) {
		msgs, err = w.store.rdb.XRevRangeN(ctx, key, "+", "-", int64(limit)).Result()
		return err
	})
	if err != nil || len(msgs) == 0 {
		return nil, err
	}
	acts, who := make([]AuditEntry, len(msgs)), make([]string, len(msgs))
	for i, m := range msgs {
		var p packedAudit
		packed, _ := m.Values[logField].(string)
		if err := json.Unmarshal([]byte(packed), &p); err != nil {
			return nil, fmt.Errorf("%s: %w", what, &CorruptError{Key: key, Entry: m.ID, Kind: ErrCorrupt, Cause: err})
		}
		acts[i] = AuditEntry{At: time.UnixMilli(p.At).UTC(), By: Actor{ID: p.By}, Act: p.Act, Subject: p.Subject, Detail: p.Detail}
		who[i] = p.By
	}
	var names []any
	err = w.read(ctx, what, []string{w.keys.people()}, func(ctx context.Context) (err error) {
		names, err = w.store.rdb.HMGet(ctx, w.keys.people(), who...).Result()
		return err
	})
	if err != nil {
		return nil, err
	}
	for i := range acts {
		acts[i].By.Name, _ = names[i].(string)
	}
	return acts, nil
}

// Settings reads the workspace's settings, as they were at most a few seconds
// ago if another process changed them. The map is the caller's own.
func (w *Workspace) Settings(ctx context.Context) (Settings, error) {
	now := w.store.now()
	w.mu.Lock()
	cached, age := w.settings, now.Sub(w.settingsAt)
	w.mu.Unlock()
	if cached != nil && age >= 0 && age < settingsFresh {
		return maps.Clone(cached), nil
	}
	key := w.keys.settings()
	var m map[string]string
	err := w.read(ctx, "reading settings", []string{key}, func(ctx context.Context) (err error) {
		m, err = w.store.rdb.HGetAll(ctx, key).Result()
		return err
	})
	if err != nil {
		return nil, err
	}
	w.mu.Lock()
	w.settings, w.settingsAt = m, now
	w.mu.Unlock()
	return maps.Clone(Settings(m)), nil
}

// Set changes a setting; the value "" removes it.
func (w *Workspace) Set(ctx context.Context, key, value string, by Actor) error {
	if key == "" || utf8.RuneCountInString(key)+utf8.RuneCountInString(value) > 10*MaxNote {
		return fmt.Errorf("setting %q: %w", key, ErrBadFlag)
	}
	err := w.act(ctx, "changing setting", func(e *edit) error {
		if value == "" {
			e.does(w.keys.settings(), "HDEL", key)
		} else {
			e.does(w.keys.settings(), "HSET", key, value)
		}
		return e.auditOf("setting", key, value, by)
	})
	w.mu.Lock()
	w.settings = nil
	w.mu.Unlock()
	return err
}

// Forget deletes everything of the workspace, its token and its jobs. It may
// be repeated after an error.
func (w *Workspace) Forget(ctx context.Context) error {
	const what = "forgetting the workspace"
	if err := w.store.dropJobs(ctx, w.tenant); err != nil {
		return err
	}
	keys, err := w.scanKeys(ctx)
	if err != nil {
		return err
	}
	for some := range slices.Chunk(keys, 100) {
		err := w.store.do(ctx, what, true, func(ctx context.Context) error {
			return w.store.rdb.Unlink(ctx, some...).Err()
		})
		if err != nil {
			return err
		}
	}
	w.mu.Lock()
	w.registered, w.directory, w.settings = false, nil, nil
	clear(w.people)
	w.mu.Unlock()
	return w.store.do(ctx, what, true, func(ctx context.Context) error {
		return w.store.rdb.SRem(ctx, tenantsKey, w.tenant).Err()
	})
}

// scanKeys lists the workspace's keys. On a cluster they are all on one node,
// which go-redis is asked for by a key of theirs.
func (w *Workspace) scanKeys(ctx context.Context) ([]string, error) {
	var keys []string
	err := w.read(ctx, "listing keys", nil, func(ctx context.Context) error {
		keys = nil
		node := redis.Cmdable(w.store.rdb)
		if c, ok := w.store.rdb.(*redis.ClusterClient); ok {
			master, err := c.MasterForKey(ctx, w.keys.names())
			if err != nil {
				return err
			}
			node = master
		}
		it := node.Scan(ctx, 0, w.keys.all(), chunk).Iterator()
		for it.Next(ctx) {
			keys = append(keys, it.Val())
		}
		return it.Err()
	})
	return keys, err
}
