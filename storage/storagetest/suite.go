package storagetest

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"amicable/scoring"
	"amicable/storage"
)

// Run puts an engine through everything that a Store relies on. open returns a
// client of an empty engine; Run calls it once per story.
func Run(t *testing.T, open func(t *testing.T) redis.UniversalClient) {
	for _, story := range []struct {
		name string
		tell func(t *testing.T, f *Fixture)
	}{
		{"flagging creates the client, confirms within a day, and counts each event once", flagging},
		{"dates that cannot be recorded", dates},
		{"entries are taken back once, and figures return to what they were", takingBack},
		{"remedies and praise", remediesAndPraise},
		{"names, aliases and near matches", naming},
		{"merging joins logs and forwards the old id", merging},
		{"after a merge, undo takes back what its author meant", undoAfterMerge},
		{"erasing leaves no key and no name", erasing},
		{"closed clients leave the portfolio", closing},
		{"the portfolio's order", ranking},
		{"settings, audit and forgetting a workspace", workspaces},
		{"tenants never mix, whatever they are called", tenants},
		{"alerts are claimed once", alerts},
		{"a parting goes with the entry that caused it", partings},
		{"jobs come once, come back, and end", jobs},
		{"a lease has one holder, and what it left goes to the next", leases},
		{"a lease that ran out is anybody's", lapsedLeases},
		{"members of a group are counted while they live", groups},
		{"each bot knows which workspaces it serves", serving},
		{"what buttons stand for is remembered for a while, bounded and sealed", memories},
		{"tokens and notes are sealed", sealing},
		{"what was said stays in order, bounded and sealed", transcripts},
		{"versions of drafts last 90 days and go with their client", drafting},
		{"drafts are sealed", sealedDrafts},
		{"a day's budget holds, whoever asks and however often", budgets},
		{"names that look like code are only names", oddNames},
		{"a damaged client stays as it is", damage},
		{"one damaged client leaves the others at work", oneDamaged},
		{"a workspace that never was is no empty one", unknownTenant},
		{"many people at once lose nothing", concurrency},
		{"export and import", exportImport},
		{"the store's figures are those of the log", model},
	} {
		t.Run(story.name, func(t *testing.T) { story.tell(t, NewFixture(open(t))) })
	}
}

// Fixture is a store with a clock of its own.
type Fixture struct {
	RDB   redis.UniversalClient
	Store *storage.Store
	W     *storage.Workspace
	Clock *Clock

	events atomic.Int64
}

// Clock is set by the test.
type Clock struct {
	mu sync.Mutex
	at time.Time
}

// Now is the clock's time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

// Pass moves the clock.
func (c *Clock) Pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// Start is the time on a new Fixture's clock.
var Start = time.Date(2026, 11, 21, 10, 0, 0, 0, time.UTC)

// People of the tests.
var (
	Ann = storage.Actor{ID: "U1", Name: "Ann"}
	Bob = storage.Actor{ID: "U2", Name: "Bob"}
	Eve = storage.Actor{ID: "U3;|,%", Name: "Eve"} // no platform has such ids, which is why a test does
)

// NewFixture makes a store on a client.
func NewFixture(rdb redis.UniversalClient) *Fixture {
	f := &Fixture{RDB: rdb, Clock: &Clock{at: Start}}
	f.Store = storage.New(rdb, storage.Options{Policy: scoring.Default(), Now: f.Clock.Now})
	f.W = f.Store.Workspace("slack:T1")
	return f
}

// Event is a new event's id.
func (f *Fixture) Event() string { return fmt.Sprintf("event %d", f.events.Add(1)) }

// Flag flags a client by name.
func (f *Fixture) Flag(t testing.TB, name string, sign scoring.SignID, at time.Time, by storage.Actor) storage.Recorded {
	t.Helper()
	r, err := f.W.Record(context.Background(), storage.Flag{Event: f.Event(), Name: name, Sign: sign, At: at, By: by})
	if err != nil {
		t.Fatalf("flagging %q: %v", name, err)
	}
	return r
}

func must[T any](t testing.TB) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func noError(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
