package main

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"amicable/bot/discord/discordtest"
)

// A day on Discord, by the gateway.
func TestDiscordDay(t *testing.T) {
	t.Parallel()
	d := serveDiscord(t)
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
	within(t, patience, "the picture, for Ann alone", func() bool {
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
	within(t, patience, "taken back", func() bool { return strings.Contains(d.history("Globex"), "taken back") })
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
	d := serveDiscord(t)
	d.flags(d.ann, "Acme", "tension")
	m := d.Say(d.team, d.ben.User, "They did not pay again.")
	menu := d.OnMessage(d.team, d.ann, "Flag this message", m)
	d.Do(menu)
	within(t, patience, "a form", func() bool { _, open := d.Dialog(menu); return open })
	done := d.Submit(menu, map[string]string{"Client": "Acme", "Sign": "late-payment", "What happened": "late-payment"})
	d.Do(done)
	d.answered(done, "Flagged")
	if text := d.history("Acme"); !strings.Contains(text, "late payment") {
		t.Errorf("the history is %s", text)
	}
	d.silentIn(d.team, 1)
}

// An emoji on a message in a client's channel flags it, and taking it off takes
// the flag back. Both are answered by direct message.
func TestDiscordReactions(t *testing.T) {
	t.Parallel()
	d := serveDiscord(t)
	d.flags(d.ann, "Acme", "tension")
	m := d.Say(d.team, d.ben.User, "The invoice is still open.")
	d.React(d.team, d.ann, m, "💸")
	d.told(d.ann, "Flagged")
	d.Unreact(d.team, d.ann, m, "💸")
	within(t, patience, "taken back", func() bool { return strings.Contains(d.history("Acme"), "taken back") })
	d.silentIn(d.team, 1)
}

// Plain words work where people mention the bot, and in direct messages.
func TestDiscordPlainWords(t *testing.T) {
	t.Parallel()
	d := serveDiscord(t)
	d.Write(d.team, d.ann, d.Bot().Mention()+" flag acme late-payment")
	d.told(d.ann, "Flagged")
	d.Write(d.DirectChannel(d.ann.User), nil, "assess acme")
	d.told(d.ann, "×1")
	d.Write(d.team, d.ann, "flag acme tension") // said to colleagues
	if text := d.history("acme"); strings.Contains(text, "tension") {
		t.Errorf("the bot listened to what was not for it: %s", text)
	}
	d.silentIn(d.team, 2)
}

// Who has a guest role gets nothing, and where such people read nothing is shown.
func TestDiscordGuests(t *testing.T) {
	t.Parallel()
	d := serveDiscord(t)
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
	d := serveDiscord(t)
	d.does(d.ann, "amicable settings", "acme", discordtest.Opt("setting", "alerts-channel"), discordtest.Opt("value", d.team.Mention()))
	d.flags(d.ann, "Globex", "dishonesty")
	within(t, patience, "an alert", func() bool {
		return slices.ContainsFunc(d.In(d.team), func(m discordtest.Message) bool { return strings.Contains(m.Text(), "Part ways") })
	})
}
