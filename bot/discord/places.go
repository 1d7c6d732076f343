package discord

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	sdk "github.com/bwmarrin/discordgo"
)

// A direct message belongs to no guild, and the bot may be in many. What is meant
// is the guild that the person used last, or the only one that they share with
// the bot. To find that out each guild has to be asked for the person, which is
// done for no more than maxAsked guilds; in more, people have to be seen there once.
const maxAsked = 25

// The ways in which a direct message belongs to no guild.
var (
	errNoGuild    = errors.New("the person shares no guild with the bot")
	errManyGuilds = errors.New("the person shares several guilds with the bot")
)

// used notes where somebody did something last.
func (a *Adapter) used(user, guildID string) {
	if user != "" && guildID != "" {
		a.last.Put(user, guildID)
	}
}

// home is the guild that somebody means in a direct message.
func (a *Adapter) home(ctx context.Context, user string) (string, error) {
	if g, ok := a.last.Peek(user); ok {
		if m, err := a.member(ctx, g, user); err != nil || !m.gone {
			return g, err
		}
		a.last.Drop(user)
	}
	shared, err := a.shared(ctx, user)
	switch {
	case err != nil:
		return "", err
	case len(shared) == 0:
		return "", errNoGuild
	case len(shared) > 1:
		return "", errManyGuilds
	}
	a.used(user, shared[0])
	return shared[0], nil
}

// shared lists the guilds that somebody shares with the bot.
func (a *Adapter) shared(ctx context.Context, user string) ([]string, error) {
	guilds, err := a.ours(ctx)
	if err != nil {
		return nil, err
	}
	if len(guilds) > maxAsked {
		return nil, errManyGuilds
	}
	var (
		mu       sync.Mutex
		in       []string
		problems []error
		asking   sync.WaitGroup
	)
	for _, g := range guilds {
		asking.Go(func() {
			m, err := a.member(ctx, g, user)
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err != nil:
				problems = append(problems, err)
			case !m.gone:
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
