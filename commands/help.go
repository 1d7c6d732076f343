package commands

import (
	"context"
	"strings"

	"amicable/bot"
	"amicable/commands/parse"
)

// helpCommand is a function because help reads the table that it stands in.
func helpCommand() command {
	return command{
		name: "help", umbrella: true,
		options: []option{{name: "command", suggest: true, max: maxOption}},
		run: func(b *Bot, _ context.Context, rq *request, line parse.Line) (bot.Reply, error) {
			if word, _ := cutWord(line.Options["command"]); word != "" {
				name := strings.ToLower(strings.TrimPrefix(word, "/"))
				if c, ok := b.byName[name]; ok {
					return b.helpOn(rq, c), nil
				}
				return b.unknownCommand(rq, name), nil
			}
			return b.helpAfter(rq, nil), nil
		},
	}
}

// helpAfter lists the commands, after a sentence of its own if there is one.
func (b *Bot) helpAfter(rq *request, before bot.Line) bot.Reply {
	reply := bot.Reply{Title: rq.p.S("help.title")}
	if before != nil {
		reply.Blocks = append(reply.Blocks, bot.Text{Line: before})
	}
	var list bot.List
	for _, c := range b.table {
		list.Items = append(list.Items, bot.Item{
			Line:   bot.Join(bot.Line{{Text: b.usage(rq, c), Style: bot.Code}}),
			Detail: rq.p.L("command." + c.name + ".summary"),
		})
	}
	reply.Blocks = append(reply.Blocks, list,
		bot.Text{Line: rq.p.L("help.words")},
		bot.Note{Line: rq.p.L("help.private")},
	)
	return reply
}

// unknownCommand names the command that was probably meant, and lists them all.
func (b *Bot) unknownCommand(rq *request, name string) bot.Reply {
	var names []string
	for _, c := range b.table {
		names = append(names, c.name)
	}
	line := rq.p.L("help.unknown", "Name", shorten(name, 40))
	if near, ok := parse.Word(name, names); ok {
		line = rq.p.L("help.unknown-near", "Name", shorten(name, 40), "Near", b.usage(rq, b.byName[near]))
	}
	return b.helpAfter(rq, line)
}

// helpOn explains one command, with examples that can be typed as they stand.
func (b *Bot) helpOn(rq *request, c command) bot.Reply {
	examples := rq.p.S("command." + c.name + ".examples")
	if rq.idiom().options {
		lines := strings.Split(examples, "\n")
		for i, l := range lines {
			lines[i] = b.byOptions(rq, l)
		}
		examples = strings.Join(lines, "\n")
	}
	return bot.Reply{
		Title: "/" + c.name,
		Blocks: []bot.Block{
			bot.Text{Line: rq.p.L("command." + c.name + ".summary")},
			bot.Text{Line: bot.Line{{Text: b.usage(rq, c), Style: bot.Code}}},
			bot.Draft{Label: rq.p.S("help.examples"), Text: examples},
		},
	}
}

// usage is how the command is typed on the person's platform.
func (b *Bot) usage(rq *request, c command) string {
	takes := c.usage(rq.p)
	if rq.idiom().options {
		takes = c.parts(b.words.For(rq.Actor.Locale))
	}
	return strings.TrimSpace(c.invocation() + " " + takes)
}

// invocation is what stands before what the command takes.
func (c command) invocation() string {
	if c.umbrella {
		return "/" + umbrella + " " + c.name
	}
	return "/" + c.name
}
