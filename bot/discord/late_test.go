package discord

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"amicable/bot"
	"amicable/bot/discord/discordtest"
)

// passes lets time pass, and waits until all is quiet.
func (w *world) passes(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// awayFor makes the handler fail for a time, and note then what it did.
func (w *world) awayFor(d time.Duration) (noted func() []string) {
	back := time.Now().Add(d)
	var all []string
	w.mu.Lock()
	defer w.mu.Unlock()
	w.answer = func(_ context.Context, e bot.Event) (bot.Reply, error) {
		if time.Now().Before(back) {
			return bot.Reply{}, errors.New("the store is away")
		}
		w.mu.Lock()
		defer w.mu.Unlock()
		all = append(all, e.Channel.Name+" "+string(e.Kind)+" "+e.Emoji)
		return bot.Reply{}, nil
	}
	return func() []string {
		w.mu.Lock()
		defer w.mu.Unlock()
		return slices.Clone(all)
	}
}

// Reactions outlive an outage of some minutes, in their order, and hold nobody up.
func TestReactionsOutliveAnOutage(t *testing.T) {
	story(t, func(w *world) {
		noted := w.awayFor(4 * time.Minute)
		begun := time.Now()
		general := w.g.Channel("general")
		m := w.dc.Say(general, w.ann.User, "They did not pay.")
		for range 2 {
			w.reacted("ADD", general, w.ann, m, "💸")
			w.reacted("REMOVE", general, w.ann, m, "💸")
		}
		for n := range 20 {
			c := w.g.AddChannel(fmt.Sprint("c", n))
			w.reacted("ADD", c, w.ann, w.dc.Say(c, w.ann.User, "x"), "👻")
		}
		if took := time.Since(begun); took > 0 {
			t.Errorf("the gateway's workers were held for %v", took)
		}
		w.passes(4*time.Minute - time.Second)
		w.wants(noted())
		w.passes(30 * time.Second)
		all := noted()
		if len(all) != 24 {
			t.Errorf("%d of 24 are noted: %q", len(all), all)
		}
		added, removed := "general reaction_added 💸", "general reaction_removed 💸"
		w.wants(slices.DeleteFunc(all, func(s string) bool { return !strings.HasPrefix(s, "general") }), added, removed, added, removed)
		w.wants(texts(w.dc.Direct(w.ann.User)))
	})
}

// A reaction that is lost after all is told to whoever put it there, in private;
// to no guest, also where the outage hid for long who is one.
func TestALostReactionIsTold(t *testing.T) {
	var rolesBack time.Time
	story(t, func(w *world) {
		general := w.g.Channel("general")
		w.guests[w.g.ID] = []string{w.g.Role("Clients").ID}
		client := w.g.AddMember("Client", "Clients")
		bob := w.g.AddMember("Bob")
		bob.User.Locale = "pl"
		w.do(w.dc.Command(general, bob, "help"))
		m := w.dc.Say(general, w.ann.User, "They did not pay.")
		told := func(who *discordtest.Member) []string { return texts(w.dc.Direct(who.User)) }

		noted := w.awayFor(time.Hour)
		w.reacted("ADD", general, bob, m, "💸")
		w.passes(patienceReacted)
		w.wants(told(bob), "💸 "+phrases{}.Phrase("pl", bot.PhraseReactionLost))
		if raw := string(w.dc.Direct(bob.User)[0].Components); !strings.Contains(raw, "/"+general.ID+"/"+m.ID) {
			t.Errorf("the message does not say which one is meant: %s", raw)
		}

		rolesBack = time.Now().Add(10 * time.Minute)
		w.reacted("REMOVE", general, w.ann, m, "💸")
		w.reacted("ADD", general, client, m, "👻")
		w.passes(patienceReacted + time.Minute)
		w.wants(told(w.ann))
		w.passes(10 * time.Minute)
		w.wants(told(w.ann), "💸 "+phrases{}.Phrase("", bot.PhraseReactionLost))
		w.wants(told(client))
		w.passes(time.Hour)
		w.wants(noted())
		w.wants(told(client))
	}, func(c *Config) {
		roles := c.Roles
		c.Roles = func(ctx context.Context, guild string) (guests, team []string, err error) {
			if time.Now().Before(rolesBack) {
				return nil, nil, errAway
			}
			return roles(ctx, guild)
		}
	})
}

// What comes on top of all that waits is lost at once, and told as well.
func TestLateReactionsAreBounded(t *testing.T) {
	story(t, func(w *world) {
		noted := w.awayFor(time.Minute)
		general := w.g.Channel("general")
		m := w.dc.Say(general, w.ann.User, "x")
		for range maxLate + 3 {
			w.reacted("ADD", general, w.ann, m, "💸")
		}
		if n := len(w.dc.Direct(w.ann.User)); n != 3 {
			t.Errorf("%d are told to be lost", n)
		}
		w.passes(2 * time.Minute)
		if n := len(noted()); n != maxLate {
			t.Errorf("%d are noted", n)
		}
	})
}

// A reaction that can mean nothing costs no request, whoever put it where.
func TestWhatMeansNothingCostsNothing(t *testing.T) {
	story(t, func(w *world) {
		w.guests[w.g.ID] = []string{w.g.Role("Clients").ID}
		for n := range 20 {
			c := w.g.AddChannel(fmt.Sprint("c", n))
			m := w.dc.Say(c, w.ann.User, "x")
			w.reacted("ADD", c, w.ann, m, "👍🏽")
			w.reacted("REMOVE", c, w.g.AddMember(fmt.Sprint("m", n)), m, "👍🏽")
		}
		w.none()
		for _, op := range []discordtest.Op{discordtest.GetChannel, discordtest.GetMember, discordtest.GetGuild} {
			if n := len(w.dc.Requests(op)); n > 0 {
				t.Errorf("%d requests of %v", n, op)
			}
		}
		w.reacted("ADD", w.g.Channel("general"), w.ann, w.dc.Say(w.g.Channel("general"), w.ann.User, "x"), "🏋🏽")
		if e := w.last(); e.Emoji != "🏋" {
			t.Errorf("came as %+v", e)
		}
	}, func(c *Config) { c.Reacts = func(emoji string) bool { return emoji == "🏋" } })
}
