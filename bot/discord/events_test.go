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
)

// A mention is answered by direct message: Discord shows nothing privately in a channel.
func TestAMentionIsAnsweredDirectly(t *testing.T) {
	story(t, func(w *world) {
		clients := w.g.Channel("clients")
		bob := w.g.AddMember("Bob")
		w.wrote(clients, w.ann, "<@"+w.a.self()+"> flag Acme <@"+bob.User.ID+"> in <#"+clients.ID+"> <:sad:12345>",
			object{"mentions": []any{bob.User, w.dc.Bot()}})
		e := w.last()
		if e.Kind != bot.KindMessage || e.Text != "flag Acme @Bob in #clients :sad:" || e.Channels["#clients"] != clients.ID {
			t.Errorf("came as %+v", e)
		}
		if e.Channel.Name != "clients" || e.Channel.Direct || e.Actor.Name != "Ann" || e.At.IsZero() || e.Tenant() != "discord:"+w.g.ID {
			t.Errorf("came as %+v", e)
		}
		w.wants(texts(w.dc.Direct(w.ann.User)), "did message")
		w.wants(texts(w.dc.In(clients))[1:])
	})
}

// Only what names the bot is listened to: no calls to everybody, no roles, no bots, not itself.
func TestOtherMessagesAreNoneOfOurBusiness(t *testing.T) {
	story(t, func(w *world) {
		general := w.g.Channel("general")
		robot := w.g.AddMember("Robot")
		robot.User.Bot = true
		own := "<@" + w.a.self() + "> hello"
		w.wrote(general, w.ann, "hello")
		w.wrote(general, w.ann, "@everyone hello", object{"mention_everyone": true})
		w.wrote(general, w.ann, "<@&"+w.g.Role("Clients").ID+"> hello")
		w.wrote(general, robot, own)
		w.wrote(general, w.ann, own, object{"webhook_id": "77"})
		w.wrote(general, w.ann, own, object{"type": 6}) // something was pinned
		w.event("MESSAGE_CREATE", object{"id": "x"})
		w.event("MESSAGE_CREATE", []int{1})
		w.event("TYPING_START", object{})
		w.none()
	})
}

// A thread is a room of its channel, and who may look there may look into it.
func TestThreadsBelongToTheirChannel(t *testing.T) {
	story(t, func(w *world) {
		clients := w.g.Channel("clients")
		thread := w.g.AddThread(clients, "a thread")
		w.wrote(thread, w.ann, "<@"+w.a.self()+"> assess")
		if e := w.last(); e.Channel.ID != clients.ID || e.Channel.Name != "clients" || e.Thread != thread.ID {
			t.Errorf("in %+v, thread %q", e.Channel, e.Thread)
		}
		w.do(w.dc.Command(thread, w.ann, "assess"))
		if e := w.last(); e.Channel.ID != clients.ID || e.Channel.Name != "clients" || e.Thread != thread.ID {
			t.Errorf("in %+v, thread %q", e.Channel, e.Thread)
		}
	})
}

// A reaction comes with the message that it is on, also one from long ago.
func TestReactions(t *testing.T) {
	story(t, func(w *world) {
		clients := w.g.Channel("clients")
		m := w.dc.Say(clients, w.g.AddMember("Bob").User, "We will pay next year")
		added := w.reacted("ADD", clients, w.ann, m, "👍🏽")
		e := w.last()
		if e.Kind != bot.KindReactionAdded || e.Emoji != "👍" || e.Message.ID != m.ID || e.Message.Author != m.Author.ID {
			t.Errorf("came as %+v about %+v", e, e.Message)
		}
		if time.Until(e.Message.At).Abs() > time.Minute || e.Message.Link != "https://discord.com/channels/"+w.g.ID+"/"+clients.ID+"/"+m.ID {
			t.Errorf("the message is of %v at %s", e.Message.At, e.Message.Link)
		}
		w.wants(texts(w.dc.Direct(w.ann.User)), "did reaction_added")

		w.a.event(w.Context(), added) // the gateway repeats it
		synctest.Wait()
		w.none()

		w.reacted("REMOVE", clients, w.ann, m, "👍🏽")
		removed := w.last()
		w.reacted("ADD", clients, w.ann, m, "👍🏽")
		again := w.last()
		if removed.Kind != bot.KindReactionRemoved || removed.ID == e.ID || again.ID == e.ID || again.ID == removed.ID {
			t.Errorf("on, off and on again came as %s %s, %s, %s", removed.Kind, e.ID, removed.ID, again.ID)
		}
	})
}

