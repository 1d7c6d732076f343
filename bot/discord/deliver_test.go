package discord

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"amicable/bot"
	"amicable/bot/discord/discordtest"
)

// Somebody who takes no direct messages finds a button in the channel, which
// says nothing of the matter, and shows the answer to them alone.
func TestClosedDirectMessages(t *testing.T) {
	story(t, func(w *world) {
		clients := w.g.Channel("clients")
		w.ann.User.Closed = true
		w.reply(says("Acme: part ways"))
		w.wrote(clients, w.ann, "<@"+w.a.self()+"> assess Acme")
		all := w.dc.In(clients)
		offer := all[len(all)-1]
		if strings.Contains(offer.Text(), "Acme") || !strings.Contains(offer.Text(), "Ann: "+"NO-DIRECT") {
			t.Fatalf("the channel reads %q", offer.Text())
		}
		other := w.do(w.dc.Press(clients, w.g.AddMember("Bob"), offer, "SHOW"))
		if got := w.shown(other); strings.Contains(strings.Join(got, ""), "part ways") {
			t.Errorf("somebody else was shown %q", got)
		}
		i := w.do(w.dc.Press(clients, w.ann, offer, "SHOW"))
		if got := w.private(i).Text(); got != "Acme: part ways" {
			t.Errorf("shown %q", got)
		}
		w.wants(texts(w.dc.In(clients))[1:]) // the offer is gone
	})
}

// Where outsiders may read along not even that is said.
func TestClosedDirectMessagesInFrontOfOutsiders(t *testing.T) {
	story(t, func(w *world) {
		general := w.g.Channel("general")
		w.guests[w.g.ID] = []string{w.g.Role("Clients").ID}
		w.ann.User.Closed = true
		w.wrote(general, w.ann, "<@"+w.a.self()+"> assess Acme")
		if e := w.last(); !e.Channel.Exposed {
			t.Error("the channel is not exposed")
		}
		w.wants(texts(w.dc.In(general))[1:])
		if !strings.Contains(w.log.String(), "not delivered") {
			t.Error("nothing is logged about it")
		}
	})
}

func TestAnOfferIsForgotten(t *testing.T) {
	story(t, func(w *world) {
		clients := w.g.Channel("clients")
		w.ann.User.Closed = true
		w.wrote(clients, w.ann, "<@"+w.a.self()+"> assess")
		time.Sleep(time.Hour)
		all := w.dc.In(clients)
		i := w.do(w.dc.Press(clients, w.ann, all[len(all)-1], "SHOW"))
		if got := w.private(i).Text(); got != shouted(bot.PhraseExpired) {
			t.Errorf("shown %q", got)
		}
	})
}

// A reply that asks for a direct message gets one, and is seen all the same when none is taken.
func TestDirectReplies(t *testing.T) {
	story(t, func(w *world) {
		w.reply(bot.Reply{Blocks: says("between us").Blocks, Direct: true})
		general := w.g.Channel("general")
		i := w.do(w.dc.Command(general, w.ann, "flag"))
		w.wants(w.shown(i))
		w.wants(texts(w.dc.Direct(w.ann.User)), "between us")
		bob := w.g.AddMember("Bob")
		bob.User.Closed = true
		i = w.do(w.dc.Command(general, bob, "flag"))
		if got := w.private(i).Text(); got != "between us" {
			t.Errorf("shown %q", got)
		}
	})
}

// Public replies are seen by all, but never where outsiders may be among them.
func TestPublicReplies(t *testing.T) {
	story(t, func(w *world) {
		w.reply(bot.Reply{Blocks: says("for all").Blocks, Visibility: bot.Public})
		general := w.g.Channel("general")
		i := w.do(w.dc.Command(general, w.ann, "flag"))
		if all := w.dc.Shown(i); len(all) != 1 || all[0].Private() {
			t.Errorf("shown %q", texts(all))
		}
		w.guests[w.g.ID] = []string{w.g.Role("Clients").ID}
		i = w.do(w.dc.Command(general, w.ann, "flag"))
		if got := w.private(i).Text(); got != "for all" {
			t.Errorf("shown %q", got)
		}
	})
}

