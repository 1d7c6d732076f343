package storage

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/redis/go-redis/v9"

	"amicable/scoring"
)

// Page is a part of the portfolio.
type Page struct {
	Clients []Client  // most points first
	Total   int       // how many open clients there are, the damaged ones among them
	Damaged []Damaged // those of the page that cannot be read
}

// Ranked is Portfolio for those who can do without the clients that cannot be read.
func (w *Workspace) Ranked(ctx context.Context, offset, limit int) ([]Client, int, error) {
	p, err := w.Portfolio(ctx, offset, limit)
	return p.Clients, p.Total, err
}

// Portfolio reads a page of the open clients, most points first. Two round
// trips. The page's own order is exact: by points now.
func (w *Workspace) Portfolio(ctx context.Context, offset, limit int) (Page, error) {
	const what = "reading the portfolio"
	order := w.keys.order()
	if offset < 0 || limit <= 0 {
		offset, limit = max(offset, 0), max(limit, 1)
	}
	var ids []string
	var total int64
	err := w.read(ctx, what, []string{order}, func(ctx context.Context) error {
		pipe := w.store.rdb.Pipeline()
		page := pipe.ZRevRange(ctx, order, int64(offset), int64(offset+limit-1))
		card := pipe.ZCard(ctx, order)
		_, err := pipe.Exec(ctx)
		ids, total = page.Val(), card.Val()
		return err
	})
	p := Page{Total: int(total)}
	if err != nil || len(ids) == 0 {
		return p, err
	}
	if p.Clients, p.Damaged, err = w.clients(ctx, what, ids); err != nil {
		return Page{}, err
	}
	now := w.store.now()
	points := make(map[ClientID]float64, len(p.Clients))
	for _, c := range p.Clients {
		points[c.ID] = scoring.Assess(w.policy, c.Ledger, now).Points
	}
	slices.SortStableFunc(p.Clients, func(a, b Client) int { return cmp.Compare(points[b.ID], points[a.ID]) })
	return p, nil
}

// clients reads several clients in one round trip; those erased meanwhile are
// left out, those that cannot be read are told apart.
func (w *Workspace) clients(ctx context.Context, what string, ids []string) ([]Client, []Damaged, error) {
	cmds := make([]*redis.MapStringStringCmd, len(ids))
	err := w.read(ctx, what, nil, func(ctx context.Context) error {
		pipe := w.store.rdb.Pipeline()
		for i, id := range ids {
			cmds[i] = pipe.HGetAll(ctx, w.keys.client(ClientID(id)))
		}
		_, err := pipe.Exec(ctx)
		for _, cmd := range cmds {
			if cmd.Err() != nil && !wrongType(cmd.Err()) {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	var clients []Client
	var damaged []Damaged
	for i, cmd := range cmds {
		id := ClientID(ids[i])
		c, err := (*card)(nil), cmd.Err()
		if err != nil {
			err = w.store.nameWrongType(ctx, err, []string{w.keys.client(id)})
		} else {
			c, err = w.readCard(id, flatten(cmd.Val()))
		}
		switch {
		case err == nil:
			clients = append(clients, c.client())
		case errors.Is(err, ErrNotFound):
		default:
			damaged = append(damaged, Damaged{id, fmt.Errorf("%s: %w", what, err)})
		}
	}
	return clients, damaged, nil
}

func wrongType(err error) bool {
	var reply redis.Error
	return errors.As(err, &reply) && strings.HasPrefix(reply.Error(), "WRONGTYPE")
}
