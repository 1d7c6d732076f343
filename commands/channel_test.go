package commands_test

import (
	"testing"

	"amicable/bot"
)

func TestAChannelBelongsToTheClientItIsNamedAfter(t *testing.T) {
	tm := newTeam(t)
	for _, name := range []string{"Acme GmbH", "Łódzka Spółka sp. z o.o.", "Beta", "Gamma Ltd", "Delta Works"} {
		tm.says("ana", `/client "`+name+`" add`)
	}
	tm.press("ana", tm.says("ana", `/client "Gamma Inc" add`), "New: Gamma Inc")
	for channel, client := range map[string]string{
		"acme":            "Acme GmbH",
		"client-acme":     "Acme GmbH",
		"acme-gmbh-team":  "Acme GmbH",
		"ext_acme_shared": "Acme GmbH",
		"łódzka-spółka":   "Łódzka Spółka",
		"proj-beta":       "Beta",
		"gamma-ltd":       "Gamma Ltd",
		"gamma":           "", // two of them
		"delta":           "", // Works is no legal form
		"beta-launch":     "",
		"team":            "",
		"random":          "",
		"":                "",
		"client":          "",
	} {
		r := tm.reacts("ana", "🧊", channel, bot.KindReactionAdded)
		if client == "" && !r.Empty() {
			t.Errorf("#%s was taken for a client's channel:\n%s", channel, show(r))
		}
		if client != "" {
			tm.wants(r, client)
		}
	}
}

func TestChannelsAreNamedAsThePlatformNamesThem(t *testing.T) {
	tm := newTeam(t)
	tm.says("ana", "/client Acme add")
	e := tm.event("ana", bot.KindCommand)
	e.Command, e.Text, e.Channels = "client", "acme set channel=#northwind", map[string]string{"#northwind": "C77"}
	tm.wants(tm.handle(e), "Channel: #northwind")
	inside := func(id string) func(*bot.Event) {
		return func(e *bot.Event) { e.Channel = bot.Channel{ID: id, Name: "whatever"} }
	}
	tm.wants(tm.reacts("ana", "🧊", "x", bot.KindReactionAdded, inside("C77")), "Flagged Acme")
	tm.wants(tm.says("ana", "/client acme set channel=#elsewhere"), "I cannot tell which channel “#elsewhere” is")

	// A new channel takes the old one's place, and "-" ends it.
	tm.wants(tm.says("ana", "/client acme set channel=here"), "Channel: #general")
	if r := tm.reacts("ana", "🪑", "x", bot.KindReactionAdded, inside("C77")); !r.Empty() {
		t.Errorf("the old channel still counts:\n%s", show(r))
	}
	tm.wants(tm.reacts("ana", "🪑", "x", bot.KindReactionAdded, inside("C1")), "Flagged Acme")
	tm.says("ana", "/client acme set channel=-")
	if r := tm.reacts("ana", "🌙", "x", bot.KindReactionAdded, inside("C1")); !r.Empty() {
		t.Errorf("a channel that was let go still counts:\n%s", show(r))
	}

	e = tm.event("ana", bot.KindCommand)
	e.Command, e.Text, e.Channels = "amicable", "settings alerts-channel #ops", map[string]string{"#ops": "C5"}
	tm.wants(tm.handle(e), "alerts-channel: #ops")
	tm.says("ana", "/flag acme dishonesty")
	if got := tm.alerts(); len(got) != 1 || got[0].to.Channel != "C5" {
		t.Errorf("the alert did not go to #ops: %+v", got)
	}
}
