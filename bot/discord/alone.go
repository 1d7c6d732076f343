package discord

import (
	"context"
	"sync"
	"time"
)

// alone is the gateway.Leases of a process that shares with nobody: every lease
// is its own, and what is kept with it lasts as long as the process.
type alone struct {
	mu    sync.Mutex
	state map[string][]byte
}

func (l *alone) Take(_ context.Context, name, _ string, _ time.Duration) ([]byte, bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.state[name], true, nil
}

func (l *alone) Keep(_ context.Context, name, _ string, _ time.Duration, state []byte) (bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.state == nil {
		l.state = map[string][]byte{}
	}
	l.state[name] = state
	return true, nil
}

func (l *alone) Release(ctx context.Context, name, holder string, state []byte) error {
	_, err := l.Keep(ctx, name, holder, 0, state)
	return err
}

func (*alone) Join(context.Context, string, string, time.Duration) (int, error) { return 1, nil }
func (*alone) Leave(context.Context, string, string) error                      { return nil }
