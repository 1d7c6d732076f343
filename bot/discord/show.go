package discord

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"amicable/bot"
	"amicable/bot/internal/work"
)

// actionShow is the button that shows an answer to the one person whom it could
// not be sent to; its value names what is remembered.
const actionShow = "discord:show"

// waiting is an answer that could not be delivered by direct message.
type waiting struct {
	at    place
	reply bot.Reply
	line  desk // where the button lies
}

// offer says in the channel that there is an answer, and nothing of what it
// says. Where outsiders may read along nothing is said.
func (a *Adapter) offer(ctx context.Context, at place, r bot.Reply) error {
	if at.channel.ID == "" || at.channel.Direct || at.guild == "" || at.channel.Exposed || !a.unwatched(at) {
		return errors.New("the person takes no direct messages, and others may read the channel")
	}
	key, err := a.nameFor(at.event, at.user, "offer")
	if err != nil {
		return err
	}
	name := ""
	if m, err := a.member(ctx, at.guild, at.user); err == nil && m.name != "" {
		name = m.name + ": "
	}
	line := desk{channel: at.postTo(), event: at.event, part: "offer"}
	outs := a.rendered(at, bot.Reply{Blocks: []bot.Block{
		bot.Text{Line: bot.P(name + a.phrase(at.locale, bot.PhraseNoDirect))},
		bot.Actions{Buttons: []bot.Button{{Label: a.phrase(at.locale, bot.PhraseShow), Action: actionShow, Value: key}}},
	}}, false)
	if err := a.rest(ctx, &line, outs); err != nil {
		return fmt.Errorf("offering the answer in the channel: %w", err)
	}
	a.waiting.put(at.guild, key, waiting{at: at, reply: r, line: line})
	a.cfg.Log.Info("discord: no direct message taken, the answer is offered in the channel", "workspace", at.guild, "channel", at.channel.ID, "user", at.user)
	return nil
}

// show shows a waiting answer to the person whom it is for, and takes the offer away.
func (a *Adapter) show(p interaction, at place, key string) answer {
	quietly := outcome{at: at}
	at.press = false // the offer stays as it is, for whomever it is for
	taken := make(chan desk, 1)
	ans := a.attend(at, func(ctx context.Context) outcome {
		defer close(taken)
		w, ok, err := a.waiting.get(ctx, at.guild, key)
		if !ok {
			return outcome{at: at, reply: a.say(at.locale, forgotten(err))}
		}
		if w.at.user != at.user || w.at.guild != at.guild {
			return quietly
		}
		if who, err := a.whoOf(ctx, p, at.guild); err != nil || who.nobody || who.actor.Guest {
			return quietly
		}
		taken <- w.line
		there := at
		there.channel, there.thread = w.at.channel, w.at.thread
		w.reply.Direct, w.reply.Replace, w.reply.Visibility = false, false, bot.Private
		return outcome{at: there, reply: w.reply}
	})
	then := ans.then
	ans.then = func() {
		call(then)()
		work.Begin(a.work, func() struct{} {
			if line, ok := <-taken; ok {
				a.waiting.drop(at.guild, key)
				a.later(at, func() { a.takeOffer(line) })
			}
			return struct{}{}
		})
	}
	return ans
}

// takeOffer deletes the line with the button; should that fail, it does no harm.
func (a *Adapter) takeOffer(line desk) {
	ctx, cancel := context.WithTimeout(a.life, jobTime)
	defer cancel()
	for len(line.ids) > 0 {
		if err := a.drop(ctx, &line); err != nil && !isStatus(err, http.StatusNotFound) {
			a.cfg.Log.Warn("discord: an offer stays in the channel", "channel", line.channel, "error", err)
		}
	}
}
