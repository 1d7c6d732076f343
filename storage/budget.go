package storage

import (
	"context"
	_ "embed"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"
)

//go:embed budget.lua
var budgetSource string

var budgetScript = redis.NewScript(budgetSource)

// budgetTTL outlives every day, wherever it is: what is spent today is asked for today.
const budgetTTL = 48 * time.Hour

// maxAmount bounds what is counted at once, so that no sum leaves what Lua can add exactly.
const maxAmount = 1 << 40

// Amount is what something paid for by use takes: language model tokens, and
// their cost in millionths of the operator's currency. It is an alias, so that
// whoever spends can ask for a budget without importing this package.
type Amount = struct{ Tokens, Cost int64 }

// Reserve sets an amount of a day's budget aside, for Settle to replace by what
// was used. The day is any name of it, such as "2026-11-21". A limit of 0 is
// none. The receipt is "" when the amount would pass a limit; then nothing is
// set aside. A reservation that is never settled counts in full.
func (s *Store) Reserve(ctx context.Context, tenant, day string, want, limit Amount) (receipt string, err error) {
	const what = "reserving budget"
	if receipt, err = s.newID(); err != nil {
		return "", err
	}
	reply, err := s.run(ctx, what, budgetScript, []string{newKeys(tenant).spent(day)}, []any{
		"reserve", receipt, bounded(want.Tokens), bounded(want.Cost), limit.Tokens, limit.Cost, int64(budgetTTL / time.Second),
	})
	if err != nil || len(reply) != 1 || reply[0] != int64(1) {
		return "", err
	}
	return receipt, nil
}

// Settle ends a reservation with what was really used. Settling again changes nothing.
func (s *Store) Settle(ctx context.Context, tenant, day, receipt string, used Amount) error {
	_, err := s.run(ctx, "settling budget", budgetScript, []string{newKeys(tenant).spent(day)}, []any{
		"settle", receipt, bounded(used.Tokens), bounded(used.Cost),
	})
	return err
}

// Spent tells what a workspace has spent on a day, reservations included.
func (s *Store) Spent(ctx context.Context, tenant, day string) (Amount, error) {
	const what = "reading budget"
	key := newKeys(tenant).spent(day)
	var sums []any
	err := s.do(ctx, what, false, func(ctx context.Context) (err error) {
		sums, err = s.rdb.HMGet(ctx, key, "tokens", "cost").Result()
		return err
	})
	if err != nil {
		return Amount{}, s.nameWrongType(ctx, err, []string{key})
	}
	var n [2]int64
	for i, v := range sums {
		if text, ok := v.(string); ok {
			if n[i], err = strconv.ParseInt(text, 10, 64); err != nil {
				return Amount{}, &CorruptError{Key: key, Kind: ErrCorrupt, Cause: err}
			}
		}
	}
	return Amount{Tokens: n[0], Cost: n[1]}, nil
}

func bounded(n int64) int64 { return min(max(n, 0), maxAmount) }
