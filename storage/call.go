package storage

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
)

// callTimeout bounds every call that has no sooner deadline. Slack waits 3 s for
// an answer, and after 2 s it is told to wait for another: what cannot be saved
// is to be said before.
const callTimeout = 1700 * time.Millisecond

// retryPause is the first wait before the store is asked again; it doubles.
const retryPause = 20 * time.Millisecond

// do runs f, which must be safe to repeat, until it gets an answer from Redis
// or the time is up, and turns outages into ErrUnavailable or ErrUnsure. what
// names the work for the error; write says whether f may change anything.
//
// The difference between the two errors needs a client that does not retry by
// itself (Dial makes such): after "sent, connection lost" it would otherwise
// report only the "connection refused" of its last attempt.
func (s *Store) do(ctx context.Context, what string, write bool, f func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	doubtful := write && !s.single
	for pause := retryPause; ; pause *= 2 {
		err := ctx.Err()
		if err == nil {
			err = f(ctx)
		} else if !doubtful {
			return fmt.Errorf("%s: %w: %w", what, ErrUnavailable, err)
		}
		switch fate(err) {
		case answered:
			if err != nil {
				return fmt.Errorf("%s: %w", what, err)
			}
			return nil
		case refused:
			if !doubtful {
				return fmt.Errorf("%s: %w: %w", what, ErrUnavailable, err)
			}
		case unsent:
			if !doubtful || !write {
				return fmt.Errorf("%s: %w: %w", what, ErrUnavailable, err)
			}
		case lost:
			doubtful = write
		}
		select {
		case <-time.After(pause):
			continue
		case <-ctx.Done():
		}
		if doubtful {
			return fmt.Errorf("%s: %w: %w", what, ErrUnsure, err)
		}
		return fmt.Errorf("%s: %w: %w", what, ErrUnavailable, err)
	}
}

// outcome of one attempt.
type outcome int

const (
	answered outcome = iota // Redis did it, or said why not
	refused                 // Redis said that it cannot now, and did nothing
	unsent                  // Redis was never reached
	lost                    // it may have been done
)

// refusals are Redis' answers of a server that exists but cannot serve (being
// loaded, a replica, out of memory, disk full, …); a script is refused whole.
var refusals = []string{"LOADING", "READONLY", "MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN", "NOREPLICAS", "MISCONF", "OOM", "BUSY", "ERR max number of clients", "NOAUTH", "WRONGPASS", "NOPERM"}

func fate(err error) outcome {
	var reply redis.Error
	var op *net.OpError
	switch {
	case err == nil, errors.Is(err, redis.Nil):
		return answered
	case errors.As(err, &reply):
		for _, r := range refusals {
			if strings.HasPrefix(reply.Error(), r) {
				return refused
			}
		}
		return answered
	case errors.As(err, &op) && op.Op == "dial", errors.Is(err, redis.ErrPoolTimeout), errors.Is(err, redis.ErrPoolExhausted), errors.Is(err, redis.ErrClosed):
		return unsent
	case ours(err):
		return answered
	}
	return lost
}

// ours tells the errors that f itself made from an answer.
func ours(err error) bool {
	for _, e := range []error{
		ErrNotFound, ErrNameTaken, ErrBadName, ErrAlreadyTakenBack, ErrUnavailable, ErrUnsure, ErrBusy,
		ErrCorrupt, ErrWrongType, ErrVersion, ErrKey, errMoved,
	} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

// errMoved says that a client changed since it was read.
var errMoved = errors.New("changed meanwhile")

// run calls a script within do and returns what it returns.
func (s *Store) run(ctx context.Context, what string, script *redis.Script, keys []string, args []any) ([]any, error) {
	var reply []any
	err := s.do(ctx, what, true, func(ctx context.Context) error {
		var err error
		reply, err = s.eval(ctx, script, keys, args)
		return err
	})
	if err != nil {
		return nil, s.nameWrongType(ctx, err, keys)
	}
	return reply, nil
}

func (s *Store) eval(ctx context.Context, script *redis.Script, keys []string, args []any) ([]any, error) {
	if s.o.Replicas == 0 {
		return script.Run(ctx, s.rdb, keys, args...).Slice()
	}
	return s.evalReplicated(ctx, script, keys, args)
}

// evalReplicated has the replicas confirm. WAIT speaks for the writes of its
// own connection, hence the pipeline; a pipeline does not recover from
// NOSCRIPT (nor is the script known to a replica just promoted), hence the loop.
func (s *Store) evalReplicated(ctx context.Context, script *redis.Script, keys []string, args []any) ([]any, error) {
	node := s.rdb
	if c, ok := s.rdb.(*redis.ClusterClient); ok {
		master, err := c.MasterForKey(ctx, keys[0])
		if err != nil {
			return nil, err
		}
		node = master
	}
	for again := false; ; again = true {
		pipe := node.Pipeline()
		cmd := script.EvalSha(ctx, pipe, keys, args...)
		wait := pipe.Do(ctx, "WAIT", s.o.Replicas, time.Second.Milliseconds())
		_, err := pipe.Exec(ctx)
		if redis.HasErrorPrefix(err, "NOSCRIPT") && !again {
			if err := script.Load(ctx, node).Err(); err != nil {
				return nil, err
			}
			continue
		}
		if err != nil {
			return nil, err
		}
		n, err := wait.Int64()
		if err != nil {
			return nil, err
		}
		if n < int64(s.o.Replicas) {
			return nil, fmt.Errorf("%d of %d replicas have it: %w", n, s.o.Replicas, ErrUnsure)
		}
		return cmd.Slice()
	}
}

// nameWrongType finds the key that Redis complained about: its own message does not tell.
func (s *Store) nameWrongType(ctx context.Context, err error, keys []string) error {
	var reply redis.Error
	if !errors.As(err, &reply) || !strings.Contains(reply.Error(), "WRONGTYPE") {
		return err
	}
	for _, k := range keys {
		got, typeErr := s.rdb.Type(ctx, k).Result()
		if want := typeOf(k); typeErr == nil && got != "none" && want != got {
			return &WrongTypeError{Key: k, Want: want, Got: got}
		}
	}
	return fmt.Errorf("%w: %w", ErrWrongType, err)
}
