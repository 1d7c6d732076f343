package commands

import (
	"context"
	"fmt"
	"strconv"

	"amicable/bot"
	"amicable/commands/parse"
	"amicable/scoring"
	"amicable/storage"
)

var clientsCommand = command{
	name: "clients",
	run: func(b *Bot, ctx context.Context, rq *request, _ parse.Line) (bot.Reply, error) {
		return b.portfolio(ctx, rq, "")
	},
}

const (
	pageSize = 10
	// paretoOver bounds how many clients the Pareto line looks at; below the
	// first few hundred of a ranking there is no trouble left to share.
	paretoOver = 500
	// paretoTarget is the part of the trouble that the line is about (S1).
	paretoTarget = 0.75
)

// portfolio ranks the clients, those that cost most first. from is the page's first row.
func (b *Bot) portfolio(ctx context.Context, rq *request, from string) (bot.Reply, error) {
	offset, _ := strconv.Atoi(from)
	offset = max(0, offset)
	page, err := rq.ws.Portfolio(ctx, 0, max(paretoOver, offset+pageSize))
	if err != nil {
		return bot.Reply{}, err
	}
	if page.Total == 0 {
		return b.noClients(ctx, rq)
	}
	all, total := page.Clients, page.Total-len(page.Damaged)
	assessed := make([]scoring.Assessment, len(all))
	shares := make([]float64, max(len(all), total)) // those beyond the page make none worth naming
	for i, c := range all {
		assessed[i] = b.assess(rq, c)
		shares[i] = assessed[i].Points
	}
	reply := bot.Reply{Title: rq.p.N("clients.title", total)}
	share := scoring.Pareto(shares, paretoTarget)
	if offset == 0 {
		reply.Picture = b.portfolioPicture(rq, all, assessed, total, share)
	}
	if share.Clients > 0 && total > 2 {
		reply.Blocks = append(reply.Blocks, bot.Text{Line: rq.p.LN("clients.pareto", share.Clients, "Of", share.Of, "Part", rq.p.Percent(share.Part))})
	}
	last := min(offset+pageSize, len(all))
	var list bot.List
	for i := min(offset, last); i < last; i++ {
		list.Items = append(list.Items, b.clientItem(rq, all[i], assessed[i]))
	}
	reply.Blocks = append(reply.Blocks, list)
	if n := len(page.Damaged); n > 0 {
		for _, d := range page.Damaged {
			b.complain(ctx, rq.Event, fmt.Errorf("client %s: %w", d.Client, d.Err))
		}
		reply.Blocks = append(reply.Blocks, bot.Note{Line: rq.p.LN("clients.damaged", n)})
	}
	if names, err := rq.ws.Directory(ctx); err == nil { // a count beside the answer; the answer does without
		if n := len(names.All()) - page.Total; n > 0 {
			reply.Blocks = append(reply.Blocks, bot.Note{Line: rq.p.LN("clients.closed-too", n)})
		}
	}
	var row bot.Actions
	if offset > 0 {
		row.Buttons = append(row.Buttons, bot.Button{Label: rq.p.S("button.previous"), Action: "clients", Value: strconv.Itoa(max(0, offset-pageSize))})
	}
	if last < total && last > offset {
		row.Buttons = append(row.Buttons, bot.Button{Label: rq.p.S("button.next"), Action: "clients", Value: strconv.Itoa(last)})
	}
	if len(row.Buttons) > 0 {
		reply.Blocks = append(reply.Blocks, row)
		reply.Replace = rq.Kind == bot.KindAction
	}
	return reply, nil
}

// noClients tells a workspace without clients from one that closed them all.
func (b *Bot) noClients(ctx context.Context, rq *request) (bot.Reply, error) {
	names, err := rq.ws.Refresh(ctx)
	if err != nil {
		return bot.Reply{}, err
	}
	if n := len(names.All()); n > 0 {
		return say(rq.p.LN("clients.all-closed", n)), nil
	}
	return say(rq.p.L("clients.none")), nil
}

func (b *Bot) clientItem(rq *request, c storage.Client, a scoring.Assessment) bot.Item {
	button := assessButton(rq, c.ID)
	item := bot.Item{
		Line: rq.p.L("clients.item", "Client", c.Name, "Verdict", rq.p.Verdict(a.Verdict),
			"Points", b.total(rq, a.Points), "Trend", rq.p.S("trend.mark-"+trend(a))),
		Button: &button,
	}
	if s, ok := leading(a); ok {
		item.Detail = rq.p.L("clients.leading", "Sign", rq.p.Sign(s.Sign.ID), "Count", s.Count, "Ago", rq.p.Ago(s.Last, rq.now))
	}
	return item
}