// What could not be said at once is said by direct message, when Discord will not have it otherwise.
func TestAnAnswerThatCameTooLate(t *testing.T) {
	story(t, func(w *world) {
		i := w.dc.Command(w.g.Channel("general"), w.ann, "flag")
		w.slowly(time.Second, says("recorded"))
		time.Sleep(2500 * time.Millisecond)
		w.event("INTERACTION_CREATE", w.dc.JSON(i))
		time.Sleep(10 * time.Second)
		synctest.Wait()
		w.wants(texts(w.dc.Direct(w.ann.User)), "recorded")
	})
}

// Over the gateway the first response takes a call of its own; a lost one is tried again.
func TestInteractionsOverTheGateway(t *testing.T) {
	story(t, func(w *world) {
		w.dc.Next(discordtest.Callback, discordtest.Broken(502))
		i := w.dc.Command(w.g.Channel("general"), w.ann, "flag")
		w.event("INTERACTION_CREATE", w.dc.JSON(i))
		if got := w.private(i).Text(); got != "did command" {
			t.Errorf("answered %q", got)
		}
		w.last()
	})
}

func TestSend(t *testing.T) {
	story(t, func(w *world) {
		clients := w.g.Channel("clients")
		to := bot.Target{Platform: platform, Workspace: w.g.ID, Channel: clients.ID}
		alert := bot.Reply{Blocks: says("an alert").Blocks, Picture: func(context.Context) (bot.Image, error) { return bot.Image{PNG: png, Alt: "x"}, nil }}
		if err := w.a.Send(w.Context(), to, alert); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if got := texts(w.dc.In(clients)); len(got) != 2 || got[0] != "an alert" {
			t.Errorf("the channel reads %q", got)
		}
		if err := w.a.Send(w.Context(), bot.Target{Workspace: w.g.ID, User: w.ann.User.ID}, says("for you")); err != nil {
			t.Fatal(err)
		}
		w.wants(texts(w.dc.Direct(w.ann.User)), "for you")

		closed := w.g.AddMember("Closed")
		closed.User.Closed = true
		hidden := w.g.AddChannel("hidden", &discordtest.Overwrite{ID: w.g.ID, Deny: discordtest.Permissions(viewChannel)})
		mute := w.g.AddChannel("mute", &discordtest.Overwrite{ID: w.g.ID, Deny: discordtest.Permissions(sendMessages)})
		for name, c := range map[string]struct {
			to   bot.Target
			want error
		}{
			"no direct messages": {bot.Target{Workspace: w.g.ID, User: closed.User.ID}, bot.ErrNotThere},
			"a hidden channel":   {bot.Target{Workspace: w.g.ID, Channel: hidden.ID}, bot.ErrNotMember},
			"a mute channel":     {bot.Target{Workspace: w.g.ID, Channel: mute.ID}, bot.ErrNotMember},
			"no channel":         {bot.Target{Workspace: w.g.ID, Channel: "123"}, bot.ErrNotThere},
		} {
			if err := w.a.Send(w.Context(), c.to, says("x")); !errors.Is(err, c.want) {
				t.Errorf("%s: %v", name, err)
			}
			if c.to.Channel != "" {
				if err := w.a.Reach(w.Context(), c.to); !errors.Is(err, c.want) {
					t.Errorf("reaching %s: %v", name, err)
				}
			}
		}
		if err := w.a.Reach(w.Context(), to); err != nil {
			t.Errorf("the channel cannot be reached: %v", err)
		}
		other := w.dc.AddGuild("Another")
		if err := w.a.Reach(w.Context(), bot.Target{Workspace: other.ID, Channel: clients.ID}); !errors.Is(err, bot.ErrNotThere) {
			t.Errorf("another guild's channel: %v", err)
		}
		w.guests[w.g.ID] = []string{w.g.Role("Clients").ID}
		if err := w.a.Reach(w.Context(), to); !errors.Is(err, bot.ErrExposed) {
			t.Errorf("guests read there, and: %v", err)
		}
		if err := w.a.Send(w.Context(), to, says("x")); !errors.Is(err, bot.ErrExposed) {
			t.Errorf("guests read there, and: %v", err)
		}
	})
}

