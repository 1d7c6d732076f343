package discord

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"amicable/bot"
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
		w.stored = []string{w.g.ID, back.ID, left.ID}
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
