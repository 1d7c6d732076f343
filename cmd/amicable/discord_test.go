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
	within(d.T, 20*time.Second, "connected to Discord", func() bool {
		code, text := get(d.T, "http://"+s.addr+"/readyz")
		return code == http.StatusOK && text == "ready\n" && len(d.Commands("")) > 0
	})
}

// answered waits until what somebody sees as the answer holds a text.
func (d *onDiscord) answered(i *discordtest.Interaction, says string) discordtest.Message {
	d.Helper()
	var last discordtest.Message
	within(d.T, 10*time.Second, "an answer with "+says, func() bool {
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
	within(d.T, 10*time.Second, "a direct message with "+says, func() bool {
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
	within(t, 20*time.Second, "commands in the server", func() bool { return len(d.Commands(d.guild.ID)) > 0 })
	if len(d.Commands("")) != 0 {
		t.Error("commands are registered everywhere")
	}
}

// A day on Discord, by the gateway.
func TestDiscordDay(t *testing.T) {
	t.Parallel()
	d := newDiscord(t)
	d.start()
	d.flags(d.ann, "Acme", "late-payment", discordtest.Opt("note", "the September invoice"))
	d.flags(d.ben, "Acme", "plays-competitors")

	typing := d.Complete(d.team, d.ann, "flag", discordtest.Opt("client", "ac"))
	d.Do(typing)
	within(t, 3*time.Second, "Acme offered", func() bool {
		return slices.ContainsFunc(d.Choices(typing), func(c discordtest.Choice) bool { return c.Name == "Acme" })
	})

	assess := d.Command(d.team, d.ann, "assess", discordtest.Opt("client", "acme"))
	d.Do(assess)
	verdict := d.answered(assess, "Talk")
	within(t, 10*time.Second, "the picture, for Ann alone", func() bool {
		return slices.ContainsFunc(d.Shown(assess), func(m discordtest.Message) bool {
			return m.Private() && len(m.Attachments) == 1 && strings.HasPrefix(string(m.Attachments[0].Data), "\x89PNG")
		})
	})

	draft := d.Press(d.team, d.ann, verdict, "Draft")
	d.Do(draft)
	if m := d.answered(draft, "Acme"); !m.Private() {
		t.Errorf("a draft for all to see: %s", m.Text())
	}

	undo := d.Press(d.team, d.ann, d.flags(d.ann, "Globex", "tension"), "Undo")
	d.Do(undo)
	within(t, 10*time.Second, "taken back", func() bool { return strings.Contains(d.history("Globex"), "taken back") })
	if text := d.program.log.String(); strings.Contains(text, "September invoice") || strings.Contains(text, "very-secret") {
		t.Errorf("the log holds what it must not:\n%s", text)
	}
}

// With an endpoint set, interactions come signed over HTTP.
func TestDiscordOverHTTP(t *testing.T) {
	t.Parallel()
	d := newDiscord(t)
	s := d.start("DISCORD_PUBLIC_KEY=" + d.PublicKey())
	address := "http://" + s.addr + "/discord/interactions"
	post := func(i *discordtest.Interaction, want int) {
		t.Helper()
		status, err := d.Post(t.Context(), http.DefaultClient, address, i)
		if err != nil || status != want {
			t.Fatalf("status %d, %v, want %d", status, err, want)
		}
	}
	post(d.Ping(), http.StatusOK)
	flag := d.Command(d.team, d.ann, "flag", discordtest.Opt("client", "Acme"), discordtest.Opt("sign", "late-payment"))
	post(flag, http.StatusOK)
	if m := d.answered(flag, "Flagged"); !m.Private() {
		t.Errorf("answered for all to see: %s", m.Text())
	}
	post(flag, http.StatusOK) // again: Discord, or somebody who listened

	typing := d.Complete(d.team, d.ann, "assess", discordtest.Opt("client", "ac"))
	post(typing, http.StatusOK)
	if got := d.Choices(typing); len(got) != 1 || got[0].Name != "Acme" {
		t.Errorf("offered are %+v", got)
	}
	assess := d.Command(d.team, d.ann, "assess", discordtest.Opt("client", "acme"))
	post(assess, http.StatusOK)
	if text := d.answered(assess, "Acme").Text(); !strings.Contains(text, "×1") {
		t.Errorf("what was delivered twice counts twice: %s", text)
	}
	forged := d.Command(d.team, d.ann, "flag", discordtest.Opt("client", "Acme"), discordtest.Opt("sign", "tension"))
	r, err := d.Signed(t.Context(), address, forged)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-Signature-Timestamp", "1")
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusUnauthorized {
		t.Errorf("a forged interaction is answered %s", res.Status)
	}
}

// The menu of a message opens a form; what it says is stored with the message.
func TestDiscordFlagThisMessage(t *testing.T) {
	t.Parallel()
	d := newDiscord(t)
	d.start()
	d.flags(d.ann, "Acme", "tension")
	m := d.Say(d.team, d.ben.User, "They did not pay again.")
	menu := d.OnMessage(d.team, d.ann, "Flag this message", m)
	d.Do(menu)
	within(t, 5*time.Second, "a form", func() bool { _, open := d.Dialog(menu); return open })
	done := d.Submit(menu, map[string]string{"Client": "Acme", "Sign": "late-payment", "What happened": "late-payment"})
	d.Do(done)
	d.answered(done, "Flagged")
	if text := d.history("Acme"); !strings.Contains(text, "late payment") {
		t.Errorf("the history is %s", text)
	}
	if in := d.In(d.team); len(in) != 1 {
		t.Errorf("in the channel there is more than what Ben said: %+v", in)
	}
}

// An emoji on a message in a client's channel flags it, and taking it off takes
// the flag back. Both are answered by direct message.
func TestDiscordReactions(t *testing.T) {
	t.Parallel()
	d := newDiscord(t)
	d.start()
	d.flags(d.ann, "Acme", "tension")
	m := d.Say(d.team, d.ben.User, "The invoice is still open.")
	d.React(d.team, d.ann, m, "💸")
	d.told(d.ann, "Flagged")
	d.Unreact(d.team, d.ann, m, "💸")
	within(t, 10*time.Second, "taken back", func() bool { return strings.Contains(d.history("Acme"), "taken back") })
	if in := d.In(d.team); len(in) != 1 {
		t.Errorf("the bot wrote into the channel: %+v", in)
	}
}

// Plain words work where people mention the bot, and in direct messages.
func TestDiscordPlainWords(t *testing.T) {
	t.Parallel()
	d := newDiscord(t)
	d.start()
	d.Write(d.team, d.ann, d.Bot().Mention()+" flag acme late-payment")
	d.told(d.ann, "Flagged")
	d.Write(d.DirectChannel(d.ann.User), nil, "assess acme")
	d.told(d.ann, "×1")
	d.Write(d.team, d.ann, "flag acme tension") // said to colleagues
	if text := d.history("acme"); strings.Contains(text, "tension") {
		t.Errorf("the bot listened to what was not for it: %s", text)
	}
	if in := d.In(d.team); len(in) != 2 {
		t.Errorf("the bot wrote into the channel: %+v", in)
	}
}

// Who has a guest role gets nothing, and where such people read nothing is shown.
func TestDiscordGuests(t *testing.T) {
	t.Parallel()
	d := newDiscord(t)
	d.start()
	d.does(d.ann, "amicable settings", "Clients", discordtest.Opt("setting", "guest-role"), discordtest.Opt("value", d.guild.Role("Clients").Mention()))
	d.flags(d.ann, "Acme", "tension")

	asked := d.Command(d.open, d.eve, "assess", discordtest.Opt("client", "acme"))
	d.Do(asked)
	m := d.Say(d.open, d.ben.User, "Acme called.")
	d.React(d.open, d.eve, m, "💸")
	d.Write(d.open, d.eve, d.Bot().Mention()+" assess acme")
	d.Write(d.DirectChannel(d.eve.User), nil, "assess acme")
	d.Write(d.open, d.ann, d.Bot().Mention()+" assess acme") // Eve would read an answer here
	d.told(d.ann, "Acme")
	if text := d.history("Acme"); strings.Contains(text, "late payment") {
		t.Errorf("a guest recorded something: %s", text)
	}
	for _, m := range append(d.Shown(asked), d.Direct(d.eve.User)...) {
		if m.Author.Bot && strings.Contains(strings.ToLower(m.Text()), "acme") {
			t.Errorf("a guest was told %s", m.Text())
		}
	}
	for _, m := range d.In(d.open) {
		if m.Author.Bot {
			t.Errorf("a client could read %s", m.Text())
		}
	}
}

// An alert goes to the channel that was chosen for it.
func TestDiscordAlertsAChannel(t *testing.T) {
	t.Parallel()
	d := newDiscord(t)
	d.start()
	d.does(d.ann, "amicable settings", "acme", discordtest.Opt("setting", "alerts-channel"), discordtest.Opt("value", d.team.Mention()))
	d.flags(d.ann, "Globex", "dishonesty")
	within(t, 20*time.Second, "an alert", func() bool {
		return slices.ContainsFunc(d.In(d.team), func(m discordtest.Message) bool { return strings.Contains(m.Text(), "Part ways") })
	})
}

// kill -9 between the record and the answer: what Discord delivers again is
// neither lost nor doubled.
func TestDiscordKillLosesAndDoublesNothing(t *testing.T) {
	t.Parallel()
	d := newDiscord(t)
	first := d.start()
	d.flags(d.ann, "Acme", "tension")
	held := make(chan struct{})
	d.Always(discordtest.Callback, discordtest.Held(held))
	flag := d.Command(d.team, d.ann, "flag", discordtest.Opt("client", "Acme"), discordtest.Opt("sign", "late-payment"))
	d.Do(flag)
	within(t, 10*time.Second, "the answer on its way", func() bool {
		return len(d.Requests(discordtest.Callback)) == 2
	})
	m := d.Say(d.team, d.ben.User, "They shouted.")
	first.signal(t, syscall.SIGKILL)
	first.end(t, 5*time.Second)
	close(held)
	d.Always(discordtest.Callback, nil)
	d.React(d.team, d.ben, m, "💸") // while nobody is there: Discord keeps it for a RESUME
	d.program = startProgram(t, d.environ()...)
	within(t, 60*time.Second, "connected in the place of the dead one", func() bool { return d.Gateway.Connected(0) })
	within(t, 60*time.Second, "both on record", func() bool {
		text := d.history("Acme")
		return strings.Count(text, "late payment") >= 1 && strings.Contains(text, "Ben")
	})
	assess := d.Command(d.team, d.ann, "assess", discordtest.Opt("client", "acme"))
	d.Do(assess)
	d.answered(assess, "late payment ×1") // Ann's flag and Ben's reaction are one incident, confirmed
}

// Two processes share the shards. When one dies, the other takes its own too.
func TestDiscordProcessesShareShards(t *testing.T) {
	t.Parallel()
	d := newDiscord(t)
	d.Recommend(2)
	both := func() bool { return d.Gateway.Connected(0) && d.Gateway.Connected(1) }
	a := d.start()
	within(t, 60*time.Second, "both shards held", both)
	b := startProgram(t, d.environ()...)
	within(t, 60*time.Second, "a share for the newcomer", func() bool {
		return strings.Contains(b.log.String(), "gateway connected") && both()
	})
	d.flags(d.ann, "Acme", "tension")
	a.signal(t, syscall.SIGKILL)
	a.end(t, 5*time.Second)
	within(t, 10*time.Second, "the dead one's connection gone", func() bool { return !both() })
	within(t, 60*time.Second, "the other has both", both)
	d.flags(d.ann, "Acme", "late-payment")
	if n := d.Gateway.Seen().Overlaps; n > 0 {
		t.Errorf("%d times two processes held one shard", n)
	}
}

// While Redis is away nothing is claimed to be recorded, and that is said in time.
func TestDiscordWithoutRedis(t *testing.T) {
	t.Parallel()
	d := newDiscord(t)
	d.start()
	d.flags(d.ann, "Acme", "tension")
	d.redis.kill()
	begun := time.Now()
	d.does(d.ann, "flag", "nothing was recorded", discordtest.Opt("client", "Acme"), discordtest.Opt("sign", "late-payment"))
	if took := time.Since(begun); took > 3*time.Second {
		t.Errorf("the answer took %v", took)
	}
	d.redis.start(t)
	within(t, 10*time.Second, "ready again", func() bool {
		code, _ := get(t, "http://"+d.program.addr+"/readyz")
		return code == http.StatusOK
	})
	d.flags(d.ann, "Acme", "scope-creep")
	if text := d.history("Acme"); strings.Contains(text, "late payment") {
		t.Errorf("on record is what was said not to be: %s", text)
	}
}

// A server that removes the bot is forgotten after the grace period, unless it
// invites the bot again. Whoever owns the server is welcomed.
func TestDiscordRemovedAndInvited(t *testing.T) {
	t.Parallel()
	d := newDiscord(t)
	d.start()
	d.flags(d.ann, "Acme", "tension")
	if said := d.Direct(d.ann.User); len(said) > 0 {
		t.Errorf("the bot had been there all along, and said %s", said[0].Text())
	}
	waiting := func(jobs string) {
		t.Helper()
		within(t, 10*time.Second, jobs+" jobs", func() bool {
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
	within(t, 20*time.Second, "Discord's end in the log", func() bool {
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
