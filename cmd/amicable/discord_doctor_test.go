package main

import (
	"strings"
	"testing"

	"amicable/bot/discord/discordtest"
)

func TestDoctorOnDiscord(t *testing.T) {
	t.Parallel()
	d := newDiscord(t)
	environ := func(more ...string) []string { return home(t, append(d.environ(), more...)...) }
	code, out, _ := try(t, environ("DISCORD_PUBLIC_KEY="+d.PublicKey()), "", "doctor")
	for _, want := range []string{
		"DISCORD_BOT_TOKEN belongs to amicable", "DISCORD_APPLICATION_ID is Amicable", "DISCORD_PUBLIC_KEY fits",
		"no commands are registered in all servers yet", "its gateway answers; 1 shard is recommended", "agrees with Discord",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("doctor does not say %q", want)
		}
	}
	if code != exitOK || strings.Contains(out, "mend ") {
		t.Errorf("code %d:\n%s", code, out)
	}
	for _, c := range []struct{ set, says string }{
		{"DISCORD_BOT_TOKEN=OTAwMDAwMDAwMDAwMDAwMDAx.old.reset", "refuses DISCORD_BOT_TOKEN"},
		{"DISCORD_APPLICATION_ID=900000000000000009", "is not the application of the token, which is 900000000000000001"},
		{"DISCORD_PUBLIC_KEY=" + strings.Repeat("ab", 32), "is not the application's"},
		{"DISCORD_GUILD_ID=900000000000000009", "the bot is not in the server that DISCORD_GUILD_ID names"},
		{"DISCORD_API_URL=http://127.0.0.1:1/api/", "cannot be reached"},
	} {
		code, out, _ := try(t, environ(c.set), "", "doctor")
		if code != exitFailed || !strings.Contains(out, c.says) {
			t.Errorf("%s: code %d:\n%s", c.set, code, out)
		}
	}
}

// With an endpoint set in the portal, commands come nowhere else.
func TestDoctorOnDiscordsEndpoint(t *testing.T) {
	t.Parallel()
	d := newDiscord(t)
	d.SendTo("https://bot.example.com/discord/interactions")
	code, out, _ := try(t, home(t, d.environ()...), "", "doctor")
	if code != exitFailed || !strings.Contains(out, "sends commands to https://bot.example.com/discord/interactions, and nothing here takes them without DISCORD_PUBLIC_KEY") {
		t.Errorf("code %d:\n%s", code, out)
	}
	code, out, _ = try(t, home(t, d.environ("DISCORD_PUBLIC_KEY="+d.PublicKey())...), "", "doctor")
	if code != exitOK || !strings.Contains(out, "commands are sent to https://bot.example.com/discord/interactions") {
		t.Errorf("code %d:\n%s", code, out)
	}
}

func TestManifestOfDiscord(t *testing.T) {
	code, out, stderr := try(t, home(t, "DISCORD_APPLICATION_ID="+discordtest.ApplicationID), "", "manifest", "discord")
	for _, want := range []string{
		`"invite": "https://discord.com/oauth2/authorize?`, "client_id=" + discordtest.ApplicationID, "applications.commands",
		`"name": "flag"`, `"name": "Flag this message"`,
	} {
		if !strings.Contains(out, want) {
			t.Errorf("it lacks %s", want)
		}
	}
	if code != exitOK || stderr != "" {
		t.Errorf("code %d, %s", code, stderr)
	}
}
