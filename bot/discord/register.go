package discord

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	sdk "github.com/bwmarrin/discordgo"
	"github.com/cenkalti/backoff/v5"

	"amicable/bot"
)

// keepRegistering registers the commands, as soon as Discord can be reached. It
// gives up on what trying again does not mend: those that are registered go on working.
func (a *Adapter) keepRegistering(ctx context.Context) {
	if len(a.cfg.Commands) == 0 {
		return
	}
	wanted, err := registration(a.cfg.Commands, a.cfg.Phrases)
	pause := backoff.NewExponentialBackOff()
	for err == nil {
		if err = a.register(ctx, wanted); err == nil || ctx.Err() != nil {
			return
		}
		wait, again := passing(err)
		if !again {
			break
		}
		a.cfg.Log.Warn("discord: commands not registered yet", "error", err)
		err = a.sleep(ctx, max(wait, pause.NextBackOff()))
	}
	if ctx.Err() == nil {
		a.cfg.Log.Error("discord: commands not registered", "error", err)
	}
}

// register writes the commands where they differ from what Discord has, and
// takes them away from where they were before, so that none shows twice: from
// everywhere when they are for one guild, from single guilds when they are for all.
func (a *Adapter) register(ctx context.Context, wanted []appCommand) error {
	if err := a.registerIn(ctx, a.cfg.GuildID, wanted); err != nil {
		return err
	}
	if a.cfg.GuildID != "" {
		return a.registerIn(ctx, "", nil)
	}
	guilds, err := a.ours(ctx)
	if err != nil {
		return err
	}
	if len(guilds) > maxAsked { // nobody tries commands out in one of so many
		return nil
	}
	for _, g := range guilds {
		if err := a.registerIn(ctx, g, nil); err != nil && !isCode(err, codeMissingAccess, codeUnknownGuild) {
			return err
		}
	}
	return nil
}

// registerIn makes the commands of a guild, or of all with "", be the wanted ones.
func (a *Adapter) registerIn(ctx context.Context, guildID string, wanted []appCommand) error {
	address := sdk.EndpointApplicationGlobalCommands(a.cfg.ApplicationID)
	if guildID != "" {
		address = sdk.EndpointApplicationGuildCommands(a.cfg.ApplicationID, guildID)
	}
	var there []appCommand
	err := a.insisting(ctx, func(s *sdk.Session, o sdk.RequestOption) error {
		body, err := s.RequestWithBucketID("GET", address+"?with_localizations=true", nil, address, o)
		if err == nil && json.Unmarshal(body, &there) != nil {
			err = errUnreadable
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("reading the registered commands: %w", err)
	}
	if sameCommands(there, wanted) {
		return nil
	}
	err = a.insisting(ctx, func(s *sdk.Session, o sdk.RequestOption) error {
		_, err := s.RequestWithBucketID("PUT", address, slices.Concat([]appCommand{}, wanted), address, o)
		return err
	})
	if err != nil {
		return fmt.Errorf("registering the commands: %w", err)
	}
	a.cfg.Log.Info("discord: commands registered", "count", len(wanted), "guild", cmp.Or(guildID, "all"))
	return nil
}

// sameCommands tells whether registering would change nothing.
func sameCommands(a, b []appCommand) bool {
	return len(a) == len(b) && (len(a) == 0 || bytes.Equal(canonical(a), canonical(b)))
}

// canonical writes commands so that those which are alike are written alike:
// Discord gives them back in an order of its own.
func canonical(commands []appCommand) []byte {
	sorted := slices.Clone(commands)
	slices.SortFunc(sorted, func(x, y appCommand) int {
		return cmp.Or(cmp.Compare(x.Type, y.Type), cmp.Compare(x.Name, y.Name))
	})
	for i := range sorted {
		slices.Sort(sorted[i].Contexts)
		slices.Sort(sorted[i].IntegrationTypes)
	}
	raw, err := json.Marshal(sorted)
	if err != nil { // strings and numbers: cannot happen
		return nil
	}
	return raw
}

// introduce checks the token and the application id, and learns the bot's own
// user id. A Discord that cannot be reached is no reason not to start.
func (a *Adapter) introduce(ctx context.Context) error {
	var app struct {
		ID  string `json:"id"`
		Bot struct {
			ID string `json:"id"`
		} `json:"bot"`
	}
	err := a.asking(ctx, func(s *sdk.Session, o sdk.RequestOption) error {
		address := sdk.EndpointAPI + "applications/@me"
		body, err := s.RequestWithBucketID("GET", address, nil, address, o)
		if err == nil && json.Unmarshal(body, &app) != nil {
			err = errUnreadable
		}
		return err
	})
	switch {
	case isStatus(err, 401):
		return errors.New("discord: Discord refused the bot token: check DISCORD_BOT_TOKEN, or make a new one in the developer portal (Bot, Reset Token)")
	case err == nil && app.ID != "" && app.ID != a.cfg.ApplicationID:
		return fmt.Errorf("discord: the bot token belongs to application %s, not to %s: check DISCORD_APPLICATION_ID", app.ID, a.cfg.ApplicationID)
	case err == nil && app.Bot.ID != "":
		a.own.Store(&app.Bot.ID)
	case err != nil && ctx.Err() == nil:
		a.cfg.Log.Warn("discord: bot token not checked", "error", err)
	}
	return nil
}

// Manifest writes what is registered with Discord for these commands, as JSON.
func Manifest(commands []bot.Command, phrases bot.Phrases) ([]byte, error) {
	all, err := registration(commands, phrases)
	if err != nil {
		return nil, err
	}
	out, err := json.MarshalIndent(all, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("writing the commands: %w", err)
	}
	return append(out, '\n'), nil
}
