package discord

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"amicable/bot"
	"amicable/bot/discord/discordtest"
	"amicable/bot/discord/gateway"
)

// ready tells of the guilds that a session begins with.
func (w *world) ready(guilds ...string) {
	w.Helper()
	listed := []object{}
	for _, g := range guilds {
		listed = append(listed, object{"id": g})
	}
	w.event("READY", object{"user": w.dc.Bot(), "guilds": listed, "shard": []int{0, 1}})
}

func (w *world) kindsOf(guild string) []bot.Kind {
	var all []bot.Kind
	for _, e := range w.seen() {
		if e.Workspace == guild {
			all = append(all, e.Kind)
		}
	}
	return all
}

// What happens while the guilds are still compared is the last word.
func TestTheLastWordAboutAGuildIsTheTrueOne(t *testing.T) {
	story(t, func(w *world) {
		back, left := w.dc.AddGuild("Back"), w.dc.AddGuild("Left")
		w.has(w.g.ID, back.ID, left.ID)
		hold := make(chan struct{})
		w.answer = func(_ context.Context, e bot.Event) (bot.Reply, error) {
			if e.ID == "present/"+w.g.ID {
				<-hold
			}
			return bot.Reply{}, nil
		}
		w.ready(w.g.ID, left.ID)
		created := object{"id": back.ID, "owner_id": w.ann.User.ID, "joined_at": time.Now().Format(time.RFC3339)}
		for _, d := range []gateway.Dispatch{w.dispatch("GUILD_DELETE", object{"id": left.ID}), w.dispatch("GUILD_CREATE", created)} {
			go w.a.event(context.Background(), d)
			synctest.Wait()
		}
		close(hold)
		time.Sleep(time.Minute)
		synctest.Wait()
		if got := w.kindsOf(back.ID); len(got) != 1 || got[0] != bot.KindInstalled {
			t.Errorf("of the guild that is back it was told %v", got)
		}
		if got := w.kindsOf(left.ID); len(got) != 1 || got[0] != bot.KindUninstalled {
			t.Errorf("of the guild that was left it was told %v", got)
		}
	})
}

// A removal is told until somebody listens: Discord tells it once.
func TestARemovalOutlivesALongOutage(t *testing.T) {
	story(t, func(w *world) {
		w.ready(w.g.ID)
		up := time.Now().Add(10 * time.Minute)
		noted := 0
		w.answer = func(context.Context, bot.Event) (bot.Reply, error) {
			if time.Now().Before(up) {
				return bot.Reply{}, errors.New("the store is away")
			}
			noted++
			return bot.Reply{}, nil
		}
		w.event("GUILD_DELETE", object{"id": w.g.ID})
		time.Sleep(15 * time.Minute)
		synctest.Wait()
		if noted != 1 {
			t.Errorf("noted %d times", noted)
		}
	})
}

// heard makes the handler answer, and the store take notes, only from a time on.
// What came through after that is returned.
func (w *world) heard(from time.Time) func() []string {
	var heard []string
	w.mu.Lock()
	w.away = errors.New("the store is away")
	w.mu.Unlock()
	go func() {
		time.Sleep(time.Until(from))
		w.mu.Lock()
		defer w.mu.Unlock()
		w.away = nil
	}()
	w.answer = func(_ context.Context, e bot.Event) (bot.Reply, error) {
		w.mu.Lock()
		defer w.mu.Unlock()
		if w.away == nil {
			heard = append(heard, string(e.Kind)+" "+e.Workspace)
		}
		return says("welcome"), w.away
	}
	return func() []string {
		w.mu.Lock()
		defer w.mu.Unlock()
		return slices.Clone(heard)
	}
}

func invitation(g *discordtest.Guild, owner *discordtest.Member) object {
	return object{"id": g.ID, "owner_id": owner.User.ID, "joined_at": time.Now().Format(time.RFC3339)}
}

