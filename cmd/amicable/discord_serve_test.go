package main

import (
	"net/http"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"amicable/bot/discord/discordtest"
)

// Commands are registered when the program starts, and not again while they stay the same.
func TestDiscordRegistersItsCommandsOnce(t *testing.T) {
	t.Parallel()
	d := newDiscord(t)
	first := d.start()
	var names []string
	for _, c := range d.Commands("") {
		names = append(names, c.Name)
	}
	for _, want := range []string{"flag", "assess", "draft", "amicable", "Flag this message"} {
		if !slices.Contains(names, want) {
			t.Errorf("%q is not registered, only %q", want, names)
		}
	}
	first.signal(t, syscall.SIGTERM)
	if code := first.end(t, 15*time.Second); code != exitOK {
		t.Errorf("ended with %d", code)
	}
	d.start()
	if n := len(d.Requests(discordtest.SetCommands)); n != 1 {
		t.Errorf("the commands were registered %d times", n)
	}
	if n := len(d.Requests(discordtest.SetGuildCommands)); n != 0 {
		t.Errorf("commands were registered %d times in the server, where there were none to replace", n)
	}
}

// For trying things out the commands can live in one server only.
func TestDiscordRegistersInOneServer(t *testing.T) {
	t.Parallel()
	d := newDiscord(t)
	startProgram(t, d.environ("DISCORD_GUILD_ID="+d.guild.ID)...)
	within(t, patience, "commands in the server", func() bool { return len(d.Commands(d.guild.ID)) > 0 })
	if len(d.Commands("")) != 0 {
		t.Error("commands are registered everywhere")
	}
}

// A token that Discord refuses ends the program with one line that says so.
func TestDiscordRefusesTheToken(t *testing.T) {
	t.Parallel()
	d := newDiscord(t)
	code, _, stderr := try(t, home(t, append(d.environ(), "AMICABLE_ADDR=127.0.0.1:0", "AMICABLE_METRICS_ADDR=off",
		"DISCORD_BOT_TOKEN=OTAwMDAwMDAwMDAwMDAwMDAx.old.reset")...), "")
	last := stderr[strings.LastIndex(strings.TrimSpace(stderr), "\n")+1:]
	if code != exitFailed || !strings.HasPrefix(last, "amicable: ") || !strings.Contains(last, "DISCORD_BOT_TOKEN") || strings.Contains(stderr, "old.reset") {
		t.Errorf("code %d, it says %q", code, stderr)
	}
}

// One platform that ends for good leaves the other alone.
func TestPlatformsEndAlone(t *testing.T) {
	t.Parallel()
	d := newDiscord(t)
	s := startServing(t, newFakeSlack(t, false), append(d.environ(), "DISCORD_BOT_TOKEN=OTAwMDAwMDAwMDAwMDAwMDAx.old.reset")...)
	within(t, patience, "Discord's end in the log", func() bool {
		return strings.Contains(s.log.String(), "DISCORD_BOT_TOKEN") && strings.Contains(s.log.String(), `"platform":"discord"`)
	})
	if code, text := get(t, "http://"+s.addr+"/readyz"); code != http.StatusOK || text != "ready\ndiscord-disconnected\n" {
		t.Errorf("/readyz: %d %q", code, text)
	}
	if _, text := s.command(t, "/flag", "acme late-payment"); !strings.Contains(text, "Flagged") {
		t.Errorf("Slack answers %s", text)
	}
	_, figures := get(t, "http://"+s.metrics+"/metrics")
	for _, want := range []string{`amicable_platform_connected{platform="discord"} 0`, `amicable_platform_connected{platform="slack"} 1`} {
		if !strings.Contains(figures, want) {
			t.Errorf("/metrics lacks %q", want)
		}
	}
	s.signal(t, syscall.SIGTERM)
	if code := s.end(t, 15*time.Second); code != exitOK {
		t.Errorf("ended with %d", code)
	}
}

// Both platforms are served by one process, each its own data.
func TestServesSlackAndDiscord(t *testing.T) {
	t.Parallel()
	d := newDiscord(t)
	d.program = startServing(t, newFakeSlack(t, false), d.environ()...)
	d.ready(d.program)
	if _, text := d.program.command(t, "/flag", "acme late-payment"); !strings.Contains(text, "Flagged") {
		t.Errorf("Slack answers %s", text)
	}
	d.flags(d.ann, "Acme", "tension")
	if text := d.history("Acme"); strings.Contains(text, "late payment") {
		t.Errorf("what was said on Slack is known on Discord: %s", text)
	}
	d.program.signal(t, syscall.SIGTERM)
	if code := d.program.end(t, 15*time.Second); code != exitOK {
		t.Errorf("ended with %d", code)
	}
}

// A server that removes the bot is forgotten after the grace period, unless it
// invites the bot again. Whoever owns the server is welcomed.
func TestDiscordRemovedAndInvited(t *testing.T) {
	t.Parallel()
	d := serveDiscord(t)
	d.flags(d.ann, "Acme", "tension")
	if said := d.Direct(d.ann.User); len(said) > 0 {
		t.Errorf("the bot had been there all along, and said %s", said[0].Text())
	}
	waiting := func(jobs string) {
		t.Helper()
		within(t, patience, jobs+" jobs", func() bool {
			_, text := get(t, "http://"+d.program.metrics+"/metrics")
			return strings.Contains(text, "amicable_outbox_jobs "+jobs+"\n")
		})
	}
	d.Remove(d.guild)
	waiting("1")
	d.guild.Change(func() { d.guild.OwnerID = d.ann.User.ID })
	d.Invite(d.guild)
	d.told(d.ann, "/flag")
	waiting("0")
	if text := d.history("Acme"); !strings.Contains(text, "tension") {
		t.Errorf("what was on record is gone: %s", text)
	}
}
