package discord

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"amicable/bot"
	"amicable/bot/discord/discordtest"
)

// pick presses the button of a server in the latest message of a direct conversation.
func (w *world) pick(dm *discordtest.Channel, server string) *discordtest.Interaction {
	w.Helper()
	all := w.dc.In(dm)
	return w.do(w.dc.Press(dm, nil, all[len(all)-1], server))
}

// Where a direct message can mean several servers there is a button for each. The
// choice answers what was asked, once, and holds for a day in every process.
func TestADirectMessageAsksForTheServer(t *testing.T) {
	together(t, func(w *world, _ *memory, other func()) {
		theirs := w.dc.AddGuild("Another")
		join(theirs, w.ann)
		dm := w.dc.DirectChannel(w.ann.User)
		w.wrote(dm, w.ann, "assess Acme")
		w.none()
		question := w.dc.In(dm)[1]
		if !strings.Contains(question.Text(), strings.ToUpper(string(bot.PhrasePickServer))) {
			t.Fatalf("asked %q", question.Text())
		}
		for _, name := range []string{"Ours", "Another"} {
			if _, found := question.Control(name); !found {
				t.Errorf("%s is not offered", name)
			}
		}
		other()
		w.pick(dm, "Another")
		if e := w.last(); e.Workspace != theirs.ID || e.Kind != bot.KindMessage || e.Text != "assess Acme" || !e.Channel.Direct || e.Actor.Name != "Ann" {
			t.Errorf("came as %+v", e)
		}
		w.wants(texts(w.dc.In(dm))[1:], "did message\n"+shouted(bot.PhraseOnServer)+"Another")

		other()
		w.wrote(dm, w.ann, "assess Bolt")
		if e := w.last(); e.Workspace != theirs.ID {
			t.Errorf("the next one is for %s", e.Workspace)
		}
		w.do(w.dc.Command(w.g.Channel("general"), w.ann, "flag")) // what is used counts, too
		w.last()
		other()
		i := w.do(w.dc.Command(dm, nil, "flag"))
		if e := w.last(); e.Workspace != w.g.ID {
			t.Errorf("after a command in the first it is %s", e.Workspace)
		}
		if all := w.dc.Shown(i); len(all) != 1 {
			t.Errorf("shown %q", texts(all))
		}
		time.Sleep(25 * time.Hour)
		w.do(w.dc.Command(dm, nil, "flag"))
		w.none()
	})
}

// A command in a direct message is asked about in the same way, and may open its form.
func TestACommandAsksForTheServer(t *testing.T) {
	together(t, func(w *world, m *memory, other func()) {
		theirs := w.dc.AddGuild("Another")
		join(theirs, w.ann)
		dm := w.dc.DirectChannel(w.ann.User)
		i := w.do(w.dc.Command(dm, nil, "flag", discordtest.Opt("client", "Acme")))
		w.none()
		question := w.dc.Shown(i)[0]
		w.reply(formReply(fields("Note")))
		m.goes(true)
		other()
		refused := w.do(w.dc.Press(dm, nil, question, "Ours"))
		w.none()
		if !slices.Contains(w.shown(refused), shouted(bot.PhraseStoreAway)) {
			t.Errorf("shown %q", w.shown(refused))
		}
		m.goes(false)
		opened := w.do(w.dc.Press(dm, nil, question, "Ours"))
		if e := w.last(); e.Workspace != w.g.ID || e.Command != "flag" || e.Options["client"] != "Acme" || e.ID != "interaction/"+i.ID {
			t.Errorf("came as %+v", e)
		}
		other()
		w.reply(says("recorded"))
		w.do(w.dc.Submit(opened, map[string]string{"Note": "late"}))
		if e := w.last(); e.Workspace != w.g.ID || e.Field("note") != "late" {
			t.Errorf("came as %+v", e)
		}
		// A question is for the one who asked.
		bob := w.g.AddMember("Bob")
		peek := w.dc.Press(w.dc.DirectChannel(bob.User), nil, question, "Ours")
		w.do(peek)
		w.none()
	})
}