// Bots' reactions, those in direct messages and those on the bot's own messages do not count.
func TestReactionsThatDoNotCount(t *testing.T) {
	story(t, func(w *world) {
		general := w.g.Channel("general")
		robot := w.g.AddMember("Robot")
		robot.User.Bot = true
		m := w.dc.Say(general, w.ann.User, "x")
		w.reacted("ADD", general, robot, m, "🚩")
		w.reacted("REMOVE", general, robot, m, "🚩")
		w.reacted("ADD", general, w.ann, w.dc.Say(general, w.dc.Bot(), "y"), "🚩")
		w.reacted("ADD", w.dc.DirectChannel(w.ann.User), w.ann, m, "🚩")
		w.event("MESSAGE_REACTION_ADD", object{"emoji": 7})
		w.none()
	})
}

// Custom emojis come by name.
func TestCustomEmojis(t *testing.T) {
	if got := emoji("123", "late"); got != ":late:" {
		t.Errorf("got %q", got)
	}
	for in, want := range map[string]string{"👻": "👻", "🏋🏿‍♀️": "🏋‍♀️", "🚩": "🚩"} {
		if got := emoji("", in); got != want {
			t.Errorf("%q came as %q", in, got)
		}
	}
}

// Taking a reaction off says nothing of the person: they are looked up.
func TestARemovedReactionOfAGuest(t *testing.T) {
	story(t, func(w *world) {
		general := w.g.Channel("general")
		w.guests[w.g.ID] = []string{w.g.Role("Clients").ID}
		m := w.dc.Say(general, w.ann.User, "x")
		w.reacted("REMOVE", general, w.g.AddMember("Client", "Clients"), m, "🚩")
		w.none()
		w.reacted("REMOVE", general, w.ann, m, "🚩")
		if e := w.last(); !e.Channel.Exposed {
			t.Error("guests read #general, and it is not exposed")
		}
		if n := len(w.dc.Requests(discordtest.GetMember)); n != 2 {
			t.Errorf("%d look-ups for two people", n)
		}
	})
}

// Discord delivers an event once: what failed for a moment is tried again.
func TestAnEventOutlivesAShortOutage(t *testing.T) {
	story(t, func(w *world) {
		general := w.g.Channel("general")
		m := w.dc.Say(general, w.ann.User, "x")
		tries := 0
		w.answer = func(context.Context, bot.Event) (bot.Reply, error) {
			if tries++; tries < 3 {
				return bot.Reply{}, errors.New("the store is away")
			}
			return says("recorded"), nil
		}
		w.reacted("ADD", general, w.ann, m, "🚩")
		w.passes(5 * time.Second)
		w.wants(texts(w.dc.Direct(w.ann.User)), "recorded")
		if events := w.seen(); len(events) != 3 || events[0].ID != events[2].ID {
			t.Errorf("%d tries", len(events))
		}

		w.answer = func(context.Context, bot.Event) (bot.Reply, error) {
			return bot.Reply{}, errors.New("the store is away")
		}
		w.wrote(general, w.ann, "<@"+w.a.self()+"> assess")
		w.passes(patienceSpoken)
		w.wants(texts(w.dc.Direct(w.ann.User))[1:], shouted(bot.PhraseFailed)[:len("FAILED")]+" ()")
	})
}

// An event has no dialog to open: the form is offered with a button, which works
// in the direct message, where nothing tells the guild but the button.
func TestAFormInADirectMessage(t *testing.T) {
	story(t, func(w *world) {
		form := bot.Form{ID: "flag", State: "s", Title: "Flag it", Submit: "Go", Fields: []bot.Field{{ID: "client", Kind: bot.ShortText, Label: "Client"}}}
		w.reply(formReply(form))
		w.wrote(w.g.Channel("general"), w.ann, "<@"+w.a.self()+"> flag")
		w.last()
		dm := w.dc.DirectChannel(w.ann.User)
		opened := w.do(w.dc.Press(dm, nil, w.dc.Direct(w.ann.User)[0], "Flag it"))
		w.reply(says("recorded"))
		sent := w.do(w.dc.Submit(opened, map[string]string{"Client": "Acme"}))
		if e := w.last(); e.Workspace != w.g.ID || !e.Channel.Direct || e.Field("client") != "Acme" || e.Value != "s" {
			t.Errorf("came as %+v", e)
		}
		if all := w.dc.Shown(sent); !slices.Contains(texts(all), "recorded") {
			t.Errorf("shown %q", texts(all))
		}
	})
}

