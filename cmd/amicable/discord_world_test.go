package main

import (
	"net/http"
	"strings"
	"testing"

	"amicable/bot/discord/discordtest"
)

// onDiscord is a team on a fake Discord, with the real program serving it.
type onDiscord struct {
	*testing.T
	*discordtest.Server
	redis   *redisServer
	program *served

	guild         *discordtest.Guild
	ann, ben, eve *discordtest.Member  // Ann runs the place, Eve is a client's
	team          *discordtest.Channel // the team's own, called like a client
	open          *discordtest.Channel // Eve sees it too
}

// serveDiscord prepares a Discord and a Redis, and starts the program.
func serveDiscord(t *testing.T) *onDiscord {
	t.Helper()
	d := newDiscord(t)
	d.start()
	return d
}

// newDiscord prepares a Discord and a Redis; start starts the program.
func newDiscord(t *testing.T) *onDiscord {
	t.Helper()
	d := &onDiscord{T: t, redis: needRedis(t), Server: discordtest.New(t)}
	d.guild = d.AddGuild("Ours")
	team := d.guild.AddRole("Team", 0)
	d.guild.AddRole("Boss", discordtest.ManageGuild)
	d.ann = d.guild.AddMember("Ann", "Team", "Boss")
	d.ben = d.guild.AddMember("Ben", "Team")
	d.eve = d.guild.AddMember("Eve", "Clients")
	d.open = d.guild.Channel("general")
	d.team = d.guild.AddChannel("acme",
		&discordtest.Overwrite{ID: d.guild.ID, Deny: discordtest.ViewChannel},
		&discordtest.Overwrite{ID: team.ID, Allow: discordtest.ViewChannel},
		&discordtest.Overwrite{ID: d.Bot().ID, Kind: 1, Allow: discordtest.ViewChannel})
	return d
}

// environ is what the program is told.
func (d *onDiscord) environ(more ...string) []string {
	return append([]string{
		"REDIS_URL=" + d.redis.url(), "DISCORD_BOT_TOKEN=" + discordtest.Token,
		"DISCORD_APPLICATION_ID=" + discordtest.ApplicationID, "DISCORD_API_URL=" + d.APIURL(),
	}, more...)
}

// start starts the program and waits until Discord can reach it.
func (d *onDiscord) start(more ...string) *served {
	d.Helper()
	d.program = startProgram(d.T, d.environ(more...)...)
	d.ready(d.program)
	return d.program
}

func (d *onDiscord) ready(s *served) {
	d.Helper()
	within(d.T, patience, "connected to Discord", func() bool {
		code, text := get(d.T, "http://"+s.addr+"/readyz")
		return code == http.StatusOK && text == "ready\n" && len(d.Commands("")) > 0
	})
}

// answered waits until what somebody sees as the answer holds a text.
func (d *onDiscord) answered(i *discordtest.Interaction, says string) discordtest.Message {
	d.Helper()
	var last discordtest.Message
	within(d.T, patience, "an answer with "+says, func() bool {
		for _, m := range d.Shown(i) {
			last = m
			if strings.Contains(m.Text(), says) {
				return true
			}
		}
		return false
	})
	return last
}

// told waits until somebody's direct messages hold a text, and returns the latest that does.
func (d *onDiscord) told(who *discordtest.Member, says string) discordtest.Message {
	d.Helper()
	var found discordtest.Message
	within(d.T, patience, "a direct message with "+says, func() bool {
		for _, m := range d.Direct(who.User) {
			if m.Author.Bot && strings.Contains(m.Text(), says) {
				found = m
			}
		}
		return found.ID != ""
	})
	return found
}

// does runs a command over the gateway and waits for its answer.
func (d *onDiscord) does(who *discordtest.Member, name, says string, options ...discordtest.Option) discordtest.Message {
	d.Helper()
	i := d.Command(d.team, who, name, options...)
	d.Do(i)
	m := d.answered(i, says)
	if !m.Private() {
		d.Errorf("/%s was answered for all to see: %s", name, m.Text())
	}
	return m
}

// flags records an incident and waits until it is said to be.
func (d *onDiscord) flags(who *discordtest.Member, client, sign string, more ...discordtest.Option) discordtest.Message {
	d.Helper()
	return d.does(who, "flag", "Flagged", append([]discordtest.Option{discordtest.Opt("client", client), discordtest.Opt("sign", sign)}, more...)...)
}

// history is what is on record of a client.
func (d *onDiscord) history(client string) string {
	d.Helper()
	return d.does(d.ann, "history", client, discordtest.Opt("client", client)).Text()
}

// silentIn checks that nobody but people, who said so many things, wrote into a channel.
func (d *onDiscord) silentIn(c *discordtest.Channel, said int) {
	d.Helper()
	if in := d.In(c); len(in) != said {
		d.Errorf("in the channel there is more than what people said: %+v", in)
	}
}
