package storage

import (
	"context"
	"crypto/rand"
	_ "embed"
	"io"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"

	"amicable/scoring"
)

var (
	//go:embed record.lua
	recordSource string
	//go:embed amend.lua
	amendSource string

	recordScript = redis.NewScript(recordSource)
	amendScript  = redis.NewScript(amendSource)
)

// Options are what a Store needs beside Redis.
type Options struct {
	Policy scoring.Policy
	// Rules are the policy under a workspace's settings, for what looks after
	// whole workspaces (Rebuild); nil: Policy holds in all of them.
	Rules func(scoring.Policy, Settings) scoring.Policy
	// Now is the clock; time.Now in a running program.
	Now func() time.Time
	// Sealer encrypts notes, override reasons and tokens; nil keeps notes in the clear.
	Sealer *Sealer
	// Replicas is how many replicas must confirm a write before it counts (WAIT); 0 asks none.
	Replicas int
	// Rand is where the ids of changes without a platform event, and the spread
	// of retries, come from; crypto/rand when nil.
	Rand io.Reader
}

// Store keeps all workspaces of one Redis. It is safe for concurrent use.
type Store struct {
	rdb redis.UniversalClient
	o   Options
	// single is true for a client that sends every command exactly once, so
	// that "connection refused" means that nothing was sent.
	single bool
	locks  stripes

	mu         sync.Mutex
	workspaces map[string]*Workspace
}

// New returns a Store on a client that Dial, or an embedded engine, made.
func New(rdb redis.UniversalClient, o Options) *Store {
	if o.Rand == nil {
		o.Rand = rand.Reader
	}
	s := &Store{rdb: rdb, o: o, workspaces: map[string]*Workspace{}}
	if c, ok := rdb.(*redis.Client); ok {
		s.single = c.Options().MaxRetries == 0
	}
	return s
}

// Workspace is the handle on one tenant's data, "slack:T123". It builds no
// other tenant's keys, whatever the name looks like. Handles share their caches.
func (s *Store) Workspace(tenant string) *Workspace {
	s.mu.Lock()
	defer s.mu.Unlock()
	w, ok := s.workspaces[tenant]
	if !ok {
		w = &Workspace{store: s, tenant: tenant, keys: newKeys(tenant), policy: s.o.Policy, digest: s.o.Policy.Digest(), shared: &shared{people: map[string]string{}}}
		s.workspaces[tenant] = w
	}
	return w
}

// Ping tells whether Redis answers; ErrUnavailable if not.
func (s *Store) Ping(ctx context.Context) error {
	return s.do(ctx, "asking whether the store is there", false, func(ctx context.Context) error {
		return s.rdb.Ping(ctx).Err()
	})
}

// Workspace reads and writes one tenant's data.
type Workspace struct {
	store  *Store
	tenant string
	keys   keys
	policy scoring.Policy
	digest string // of the policy
	*shared
}

// shared is what the handles on a workspace have in common: caches, which
// other processes do not see.
type shared struct {
	mu         sync.Mutex
	registered bool              // in the set of tenants
	people     map[string]string // names written last, by actor
	directory  *Directory
	settings   Settings
	settingsAt time.Time
}

// Tenant returns the name that the handle was made with.
func (w *Workspace) Tenant() string { return w.tenant }

// Under returns a handle that records and ranks by the workspace's own policy.
func (w *Workspace) Under(p scoring.Policy) *Workspace {
	v := *w
	v.policy, v.digest = p, p.Digest()
	return &v
}

func (s *Store) now() time.Time { return s.o.Now().UTC() }

// register notes the tenant in the set of tenants, once per process: it has
// another hash tag, so no script can do it along with the rest.
func (w *Workspace) register(ctx context.Context) error {
	w.mu.Lock()
	done := w.registered
	w.mu.Unlock()
	if done {
		return nil
	}
	err := w.store.do(ctx, "noting the workspace", true, func(ctx context.Context) error {
		return w.store.rdb.SAdd(ctx, tenantsKey, w.tenant).Err()
	})
	if err != nil {
		return w.store.nameWrongType(ctx, err, []string{tenantsKey})
	}
	w.mu.Lock()
	w.registered = true
	w.mu.Unlock()
	return nil
}

// stripes are locks that keep the changes of one client within this process
// from colliding in Redis; between processes the version does.
type stripes [64]sync.Mutex

func (s *stripes) lock(key string) (unlock func()) {
	h := uint32(2166136261) // FNV-1a
	for i := range len(key) {
		h = (h ^ uint32(key[i])) * 16777619
	}
	m := &s[h%uint32(len(s))]
	m.Lock()
	return m.Unlock
}
