package discord

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"amicable/bot"
	"amicable/bot/discord/gateway"
)

// again tells the process that runs now of an event that another one was told of.
func (w *world) again(d gateway.Dispatch) {
	w.Helper()
	w.a.event(context.Background(), d)
	time.Sleep(time.Minute)
	synctest.Wait()
}

// long is a reply of two messages, with a picture.
func long() bot.Reply {
	return bot.Reply{
		Blocks:  []bot.Block{bot.Draft{Text: strings.Repeat("A long letter. ", 500)}},
		Picture: func(context.Context) (bot.Image, error) { return bot.Image{PNG: png, Alt: "a curve"}, nil },
	}
}

// A process that is killed may leave an event that it had answered to the next one.
func TestADirectMessageIsSentOnce(t *testing.T) {
	together(t, func(w *world, _ *memory, other func()) {
		w.reply(long())
		general := w.g.Channel("general")
		reacted := w.reacted("ADD", general, w.ann, w.dc.Say(general, w.ann.User, "x"), "💸")
		if n := len(w.dc.Direct(w.ann.User)); n != 3 {
			t.Fatalf("%d direct messages, want the text's two and the picture", n)
		}
		other()
		w.again(reacted)
		if n := len(w.dc.Direct(w.ann.User)); n != 3 {
			t.Errorf("%d direct messages after it was told again, want 3", n)
		}
		other()
		w.reacted("ADD", general, w.ann, w.dc.Say(general, w.ann.User, "y"), "💸")
		if n := len(w.dc.Direct(w.ann.User)); n != 6 {
			t.Errorf("%d direct messages about two reactions, want 6", n)
		}
	})
}

// The same holds for the offer to somebody who takes no direct messages, and it can be taken.
func TestAnOfferIsMadeOnce(t *testing.T) {
	together(t, func(w *world, _ *memory, other func()) {
		clients := w.g.Channel("clients")
		w.ann.User.Closed = true
		said := w.wrote(clients, w.ann, "<@"+w.a.self()+"> assess Acme")
		other()
		w.again(said)
		all := w.dc.In(clients)
		if len(all) != 2 {
			t.Fatalf("the channel reads %q", texts(all))
		}
		i := w.do(w.dc.Press(clients, w.ann, all[1], "SHOW"))
		if got := w.private(i).Text(); got != "did message" {
			t.Errorf("shown %q", got)
		}
		w.wants(texts(w.dc.In(clients))[1:])
	})
}

// That something failed is no answer in the place of one that comes after all.
func TestAFailureIsNotTheAnswer(t *testing.T) {
	together(t, func(w *world, _ *memory, other func()) {
		answer := w.answer
		w.answer = func(context.Context, bot.Event) (bot.Reply, error) { return bot.Reply{}, errors.New("no store") }
		said := w.wrote(w.g.Channel("general"), w.ann, "<@"+w.a.self()+"> assess Acme")
		time.Sleep(time.Minute)
		other()
		w.answer = answer
		w.again(said)
		w.wants(texts(w.dc.Direct(w.ann.User)), phrases{}.Phrase("", bot.PhraseFailed), "did message")
	})
}

// An interaction that one process answered is not answered by another: what was
// said with its token cannot be told from what would be said again.
func TestAnAnsweredInteractionIsToldAgain(t *testing.T) {
	for _, later := range []time.Duration{2 * time.Second, 20 * time.Second} {
		together(t, func(w *world, _ *memory, other func()) {
			w.reply(long())
			i := w.dc.Command(w.g.Channel("general"), w.ann, "draft")
			command := w.event("INTERACTION_CREATE", w.dc.JSON(i))
			time.Sleep(later)
			other()
			w.again(command)
			if n := len(w.dc.Shown(i)); n != 3 {
				t.Errorf("%d messages after it was told again %v later, want 3", n, later)
			}
			w.wants(texts(w.dc.Direct(w.ann.User)))
		})
	}
}

// "thinking…" shows that the other process did not get to its answer.
func TestAnInteractionThatWasLeftThinking(t *testing.T) {
	for _, later := range []time.Duration{2500 * time.Millisecond, 20 * time.Second} {
		together(t, func(w *world, _ *memory, other func()) {
			began := time.Now()
			w.slowly(5*time.Second, long())
			i := w.dc.Command(w.g.Channel("general"), w.ann, "draft")
			command := w.event("INTERACTION_CREATE", w.dc.JSON(i))
			time.Sleep(2200 * time.Millisecond)
			w.a.giveUp() // as if it had been killed
			time.Sleep(later - time.Since(began))
			other()
			w.reply(long())
			w.again(command)
			if n := len(w.dc.Shown(i)); n != 3 {
				t.Errorf("%q is shown when it is told again %v later", w.shown(i), later)
			}
			w.wants(texts(w.dc.Direct(w.ann.User)))
		})
	}
}