// Discord's limits are waited for; a crowd in one channel keeps no other waiting.
func TestRateLimitsAreKept(t *testing.T) {
	story(t, func(w *world) {
		clients := w.g.Channel("clients")
		to := bot.Target{Workspace: w.g.ID, Channel: clients.ID}
		w.dc.Next(discordtest.CreateMessage, discordtest.Limited(20*time.Second, false))
		began := time.Now()
		if err := w.a.Send(w.Context(), to, says("late")); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(began); took < 20*time.Second || took > 40*time.Second {
			t.Errorf("sent after %v", took)
		}
		w.dc.Always(discordtest.CreateMessage, discordtest.Limited(time.Hour, false))
		ctx, cancel := context.WithTimeout(w.Context(), time.Minute)
		defer cancel()
		began = time.Now()
		if err := w.a.Send(ctx, to, says("never")); err == nil {
			t.Error("sent, though Discord said no")
		}
		if took := time.Since(began); took > time.Minute {
			t.Errorf("gave up after %v, though there was a minute", took)
		}
		before := len(w.dc.Requests(discordtest.CreateMessage))
		if err := w.a.Send(ctx, to, says("never")); err == nil {
			t.Error("sent, though Discord said no")
		}
		if after := len(w.dc.Requests(discordtest.CreateMessage)); after != before {
			t.Errorf("asked %d times more within the hour that Discord named", after-before)
		}
	})
}

func TestTooManyRefusalsStopTheAsking(t *testing.T) {
	story(t, func(w *world) {
		w.dc.Always(discordtest.GetMember, discordtest.Refused(discordtest.MissingPermissions))
		l := w.a.bots.limits
		for range maxRefused {
			l.learn("key", http.StatusForbidden, nil)
		}
		before := len(w.dc.Requests())
		if err := w.a.Send(w.Context(), bot.Target{Workspace: w.g.ID, User: w.ann.User.ID}, says("x")); !errors.Is(err, errCeiling) {
			t.Errorf("sent: %v", err)
		}
		if len(w.dc.Requests()) != before {
			t.Error("asked all the same")
		}
		time.Sleep(11 * time.Minute)
		if err := w.a.Send(w.Context(), bot.Target{Workspace: w.g.ID, User: w.ann.User.ID}, says("x")); err != nil {
			t.Errorf("not sent later: %v", err)
		}
	})
}

// A failing server is tried again, and a message is posted once.
func TestPassingFailures(t *testing.T) {
	story(t, func(w *world) {
		w.dc.Next(discordtest.CreateMessage, discordtest.Broken(500), discordtest.Broken(503))
		if err := w.a.Send(w.Context(), bot.Target{Workspace: w.g.ID, User: w.ann.User.ID}, says("x")); err != nil {
			t.Fatal(err)
		}
		w.wants(texts(w.dc.Direct(w.ann.User)), "x")
		nonces := map[string]bool{}
		for _, r := range w.dc.Requests(discordtest.CreateMessage) {
			nonces[string(r.Body)] = true
		}
		if len(nonces) != 1 {
			t.Error("the tries do not say that they are one message")
		}
		w.dc.Next(discordtest.CreateMessage, discordtest.Refused(discordtest.InvalidForm))
		if err := w.a.Send(w.Context(), bot.Target{Workspace: w.g.ID, User: w.ann.User.ID}, says("x")); err == nil || len(w.dc.Requests(discordtest.CreateMessage)) != 4 {
			t.Errorf("what is refused for good was tried again: %v", err)
		}
	})
}

// An acknowledgement that arrived, though its own answer was lost, is not an error.
func TestALostAcknowledgement(t *testing.T) {
	story(t, func(w *world) {
		w.dc.Next(discordtest.Callback, discordtest.Lost)
		i := w.dc.Command(w.g.Channel("general"), w.ann, "flag")
		w.event("INTERACTION_CREATE", w.dc.JSON(i))
		if got := w.private(i).Text(); got != "did command" {
			t.Errorf("answered %q", got)
		}
		w.wants(texts(w.dc.Direct(w.ann.User)))
		if n := len(w.seen()); n != 1 {
			t.Errorf("handled %d times", n)
		}
	})
}

// What follows an answer waits until Discord has read the answer, also where
// the clock handed in is ahead of the machine's.
func TestWhatFollowsMayComeTooEarly(t *testing.T) {
	ahead := func(c *Config) { c.Now = func() time.Time { return time.Now().Add(jobTime) } }
	story(t, func(w *world) {
		w.dc.Next(discordtest.FollowUp, discordtest.Refused(discordtest.UnknownWebhook), discordtest.Broken(502))
		w.reply(bot.Reply{Blocks: []bot.Block{bot.Draft{Text: strings.Repeat("A long letter. ", 500)}}})
		i := w.do(w.dc.Command(w.g.Channel("general"), w.ann, "draft"))
		time.Sleep(time.Minute)
		synctest.Wait()
		if n := len(w.dc.Shown(i)); n != 2 {
			t.Errorf("%d messages are shown", n)
		}
	}, ahead)
}

