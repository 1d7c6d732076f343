package storage

import (
	"context"
	"time"

	"github.com/redis/go-redis/v9"

	"amicable/scoring"
)

type Options struct {
	Policy   scoring.Policy
	Now      func() time.Time
	Sealer   *Sealer
	Replicas int
}
type Sealer struct{}
type Store struct{}
type Workspace struct{}

func New(rdb redis.UniversalClient, o Options) *Store { return nil }
func (s *Store) Workspace(tenant string) *Workspace   { return nil }
func (s *Store) Ping(ctx context.Context) error       { return errPending }
func (s *Store) CheckKey(ctx context.Context) error   { return errPending }
func Dial(url string) (redis.UniversalClient, error)  { return nil, errPending }
func NewSealer(secret string) (*Sealer, error)        { return nil, errPending }
