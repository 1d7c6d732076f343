package storage

import (
	"context"
	"fmt"
	"slices"
)

// Tenants lists the workspaces that have written anything, sorted.
func (s *Store) Tenants(ctx context.Context) ([]string, error) {
	var all []string
	err := s.do(ctx, "listing workspaces", false, func(ctx context.Context) (err error) {
		all, err = s.rdb.SMembers(ctx, tenantsKey).Result()
		return err
	})
	slices.Sort(all)
	return all, s.nameWrongType(ctx, err, []string{tenantsKey})
}

// KnownTenants returns the workspaces given if all of them have written something, and
// all there are if none are given; ErrNotFound names the first that has not.
// Whoever works through workspaces by name asks here first: a workspace that
// was never there looks like an empty one.
func (s *Store) KnownTenants(ctx context.Context, tenants ...string) ([]string, error) {
	all, err := s.Tenants(ctx)
	if err != nil || len(tenants) == 0 {
		return all, err
	}
	for _, t := range tenants {
		if _, ok := slices.BinarySearch(all, t); !ok {
			return nil, fmt.Errorf("workspace %q: %w", t, ErrNotFound)
		}
	}
	return tenants, nil
}
