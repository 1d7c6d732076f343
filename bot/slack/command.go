package slack

import (
	"context"
	"strings"

	"amicable/bot"
	"amicable/bot/internal/work"
)

// answer is what goes back with the acknowledgement: a status and, unless nil, a JSON body.
type answer struct {
	status int
	body   any
	// then is what follows once the body is on its way; it may be nil.
	then func()
}

func ok(body any) answer { return answer{status: 200, body: body} }

// sent does what follows an answer.
func (a answer) sent() {
	if a.then != nil {
		a.then()
	}
}

// place is where the answer to somebody may go.
type place struct {
	team, user, locale string
	channel            bot.Channel
	thread             string
	responseURL        string
	// original tells that responseURL's message (a button's, or "working on it") may be replaced.
	original bool
	// message names the lasting message that a reply went into, if it is one.
	message string
	// home tells that it happened on the bot's home page.
	home bool
	// homeHash is Slack's name for the state of the home page as we published it.
	homeHash string
}

// command answers a slash command. id tells repeated deliveries of it apart from others.
func (a *Adapter) command(p commandPayload, id string) answer {
	at := place{
		team: p.TeamID, user: p.UserID, responseURL: p.ResponseURL,
		channel: a.whereCached(p.TeamID, p.ChannelID, p.ChannelName),
	}
	done := work.Begin(a.work, func() outcome {
		ctx, cancel := context.WithTimeout(a.life, handlerTime)
		defer cancel()
		return a.answerCommand(ctx, p, id, at)
	})

	waited, stop := context.WithTimeout(a.life, a.patience)
	defer stop()
	select {
	case out := <-done:
		return a.inResponse(out)
	case <-waited.Done():
	}
	a.deliverLater(func() (place, bot.Reply) {
		out := <-done
		out.at.original = true
		out.reply.Replace = true
		if out.at.responseURL != "" && (out.reply.Empty() || out.reply.Direct) { // nothing comes in place of "working on it"
			a.respond(out.at.responseURL, message{ResponseType: "ephemeral", DeleteOriginal: true})
		}
		return out.at, out.reply
	})
	return ok(a.renderer("").message(a.say("", bot.PhraseWorking), false))
}

// outcome is a reply and where it goes.
type outcome struct {
	at    place
	reply bot.Reply
}

func (a *Adapter) answerCommand(ctx context.Context, p commandPayload, id string, at place) outcome {
	who, err := a.who(ctx, p.TeamID, p.UserID)
	if err != nil {
		a.cfg.Log.Warn("slack: person unknown, command not run", "workspace", p.TeamID, "user", p.UserID, "error", err)
		return outcome{at, a.say("", bot.PhraseUnsure)}
	}
	if who.nobody || who.actor.Guest {
		return outcome{at, bot.Reply{}}
	}
	at.locale = who.actor.Locale
	r, err := a.handle(ctx, bot.Event{
		ID: id, Kind: bot.KindCommand, Platform: platform, Workspace: p.TeamID,
		Channel: at.channel, Actor: who.actor,
		Command: strings.TrimPrefix(strings.TrimSpace(p.Command), "/"), Text: typed(p.Text), Channels: channelsIn(p.Text),
		At: a.cfg.Now(),
	})
	if err != nil {
		return outcome{at, a.say(at.locale, bot.PhraseFailed)}
	}
	return outcome{at, a.opened(ctx, r, p.TriggerID, at)}
}

// inResponse puts a reply into the HTTP response where it can stand there.
func (a *Adapter) inResponse(out outcome) answer {
	switch {
	case out.reply.Empty():
		return ok(nil)
	case out.reply.Direct:
		a.deliver(out.at, out.reply)
		return ok(nil)
	}
	ans := ok(a.renderer(out.at.locale).message(out.reply, a.openly(out.at, out.reply)))
	out.at.original = true // what stands in the response is what its address can replace
	ans.then = func() { a.follow(out.at, out.reply) }
	return ans
}

// openly tells whether a reply is to be seen by the whole channel. The channel
// is looked up for it: nothing is shown where outsiders may read along.
func (a *Adapter) openly(at place, r bot.Reply) bool {
	if r.Visibility != bot.Public || at.channel.ID == "" {
		return false
	}
	ctx, cancel := context.WithTimeout(a.life, lookupTime)
	defer cancel()
	return at.channel.Direct || !a.where(ctx, at.team, at.channel.ID).Exposed
}
