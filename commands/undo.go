package commands

import (
	"context"
	"errors"

	"amicable/bot"
	"amicable/commands/parse"
	"amicable/storage"
)

var undoCommand = command{
	name: "undo", records: true,
	run: func(b *Bot, ctx context.Context, rq *request, _ parse.Line) (bot.Reply, error) {
		c, e, err := rq.ws.LastBy(ctx, rq.Actor.ID)
		if errors.Is(err, storage.ErrNotFound) {
			return bot.Reply{}, trouble("nothing-to-undo")
		}
		if err != nil {
			return bot.Reply{}, err
		}
		return b.takeBack(ctx, rq, c.ID, e.ID)
	},
}

// takeBack withdraws an entry of the actor's own.
func (b *Bot) takeBack(ctx context.Context, rq *request, id storage.ClientID, entry string) (bot.Reply, error) {
	was, err := rq.ws.Entry(ctx, id, entry)
	if err != nil {
		return bot.Reply{}, err
	}
	if was.By.ID != rq.Actor.ID {
		return bot.Reply{}, trouble("not-yours")
	}
	got, err := rq.ws.TakeBack(ctx, rq.ID, id, entry, rq.actor(), "")
	if err != nil {
		return bot.Reply{}, err
	}
	if got.Duplicate && got.Entry.Of != entry {
		// Delivered again: meanwhile another entry is the latest, and was left alone.
		if was, err = rq.ws.Entry(ctx, id, got.Entry.Of); err != nil {
			return bot.Reply{}, err
		}
	}
	before, after := b.weigh(ctx, rq, &got)
	text := lineBreaks(
		rq.p.L("undo.done", "Client", got.After.Name, "What", b.whatHappened(rq, was), "Day", rq.p.Day(was.At, rq.now)),
		b.standing(rq, before, after),
	)
	return bot.Reply{
		Blocks:  []bot.Block{bot.Text{Line: text}, bot.Actions{Buttons: []bot.Button{assessButton(rq, id)}}},
		Replace: rq.Kind == bot.KindAction,
	}, nil
}
