package commands_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"amicable/bot"
)

// onDiscord makes an event one of Discord's.
func onDiscord(e bot.Event) bot.Event {
	e.Platform = "discord"
	return e
}

func (tm *team) discord(who, command string, options opts) bot.Reply {
	tm.t.Helper()
	e := onDiscord(tm.event(who, bot.KindCommand))
	e.Command, e.Options = command, options
	return tm.handle(e)
}

func TestCommandsAreShownAsTheyAreTypedThere(t *testing.T) {
	tm := newTeam(t)
	tm.wants(tm.discord("ana", "clients", nil), "/flag client:acme sign:late-payment records a first incident")
	tm.wants(tm.discord("ana", "flag", opts{"client": "Acme GmbH", "sign": "tension"}), "/client name:Acme GmbH action:set adds what drafts need")
	tm.wants(tm.discord("ana", "client", opts{"name": "acme gmbh", "action": "close"}), "/client name:Acme GmbH action:reopen brings it back")
	tm.wants(tm.discord("ana", "help", nil), "/flag <client> <sign> [note] [on] [severity]", "/client <name> [action] [value]", "/amicable settings [setting] [value]")
	help := tm.discord("ana", "help", opts{"command": "flag"})
	tm.wants(help, "/flag client:acme sign:late-payment", "/flag client:Acme GmbH sign:scope-creep note:asked for a third logo on:2026-10-04", "/flag client:acme sign:late-payment on:2026-10-03 severity:high")
	help = tm.discord("ana", "help", opts{"command": "client"})
	tm.wants(help, `/client name:acme action:set value:contact="Ms Jones" notice=30`, "/client name:acme action:rename value:Acme GmbH", "/client name:Acme old action:merge value:acme")
	tm.wants(tm.discord("ana", "help", opts{"command": "settings"}), "/amicable settings setting:alerts-channel value:here")
	tm.wants(tm.discord("ana", "settings", nil), "/amicable settings setting:<name> value:<value>")
	welcome := tm.handle(onDiscord(tm.event("ana", bot.KindInstalled)))
	tm.wants(welcome, "/flag client:acme sign:late-payment", "/amicable settings setting:alerts-channel value:here")
	tm.wants(tm.discord("ben", "client", opts{"name": "acme gmbh", "action": "erase"}), "Only people who may manage this server")

	// Elsewhere nothing changes.
	tm.wants(tm.says("ana", "/clients"), "/flag acme late-payment records a first incident")
	tm.wants(tm.says("ana", "/amicable help client"), `/client acme set contact="Ms Jones" notice=30`)
}

// TestNoTextForDiscordSpeaksOfSlack looks for what Discord has not.
func TestNoTextForDiscordSpeaksOfSlack(t *testing.T) {
	tm := newTeam(t)
	replies := []bot.Reply{tm.handle(onDiscord(tm.event("ana", bot.KindInstalled))), tm.discord("ana", "help", nil), tm.discord("ana", "settings", nil), tm.discord("ana", "status", nil)}
	for _, c := range tm.bot.Table() {
		replies = append(replies, tm.discord("ana", "help", opts{"command": c.Name}))
	}
	for _, r := range replies {
		for _, word := range []string{"slack", "workspace", "shortcut", "app home", "/invite", "invited"} {
			if shown := strings.ToLower(show(r)); strings.Contains(shown, word) {
				t.Errorf("%q in:\n%s", word, shown)
			}
		}
	}
}

func TestGuestsAreToldByTheirRole(t *testing.T) {
	tm := newTeam(t)
	set := func(value string, roles map[string]string) bot.Reply {
		e := onDiscord(tm.event("ana", bot.KindCommand))
		e.Command, e.Options, e.Roles = "settings", opts{"setting": "guest-role", "value": value}, roles
		return tm.handle(e)
	}
	roles := func() []string {
		ids, _, err := tm.bot.Roles(t.Context(), "discord:w")
		if err != nil {
			t.Fatal(err)
		}
		return ids
	}
	if got := roles(); len(got) != 0 {
		t.Errorf("roles before any was chosen: %v", got)
	}
	tm.wants(set("@Client team, @Client", map[string]string{"@Client": "11", "@Client team": "12"}), "guest-role: @Client team, @Client")
	if got := roles(); !slices.Equal(got, []string{"12", "11"}) {
		t.Errorf("the roles are %v", got)
	}
	tm.wants(set("@Client or so", map[string]string{"@Client": "11"}), "I cannot tell which role “or so” is")
	tm.wants(set("clients", nil), "I cannot tell which role “clients” is")
	if got := roles(); !slices.Equal(got, []string{"12", "11"}) {
		t.Errorf("after a mistake the roles are %v", got)
	}
	tm.wants(set("-", nil), "guest-role: none")
	if got := roles(); len(got) != 0 {
		t.Errorf("cleared, and still: %v", got)
	}
	e := onDiscord(tm.event("ana", bot.KindCommand))
	e.Command, e.Options, e.Roles = "settings", opts{"setting": "team-role", "value": "@Us"}, map[string]string{"@Us": "13"}
	tm.wants(tm.handle(e), "team-role: @Us")
	if _, team, err := tm.bot.Roles(t.Context(), "discord:w"); err != nil || !slices.Equal(team, []string{"13"}) {
		t.Errorf("the team's roles are %v, %v", team, err)
	}
	tm.lacks(tm.says("ana", "/amicable settings"), "guest-role")
	tm.wants(tm.says("ana", "/amicable settings guest-role x"), "There is no setting “guest-role”")
}

