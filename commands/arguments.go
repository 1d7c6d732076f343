package commands

import (
	"context"
	"slices"
	"strings"

	"amicable/bot"
	"amicable/commands/parse"
)

// askForm asks for what a command lacks, by a form made from its row in the table.
func (b *Bot) askForm(rq *request, c command, line parse.Line) bot.Reply {
	f := bot.Form{
		ID: formArguments + c.name, Title: rq.p.S("command." + c.name + ".title"),
		Submit: rq.p.S("form.go"), Cancel: rq.p.S("form.cancel"), Fields: []bot.Field{clientField(rq, line)},
	}
	if len(c.choices) > 0 {
		verb := bot.Field{ID: "verb", Kind: bot.Choice, Label: rq.p.S("form.verb-" + c.name), Value: line.Verb, Optional: c.optional}
		for _, v := range c.choices {
			verb.Options = append(verb.Options, bot.Option{Label: capital(rq.p.S("form." + c.name + "-" + v)), Value: v})
		}
		f.Fields = append(f.Fields, verb)
	}
	if slices.Contains(c.keys, "on") {
		f.Fields = append(f.Fields, dateField(rq, rq.now), noteField(rq, line.Note))
	}
	return bot.Reply{Blocks: []bot.Block{f}}
}

// argumentsSubmitted runs the command with what the form says.
func (b *Bot) argumentsSubmitted(ctx context.Context, rq *request, name string) (bot.Reply, error) {
	c, ok := b.byName[name]
	if !ok || c.about == noClient {
		return bot.Reply{}, trouble("question-expired")
	}
	line, wrong, err := b.readCommon(ctx, rq, origin{})
	if err != nil {
		return bot.Reply{}, err
	}
	line.Verb = rq.Field("verb")
	if line.Verb != "" && !slices.Contains(c.choices, line.Verb) || line.Verb == "" && len(c.choices) > 0 && !c.optional {
		wrong["verb"] = rq.p.S("problem.fact-one-of", "Typed", shorten(line.Verb, 40), "Known", strings.Join(c.choices, ", "))
	}
	if len(wrong) > 0 {
		return bot.Reply{FieldErrors: wrong}, nil
	}
	rq.Command = c.name
	question, err := b.question(ctx, rq, c, line)
	if err != nil || !question.Empty() {
		return question, err
	}
	return c.run(b, ctx, rq, line)
}
