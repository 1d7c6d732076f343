package commands

import (
	"context"
	"errors"
	"fmt"
	"time"

	"amicable/bot"
	"amicable/commands/parse"
	"amicable/scoring"
	"amicable/storage"
)

var flagCommand = command{
	name: "flag", records: true, about: anyClient, sign: true,
	options: []option{
		clientOption,
		{name: "sign", fills: fillsSign, required: true, suggest: true, max: maxOption},
		noteOption, onOption, severityOption,
	},
	run: func(b *Bot, ctx context.Context, rq *request, line parse.Line) (bot.Reply, error) {
		if line.Sign == "" || line.Client.ID == "" && line.Name == "" {
			if line.Client.ID == "" && line.Name == "" {
				c, _, err := b.channelClient(ctx, rq) // offered in the form, not taken for granted
				if err != nil {
					return bot.Reply{}, err
				}
				line.Client = c
			}
			return b.flagForm(rq, line, origin{}), nil
		}
		return b.record(ctx, rq, storage.Flag{
			Event: rq.ID, Client: line.Client.ID, Name: line.Name, Sign: line.Sign,
			Severity: line.Severity, At: line.At, By: rq.actor(), Note: line.Note,
		})
	},
}

// record stores a flag and says what came of it.
func (b *Bot) record(ctx context.Context, rq *request, f storage.Flag) (bot.Reply, error) {
	if f.At.IsZero() {
		f.At = rq.now
	}
	rq.severity = f.Severity
	if f.Severity == "" {
		f.Severity = scoring.Normal
	}
	if f.Source == "" {
		f.Source = rq.source
	}
	got, err := rq.ws.Record(ctx, f)
	if err != nil {
		return bot.Reply{}, err
	}
	return b.flagged(ctx, rq, got), nil
}

// flagged words what recording a flag came to: what was noted, where that
// leaves the client, and what to do next.
func (b *Bot) flagged(ctx context.Context, rq *request, got storage.Recorded) bot.Reply {
	before, after := b.weigh(ctx, rq, &got)
	c, sign := got.After, rq.p.Sign(got.Entry.Sign)
	lines := []bot.Line{b.headline(rq, got)}
	if got.Before.Version == 0 {
		lines = append(lines, rq.p.L("flag.new-client", "Client", c.Name, "Quoted", quoted(c.Name)))
	}
	lines = append(lines, b.standing(rq, before, after))
	reply := bot.Reply{Fallback: rq.p.S("flag.fallback", "Client", c.Name, "Sign", sign, "Verdict", rq.p.Verdict(after.Verdict))}
	reply.Blocks = append(reply.Blocks,
		bot.Text{Line: lineBreaks(lines...)},
		bot.Text{Line: rq.p.L("flag.next", "Advice", b.nextStep(rq, c, after))},
	)
	if exempt := rq.policy.Exempt(got.Entry.Sign, c.Ledger.Profile); exempt {
		reply.Blocks = append(reply.Blocks, bot.Note{Line: rq.p.L("flag.exempt", "Sign", capital(sign))})
	}
	for _, line := range b.caveats(rq, got, after) {
		reply.Blocks = append(reply.Blocks, bot.Note{Line: line})
	}
	buttons := b.stepButtons(rq, c, after)
	buttons = append(buttons, assessButton(rq, c.ID))
	if got.Outcome != storage.Opened {
		buttons = append(buttons, bot.Button{Label: rq.p.S("button.separate"), Action: "separate", Value: entryValue(c.ID, got.Entry)})
	}
	buttons = append(buttons, undoButton(rq, c.ID, got.Entry))
	reply.Blocks = append(reply.Blocks, bot.Actions{Buttons: buttons})
	return reply
}

// caveats are what to know about a flag beside the figures.
func (b *Bot) caveats(rq *request, got storage.Recorded, after scoring.Assessment) []bot.Line {
	var lines []bot.Line
	c := got.After
	if !c.Closed.IsZero() {
		lines = append(lines, rq.p.L("flag.closed", "Client", c.Name, "Quoted", quoted(c.Name)))
	}
	if o := after.Override; o != nil && after.Computed != after.Verdict {
		lines = append(lines, rq.p.L("flag.overridden", "By", o.By, "Verdict", rq.p.Verdict(o.Verdict),
			"Day", rq.p.Day(lastDay(o), rq.now), "Computed", rq.p.Verdict(after.Computed)))
	}
	if got.Outcome != storage.Opened && rq.severity != "" {
		for _, o := range c.Ledger.Tallies[got.Entry.Sign].Recent {
			if o.ID == got.Entry.Of && o.Severity != rq.severity {
				lines = append(lines, rq.p.L("flag.severity-stays"))
			}
		}
	}
	return lines
}

// headline says what was noted, "late payment, the 3rd in 60 days".
func (b *Bot) headline(rq *request, got storage.Recorded) bot.Line {
	data := []any{"Client", got.After.Name, "Sign", rq.p.Sign(got.Entry.Sign), "Day", rq.p.Day(got.Entry.At, rq.now)}
	tally := got.After.Ledger.Tallies[got.Entry.Sign]
	switch got.Outcome {
	case storage.Confirmed:
		return rq.p.LN("flag.confirmed", peopleOn(tally, got.Entry.Of), data...)
	case storage.Repeated:
		return rq.p.L("flag.repeated", data...)
	case storage.Opened:
	}
	key := "flag.opened"
	if rq.day(got.Entry.At) != rq.day(rq.now) {
		key = "flag.backdated"
	}
	line := rq.p.L(key, data...)
	const days = 60
	if n, all := tally.Within(rq.now, days*24*time.Hour); n > 1 {
		key := "flag.nth"
		if !all {
			key = "flag.nth-or-more"
		}
		line = bot.Join(line, rq.p.L(key, "Nth", rq.p.S(fmt.Sprintf("ordinal.n%d", n)), "Days", days))
	}
	return line
}

// peopleOn counts who reported an incident.
func peopleOn(t scoring.Tally, incident string) int {
	for _, o := range t.Recent {
		if o.ID == incident {
			return o.People()
		}
	}
	return 1
}

// separate answers "It was another one": the confirmation is taken back and
// recorded again as an incident of its own.
func (b *Bot) separate(ctx context.Context, rq *request, id storage.ClientID, named string) (bot.Reply, error) {
	id, was, err := b.pressedEntry(ctx, rq, id, named)
	if err != nil {
		return bot.Reply{}, err
	}
	if was.By.ID != rq.Actor.ID {
		return bot.Reply{}, trouble("not-yours")
	}
	if was.Kind != scoring.Confirmation {
		return bot.Reply{}, trouble("question-expired")
	}
	// The new incident first: should the second step fail, two entries that can
	// be taken back are better than none.
	f := storage.Flag{
		Event: "separate/" + string(id) + "/" + was.ID, Client: id, Sign: was.Sign, Severity: was.Severity,
		At: was.At, By: rq.actor(), Note: was.Note, Source: was.Source, Separate: true,
	}
	got, err := rq.ws.Record(ctx, f)
	if err != nil {
		return bot.Reply{}, err
	}
	taken, err := rq.ws.TakeBack(ctx, f.Event+"/was", id, was.ID, rq.actor(), "")
	switch {
	case err == nil:
		got.After = taken.After
	case !errors.Is(err, storage.ErrAlreadyTakenBack):
		return bot.Reply{}, err
	}
	reply := b.flagged(ctx, rq, got)
	reply.Replace = true
	return reply, nil
}
