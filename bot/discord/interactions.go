package discord

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"sync"

	"amicable/bot"
	"amicable/bot/internal/work"
)

// answer is the first response to an interaction, and what comes after it.
type answer struct {
	response response
	// then is done once the response is there, lost when it never got there, and
	// is told how things stand instead; both may be nil.
	then func()
	lost func(standing)
}

// once sees to it that what comes after an answer comes once, should the answer
// be given again to a repeated request.
func (a answer) once() answer {
	var both sync.Once
	all := a
	do := func(f func(answer)) {
		both.Do(func() {
			once := all
			all = answer{} // an answer is remembered longer than its pictures should be
			f(once)
		})
	}
	a.then = func() { do(func(a answer) { call(a.then)() }) }
	a.lost = func(s standing) { do(func(a answer) { a.missed(s) }) }
	return a
}

// missed does what is left to do when the response never got there.
func (a answer) missed(stands standing) {
	if a.lost != nil {
		a.lost(stands)
	}
}

func call(f func()) func() {
	if f == nil {
		return func() {}
	}
	return f
}

// standing is how far the answering of an interaction has come.
type standing int

const (
	unanswered standing = iota
	thinking            // "thinking…" is shown, and waits for its message
	quiet               // a press was acknowledged; nothing is shown
	settled             // another process answered
)

// place is where the answer to somebody may go.
type place struct {
	guild, user, locale string
	channel             bot.Channel
	thread              string // the channel of the thread, where it is one

	// event is what is answered, so that processes which are both told of it say
	// the same once; "" for what may be said again.
	event string
	// token allows answers to an interaction; "" outside of one.
	token  string
	stands standing
	press  bool // a button began it: its message is the original
	sent   bool // a form began it: another one cannot open
	// shown tells that the pressed button's message is seen by others too.
	shown bool
	// inside tells that no outsider reads the channel; see looked.
	inside bool
	// among are the guilds that a direct message may mean, where several do.
	among []string
}

// outcome is a reply and where it goes.
type outcome struct {
	at    place
	reply bot.Reply
	// failed tells that the handler did not do its work; the reply says the same.
	failed bot.Phrase
}

// interaction takes whatever people do with commands, buttons and forms. A
// repeated one is answered as the first time.
func (a *Adapter) interaction(p interaction) answer {
	if p.Type == interactionPing {
		return answer{response: response{Type: respondPong}}
	}
	return a.answered.Do(p.ID, func() (answer, bool) { return a.entrance(p).once(), true })
}

func (a *Adapter) entrance(p interaction) answer {
	at := place{event: "interaction/" + p.ID, guild: p.GuildID, user: p.who().ID, locale: p.Locale, token: p.Token}
	at.shown = p.Message != nil && !p.Message.ephemeral()
	at.press = p.Message != nil
	if p.GuildID == "" {
		at.channel = privateChannel(p)
	}
	switch p.Type {
	case interactionCommand, interactionSuggest:
		var c commandPayload
		if json.Unmarshal(p.Data, &c) != nil || c.Name == "" {
			break
		}
		if p.Type == interactionSuggest {
			return a.suggest(p, c)
		}
		return a.command(p, c, at)
	case interactionPress:
		return a.pressed(p, at)
	case interactionFormSent:
		return a.submitted(p, at)
	}
	a.cfg.Log.Info("discord: interaction ignored", "type", p.Type)
	return a.nothing(at)
}

// nothing acknowledges without a word.
func (a *Adapter) nothing(at place) answer {
	if at.press {
		return answer{response: response{Type: respondNothingYet}}
	}
	end := a.finishing(outcome{at: at})
	return answer{response: at.thinking(), then: func() { end(thinking) }, lost: end}
}

// thinking defers an answer. It is decided now who will see that: in a direct
// conversation it stays for the person to read again.
func (at place) thinking() response {
	r := response{Type: respondThinking}
	if !at.channel.Direct {
		r.Data = map[string]any{"flags": flagEphemeral}
	}
	return r
}

// attend works on an interaction, and answers at once when that takes no longer
// than people have patience for; else the answer follows.
func (a *Adapter) attend(at place, act func(ctx context.Context) outcome) answer {
	done := work.Begin(a.work, func() outcome {
		ctx, cancel := context.WithTimeout(a.life, handlerTime)
		defer cancel()
		out := a.unasked(at, bot.PhraseFailed) // should act panic
		func() {
			defer a.rescue("interaction", at.user)
			out = act(ctx)
		}()
		if out.failed != "" {
			out.at.event = ""
		}
		return out
	})
	waited, stop := context.WithTimeout(a.life, a.patience)
	defer stop()
	select {
	case out := <-done:
		return a.first(out)
	case <-waited.Done():
	}
	first, stands := at.thinking(), thinking
	if at.press {
		first, stands = response{Type: respondNothingYet}, quiet
	}
	later := func(stands standing) { // no deliverer waits for a handler
		work.Begin(a.work, func() struct{} { a.finishing(<-done)(stands); return struct{}{} })
	}
	return answer{response: first, then: func() { later(stands) }, lost: later}
}

