package commands

import (
	"context"

	"amicable/bot"
	"amicable/commands/parse"
)

var praiseCommand = command{
	name: "praise", records: true, about: anyClient, keys: []string{"on"},
	options: []option{clientOption, noteOption, onOption},
	run: func(b *Bot, ctx context.Context, rq *request, line parse.Line) (bot.Reply, error) {
		id, isNew := line.Client.ID, false
		if id == "" {
			c, created, err := rq.ws.Create(ctx, rq.ID+"/client", line.Name, rq.actor())
			if err != nil {
				return bot.Reply{}, err
			}
			id, isNew = c.ID, created
		}
		at := line.At
		if at.IsZero() {
			at = rq.now
		}
		got, err := rq.ws.Praise(ctx, rq.ID, id, at, rq.actor(), line.Note)
		if err != nil {
			return bot.Reply{}, err
		}
		before, after := b.weigh(ctx, rq, &got)
		text := lineBreaks(
			rq.p.L("praise.recorded", "Client", got.After.Name, "Day", rq.p.Day(at, rq.now)),
			b.standing(rq, before, after),
		)
		if isNew {
			text = lineBreaks(text, rq.p.L("praise.new-client", "Client", got.After.Name))
		}
		reply := say(text)
		if after.Tiers > after.Base {
			reply.Blocks = append(reply.Blocks, bot.Note{Line: rq.p.L("praise.tier")})
		}
		reply.Blocks = append(reply.Blocks, bot.Actions{Buttons: []bot.Button{assessButton(rq, id), undoButton(rq, id, got.Entry)}})
		return reply, nil
	},
}
