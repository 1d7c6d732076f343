package playground

import (
	"context"
	"errors"
	"slices"
	"sync"
)

// memory is a transcript in memory, which can be away.
type memory struct {
	mu       sync.Mutex
	records  [][]byte
	pictures map[string][]byte
	away     bool
	asked    chan struct{} // told of each record when set, which then hangs until its context ends
}

var errAway = errors.New("the store is away")

func (m *memory) setAway(away bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.away = away
}

func (m *memory) Append(ctx context.Context, record []byte) error {
	if m.asked != nil {
		m.asked <- struct{}{}
		<-ctx.Done()
		return ctx.Err()
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.away {
		return errAway
	}
	m.records = append(m.records, record)
	return nil
}

func (m *memory) Records(context.Context) ([][]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.away {
		return nil, errAway
	}
	return slices.Clone(m.records), nil
}

func (m *memory) KeepPicture(_ context.Context, name string, png []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.away {
		return errAway
	}
	m.pictures[name] = png
	return nil
}

func (m *memory) DropPicture(_ context.Context, name string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.pictures, name)
	return nil
}

func (m *memory) Picture(_ context.Context, name string) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.pictures[name], nil
}
