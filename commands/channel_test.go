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
