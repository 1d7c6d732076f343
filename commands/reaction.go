package commands

import (
	"context"
	"errors"
	"strings"
	"time"

	"amicable/bot"
	"amicable/commands/parse"
	"amicable/scoring"
	"amicable/storage"
)

// seenMessage is a message that somebody reacted to, kept while they choose a sign.
type seenMessage struct {
	Client  storage.ClientID
	Source  string
	At      int64 // Unix seconds
	Exposed bool
}

// pickerMark ends the source of what was recorded through 🚩, so that taking 🚩
// off does not take back what another emoji on the same message recorded.
const pickerMark = "/flag"

// Reacts tells whether a reaction with an emoji can mean anything, wherever it
// is: a platform that has to ask around first may leave all others alone.
func (b *Bot) Reacts(emoji string) bool {
	_, isSign := b.policy.SignByEmoji(plainEmoji(emoji))
	return isSign || plainEmoji(emoji) == scoring.PickerEmoji
}

// reactionAdded flags the message: with the sign whose emoji it is, or with one
// picked after 🚩. Elsewhere than in a client's channel, reactions are just reactions.
func (b *Bot) reactionAdded(ctx context.Context, rq *request) (bot.Reply, error) {
	sign, isSign := rq.policy.SignByEmoji(plainEmoji(rq.Emoji))
	picker := plainEmoji(rq.Emoji) == scoring.PickerEmoji
	if rq.Message == nil || !isSign && !picker {
		return bot.Reply{}, nil
	}
	if rq.Message.At.Before(rq.now.AddDate(-parse.MaxYears, 0, 0)) {
		return b.discreet(rq, say(rq.p.L("reaction.too-old", "Years", parse.MaxYears)), rq.Channel.Exposed), nil
	}
	c, ok, err := b.channelClient(ctx, rq)
	if err != nil {
		return bot.Reply{}, err
	}
	source := rq.Message.Ref(rq.Channel.ID)
	if picker {
		source += pickerMark
		seen := seenMessage{Client: c.ID, Source: source, At: rq.Message.At.Unix(), Exposed: rq.Channel.Exposed}
		return b.askSignOf(ctx, rq, seen, c, ok)
	}
	if !ok {
		return bot.Reply{}, nil
	}
	reply, err := b.record(ctx, rq, storage.Flag{
		Event: rq.ID, Client: c.ID, Sign: sign.ID, At: rq.Message.At, By: rq.actor(), Source: source,
	})
	return b.discreet(rq, reply, rq.Channel.Exposed), err
}

// askSignOf lets somebody who put 🚩 on a message pick the sign, privately.
func (b *Bot) askSignOf(ctx context.Context, rq *request, seen seenMessage, c storage.Known, known bool) (bot.Reply, error) {
	handle, err := put(ctx, rq, seen)
	if err != nil {
		return bot.Reply{}, err
	}
	form := bot.Button{Label: rq.p.S("button.details"), Action: "flag-form:" + handle}
	if !known {
		reply := say(rq.p.L("reaction.which-client"))
		reply.Blocks = append(reply.Blocks, bot.Actions{Buttons: []bot.Button{form}}, bot.Note{Line: rq.p.L("reaction.map")})
		return b.discreet(rq, reply, seen.Exposed), nil
	}
	reply := say(rq.p.L("reaction.which-sign", "Client", c.Name))
	reply.Blocks = append(reply.Blocks, bot.Actions{Menus: []bot.Menu{b.signMenu(rq, "react:"+handle, "")}, Buttons: []bot.Button{form}})
	b.suggestSign(rq, &reply, rq.Message.Text, func(id scoring.SignID) bot.Button {
		return bot.Button{Label: b.signLabel(rq, id), Action: "react:" + handle, Value: string(id), Look: bot.Primary}
	})
	return b.discreet(rq, reply, seen.Exposed), nil
}

// pickedSign records the flag that a 🚩 began.
func (b *Bot) pickedSign(ctx context.Context, rq *request, handle string, sign scoring.SignID) (bot.Reply, error) {
	seen, err := kept[seenMessage](ctx, rq, handle)
	if err != nil {
		return bot.Reply{}, err
	}
	if seen.Client == "" {
		return bot.Reply{}, trouble("question-expired")
	}
	if err := b.inUse(rq, sign); err != nil {
		return bot.Reply{}, err
	}
	rq.ID = "react/" + handle
	reply, err := b.record(ctx, rq, storage.Flag{
		Event: rq.ID, Client: seen.Client, Sign: sign, At: time.Unix(seen.At, 0), By: rq.actor(), Source: seen.Source,
	})
	reply.Replace = true
	return reply, err
}

// reactionRemoved takes back what that reaction of that person recorded.
func (b *Bot) reactionRemoved(ctx context.Context, rq *request) (bot.Reply, error) {
	if rq.Message == nil || !b.Reacts(rq.Emoji) {
		return bot.Reply{}, nil
	}
	c, ok, err := b.channelClient(ctx, rq)
	if err != nil || !ok {
		return bot.Reply{}, err
	}
	sign, isSign := b.policy.SignByEmoji(plainEmoji(rq.Emoji)) // also one that was switched off meanwhile
	source := rq.Message.Ref(rq.Channel.ID)
	if !isSign {
		source += pickerMark
	}
	e, err := rq.ws.FindSource(ctx, c.ID, source, rq.Actor.ID, sign.ID)
	if errors.Is(err, storage.ErrNotFound) {
		return bot.Reply{}, nil
	}
	if err != nil {
		return bot.Reply{}, err
	}
	reply, err := b.takeBack(ctx, rq, c.ID, e.ID)
	if errors.Is(err, storage.ErrAlreadyTakenBack) {
		return bot.Reply{}, nil
	}
	return b.discreet(rq, reply, rq.Channel.Exposed), err
}

// discreet moves a reply to a direct message where the client may be in the
// room, and advises the way that leaves no mark there; and where a platform has
// no private answers to reactions anyway.
func (b *Bot) discreet(rq *request, r bot.Reply, exposed bool) bot.Reply {
	if r.Empty() || !exposed && !rq.idiom().apart {
		return r
	}
	r.Direct = true
	if rq.Message != nil && rq.Message.Link != "" { // far from the message, say which one it is
		r.Blocks = append(r.Blocks, bot.Text{Line: bot.Line{{Text: rq.p.S("reaction.message"), URL: rq.Message.Link}}})
	}
	if exposed {
		r.Blocks = append(r.Blocks, bot.Note{Line: rq.p.L("reaction.exposed")})
	}
	return r
}

// shortcut opens the form for a chosen message.
func (b *Bot) shortcut(ctx context.Context, rq *request) (bot.Reply, error) {
	var line parse.Line
	var from origin
	if rq.Message != nil {
		from = origin{Source: rq.Message.Ref(rq.Channel.ID), At: rq.Message.At.Unix()}
	}
	if c, ok, err := b.channelClient(ctx, rq); err != nil {
		return bot.Reply{}, err
	} else if ok {
		line.Client = c
	}
	return b.flagForm(rq, line, from), nil
}

// plainEmoji takes the variation selector off an emoji.
func plainEmoji(e string) string { return strings.TrimSuffix(e, "\ufe0f") }
