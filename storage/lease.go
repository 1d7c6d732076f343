package storage

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"
)

//go:embed lease.lua
var leaseSource string

var leaseScript = redis.NewScript(leaseSource)

// leaseMemory is how long the state of a lease that nobody takes stays: far
// longer than what can be resumed from it.
const leaseMemory = time.Hour

// Leases lets processes agree who does what only one may do. Time runs by the
// clock of Redis. A holder must stop by itself when it could not renew in
// time: it counts from before it asked, so that it stops before another starts.
// Every call is safe to repeat.
type Leases struct{ store *Store }

// Leases returns the leases of all processes that share this Redis.
func (s *Store) Leases() Leases { return Leases{s} }

var errLeaseNames = errors.New("a lease needs a name, a holder and a time of at least a millisecond")

// Take takes a lease that is free or has run out, or renews one's own, for ttl.
// ok tells whether the holder has it now; state is what was kept with it last, by whomever.
func (l Leases) Take(ctx context.Context, name, holder string, ttl time.Duration) (state []byte, ok bool, err error) {
	const what = "taking lease"
	if name == "" || holder == "" || ttl < time.Millisecond {
		return nil, false, fmt.Errorf("%s: %w", what, errLeaseNames)
	}
	reply, err := l.run(ctx, what, leaseKey(name), "take", holder, ttl.Milliseconds(), (ttl + leaseMemory).Milliseconds())
	if err != nil {
		return nil, false, err
	}
	if len(reply) != 2 {
		return nil, false, fmt.Errorf("%s: script gave %d values", what, len(reply))
	}
	text, _ := reply[1].(string)
	return []byte(text), reply[0] == int64(1), nil
}

// Keep renews a lease for ttl and keeps state with it, for whoever comes next.
// It is not ok once another holder took the lease, or after Release. A lease
// that Redis lost is made anew.
func (l Leases) Keep(ctx context.Context, name, holder string, ttl time.Duration, state []byte) (ok bool, err error) {
	const what = "keeping lease"
	if name == "" || holder == "" || ttl < time.Millisecond {
		return false, fmt.Errorf("%s: %w", what, errLeaseNames)
	}
	reply, err := l.run(ctx, what, leaseKey(name), "keep", holder, ttl.Milliseconds(), (ttl + leaseMemory).Milliseconds(), state)
	return err == nil && firstNumber(reply) == 1, err
}

// Release frees a lease and leaves state to whoever takes it next. One that is another's stays as it is.
func (l Leases) Release(ctx context.Context, name, holder string, state []byte) error {
	_, err := l.run(ctx, "releasing lease", leaseKey(name), "release", holder, leaseMemory.Milliseconds(), state)
	return err
}

// Join counts a member of a group in for ttl, or for ttl longer, and returns how many there are.
func (l Leases) Join(ctx context.Context, group, member string, ttl time.Duration) (members int, err error) {
	const what = "joining group"
	if group == "" || member == "" || ttl < time.Millisecond {
		return 0, fmt.Errorf("%s: %w", what, errLeaseNames)
	}
	reply, err := l.run(ctx, what, groupKey(group), "join", member, ttl.Milliseconds(), (ttl + leaseMemory).Milliseconds())
	return int(firstNumber(reply)), err
}

// Leave counts a member out at once.
func (l Leases) Leave(ctx context.Context, group, member string) error {
	_, err := l.run(ctx, "leaving group", groupKey(group), "leave", member)
	return err
}

func (l Leases) run(ctx context.Context, what, key string, args ...any) ([]any, error) {
	return l.store.run(ctx, what, leaseScript, []string{key}, args)
}

// firstNumber is the number that a script returned first, or 0.
func firstNumber(reply []any) int64 {
	if len(reply) == 0 {
		return 0
	}
	n, _ := reply[0].(int64)
	return n
}