// In a direct message the guild is the one used last, else the only one shared.
func TestWhichGuildADirectMessageMeans(t *testing.T) {
	story(t, func(w *world) {
		dm := w.dc.DirectChannel(w.ann.User)
		w.wrote(dm, w.ann, "assess Acme")
		if e := w.last(); e.Workspace != w.g.ID || !e.Channel.Direct || e.Actor.Name != "Ann" || e.Text != "assess Acme" {
			t.Errorf("came as %+v", e)
		}
		w.wants(texts(w.dc.In(dm))[1:], "did message")

		other := w.dc.AddGuild("Another")
		bob := other.AddMember("Bob")
		carol := other.AddMember("Carol")
		join(w.g, carol)
		w.event("READY", object{"user": w.dc.Bot(), "guilds": []object{{"id": w.g.ID}, {"id": other.ID}}})
		w.wrote(w.dc.DirectChannel(bob.User), bob, "assess")
		if e := w.last(); e.Workspace != other.ID {
			t.Errorf("Bob's guild is %s", e.Workspace)
		}

		dm = w.dc.DirectChannel(carol.User)
		w.wrote(dm, carol, "assess")
		w.none()
		w.wants(texts(w.dc.In(dm))[1:], strings.ToUpper(string(bot.PhrasePickServer))+" ()\nOurs\nAnother")
		w.do(w.dc.Command(other.Channel("general"), carol, "flag"))
		w.last()
		i := w.do(w.dc.Command(dm, nil, "flag"))
		if e := w.last(); e.Workspace != other.ID || !e.Channel.Direct {
			t.Errorf("after that it is %s", e.Workspace)
		}
		if all := w.dc.Shown(i); len(all) != 1 || all[0].Private() {
			t.Errorf("shown %q", texts(all))
		}
	})
}

// Somebody who shares no guild with the bot is nobody.
func TestStrangersGetNothing(t *testing.T) {
	story(t, func(w *world) {
		stranger := w.dc.AddGuild("Elsewhere")
		zoe := stranger.AddMember("Zoe")
		stranger.Change(func() { stranger.Gone = true })
		dm := w.dc.DirectChannel(zoe.User)
		w.wrote(dm, zoe, "hello")
		i := w.do(w.dc.Command(dm, nil, "flag"))
		w.none()
		if all := w.shown(i); len(all) > 0 {
			t.Errorf("shown %q", all)
		}
		w.wants(texts(w.dc.In(dm)), "hello")
	})
}

// A guild that the bot just joined is welcomed, by a word to its owner; those
// that it was in already, and those that come back from an outage, are not.
func TestJoining(t *testing.T) {
	story(t, func(w *world) {
		created := func(g *discordtest.Guild, joined time.Time) object {
			return object{"id": g.ID, "owner_id": w.ann.User.ID, "preferred_locale": "pl", "joined_at": joined.Format(time.RFC3339), "unavailable": false}
		}
		w.event("READY", object{"user": w.dc.Bot(), "guilds": []object{{"id": w.g.ID, "unavailable": true}}, "shard": []int{0, 1}})
		w.event("GUILD_CREATE", created(w.g, time.Now()))
		w.none()
		other := w.dc.AddGuild("Another")
		w.event("GUILD_CREATE", created(other, time.Now().Add(-24*time.Hour)))
		w.none()
		w.reply(says("welcome"))
		d := w.event("GUILD_CREATE", created(other, time.Now()))
		if e := w.last(); e.Kind != bot.KindInstalled || e.Workspace != other.ID || e.Actor.ID != w.ann.User.ID || e.Actor.Locale != "pl" || !e.Actor.Admin {
			t.Errorf("came as %+v", e)
		}
		w.wants(texts(w.dc.Direct(w.ann.User)), "welcome")
		w.a.event(w.Context(), d)
		synctest.Wait()
		w.none()
	})
}

// Being removed is told, an outage is not.
func TestLeaving(t *testing.T) {
	story(t, func(w *world) {
		w.event("GUILD_DELETE", object{"id": w.g.ID, "unavailable": true})
		w.none()
		w.event("GUILD_DELETE", object{"id": w.g.ID})
		if e := w.last(); e.Kind != bot.KindUninstalled || e.Tenant() != "discord:"+w.g.ID {
			t.Errorf("came as %+v", e)
		}
	})
}

// What happened while the bot was away is found out when it comes back: each
// shard tells of its own guilds.
func TestWhatHappenedMeanwhile(t *testing.T) {
	story(t, func(w *world) {
		gone, elsewhere := "4194304", "8388608" // shards 1 and 0 of two
		w.has(w.g.ID, gone, elsewhere, "not a guild")
		shard := shardOf(w.g.ID, 2)
		w.event("READY", object{"user": w.dc.Bot(), "guilds": []object{{"id": w.g.ID}}, "shard": []int{shard, 2}})
		missing := map[int]string{1: gone, 0: elsewhere}[shard]
		kinds := map[string]bot.Kind{}
		for _, e := range w.seen() {
			kinds[e.Workspace] = e.Kind
		}
		if len(kinds) != 2 || kinds[w.g.ID] != bot.KindInstalled || kinds[missing] != bot.KindUninstalled {
			t.Errorf("told %v", kinds)
		}
		if all := w.dc.Direct(w.ann.User); len(all) > 0 {
			t.Errorf("somebody was welcomed with %q", texts(all))
		}
	})
}

// join brings somebody into a second guild.
func join(g *discordtest.Guild, m *discordtest.Member) {
	g.Change(func() { g.Members = append(g.Members, m) })
}
