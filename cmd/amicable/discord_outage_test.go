package main

import (
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
	d := newDiscord(t)
	d.start()
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
	within(t, 10*time.Second, "the lease renewed", func() bool { return strings.Contains(d.program.log.String(), "lease renewed again") })
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
	within(t, 5*time.Second, "a form", func() bool { _, open := d.Dialog(menu); return open })
	restart()
	sent := d.Submit(menu, map[string]string{"Client": "Acme", "Sign": "late-payment", "When": "the day before the flood"})
	d.Do(sent)
	refused := d.answered(sent, "date")
	restart()
	again := d.Press(d.team, d.ann, refused, "Flag")
	d.Do(again)
	var dialog discordtest.Dialog
	within(t, 5*time.Second, "the form again", func() (open bool) { dialog, open = d.Dialog(again); return open })
	var typed []string
	for _, c := range dialog.Controls {
		typed = append(typed, c.Value)
	}
	if all := strings.Join(typed, "; "); !strings.Contains(all, "Acme") || !strings.Contains(all, "flood") {
		t.Errorf("it opens with %q", all)
	}
	d.Write(dm, nil, "clients") // for the same server
	restart()
	if n := strings.Count(strings.Join(d.saidTo(cem), "\n"), "Which one is this about?"); n != 0 {
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
