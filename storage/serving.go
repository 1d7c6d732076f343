package storage

import (
	"context"
	"fmt"
	"slices"

	"github.com/redis/go-redis/v9"
)

// Several bots may share a Redis, a staging one beside the one that people use:
// each serves workspaces of its own, or the same ones. Which serves which is
// remembered apart from a workspace's data, before there is any and after it is
// forgotten, so that none speaks of what it never served, and none deletes what
// another still serves. app is a platform's own id of the bot.

// askEach puts one command about a workspace into a pipeline.
type askEach func(ctx context.Context, pipe redis.Pipeliner, key string) redis.Cmder

// serveChunk bounds how many workspaces are named in one round trip.
const serveChunk = 500

// Serve notes that an application serves workspaces.
func (s *Store) Serve(ctx context.Context, app string, tenants ...string) error {
	const what = "noting who serves workspaces"
	_, err := s.perTenant(ctx, what, true, tenants, func(ctx context.Context, pipe redis.Pipeliner, key string) redis.Cmder {
		return pipe.SAdd(ctx, key, app)
	})
	return err
}

// Leave notes that an application serves a workspace no more.
func (s *Store) Leave(ctx context.Context, app, tenant string) error {
	const what = "noting who left a workspace"
	_, err := s.perTenant(ctx, what, true, []string{tenant}, func(ctx context.Context, pipe redis.Pipeliner, key string) redis.Cmder {
		return pipe.SRem(ctx, key, app)
	})
	return err
}

// Served returns those of the workspaces that an application serves.
func (s *Store) Served(ctx context.Context, app string, tenants ...string) ([]string, error) {
	const what = "finding out who serves workspaces"
	answers, err := s.perTenant(ctx, what, false, tenants, func(ctx context.Context, pipe redis.Pipeliner, key string) redis.Cmder {
		return pipe.SIsMember(ctx, key, app)
	})
	if err != nil {
		return nil, err
	}
	var some []string
	for i, a := range answers {
		if is, ok := a.(*redis.BoolCmd); ok && is.Val() {
			some = append(some, tenants[i])
		}
	}
	return some, nil
}

// ServedBy lists the applications that serve a workspace, sorted.
func (s *Store) ServedBy(ctx context.Context, tenant string) ([]string, error) {
	const what = "finding out who serves a workspace"
	key := servedKey(tenant)
	var apps []string
	err := s.do(ctx, what, false, func(ctx context.Context) (err error) {
		apps, err = s.rdb.SMembers(ctx, key).Result()
		return err
	})
	slices.Sort(apps)
	return apps, s.nameWrongType(ctx, err, []string{key})
}

// perTenant asks one thing about each workspace, and returns the answers in their order.
func (s *Store) perTenant(ctx context.Context, what string, write bool, tenants []string, ask askEach) ([]redis.Cmder, error) {
	var all []redis.Cmder
	for some := range slices.Chunk(tenants, serveChunk) {
		var answers []redis.Cmder
		err := s.do(ctx, what, write, func(ctx context.Context) (err error) {
			answers, err = s.rdb.Pipelined(ctx, func(pipe redis.Pipeliner) error {
				for _, t := range some {
					ask(ctx, pipe, servedKey(t))
				}
				return nil
			})
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("%d workspaces: %w", len(tenants), err)
		}
		all = append(all, answers...)
	}
	return all, nil
}
