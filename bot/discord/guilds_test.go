package discord

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"amicable/bot"
	"amicable/bot/discord/discordtest"
)

func clockOf(year int) func() time.Time {
	return func() time.Time { return time.Date(year, 11, 22, 12, 0, 0, 0, time.UTC) }
}

const look = discordtest.Permissions(viewChannel)

// A channel is exposed when a guest can look into it, by role or by name.
func TestExposedChannels(t *testing.T) {
	story(t, func(w *world) {
		guests := w.g.Role("Clients")
		client := w.g.AddMember("Client", "Clients")
		internal := w.g.AddChannel("internal", &discordtest.Overwrite{ID: w.g.ID, Deny: look})
		shared := w.g.AddChannel("shared", &discordtest.Overwrite{ID: w.g.ID, Deny: look}, &discordtest.Overwrite{ID: guests.ID, Allow: look})
		invited := w.g.AddChannel("invited", &discordtest.Overwrite{ID: w.g.ID, Deny: look}, &discordtest.Overwrite{ID: client.User.ID, Kind: 1, Allow: look})
		w.g.AddChannel("trusted", &discordtest.Overwrite{ID: w.g.ID, Deny: look}, &discordtest.Overwrite{ID: w.ann.User.ID, Kind: 1, Allow: look}, &discordtest.Overwrite{ID: w.a.self(), Kind: 1, Allow: look})
		for _, c := range []*discordtest.Channel{internal, shared, invited} {
			w.g.Change(func() {
				c.Overwrites = append(c.Overwrites, &discordtest.Overwrite{ID: w.a.self(), Kind: 1, Allow: look})
			})
		}
		check := func(name string, want bool) {
			t.Helper()
			c, _ := w.a.where(w.Context(), w.g.ID, w.g.Channel(name).ID)
			if c.Exposed != want || c.Name != name && c.Name != "" {
				t.Errorf("%s: exposed %v", name, c.Exposed)
			}
		}
		check("general", false) // there are no guests
		w.guests[w.g.ID] = []string{guests.ID}
		check("general", true)
		check("internal", false)
		check("shared", true)
		check("invited", true)
		check("trusted", false)

		// A guest may have the other role that opens a channel, unless only the team has it.
		theirs, ours := w.g.AddRole("With Acme", 0), w.g.AddRole("Staff", 0)
		for name, role := range map[string]string{"with-acme": theirs.ID, "staff": ours.ID} {
			w.g.AddChannel(name, &discordtest.Overwrite{ID: w.g.ID, Deny: look}, &discordtest.Overwrite{ID: role, Allow: look},
				&discordtest.Overwrite{ID: w.a.self(), Kind: 1, Allow: look})
		}
		w.event("GUILD_ROLE_UPDATE", object{"guild_id": w.g.ID})
		check("with-acme", true)
		check("staff", true)
		w.team[w.g.ID] = []string{ours.ID}
		check("staff", false)
		check("with-acme", true)

		// Who left the guild looks at nothing any more; of too many people nothing is found out.
		w.g.Change(func() {
			w.g.Members = slices.DeleteFunc(w.g.Members, func(m *discordtest.Member) bool { return m == client })
		})
		w.event("GUILD_MEMBER_REMOVE", object{"guild_id": w.g.ID, "user": object{"id": client.User.ID}})
		time.Sleep(time.Hour)
		check("invited", false)
		var crowd []*discordtest.Overwrite
		for i := range maxInvited + 1 {
			m := w.g.AddMember(fmt.Sprint("Guest ", i))
			crowd = append(crowd, &discordtest.Overwrite{ID: m.User.ID, Kind: 1, Allow: look})
		}
		w.g.AddChannel("crowd", append(crowd, &discordtest.Overwrite{ID: w.g.ID, Deny: look}, &discordtest.Overwrite{ID: w.a.self(), Kind: 1, Allow: look})...)
		check("crowd", true)

		thread := w.g.AddThread(shared, "a thread")
		if c, in := w.a.where(w.Context(), w.g.ID, thread.ID); !c.Exposed || c.ID != shared.ID || in != thread.ID {
			t.Errorf("a thread of a shared channel is %+v", c)
		}
		// Discord tells when it changes; what was cached counts no more.
		w.g.Change(func() {
			internal.Overwrites = append(internal.Overwrites, &discordtest.Overwrite{ID: guests.ID, Allow: look})
		})
		w.event("CHANNEL_UPDATE", object{"id": internal.ID, "guild_id": w.g.ID})
		check("internal", true)
		w.g.Change(func() { shared.Overwrites = shared.Overwrites[:1]; w.g.Roles[0].Permissions = 0 })
		w.event("CHANNEL_UPDATE", object{"id": shared.ID, "guild_id": w.g.ID})
		w.event("GUILD_ROLE_UPDATE", object{"guild_id": w.g.ID})
		check("shared", true) // the bot may not look any more, so that it cannot know
	})
}

// An interaction's own answer is private: nothing is asked for it, and where
// guests are about the channel counts as exposed.
func TestTheChannelOfAnInteractionIsNotLookedUp(t *testing.T) {
	story(t, func(w *world) {
		w.guests[w.g.ID] = []string{w.g.Role("Clients").ID}
		w.do(w.dc.Command(w.g.Channel("clients"), w.ann, "flag"))
		if e := w.last(); !e.Channel.Exposed || !e.Channel.Unchecked || e.Channel.Name != "clients" {
			t.Errorf("in %+v", e.Channel)
		}
		if n := len(w.dc.Requests(discordtest.GetChannel)); n > 0 {
			t.Errorf("%d look-ups", n)
		}
	})
}

// Discord failing leaves no mark anywhere: what is unknown is exposed.
func TestTheUnknownIsExposed(t *testing.T) {
	story(t, func(w *world) {
		w.guests[w.g.ID] = []string{w.g.Role("Clients").ID}
		w.dc.Always(discordtest.GetChannel, discordtest.Broken(500))
		m := w.dc.Say(w.g.Channel("clients"), w.ann.User, "x")
		w.reacted("ADD", w.g.Channel("clients"), w.ann, m, "🚩")
		if e := w.last(); !e.Channel.Exposed {
			t.Error("a channel that cannot be looked up is not exposed")
		}
		w.dc.Always(discordtest.GetChannel, nil)
		w.dc.Always(discordtest.GetMember, discordtest.Broken(500))
		w.reacted("REMOVE", w.g.Channel("clients"), w.g.AddMember("Bob"), m, "🚩")
		w.none()
	})
}

// Who acts from a direct message is known by their guild: an admin there is one here.
func TestRightsInADirectMessage(t *testing.T) {
	story(t, func(w *world) {
		w.g.AddRole("Boss", discordtest.Permissions(manageGuild))
		boss := w.g.AddMember("Boss", "Boss")
		w.do(w.dc.Command(w.dc.DirectChannel(boss.User), nil, "flag"))
		if e := w.last(); !e.Actor.Admin || e.Actor.Name != "Boss" || !e.Channel.Direct {
			t.Errorf("came as %+v", e.Actor)
		}
		w.do(w.dc.Command(w.dc.DirectChannel(w.ann.User), nil, "flag"))
		if e := w.last(); e.Actor.Admin {
			t.Error("everybody is an admin")
		}
	})
}

var (
	_ bot.Sender  = (*Adapter)(nil)
	_ bot.Reacher = (*Adapter)(nil)
)