// What was accepted is finished; what takes too long is given up.
func TestDrain(t *testing.T) {
	story(t, func(w *world) {
		w.slowly(5*time.Second, says("at last"))
		i := w.do(w.dc.Command(w.g.Channel("general"), w.ann, "assess"))
		if err := w.a.Drain(w.Context()); err != nil {
			t.Fatal(err)
		}
		w.wants(w.shown(i), "at last")
	})
	story(t, func(w *world) {
		w.slowly(25*time.Second, says("too late"))
		w.do(w.dc.Command(w.g.Channel("general"), w.ann, "assess"))
		ctx, cancel := context.WithTimeout(w.Context(), 5*time.Second)
		defer cancel()
		if err := w.a.Drain(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("drained: %v", err)
		}
	})
}

// A picture that is part of the reply cannot stand in the first response: it follows at once.
func TestAReplyWithAPictureInIt(t *testing.T) {
	story(t, func(w *world) {
		w.reply(bot.Reply{Blocks: []bot.Block{bot.Text{Line: bot.P("look")}, bot.Image{PNG: png, Alt: "a curve"}}})
		i := w.do(w.dc.Command(w.g.Channel("general"), w.ann, "assess"))
		if m := w.private(i); len(m.Attachments) != 1 || !strings.Contains(m.Text(), "look") {
			t.Errorf("shown %q", m.Text())
		}
	})
}

// shownWithin waits until an interaction shows a text, for at most so long.
func (w *world) shownWithin(most time.Duration, i *discordtest.Interaction, want string) {
	w.Helper()
	begun := time.Now()
	for !slices.Equal(w.shown(i), []string{want}) {
		if time.Since(begun) > most {
			w.Fatalf("after %v it shows %q", most, w.shown(i))
		}
		w.passes(100 * time.Millisecond)
	}
}

// Direct messages that Discord limits hold up no answer to a command, and nobody
// else's handler does.
func TestAnAnswerWaitsForNobodyElse(t *testing.T) {
	story(t, func(w *world) {
		general := w.g.Channel("general")
		w.dc.Always(discordtest.CreateDM, discordtest.Limited(60*time.Second, false))
		w.reply(bot.Reply{Direct: true, Blocks: says("flagged").Blocks})
		for n := range deliverers {
			w.reacted("ADD", general, w.g.AddMember(fmt.Sprint("P", n)), w.dc.Say(general, w.ann.User, "x"), "💸")
			w.do(w.dc.Command(general, w.g.AddMember(fmt.Sprint("Q", n)), "flag"))
		}
		w.slowly(25*time.Second, says("at last"))
		for range deliverers {
			d := w.dispatch("INTERACTION_CREATE", w.dc.JSON(w.dc.Command(general, w.ann, "draft")))
			go w.a.event(context.Background(), d)
		}
		w.passes(3 * time.Second)
		w.slowly(3*time.Second, says("the answer"))
		w.shownWithin(2*time.Second, w.do(w.dc.Command(general, w.ann, "draft")), "the answer")
		w.dc.Always(discordtest.CreateDM, nil)
	})
}

// An answer that the interaction's token does not deliver goes by direct message,
// and holds up no other on its way.
func TestAnAnswerThatGoesAnotherWay(t *testing.T) {
	story(t, func(w *world) {
		general := w.g.Channel("general")
		w.dc.Always(discordtest.CreateDM, discordtest.Limited(60*time.Second, false))
		w.slowly(3*time.Second, says("the answer"))
		w.dc.Always(discordtest.EditOriginal, discordtest.Refused(discordtest.InvalidWebhookToken))
		for range deliverers {
			w.do(w.dc.Command(general, w.ann, "draft"))
		}
		w.passes(5 * time.Second)
		w.dc.Always(discordtest.EditOriginal, nil)
		w.shownWithin(2*time.Second, w.do(w.dc.Command(general, w.ann, "draft")), "the answer")
		w.dc.Always(discordtest.CreateDM, nil)
		w.passes(5 * time.Minute)
		if n := len(w.dc.Direct(w.ann.User)); n != deliverers {
			t.Errorf("%d answers came by direct message", n)
		}
	})
}
