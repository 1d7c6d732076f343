package main

import (
	"context"
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
	c.Guilds = func(ctx context.Context) ([]string, error) { return guilds(ctx, store) }
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

// guilds lists the Discord servers that have data.
func guilds(ctx context.Context, store *opened) ([]string, error) {
	tenants, err := store.KnownTenants(ctx)
	if err != nil {
		return nil, err // it says what was being done
	}
	var all []string
	for _, t := range tenants {
		if guild, ours := strings.CutPrefix(t, discordTenant); ours {
			all = append(all, guild)
		}
	}
	return all, nil
}
