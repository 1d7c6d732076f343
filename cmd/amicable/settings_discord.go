package main

import (
	"regexp"
	"strings"
)

// What the things that the developer portal shows look like, so that one in the
// place of another can be told by its own name.
var (
	looksLikeID           = regexp.MustCompile(`^[0-9]{15,20}$`)
	looksLikePublicKey    = regexp.MustCompile(`^[0-9a-fA-F]{64}$`)
	looksLikeBotToken     = regexp.MustCompile(`^(Bot )?[\w-]+\.[\w-]+\.[\w-]+$`)
	looksLikeClientSecret = regexp.MustCompile(`^[\w-]{32}$`)
)

// Where each of them stands in the developer portal, https://discord.com/developers/applications.
const (
	//nolint:gosec // it says where a token is
	whereToken     = "The bot token stands under Bot, Reset Token."
	whereID        = "The application id stands under General Information."
	wherePublicKey = "The public key stands under General Information."
)

// checkDiscord tells mix-ups of Discord's token, ids and key apart.
func (s Settings) checkDiscord() error {
	wrong := func(name, advice string) error { return &settingError{name, advice} }
	token, id, key, guild := s.DiscordBotToken.Reveal(), s.DiscordApplicationID, s.DiscordPublicKey, s.DiscordGuildID
	switch {
	case token != "" && !looksLikeBotToken.MatchString(token):
		return wrong("DISCORD_BOT_TOKEN", holds(token, "does not look like a bot token: three parts with dots between them.")+" "+whereToken)
	case id != "" && !looksLikeID.MatchString(id):
		return wrong("DISCORD_APPLICATION_ID", holds(id, "must be a number of 15 to 20 digits.")+" "+whereID)
	case key != "" && !looksLikePublicKey.MatchString(key):
		return wrong("DISCORD_PUBLIC_KEY", holds(key, "must be 64 hexadecimal digits.")+" "+wherePublicKey)
	case guild != "" && !looksLikeID.MatchString(guild):
		return wrong("DISCORD_GUILD_ID", holds(guild, "must be a number of 15 to 20 digits.")+" With Developer Mode on (User Settings, Advanced), a right click on the server offers Copy Server ID.")
	case guild != "" && guild == id:
		return wrong("DISCORD_GUILD_ID", "holds the application id. It names a server: with Developer Mode on (User Settings, Advanced), a right click on the server offers Copy Server ID.")
	case s.DiscordShards < 0:
		return wrong("DISCORD_SHARDS", "must be 0 (as many as Discord recommends) or more.")
	case token == "" && (id != "" || key != "" || guild != ""):
		return wrong("DISCORD_BOT_TOKEN", "is missing. "+whereToken)
	case token != "" && id == "":
		return wrong("DISCORD_APPLICATION_ID", "is missing. "+whereID)
	}
	return nil
}

// holds says what a misplaced value is, or otherwise what the setting takes. It never repeats the value.
func holds(value, otherwise string) string {
	switch {
	case strings.HasPrefix(value, "xoxb-"), strings.HasPrefix(value, "xapp-"):
		return "holds a token of Slack's."
	case looksLikeID.MatchString(value):
		return "holds an id."
	case looksLikePublicKey.MatchString(value):
		return "holds a public key; that belongs into DISCORD_PUBLIC_KEY."
	case looksLikeBotToken.MatchString(value):
		return "holds a bot token; that belongs into DISCORD_BOT_TOKEN."
	case looksLikeClientSecret.MatchString(value):
		return "holds a client secret, which is not needed."
	}
	return otherwise
}

// discordConfigured tells whether there is a Discord to serve.
func (s Settings) discordConfigured() bool { return s.DiscordBotToken.Set() }