func TestReactionsAreAnsweredApartAndSayWhichMessage(t *testing.T) {
	tm := newTeam(t)
	e := onDiscord(tm.event("ana", bot.KindCommand))
	e.Command, e.Options = "flag", opts{"client": "Acme", "sign": "tension"}
	tm.handle(e)
	there := func(e *bot.Event) {
		e.Platform, e.Message.Author, e.Message.Link = "discord", "", "https://discord.com/channels/1/2/3"
	}
	r := tm.reacts("ana", "💸", "client-acme", bot.KindReactionAdded, there)
	tm.wants(r, "Flagged Acme: late payment", "The message it is about")
	tm.lacks(r, "leaves no mark")
	if !r.Direct {
		t.Error("a reaction's answer should come by direct message there")
	}
	tm.wants(tm.reacts("ana", "💸", "client-acme", bot.KindReactionRemoved, there), "Taken back: late payment", "The message it is about")
	nameless := func(e *bot.Event) { there(e); e.Channel.Name = "" }
	if r := tm.reacts("ana", "💸", "x", bot.KindReactionAdded, nameless); !r.Empty() {
		t.Errorf("in a channel without a name or a client: %s", show(r))
	}
	tm.wants(tm.reacts("ana", "🚩", "x", bot.KindReactionAdded, nameless), "I do not know which client", "/client name:<name> action:set value:channel=here")
	// A channel that was mapped needs no name.
	e = onDiscord(tm.event("ana", bot.KindCommand))
	e.Command, e.Options, e.Channel = "client", opts{"name": "acme", "action": "set", "value": "channel=here"}, bot.Channel{ID: "C-x"}
	tm.wants(tm.handle(e), "Channel: C-x")
	tm.wants(tm.reacts("ana", "💸", "x", bot.KindReactionAdded, nameless), "Flagged Acme: late payment")
}

// A hint names the client as it is called, whatever that is.
func TestHintsNameTheClientWhateverItIsCalled(t *testing.T) {
	tm := newTeam(t)
	text := rapid.OneOf(
		rapid.StringOf(rapid.RuneFrom([]rune("abżАש🦊 \"'“”„«»-–:=,.;\\*_~`<>{}&!?/"))),
		rapid.SampledFrom([]string{"set", "close", "Late Payment", "the Acme", "-- x", "contact=x", "reopen me", "on:yesterday", "a-", "th'e", "close-", "cl'ose", "Close.", "da&"}),
		rapid.Custom(func(t *rapid.T) string {
			word := []rune(rapid.SampledFrom([]string{"a", "the", "for", "close", "set", "merge", "yesterday", "late", "dla", "per", "voor", "и"}).Draw(t, "word"))
			at := rapid.IntRange(0, len(word)).Draw(t, "at")
			return string(word[:at]) + rapid.StringOfN(rapid.RuneFrom([]rune("-.&'’+_")), 0, 2, -1).Draw(t, "mark") + string(word[at:])
		}),
	)
	rapid.Check(t, func(t *rapid.T) {
		name := strings.Join(strings.Fields(text.Draw(t, "name")), " ")
		tm.discord("ana", "client", opts{"name": name, "action": "add"})
		r := tm.discord("ana", "client", opts{"name": name, "action": "close"})
		shown, ok := r.Blocks[0].(bot.Text)
		if !ok || !strings.Contains(shown.Line.String(), "is closed") {
			return // no name for a client, or one nearly like another's
		}
		kept := strings.Split(shown.Line.String(), " is closed")[0] // as it was first written
		want := "/client name:" + kept + " action:reopen"
		for _, s := range shown.Line {
			if s.Style == bot.Code && s.Text == want {
				return
			}
		}
		t.Fatalf("%q is missing in %q", want, shown.Line.String())
	})
}

// What is typed as a day by itself is shown without the key of a text grammar.
func TestDaysAreShownAsTheyAreTyped(t *testing.T) {
	tm := newTeam(t)
	r := tm.discord("ana", "flag", opts{"client": "Acme", "sign": "tension", "on": "someday"})
	tm.wants(r, "2026-10-03", "yesterday", "3 days ago")
	tm.lacks(r, "on:", `"3 days`)
}

// The conversation with the bot is nobody's channel.
func TestADirectConversationIsNoClientsChannel(t *testing.T) {
	tm := newTeam(t)
	e := tm.event("ana", bot.KindCommand)
	e.Command, e.Text, e.Channel = "client", "Acme set channel=here", bot.Channel{ID: "D1", Direct: true}
	tm.wants(tm.handle(e), "I cannot tell which channel")
}