// happened finds out who did something, and where, and hands the event to the
// handler. what makes the event once that is known.
func (a *Adapter) happened(ctx context.Context, p interaction, at place, what func(place) bot.Event) outcome {
	at, who, failed := a.asker(ctx, p, at)
	if failed != "" && failed != bot.PhraseWhichServer || who.nobody || who.actor.Guest {
		return a.unasked(at, failed)
	}
	e := what(at)
	e.ID = cmp.Or(e.ID, "interaction/"+p.ID)
	if failed != "" {
		return outcome{at: at, reply: a.whichServer(ctx, at, e), failed: failed}
	}
	e.Platform, e.Workspace = platform, at.guild
	e.Channel, e.Thread, e.Actor = at.channel, at.thread, who.actor
	e.At = a.cfg.Now()
	r, err := a.handle(ctx, e)
	if err != nil {
		return outcome{at: at, reply: a.say(at.locale, bot.PhraseFailed), failed: bot.PhraseFailed}
	}
	return outcome{at: a.looked(at, r), reply: a.named(ctx, at, r)}
}

// unasked is the outcome where the handler was not asked: that it could not be,
// or nothing at all.
func (a *Adapter) unasked(at place, failed bot.Phrase) outcome {
	if failed == "" {
		return outcome{at: at}
	}
	return outcome{at: at, reply: a.say(at.locale, failed), failed: failed}
}

// asker finds out which guild is meant, who asks, and where. failed is what to
// say when that cannot be found out.
func (a *Adapter) asker(ctx context.Context, p interaction, at place) (_ place, who person, failed bot.Phrase) {
	at, who, failed = a.placed(ctx, at, func(guild string) (person, error) { return a.whoOf(ctx, p, guild) })
	if failed == "" && !who.nobody && !who.actor.Guest {
		at.channel, at.thread = a.whereSeen(ctx, p)
	}
	return at, who, failed
}

// placed finds out which guild is meant, and who somebody is there. Somebody who
// shares no guild with the bot is nobody.
func (a *Adapter) placed(ctx context.Context, at place, look func(guild string) (person, error)) (_ place, who person, failed bot.Phrase) {
	refuse := func(phrase bot.Phrase, why error) (place, person, bot.Phrase) {
		a.cfg.Log.Warn("discord: somebody was not heard", "workspace", at.guild, "user", at.user, "error", why)
		return at, person{}, phrase
	}
	var err error
	if at.guild == "" {
		var many manyGuildsError
		at.guild, err = a.home(ctx, at.user)
		switch {
		case errors.Is(err, errNoGuild):
			return at, person{nobody: true}, ""
		case errors.As(err, &many):
			at.among = many
			return refuse(bot.PhraseWhichServer, err)
		case errors.Is(err, errRoles):
			return refuse(bot.PhraseStoreAway, err)
		case err != nil:
			return refuse(bot.PhraseUnsure, err)
		}
	}
	if who, err = look(at.guild); errors.Is(err, errRoles) {
		return refuse(bot.PhraseStoreAway, err)
	} else if err != nil {
		return refuse(bot.PhraseUnsure, err)
	}
	if !who.nobody && !who.actor.Guest {
		a.used(at.user, at.guild)
	}
	return at, who, ""
}

// gateInteraction gives an interaction that the gateway brought its first response.
func (a *Adapter) gateInteraction(p interaction) {
	ans := a.interaction(p)
	ctx, cancel := context.WithTimeout(a.life, callTime)
	defer cancel()
	err := a.respond(ctx, p.ID, p.Token, ans.response)
	if err == nil {
		call(ans.then)()
		return
	}
	stands := a.begun(ctx, p, err)
	if stands == unanswered {
		a.cfg.Log.Error("discord: interaction not answered", "workspace", p.GuildID, "user", p.who().ID, "error", err)
	} else {
		a.cfg.Log.Info("discord: another process answered an interaction", "workspace", p.GuildID, "user", p.who().ID, "finished", stands == settled)
	}
	if stands != settled {
		ans.missed(stands)
	}
}
