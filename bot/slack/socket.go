package slack

import (
	"context"
	"errors"
	"sync"
)

type socketState struct {
	mu        sync.Mutex
	enabled   bool
	connected bool
}

func (s *socketState) ready() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.enabled && !s.connected {
		return errors.New("slack: Socket Mode is not connected")
	}
	return nil
}

func (a *Adapter) checkToken(ctx context.Context) error { return nil }
func (a *Adapter) runSocket(ctx context.Context) error  { return nil }
