package discord

import (
	"errors"
	"strings"
	"testing"
	"time"

	"amicable/bot"
	"amicable/bot/discord/discordtest"
)

// inner is a channel of the team's role in a guild with clients; the roles and
// people given look in, too.
func (w *world) inner(more ...*discordtest.Overwrite) *discordtest.Channel {
	w.Helper()
	team := w.g.AddRole("Team", 0)
	w.guests[w.g.ID], w.team[w.g.ID] = []string{w.g.Role("Clients").ID}, []string{team.ID}
	return w.g.AddChannel("inner", append([]*discordtest.Overwrite{
		{ID: w.g.ID, Deny: look}, {ID: team.ID, Allow: look}, {ID: w.a.self(), Kind: 1, Allow: look},
	}, more...)...)
}

func (w *world) letIn(c *discordtest.Channel, role *discordtest.Role) {
	w.g.Change(func() { c.Overwrites = append(c.Overwrites, &discordtest.Overwrite{ID: role.ID, Allow: look}) })
}

var openly = bot.Reply{Visibility: bot.Public, Blocks: says("Acme is late again").Blocks}

// Another process may hold the guild's connection: nobody tells this one that
// clients can look into a channel by now.
func TestNothingIsPostedWhereClientsReadByNow(t *testing.T) {
	for name, opened := range map[string]func(w *world, c *discordtest.Channel, eve *discordtest.Member){
		"the channel is opened to clients": func(w *world, c *discordtest.Channel, _ *discordtest.Member) {
			w.letIn(c, w.g.Role("Clients"))
		},
		"everyone may look": func(w *world, c *discordtest.Channel, _ *discordtest.Member) {
			w.g.Change(func() { c.Overwrites = c.Overwrites[1:] })
		},
		"the clients' role may look everywhere": func(w *world, _ *discordtest.Channel, _ *discordtest.Member) {
			clients := w.g.Role("Clients")
			w.g.Change(func() { clients.Permissions |= discordtest.Permissions(administrator) })
		},
		"who was let in by name is a client now": func(w *world, _ *discordtest.Channel, eve *discordtest.Member) {
			clients := w.g.Role("Clients").ID
			w.g.Change(func() { eve.Roles = []string{clients} })
		},
		"Discord does not say who looks": func(w *world, _ *discordtest.Channel, _ *discordtest.Member) {
			w.dc.Always(discordtest.GetGuild, discordtest.Broken(500))
		},
		"Discord does not say what the channel is": func(w *world, _ *discordtest.Channel, _ *discordtest.Member) {
			w.dc.Always(discordtest.GetChannel, discordtest.Broken(500))
		},
	} {
		t.Run(name, func(t *testing.T) {
			story(t, func(w *world) {
				eve := w.g.AddMember("Eve")
				c := w.inner(&discordtest.Overwrite{ID: eve.User.ID, Kind: 1, Allow: look})
				to := bot.Target{Workspace: w.g.ID, Channel: c.ID}
				thread := w.g.AddThread(c, "a thread")
				w.reply(openly)
				m := w.dc.Say(c, w.ann.User, "x")
				if err := w.a.Send(w.Context(), to, openly); err != nil {
					t.Fatal(err)
				}
				if i := w.do(w.dc.Command(c, w.ann, "assess")); w.dc.Shown(i)[0].Private() {
					t.Fatal("an answer for all is shown to one")
				}
				w.reacted("ADD", c, w.ann, m, "🚩")
				before := len(w.dc.In(c))

				opened(w, c, eve)
				time.Sleep(time.Second)
				for _, where := range []string{c.ID, thread.ID} {
					to.Channel = where
					if err := w.a.Send(w.Context(), to, openly); !errors.Is(err, bot.ErrExposed) {
						t.Errorf("sending: %v", err)
					}
				}
				if i := w.do(w.dc.Command(c, w.ann, "assess")); !w.dc.Shown(i)[0].Private() {
					t.Error("an answer is shown to clients")
				}
				w.reacted("ADD", c, w.ann, m, "💸")
				if all := texts(w.dc.In(c)); len(all) != before {
					t.Errorf("in the channel: %q", all)
				}
			})
		})
	}
}

// An answer for all may wait for its turn, and clients be let in meanwhile.
func TestAnAnswerThatWaitedIsForThoseWhoMayReadThen(t *testing.T) {
	story(t, func(w *world) {
		c := w.inner()
		at := place{guild: w.g.ID, user: w.ann.User.ID, channel: bot.Channel{ID: c.ID}, inside: true}
		w.a.finish(outcome{at: at, reply: openly}, unanswered)
		w.wants(texts(w.dc.In(c)), "Acme is late again")
		w.letIn(c, w.g.Role("Clients"))
		w.a.finish(outcome{at: at, reply: openly}, unanswered)
		w.wants(texts(w.dc.In(c)), "Acme is late again")
		w.wants(texts(w.dc.Direct(w.ann.User)), "Acme is late again")
	})
}

// A new session begins where nobody told what changed before.
func TestANewSessionKnowsNothingFromBefore(t *testing.T) {
	story(t, func(w *world) {
		c := w.inner()
		if c, _ := w.a.where(w.Context(), w.g.ID, c.ID); c.Exposed {
			t.Fatal("the channel is exposed")
		}
		w.letIn(c, w.g.Role("Clients"))
		w.ready(w.g.ID)
		if c, _ := w.a.where(w.Context(), w.g.ID, c.ID); !c.Exposed {
			t.Error("the channel is as it was")
		}
	})
}

// Only a bot's own role is nobody else's: boosters and subscribers are people.
func TestManagedRolesThatPeopleHave(t *testing.T) {
	for name, tc := range map[string]struct {
		tags    discordtest.RoleTags
		exposed bool
	}{
		"boosters":    {discordtest.RoleTags{Booster: true}, true},
		"subscribers": {discordtest.RoleTags{Integration: "1450000000000000001"}, true},
		"no tags":     {discordtest.RoleTags{}, true},
		"a bot":       {discordtest.RoleTags{BotID: "1450000000000000002"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			story(t, func(w *world) {
				managed := w.g.AddRole("Managed", 0)
				w.g.Manage(managed, tc.tags)
				c := w.inner()
				w.letIn(c, managed)
				err := w.a.Send(w.Context(), bot.Target{Workspace: w.g.ID, Channel: c.ID}, openly)
				if errors.Is(err, bot.ErrExposed) != tc.exposed || err != nil && !tc.exposed {
					t.Errorf("sending: %v", err)
				}
				if got := strings.Join(texts(w.dc.In(c)), ""); tc.exposed && got != "" {
					t.Errorf("in the channel: %q", got)
				}
			})
		})
	}
}