// Somebody of two servers reads in a direct conversation which one an answer is
// about; somebody of one server, and everybody in a server, needs no such line.
func TestAnswersNameTheServer(t *testing.T) {
	story(t, func(w *world) {
		theirs := w.dc.AddGuild("Another")
		there := theirs.AddMember("Ann")
		theirs.Change(func() { there.User = w.ann.User })
		bob := w.g.AddMember("Bob")
		line := "\n" + shouted(bot.PhraseOnServer) + "Another"
		better := says("recorded")
		better.Later = func(context.Context) (bot.Reply, error) { return says("recorded well"), nil }
		better.Blocks = append(better.Blocks, button("Undo"))
		w.reply(better)

		i := w.do(w.dc.Command(theirs.Channel("general"), there, "flag"))
		w.wants(w.shown(i), "recorded well")
		dm := w.dc.DirectChannel(w.ann.User)
		time.Sleep(23 * time.Hour)
		w.wrote(dm, w.ann, "flag Acme late-payment")
		time.Sleep(time.Minute)
		w.wants(texts(w.dc.In(dm))[1:], "recorded well"+line)
		i = w.do(w.dc.Command(dm, nil, "flag"))
		time.Sleep(time.Minute)
		w.wants(w.shown(i), "recorded well"+line)

		w.reply(bot.Reply{Blocks: append(says("sure?").Blocks, button("Undo"))})
		i = w.do(w.dc.Command(dm, nil, "undo"))
		w.reply(says("undone"))
		pressed := w.do(w.dc.Press(dm, nil, w.dc.Shown(i)[0], "Undo"))
		w.wants(w.shown(pressed), "undone"+line)

		theirsAlone := w.dc.DirectChannel(bob.User)
		w.wrote(theirsAlone, bob, "flag Acme late-payment")
		w.wants(texts(w.dc.In(theirsAlone))[1:], "undone")
		w.reply(formReply(fields("Note")))
		w.do(w.dc.Command(dm, nil, "flag")) // a form is no answer yet
	})
}

// Servers where somebody is a guest are not theirs to choose.
func TestGuestsChooseAmongTheirOwn(t *testing.T) {
	story(t, func(w *world) {
		theirs := w.dc.AddGuild("Another")
		join(theirs, w.ann)
		w.guests[theirs.ID] = []string{theirs.Role("Clients").ID}
		clients := theirs.Role("Clients").ID
		theirs.Change(func() {
			for _, m := range theirs.Members {
				if m.User.ID == w.ann.User.ID {
					m.Roles = append(m.Roles, clients)
				}
			}
		})
		w.wrote(w.dc.DirectChannel(w.ann.User), w.ann, "assess")
		if e := w.last(); e.Workspace != w.g.ID {
			t.Errorf("for %s", e.Workspace)
		}
	})
}

// A bot in more servers than can be asked for a person offers those that the
// person was seen in, the latest first.
func TestTheServersSomebodyWasSeenIn(t *testing.T) {
	together(t, func(w *world, _ *memory, other func()) {
		bob := w.g.AddMember("Bob")
		var seen []string
		for range maxAsked + 3 {
			g := w.dc.AddGuild("Server " + string(rune('A'+len(seen))))
			there := g.AddMember("Bob")
			g.Change(func() { there.User = bob.User })
			seen = append(seen, g.Name)
			if len(seen) <= 3 {
				w.do(w.dc.Command(g.Channel("general"), there, "flag"))
				w.last()
				time.Sleep(time.Minute)
				other()
			}
		}
		time.Sleep(25 * time.Hour)
		dm := w.dc.DirectChannel(bob.User)
		w.wrote(dm, bob, "assess")
		w.none()
		question := w.dc.In(dm)[1]
		var offered []string
		for _, c := range question.Controls() {
			offered = append(offered, c.Label)
		}
		if want := []string{"Server C", "Server B", "Server A"}; !slices.Equal(offered, want) {
			t.Errorf("offered %q", offered)
		}
		// Who was seen nowhere can only be sent to the server.
		zoe := w.g.AddMember("Zoe")
		dm = w.dc.DirectChannel(zoe.User)
		w.wrote(dm, zoe, "assess")
		w.none()
		w.wants(texts(w.dc.In(dm))[1:], strings.ToUpper(string(bot.PhraseWhichServer))+" ()")
	})
}
