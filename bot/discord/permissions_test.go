package discord

import (
	"encoding/json"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"amicable/bot/discord/discordtest"
)

const (
	tGuild, tOwner, tGuest, tTeam, tBoss = "1", "2", "10", "11", "12" // the guild, its owner, and three roles
)

func testGuildOf(everyone bits) guild {
	return guild{ID: tGuild, Owner: tOwner, Roles: map[string]role{
		tGuild: {Name: "@everyone", May: everyone}, tGuest: {Name: "Guest"}, tTeam: {Name: "Team", May: sendMessages}, tBoss: {Name: "Boss", May: administrator},
	}}
}

// Who can look into a channel, by Discord's rules.
func TestWhoMayLook(t *testing.T) {
	deny := func(id string) overwrite { return overwrite{ID: id, Deny: viewChannel} }
	allow := func(id string) overwrite { return overwrite{ID: id, Allow: viewChannel} }
	member := func(o overwrite) overwrite { o.Member = true; return o }
	for name, c := range map[string]struct {
		everyone bits
		user     string
		roles    []string
		over     []overwrite
		want     bool
	}{
		"everybody":                          {viewChannel, "", []string{tGuest}, nil, true},
		"nobody":                             {0, "", []string{tGuest}, nil, false},
		"closed to all":                      {viewChannel, "", []string{tGuest}, []overwrite{deny(tGuild)}, false},
		"opened to all":                      {0, "", []string{tGuest}, []overwrite{allow(tGuild)}, true},
		"closed to all, open to guests":      {viewChannel, "", []string{tGuest}, []overwrite{deny(tGuild), allow(tGuest)}, true},
		"the same, the role first":           {viewChannel, "", []string{tGuest}, []overwrite{allow(tGuest), deny(tGuild)}, true},
		"closed to all, open to the team":    {viewChannel, "", []string{tGuest}, []overwrite{deny(tGuild), allow(tTeam)}, false},
		"closed to guests":                   {viewChannel, "", []string{tGuest}, []overwrite{deny(tGuest)}, false},
		"closed to one role, open to other":  {viewChannel, "", []string{tGuest, tTeam}, []overwrite{deny(tGuest), allow(tTeam)}, true},
		"open to one member":                 {viewChannel, "77", []string{tGuest}, []overwrite{deny(tGuild), member(allow("77"))}, true},
		"closed to one member":               {viewChannel, "77", []string{tTeam}, []overwrite{allow(tTeam), member(deny("77"))}, false},
		"open to a member who is not asked":  {viewChannel, "", []string{tGuest}, []overwrite{deny(tGuild), member(allow(tGuest))}, false},
		"an administrator":                   {0, "", []string{tBoss}, []overwrite{deny(tGuild), deny(tBoss)}, true},
		"the owner":                          {0, tOwner, nil, []overwrite{deny(tGuild), member(deny(tOwner))}, true},
		"a role that was deleted in between": {0, "", []string{"99"}, nil, false},
	} {
		got := testGuildOf(c.everyone).inChannel(c.user, c.roles, c.over)
		if got.has(viewChannel) != c.want {
			t.Errorf("%s: may look: %v", name, got.has(viewChannel))
		}
		if !got.has(viewChannel) && got != 0 {
			t.Errorf("%s: may not look, but %b", name, got)
		}
		slices.Reverse(c.over) // the order in which Discord lists them means nothing
		if again := testGuildOf(c.everyone).inChannel(c.user, c.roles, c.over); again != got {
			t.Errorf("%s: it depends on the order", name)
		}
	}
}

// We come to the same conclusion as the fake Discord, which was written apart.
func TestTwoReadingsOfTheRulesAgree(t *testing.T) {
	s := discordtest.NewServer(clockOf(2026))
	rapid.Check(t, func(t *rapid.T) {
		some := rapid.Custom(func(t *rapid.T) bits {
			var b bits
			for _, each := range []bits{viewChannel, sendMessages, manageGuild, attachFiles} {
				if rapid.Bool().Draw(t, "has") {
					b |= each
				}
			}
			return b
		})
		g := s.AddGuild("G")
		g.Change(func() { g.Roles[0].Permissions = discordtest.Permissions(some.Draw(t, "everyone")) })
		g.AddRole("A", discordtest.Permissions(some.Draw(t, "a")))
		g.AddRole("B", discordtest.Permissions(some.Draw(t, "b")))
		has := rapid.SampledFrom([][]string{nil, {"A"}, {"B"}, {"A", "B"}}).Draw(t, "has")
		m := g.AddMember("M", has...)
		var over []*discordtest.Overwrite
		for _, to := range []string{g.ID, g.Role("A").ID, g.Role("B").ID, m.User.ID} {
			if rapid.Bool().Draw(t, "overwritten") {
				o := &discordtest.Overwrite{ID: to, Allow: discordtest.Permissions(some.Draw(t, "allow")), Deny: discordtest.Permissions(some.Draw(t, "deny"))}
				if to == m.User.ID {
					o.Kind = 1
				}
				over = append(over, o)
			}
		}
		c := g.AddChannel("c", over...)

		ours := guild{ID: g.ID, Owner: g.OwnerID, Roles: map[string]role{}}
		for _, r := range g.Roles {
			ours.Roles[r.ID] = role{May: bits(r.Permissions)}
		}
		var read []overwrite
		for _, o := range over {
			read = append(read, overwrite{ID: o.ID, Member: o.Kind == 1, Allow: bits(o.Allow), Deny: bits(o.Deny)})
		}
		const compared = viewChannel | sendMessages | attachFiles
		got, want := ours.inChannel(m.User.ID, m.Roles, read)&compared, bits(m.May(c))&compared
		if !want.has(viewChannel) {
			want = 0 // who may not look may do nothing there
		}
		if got != want {
			t.Fatalf("we say %b, the other reading says %b", got, want)
		}
	})
}

func TestPermissionsAreReadFromText(t *testing.T) {
	for in, want := range map[string]bits{`"8"`: administrator, `"18446744073709551615"`: everyPermission, `8`: 0, `null`: 0, `"x"`: 0, `{}`: 0} {
		got := everyPermission
		if err := json.Unmarshal([]byte(in), &got); err != nil || got != want {
			t.Errorf("%s is %b, %v", in, got, err)
		}
	}
}

func TestIdsTellTimeAndShard(t *testing.T) {
	if got := snowflakeTime("175928847299117063").UTC().Format("2006-01-02 15:04:05.000"); got != "2016-04-30 11:18:25.796" { // Discord's own example
		t.Errorf("got %s", got)
	}
	if !snowflakeTime("x").IsZero() || shardOf("x", 4) != 0 || shardOf("1", 0) != 0 {
		t.Error("what is no id has a time or a shard")
	}
	for n := range 64 {
		if got, want := shardOf("900000000000000001", n+1), discordtest.ShardOf("900000000000000001", n+1); got != want {
			t.Errorf("of %d shards it is %d, not %d", n+1, want, got)
		}
	}
}
