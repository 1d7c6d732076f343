package discord

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	sdk "github.com/bwmarrin/discordgo"
)

// A direct message belongs to no guild, and the bot may be in many. What is meant
// is the guild that the person used within a day, in whatever process, or the only
// one that they share with the bot; else they are asked (servers.go). To find the
// shared ones each guild has to be asked for the person, which is done for no more
// than maxAsked guilds; in more, those count that the person was seen in.
const (
	maxAsked  = 25
	freshHere = 24 * time.Hour
)

// errNoGuild tells that somebody shares no guild with the bot, or is a guest in all of them.
var errNoGuild = errors.New("the person shares no guild with the bot")

// manyGuildsError are those that a direct message may mean, what was used last first.
type manyGuildsError []string

func (m manyGuildsError) Error() string {
	return fmt.Sprintf("the person shares several guilds with the bot (%d are known)", len(m))
}

// habit is when somebody last used each guild, in Unix milliseconds.
type habit map[string]int64

// and is what is in either, as of the later time, for the guilds used last.
func (h habit) and(other habit) habit {
	all := maps.Clone(h)
	if all == nil {
		all = habit{}
	}
	for g, at := range other {
		all[g] = max(all[g], at)
	}
	for _, g := range all.latest()[min(maxAsked, len(all)):] {
		delete(all, g)
	}
	return all
}

// latest are the guilds, what was used last first.
func (h habit) latest() []string {
	return slices.SortedFunc(maps.Keys(h), func(a, b string) int {
		if h[a] != h[b] {
			return int(min(max(h[b]-h[a], -1), 1))
		}
		return strings.Compare(a, b)
	})
}

// used notes where somebody did something last.
func (a *Adapter) used(user, guildID string) {
	if user == "" || guildID == "" {
		return
	}
	now := habit{guildID: a.cfg.Now().UnixMilli()}
	a.accustom(user, now)
	a.noting(func(ctx context.Context) error {
		if guilds, err := a.ours(ctx); err == nil && len(guilds) < 2 {
			return nil // there is nothing to choose
		}
		known, _, err := a.last.recall(ctx, "", user)
		if err != nil {
			return err
		}
		return a.last.share(ctx, "", user, known.and(now))
	})
}

// accustom adds to what this process knows of somebody's habit.
func (a *Adapter) accustom(user string, more habit) habit {
	a.habits.Lock()
	defer a.habits.Unlock()
	known, _ := a.last.cache.Peek("/" + user)
	known = known.and(more)
	a.last.cache.Put("/"+user, known)
	return known
}

// habit is what any process knows. Where that cannot be asked, this one's
// knowledge has to do, unless there is none.
func (a *Adapter) habit(ctx context.Context, user string) habit {
	if a.cfg.Memory != nil {
		if known, ok, _ := a.last.recall(ctx, "", user); ok { // what went wrong is logged
			return a.accustom(user, known)
		}
	}
	known, _ := a.last.cache.Peek("/" + user)
	return known
}

// home is the guild that somebody means in a direct message; errNoGuild, manyGuildsError.
func (a *Adapter) home(ctx context.Context, user string) (string, error) {
	known := a.habit(ctx, user)
	seen := known.latest()
	if len(seen) > 0 && a.cfg.Now().Sub(time.UnixMilli(known[seen[0]])) < freshHere {
		if m, err := a.member(ctx, seen[0], user); err != nil || !m.gone {
			return seen[0], err
		}
	}
	all, err := a.ours(ctx)
	if err != nil {
		return "", err
	}
	among := all
	if len(all) > maxAsked {
		among = seen
	}
	shared, err := a.shared(ctx, among, user)
	switch {
	case err != nil:
		return "", err
	case len(shared) == 0 && len(all) > maxAsked:
		return "", manyGuildsError(nil)
	case len(shared) == 0:
		return "", errNoGuild
	case len(shared) == 1:
		return shared[0], nil
	}
	slices.SortStableFunc(shared, func(a, b string) int { return int(min(max(known[b]-known[a], -1), 1)) })
	return "", manyGuildsError(shared)
}

// shared lists the guilds, of some, that somebody shares with the bot, and where
// they are no guest.
func (a *Adapter) shared(ctx context.Context, guilds []string, user string) ([]string, error) {
	var (
		mu       sync.Mutex
		in       []string
		problems []error
		asking   sync.WaitGroup
	)
	for _, g := range guilds {
		asking.Go(func() {
			who, err := a.who(ctx, g, user)
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err != nil:
				problems = append(problems, err)
			case !who.gone && !who.nobody && !who.actor.Guest:
				in = append(in, g)
			}
		})
	}
	asking.Wait()
	slices.Sort(in)
	return in, errors.Join(problems...)
}

// ours lists the guilds that the bot is in: all of them, or maxAsked and one.
func (a *Adapter) ours(ctx context.Context) ([]string, error) {
	all, err := a.joined.Get(ctx, "", func() (string, error) {
		ctx, cancel := context.WithTimeout(a.life, lookupTime)
		defer cancel()
		var ids []string
		err := a.asking(ctx, func(s *sdk.Session, o sdk.RequestOption) error {
			got, err := s.UserGuilds(maxAsked+1, "", "", false, o)
			for _, g := range got {
				ids = append(ids, g.ID)
			}
			return err
		})
		if err != nil {
			return "", fmt.Errorf("listing the guilds: %w", err)
		}
		return strings.Join(ids, " "), nil
	})
	return strings.Fields(all), err
}
