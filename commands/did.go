package commands

import (
	"context"
	"time"

	"amicable/bot"
	"amicable/commands/parse"
	"amicable/scoring"
	"amicable/storage"
)

var didCommand = command{
	name: "did", records: true, about: knownClient, verbs: remedyNames(), choices: remedyNames(), keys: []string{"on"},
	options: []option{
		clientOption,
		{name: "remedy", fills: fillsVerb, required: true, choices: remedyNames(), labels: "form.did-"},
		noteOption, onOption,
	},
	run: func(b *Bot, ctx context.Context, rq *request, line parse.Line) (bot.Reply, error) {
		if line.Verb == "" {
			return b.askRemedy(rq, line.Client), nil
		}
		return b.did(ctx, rq, line.Client.ID, scoring.RemedyKind(line.Verb), line.Note, line.At)
	},
}

func remedyNames() []string {
	var names []string
	for _, k := range scoring.RemedyKinds() {
		names = append(names, string(k))
	}
	return names
}

// askRemedy offers the remedies that can be recorded.
func (b *Bot) askRemedy(rq *request, c storage.Known) bot.Reply {
	reply := say(rq.p.L("did.which", "Client", c.Name))
	var row bot.Actions
	for _, kind := range scoring.RemedyKinds() {
		row.Buttons = append(row.Buttons, didButton(rq, c.ID, kind))
	}
	reply.Blocks = append(reply.Blocks, row)
	return reply
}

// did records a remedy that was tried.
func (b *Bot) did(ctx context.Context, rq *request, id storage.ClientID, kind scoring.RemedyKind, note string, at time.Time) (bot.Reply, error) {
	if _, err := scoring.ParseRemedy(string(kind)); err != nil {
		return bot.Reply{}, trouble("question-expired")
	}
	if at.IsZero() {
		at = rq.now
	}
	got, err := rq.ws.Remedy(ctx, rq.ID, id, kind, at, rq.actor(), note)
	if err != nil {
		return bot.Reply{}, err
	}
	before, after := b.weigh(ctx, rq, &got)
	text := lineBreaks(
		rq.p.L("did.recorded", "Client", got.After.Name, "Remedy", rq.p.Remedy(kind), "Day", rq.p.Day(at, rq.now)),
		b.standing(rq, before, after),
	)
	days := int(rq.policy.RemedyWindow.Hours() / 24)
	return bot.Reply{Blocks: []bot.Block{
		bot.Text{Line: text},
		bot.Note{Line: rq.p.LN("did.from-now", days)},
		bot.Actions{Buttons: []bot.Button{assessButton(rq, id), undoButton(rq, id, got.Entry)}},
	}}, nil
}
