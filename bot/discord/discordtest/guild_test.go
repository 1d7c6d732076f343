package discordtest

import (
	"encoding/json"
	"testing"
	"time"
)

// Roles look as Discord's own do, also those that people and bots have by themselves.
func TestRolesAreShapedAsDiscordsAre(t *testing.T) {
	o := NeedOracle(t)
	g := NewServer(time.Now).AddGuild("Ours")
	for name, tags := range map[string]RoleTags{
		"a bot's":        {BotID: ApplicationID},
		"of boosters":    {Booster: true},
		"of YouTube's":   {Integration: "1450000000000000001"},
		"of a listing's": {},
	} {
		g.Manage(g.AddRole(name, 0), tags)
	}
	for _, r := range g.Roles {
		raw, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		if err := o.bodies.shape("GuildRoleResponse", raw); err != nil {
			t.Errorf("%s: %v\n%s", r.Name, err, raw)
		}
	}
}
