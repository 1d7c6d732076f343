package main

import (
	"errors"
	"strings"
	"testing"

	"amicable/bot/discord/discordtest"
)

// Whatever stands where it does not belong is called by its own name, and never repeated.
func TestDiscordSettingsThatCannotWork(t *testing.T) {
	const (
		id     = "900000000000000001"
		secret = "abcdefghijklmnopqrstuvwxyz-_0123"
	)
	key := strings.Repeat("a1", 32)
	token, app := "DISCORD_BOT_TOKEN="+discordtest.Token, "DISCORD_APPLICATION_ID="+id
	for _, c := range []struct {
		set  string // several are separated by spaces
		name string
		says string
	}{
		{token, "DISCORD_APPLICATION_ID", "is missing. The application id stands under General Information"},
		{app, "DISCORD_BOT_TOKEN", "is missing. The bot token stands under Bot"},
		{"DISCORD_PUBLIC_KEY=" + key, "DISCORD_BOT_TOKEN", "is missing"},
		{"DISCORD_GUILD_ID=" + id, "DISCORD_BOT_TOKEN", "is missing"},
		{"DISCORD_BOT_TOKEN=" + key + " " + app, "DISCORD_BOT_TOKEN", "holds a public key"},
		{"DISCORD_BOT_TOKEN=" + id + " " + app, "DISCORD_BOT_TOKEN", "holds an id"},
		{"DISCORD_BOT_TOKEN=" + secret + " " + app, "DISCORD_BOT_TOKEN", "holds a client secret"},
		{"DISCORD_BOT_TOKEN=xoxb-1-2 " + app, "DISCORD_BOT_TOKEN", "holds a token of Slack's"},
		{"DISCORD_BOT_TOKEN=abc " + app, "DISCORD_BOT_TOKEN", "three parts with dots"},
		{token + " DISCORD_APPLICATION_ID=" + key, "DISCORD_APPLICATION_ID", "holds a public key; that belongs into DISCORD_PUBLIC_KEY"},
		{token + " DISCORD_APPLICATION_ID=" + discordtest.Token, "DISCORD_APPLICATION_ID", "holds a bot token; that belongs into DISCORD_BOT_TOKEN"},
		{token + " DISCORD_APPLICATION_ID=amicable", "DISCORD_APPLICATION_ID", "15 to 20 digits"},
		{token + " " + app + " DISCORD_PUBLIC_KEY=" + id, "DISCORD_PUBLIC_KEY", "holds an id"},
		{token + " " + app + " DISCORD_PUBLIC_KEY=" + secret, "DISCORD_PUBLIC_KEY", "holds a client secret"},
		{token + " " + app + " DISCORD_PUBLIC_KEY=abc", "DISCORD_PUBLIC_KEY", "64 hexadecimal digits"},
		{token + " " + app + " DISCORD_GUILD_ID=ours", "DISCORD_GUILD_ID", "Copy Server ID"},
		{token + " " + app + " DISCORD_GUILD_ID=" + id, "DISCORD_GUILD_ID", "holds the application id"},
		{token + " " + app + " DISCORD_SHARDS=-1", "DISCORD_SHARDS", "or more"},
		{token + " " + app + " DISCORD_SHARDS=two", "DISCORD_SHARDS", "a whole number"},
		{"DISCORD_API_URL=discord.com", "DISCORD_API_URL", "https://discord.com/api/"},
		{"SLACK_BOT_TOKEN=" + discordtest.Token + " SLACK_SIGNING_SECRET=s", "SLACK_BOT_TOKEN", "xoxb-"},
	} {
		_, _, err := loadSettings(append([]string{"HOME=/h"}, strings.Fields(c.set)...))
		var wrong *settingError
		if !errors.As(err, &wrong) {
			t.Errorf("%s: got %v, want a settingError", c.set, err)
			continue
		}
		if wrong.name != c.name || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: says %q, want %s and %q in one line", c.set, err, c.name, c.says)
		}
		for _, value := range []string{discordtest.Token, key, secret} {
			if strings.Contains(err.Error(), value) {
				t.Errorf("%s: repeats %q", c.name, value)
			}
		}
	}
	s, warnings, err := loadSettings([]string{"HOME=/h", token, app, "DISCORD_PUBLIC_KEY=" + strings.ToUpper(key), "DISCORD_GUILD_ID=900000000000000002", "DISCORD_SHARDS=2", "DISCORD_TOKEN=x"})
	if err != nil || !s.discordConfigured() || s.slackConfigured() || len(warnings) != 1 || !strings.HasPrefix(warnings[0], "DISCORD_TOKEN ") {
		t.Errorf("got %+v, %q, %v", s, warnings, err)
	}
}
