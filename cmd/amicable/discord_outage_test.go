package main

import (
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"amicable/bot/discord/discordtest"
)

// Redis is away for longer than a shard's lease lasts. Every command is answered
// all the while, over the connection that was there before, and stays there.
func TestDiscordWithoutRedisForLong(t *testing.T) {
	t.Parallel()
	d := serveDiscord(t)
	d.flags(d.ann, "Acme", "tension")
	before := d.Gateway.Seen()
	d.redis.kill()
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for begun := time.Now(); time.Since(begun) < 25*time.Second; <-tick.C {
		asked := time.Now()
		d.does(d.ann, "flag", "nothing was recorded", discordtest.Opt("client", "Acme"), discordtest.Opt("sign", "late-payment"))
		if took := time.Since(asked); took > 3*time.Second {
			t.Errorf("after %v the answer took %v", time.Since(begun), took)
		}
	}
	d.redis.start(t)
	within(t, patience, "the lease renewed", func() bool { return strings.Contains(d.program.log.String(), "lease renewed again") })
	d.flags(d.ann, "Acme", "scope-creep")
	if text := d.history("Acme"); strings.Contains(text, "late payment") {
		t.Errorf("on record is what was said not to be: %s", text)
	}
	if after := d.Gateway.Seen(); after.Connections != before.Connections || len(after.Identifies) != len(before.Identifies) {
		t.Errorf("connected %d times, %d sessions; before the outage %d, %d", after.Connections, len(after.Identifies), before.Connections, len(before.Identifies))
	}
	if n := strings.Count(d.program.log.String(), "lease not renewed"); n != 1 {
		t.Errorf("the log complains %d times of one lease", n)
	}
}

// What was begun before a restart goes on after it: a form opens again with what
// was typed, and a direct message belongs to the server that was chosen.
func TestDiscordGoesOnAfterARestart(t *testing.T) {
	t.Parallel()
	d := newDiscord(t)
	theirs := d.AddGuild("Another")
	cem, there := d.guild.AddMember("Cem", "Team"), theirs.AddMember("Cem")
	theirs.Change(func() { there.User = cem.User })
	d.start()
	restart := func() {
		t.Helper()
		d.program.signal(t, syscall.SIGTERM)
		if code := d.program.end(t, 15*time.Second); code != exitOK {
			t.Fatalf("ended with %d", code)
		}
		d.start()
	}
	dm := d.DirectChannel(cem.User)
	d.Write(dm, nil, "clients")
	question := d.told(cem, "Which one is this about?")
	restart()
	d.Do(d.Press(dm, nil, question, "Ours"))
	d.told(cem, "No clients yet")

	m := d.Say(d.team, d.ben.User, "They did not pay again.")
	menu := d.OnMessage(d.team, d.ann, "Flag this message", m)
	d.Do(menu)
	within(t, patience, "a form", func() bool { _, open := d.Dialog(menu); return open })
	restart()
	sent := d.Submit(menu, map[string]string{"Client": "Acme", "Sign": "late-payment", "When": "the day before the flood"})
	d.Do(sent)
	refused := d.answered(sent, "date")
	restart()
	again := d.Press(d.team, d.ann, refused, "Flag")
	d.Do(again)
	var dialog discordtest.Dialog
	within(t, patience, "the form again", func() (open bool) { dialog, open = d.Dialog(again); return open })
	var typed []string
	for _, c := range dialog.Controls {
		typed = append(typed, c.Value)
	}
	if all := strings.Join(typed, "; "); !strings.Contains(all, "Acme") || !strings.Contains(all, "flood") {
		t.Errorf("it opens with %q", all)
	}
	d.Write(dm, nil, "clients") // for the same server
	said := func(what string) int { return strings.Count(strings.Join(d.saidTo(cem), "\n"), what) }
	within(t, patience, "an answer for the same server", func() bool { return said("No clients yet") == 2 })
	if n := said("Which one is this about?"); n != 0 {
		t.Errorf("asked %d times more", n)
	}
}

// saidTo is what the bot's direct messages to somebody say.
func (d *onDiscord) saidTo(who *discordtest.Member) (said []string) {
	for _, m := range d.Direct(who.User) {
		if m.Author.Bot {
			said = append(said, m.Text())
		}
	}
	return said
}

// While Redis is away nothing is claimed to be recorded, and that is said in time.
func TestDiscordWithoutRedis(t *testing.T) {
	t.Parallel()
	d := serveDiscord(t)
	d.flags(d.ann, "Acme", "tension")
	d.redis.kill()
	begun := time.Now()
	d.does(d.ann, "flag", "nothing was recorded", discordtest.Opt("client", "Acme"), discordtest.Opt("sign", "late-payment"))
	if took := time.Since(begun); took > 3*time.Second {
		t.Errorf("the answer took %v", took)
	}
	d.redis.start(t)
	within(t, patience, "ready again", func() bool {
		code, _ := get(t, "http://"+d.program.addr+"/readyz")
		return code == http.StatusOK
	})
	d.flags(d.ann, "Acme", "scope-creep")
	if text := d.history("Acme"); strings.Contains(text, "late payment") {
		t.Errorf("on record is what was said not to be: %s", text)
	}
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
	within(t, patience, "the answer on its way", func() bool {
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
	within(t, patience, "the dead one's connection gone", func() bool { return !both() })
	within(t, 60*time.Second, "the other has both", both)
	d.flags(d.ann, "Acme", "late-payment")
	if n := d.Gateway.Seen().Overlaps; n > 0 {
		t.Errorf("%d times two processes held one shard", n)
	}
}