// An invitation is told until somebody listens, too: until then the guild's data
// is to be deleted.
func TestAnInvitationOutlivesALongOutage(t *testing.T) {
	story(t, func(w *world) {
		w.ready()
		heard := w.heard(time.Now().Add(10 * time.Minute))
		w.event("GUILD_CREATE", invitation(w.g, w.ann))
		time.Sleep(15 * time.Minute)
		synctest.Wait()
		w.wants(heard(), string(bot.KindInstalled)+" "+w.g.ID)
		w.wants(texts(w.dc.Direct(w.ann.User)), "welcome")
		if !w.served[w.g.ID] {
			t.Error("that the bot is there is not remembered")
		}
	})
}

// What was told too late is told no more: the last word is heard alone.
func TestOnlyTheLastWordOutlivesAnOutage(t *testing.T) {
	for name, tc := range map[string]struct {
		happened func(w *world)
		want     bot.Kind
	}{
		"invited and removed": {func(w *world) {
			w.event("GUILD_CREATE", invitation(w.g, w.ann))
			w.event("GUILD_DELETE", object{"id": w.g.ID})
		}, bot.KindUninstalled},
		"removed and invited": {func(w *world) {
			w.event("GUILD_DELETE", object{"id": w.g.ID})
			w.event("GUILD_CREATE", invitation(w.g, w.ann))
		}, bot.KindInstalled},
		"removed, and listed by the next session": {func(w *world) {
			w.event("GUILD_DELETE", object{"id": w.g.ID})
			w.session = "the next"
			w.ready(w.g.ID)
		}, bot.KindInstalled},
		"invited, and not listed by the next session": {func(w *world) {
			w.event("GUILD_CREATE", invitation(w.g, w.ann))
			w.session = "the next"
			w.ready()
		}, bot.KindUninstalled},
		"missing, in a session that another process began": {func(w *world) {
			w.session = "another's"
			w.event("GUILD_DELETE", object{"id": w.g.ID})
		}, bot.KindUninstalled},
	} {
		t.Run(name, func(t *testing.T) {
			story(t, func(w *world) {
				w.ready(w.g.ID)
				w.has(w.g.ID)
				heard := w.heard(time.Now().Add(10 * time.Minute))
				tc.happened(w)
				time.Sleep(15 * time.Minute)
				synctest.Wait()
				w.wants(heard(), string(tc.want)+" "+w.g.ID)
				if in := tc.want == bot.KindInstalled; w.served[w.g.ID] != in {
					t.Errorf("remembered as being there: %v", !in)
				}
			})
		})
	}
}

// Another bot's guilds are none of ours to give up, and how many are given up is said.
func TestOnlyOwnGuildsAreMissing(t *testing.T) {
	story(t, func(w *world) {
		ours, theirs := w.dc.AddGuild("Ours"), w.dc.AddGuild("Theirs")
		w.has(w.g.ID, ours.ID)
		w.stored = append(w.stored, theirs.ID)
		w.ready(w.g.ID)
		if got := w.kindsOf(theirs.ID); len(got) > 0 {
			t.Errorf("of another bot's guild it was told %v", got)
		}
		if got := w.kindsOf(ours.ID); len(got) != 1 || got[0] != bot.KindUninstalled {
			t.Errorf("of our guild it was told %v", got)
		}
		if !strings.Contains(w.log.String(), "level=WARN") || !strings.Contains(w.log.String(), "guilds=1") {
			t.Errorf("the log: %s", w.log)
		}
		w.session = "the next"
		w.ready(w.g.ID)
		if n := strings.Count(w.log.String(), "level=WARN"); n != 1 {
			t.Errorf("said %d times", n)
		}
	})
}

// Whoever deletes data asks whether the bot is there now.
func TestWhereTheBotIs(t *testing.T) {
	story(t, func(w *world) {
		in := func(want bool) {
			t.Helper()
			if got, err := w.a.InWorkspace(w.Context(), w.g.ID); got != want || err != nil {
				t.Errorf("%v, %v", got, err)
			}
		}
		in(true)
		w.dc.Remove(w.g)
		in(false)
		w.dc.Always(discordtest.GetGuild, discordtest.Broken(500))
		if _, err := w.a.InWorkspace(w.Context(), w.g.ID); err == nil {
			t.Error("found out from a Discord that is away")
		}
	})
}

var _ bot.Resident = (*Adapter)(nil)
