package discord

import (
	"context"
	"encoding/json"
	"time"

	"amicable/bot/internal/cache"
)

// Memory is what the processes of a bot remember together: what buttons stand
// for and have no room for, and which servers people use.
type Memory interface {
	// Remember keeps data for d under a key. It belongs to a guild, or to none ("").
	Remember(ctx context.Context, guild, key string, data []byte, d time.Duration) error
	// Recall returns what any process remembered, or nil when there is nothing any more.
	Recall(ctx context.Context, guild, key string) ([]byte, error)
}

const (
	recallTime   = 1200 * time.Millisecond // of the 3 s that an interaction has
	rememberTime = 5 * time.Second
	remembering  = 4
	maxRemember  = 2048 // more wait; what comes on top stays in this process
)

// shelf holds one kind of what is remembered. It is written through to the
// Memory, in the background, and read from this process first: what lies under a
// key does not change. Without a Memory, or while that is away, this process
// remembers for itself.
type shelf[V any] struct {
	a     *Adapter
	kind  string
	cache *cache.Cache[V]
	life  time.Duration
}

func newShelf[V any](a *Adapter, kind string, most int, life time.Duration) shelf[V] {
	return shelf[V]{a: a, kind: kind, cache: cache.New[V](a.cfg.Now, most, life, 0), life: life}
}

func (s shelf[V]) put(guild, key string, v V) {
	s.cache.Put(guild+"/"+key, v)
	s.a.noting(func(ctx context.Context) error { return s.share(ctx, guild, key, v) })
}

// share remembers something for all processes.
func (s shelf[V]) share(ctx context.Context, guild, key string, v V) error {
	data, err := json.Marshal(v)
	if err != nil {
		return err
	}
	if err := s.a.cfg.Memory.Remember(ctx, guild, s.name(key), data, s.life); err != nil {
		return err
	}
	s.a.forgetful.Store(false)
	return nil
}

// get returns what lies under a key. The error says that it may be known
// elsewhere, and could not be asked for.
func (s shelf[V]) get(ctx context.Context, guild, key string) (v V, known bool, err error) {
	if v, known = s.cache.Peek(guild + "/" + key); known || s.a.cfg.Memory == nil {
		return v, known, nil
	}
	if v, known, err = s.recall(ctx, guild, key); known {
		s.cache.Put(guild+"/"+key, v)
	}
	return v, known, err
}

// recall asks the Memory.
func (s shelf[V]) recall(ctx context.Context, guild, key string) (v V, known bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, recallTime)
	defer cancel()
	data, err := s.a.cfg.Memory.Recall(ctx, guild, s.name(key))
	if err != nil {
		s.a.cfg.Log.Warn("discord: not recalled", "what", s.kind, "workspace", guild, "error", err)
		return v, false, err
	}
	if data == nil {
		return v, false, nil
	}
	if json.Unmarshal(data, &v) != nil { // another version's
		s.a.cfg.Log.Warn("discord: not recalled", "what", s.kind, "workspace", guild, "error", errUnreadable)
		var none V
		return none, false, nil
	}
	return v, true, nil
}

func (s shelf[V]) drop(guild, key string) { s.cache.Drop(guild + "/" + key) }

// name is of one length, for keys hold whatever a button carries.
func (s shelf[V]) name(key string) string { return "discord/" + s.kind + "/" + digest(key) }

// noting writes to the Memory in the background; nobody waits for that. That it
// fails is logged once, until it succeeds again.
func (a *Adapter) noting(write func(ctx context.Context) error) {
	if a.cfg.Memory == nil {
		return
	}
	failed := func(err error) {
		if !a.forgetful.Swap(true) {
			a.cfg.Log.Warn("discord: what buttons stand for is remembered in this process alone, until the store takes it in again", "error", err)
		}
	}
	queued := a.notes.Add(func() {
		defer a.rescue("memory", "")
		ctx, cancel := context.WithTimeout(a.life, rememberTime)
		defer cancel()
		if err := write(ctx); err != nil {
			failed(err)
		}
	})
	if !queued {
		failed(errCrowded)
	}
}
