package commands

import (
	"context"

	"amicable/bot"
)

// home is the page that everybody finds behind the bot's name.
func (b *Bot) home(ctx context.Context, rq *request) (bot.Reply, error) {
	reply := bot.Reply{Title: rq.p.S("home.title")}
	ranking, err := b.portfolio(ctx, rq, "")
	if err != nil {
		return bot.Reply{}, err
	}
	reply.Blocks = append(reply.Blocks, bot.Text{Line: rq.p.L("home.intro")})
	if ranking.Title != "" {
		reply.Blocks = append(reply.Blocks, bot.Text{Line: bot.B(ranking.Title)})
	}
	reply.Blocks = append(reply.Blocks, ranking.Blocks...)
	reply.Blocks = append(reply.Blocks, bot.Text{Line: bot.B(rq.p.S("help.title"))})
	reply.Blocks = append(reply.Blocks, b.helpAfter(rq, nil).Blocks...)
	reply.Picture = b.costsPicture(rq)
	return reply, nil
}

// installed welcomes the person who installed the bot, and calls off a
// deletion that an earlier uninstall put on the list.
func (b *Bot) installed(ctx context.Context, rq *request) (bot.Reply, error) {
	if err := b.store.Done(ctx, forgetJob(rq.Tenant())); err != nil {
		return bot.Reply{}, err
	}
	reply := bot.Reply{Title: rq.p.S("welcome.title"), Direct: true}
	reply.Blocks = append(reply.Blocks,
		bot.Text{Line: rq.p.L("welcome.intro")},
		bot.List{Ordered: true, Items: []bot.Item{
			{Line: rq.p.L("welcome.flag")}, {Line: rq.p.L("welcome.assess")}, {Line: rq.p.L("welcome.settings")},
		}},
		bot.Note{Line: rq.p.L("help.private")},
		bot.Actions{Buttons: []bot.Button{{Label: rq.p.S("button.help"), Action: "help"}}},
	)
	return reply, nil
}
