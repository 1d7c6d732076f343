package commands

import (
	"context"

	"amicable/bot"
	"amicable/commands/parse"
)

var statusCommand = command{
	name: "status", umbrella: true,
	run: func(b *Bot, ctx context.Context, rq *request, _ parse.Line) (bot.Reply, error) {
		reply := bot.Reply{Title: rq.p.S("status.title")}
		names, err := rq.ws.Refresh(ctx)
		if err != nil {
			b.complain(ctx, rq.Event, err)
			reply.Blocks = append(reply.Blocks, bot.Text{Line: rq.p.L("status.store-away")})
			return reply, nil
		}
		open, closed := 0, 0
		for _, c := range names.All() {
			if c.Closed {
				closed++
			} else {
				open++
			}
		}
		reply.Blocks = append(reply.Blocks,
			bot.List{Items: []bot.Item{
				{Line: rq.p.L("status.store")},
				{Line: rq.p.LN("status.clients", open, "Closed", closed)},
				{Line: rq.p.L("status.zone", "Zone", rq.zone.String(), "Now", rq.p.Date(rq.now)+", "+rq.p.Time(rq.now))},
				{Line: rq.p.L("status.words")},
				{Line: rq.p.L("status.version", "Version", b.version)},
			}},
			bot.Note{Line: rq.p.L("help.private")},
		)
		return reply, nil
	},
}
