package commands

import (
	"context"

	"amicable/bot"
	"amicable/commands/parse"
	"amicable/scoring"
	"amicable/storage"
)

var historyCommand = command{
	name: "history", about: knownClient,
	options: []option{clientOption},
	run: func(b *Bot, ctx context.Context, rq *request, line parse.Line) (bot.Reply, error) {
		return b.history(ctx, rq, line.Client.ID, "")
	},
}

// history shows a page of a client's log, newest first; before is the last
// entry of the page before.
func (b *Bot) history(ctx context.Context, rq *request, id storage.ClientID, before string) (bot.Reply, error) {
	names, err := rq.ws.Directory(ctx)
	if err != nil {
		return bot.Reply{}, err
	}
	c, err := rq.client(ctx, names, id)
	if err != nil {
		return bot.Reply{}, err
	}
	id = c.ID
	entries, err := rq.ws.History(ctx, id, before, pageSize+1)
	if err != nil {
		return bot.Reply{}, err
	}
	if len(entries) == 0 {
		return say(rq.p.L("history.none", "Client", c.Name)), nil
	}
	more := len(entries) > pageSize
	entries = entries[:min(len(entries), pageSize)]
	reply := bot.Reply{Title: rq.p.S("history.title", "Client", c.Name), Replace: rq.Kind == bot.KindAction && before != ""}
	var list bot.List
	for _, e := range entries {
		list.Items = append(list.Items, b.historyItem(rq, id, e))
	}
	reply.Blocks = append(reply.Blocks, list)
	row := bot.Actions{Buttons: []bot.Button{assessButton(rq, id)}}
	if more {
		row.Buttons = append(row.Buttons, bot.Button{Label: rq.p.S("button.older"), Action: "history", Value: string(id) + " " + entries[len(entries)-1].ID})
	}
	reply.Blocks = append(reply.Blocks, row)
	return reply, nil
}

func (b *Bot) historyItem(rq *request, id storage.ClientID, e storage.Entry) bot.Item {
	key := "history.entry." + string(e.Kind)
	if e.TakenBack {
		key = "history.taken-back"
	}
	by := e.By.Name
	if by == "" {
		by = e.By.ID
	}
	line := rq.p.L(key, "Day", rq.p.Day(e.At, rq.now), "What", b.whatHappened(rq, e), "By", by)
	item := bot.Item{Line: line}
	if e.Note != "" && !e.TakenBack && e.Kind != scoring.TakenBack {
		item.Detail = bot.P(e.Note)
	}
	if e.By.ID == rq.Actor.ID && !e.TakenBack && withdrawable(e.Kind) {
		button := undoButton(rq, id, e)
		item.Button = &button
	}
	return item
}

// whatHappened names an entry in a few words: "late payment (high)".
func (b *Bot) whatHappened(rq *request, e storage.Entry) string {
	switch e.Kind {
	case scoring.Incident, scoring.Confirmation:
		if e.Severity != "" && e.Severity != scoring.Normal {
			return rq.p.S("history.severity", "Sign", rq.p.Sign(e.Sign), "Severity", rq.p.Severity(e.Severity))
		}
		return rq.p.Sign(e.Sign)
	case scoring.RemedyTried:
		return rq.p.Remedy(e.Remedy)
	case scoring.PraiseGiven:
		return rq.p.S("history.praise")
	default:
		return ""
	}
}

// withdrawable tells whether an entry of this kind can be taken back.
func withdrawable(k scoring.EntryKind) bool {
	switch k {
	case scoring.Incident, scoring.Confirmation, scoring.RemedyTried, scoring.PraiseGiven:
		return true
	default:
		return false
	}
}
