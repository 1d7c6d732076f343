package main

import (
	"context"
	"slices"
	"strings"
	"time"

	"amicable/bot/discord"
	"amicable/commands"
	"amicable/storage"
)

// discordTenant stands before a server's id where the store names it.
const discordTenant = "discord:"

// discordConfig fills in what the settings say about Discord, and what the store knows.
func discordConfig(s Settings, store *opened, b *commands.Bot, c discord.Config) discord.Config {
	c.BotToken = s.DiscordBotToken.Reveal()
	c.ApplicationID = s.DiscordApplicationID
	c.PublicKey = s.DiscordPublicKey
	c.GuildID = s.DiscordGuildID
	c.Shards = s.DiscordShards
	c.APIURL = s.DiscordAPIURL
	c.Roles = func(ctx context.Context, guild string) (guests, team []string, err error) {
		return b.Roles(ctx, discordTenant+guild)
	}
	c.Reacts = b.Reacts
	c.Servers = servers{store, s.DiscordApplicationID}
	c.Leases = store.Leases()
	c.Memory = guildMemory{store.Memory()}
	return c
}

// guildMemory keeps what belongs to a server with its data, and goes with that.
type guildMemory struct{ memory storage.Memory }

func (m guildMemory) Remember(ctx context.Context, guild, key string, data []byte, d time.Duration) error {
	return m.memory.Remember(ctx, guildTenant(guild), key, data, d)
}

func (m guildMemory) Recall(ctx context.Context, guild, key string) ([]byte, error) {
	return m.memory.Recall(ctx, guildTenant(guild), key)
}

// guildTenant is "" for no server.
func guildTenant(guild string) string {
	if guild == "" {
		return ""
	}
	return discordTenant + guild
}

// servers are the Discord servers that an application is in.
type servers struct {
	store *opened
	app   string
}

func (s servers) Serve(ctx context.Context, guilds ...string) error {
	tenants := make([]string, len(guilds))
	for i, g := range guilds {
		tenants[i] = discordTenant + g
	}
	return s.store.Serve(ctx, s.app, tenants...)
}

func (s servers) Leave(ctx context.Context, guild string) error {
	return s.store.Leave(ctx, s.app, discordTenant+guild)
}

func (s servers) Served(ctx context.Context) ([]string, error) {
	tenants, err := s.store.KnownTenants(ctx)
	if err != nil {
		return nil, err // it says what was being done
	}
	ours := slices.DeleteFunc(tenants, func(t string) bool { return !strings.HasPrefix(t, discordTenant) })
	if ours, err = s.store.Served(ctx, s.app, ours...); err != nil {
		return nil, err
	}
	for i, t := range ours {
		ours[i] = strings.TrimPrefix(t, discordTenant)
	}
	return ours, nil
}
