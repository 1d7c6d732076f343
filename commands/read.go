package commands

import (
	"context"
	"strings"
	"unicode"

	"amicable/bot"
	"amicable/commands/parse"
	"amicable/scoring"
	"amicable/storage"
)

// read understands what was typed after a command. When something is nearly
// but not quite clear it returns a question with buttons instead: the bot
// never guesses silently which client or sign was meant.
func (b *Bot) read(ctx context.Context, rq *request, c command) (parse.Line, bot.Reply, error) {
	if c.about == noClient {
		return parse.Line{Options: c.own(rq)}, bot.Reply{}, nil
	}
	names, err := rq.ws.Directory(ctx)
	if err != nil {
		return parse.Line{}, bot.Reply{}, err
	}
	line, err := b.parse(ctx, rq, c, names)
	if err == nil && line.Client.ID == "" && line.Name != "" {
		// Another process may have added or renamed it meanwhile.
		if names, err = rq.ws.Refresh(ctx); err == nil {
			line, err = b.parse(ctx, rq, c, names)
		}
	}
	if err != nil {
		return parse.Line{}, bot.Reply{}, err
	}
	question, err := b.question(ctx, rq, c, line)
	return line, question, err
}

func (b *Bot) parse(ctx context.Context, rq *request, c command, names *storage.Directory) (parse.Line, error) {
	if len(rq.Options) > 0 {
		return b.given(ctx, rq, c, names)
	}
	if c.sign {
		return parse.Flag(rq.grammar(b, names, nil), rq.Text)
	}
	return parse.Client(rq.grammar(b, names, c.verbs), rq.Text, c.keys...)
}

// question asks about what is unclear in a line; the empty Reply means that all is clear.
func (b *Bot) question(ctx context.Context, rq *request, c command, line parse.Line) (bot.Reply, error) {
	if c.sign && line.Sign != "" {
		if err := b.inUse(rq, line.Sign); err != nil {
			return bot.Reply{}, err
		}
	}
	switch {
	case c.sign && line.Sign == "" && line.SignText != "":
		return b.askSign(ctx, rq, c, line)
	case line.Client.ID != "" || c.about == maybeClient && line.Name == "":
		return bot.Reply{}, nil
	case line.Name != "" && len(line.NearClients) > 0:
		return b.askClient(ctx, rq, c, line)
	case line.Name == "" && !c.sign:
		return b.askForm(rq, c, line), nil
	case c.about == anyClient:
		return bot.Reply{}, nil // created with what is recorded; a flag has a form of its own
	default:
		return bot.Reply{}, trouble("unknown-client", "Name", shorten(line.Name, 80))
	}
}

// pending is a command that waits for an answer.
type pending struct {
	Command string
	Line    parse.Line
	Source  string // the message it is about
}

func (b *Bot) askSign(ctx context.Context, rq *request, c command, line parse.Line) (bot.Reply, error) {
	handle, err := put(ctx, rq, pending{c.name, line, rq.source})
	if err != nil {
		return bot.Reply{}, err
	}
	text := rq.p.L("ask.sign", "Text", shorten(line.SignText, 60))
	reply := say(text)
	var row bot.Actions
	for _, id := range line.NearSigns {
		row.Buttons = append(row.Buttons, bot.Button{Label: b.signLabel(rq, id), Action: "answer:" + handle, Value: "sign:" + string(id)})
	}
	row.Menus = []bot.Menu{b.signMenu(rq, "answer:"+handle, "sign:")}
	reply.Blocks = append(reply.Blocks, row, bot.Note{Line: rq.p.L("ask.nothing-recorded")})
	b.suggestSign(rq, &reply, strings.TrimSpace(line.SignText+" "+line.Note), func(id scoring.SignID) bot.Button {
		return bot.Button{Label: b.signLabel(rq, id), Action: "answer:" + handle, Value: "sign:" + string(id), Look: bot.Primary}
	})
	return reply, nil
}

func (b *Bot) askClient(ctx context.Context, rq *request, c command, line parse.Line) (bot.Reply, error) {
	handle, err := put(ctx, rq, pending{c.name, line, rq.source})
	if err != nil {
		return bot.Reply{}, err
	}
	reply := say(rq.p.LN("ask.client", len(line.NearClients), "Name", shorten(line.Name, 80)))
	var row bot.Actions
	for _, k := range line.NearClients {
		row.Buttons = append(row.Buttons, bot.Button{Label: shorten(k.Name, 60), Action: "answer:" + handle, Value: "client:" + string(k.ID)})
	}
	if c.about == anyClient {
		row.Buttons = append(row.Buttons, bot.Button{Label: rq.p.S("ask.new-client", "Name", shorten(line.Name, 40)), Action: "answer:" + handle, Value: "new"})
	}
	reply.Blocks = append(reply.Blocks, row)
	if c.records {
		reply.Blocks = append(reply.Blocks, bot.Note{Line: rq.p.L("ask.nothing-recorded")})
	}
	return reply, nil
}

// answer goes on with a pending command. The event's id becomes the question's,
// so that a second press records nothing twice.
func (b *Bot) answer(ctx context.Context, rq *request, handle, value string) (bot.Reply, error) {
	was, err := kept[pending](ctx, rq, handle)
	if err != nil {
		return bot.Reply{}, err
	}
	c, ok := b.byName[was.Command]
	if !ok {
		return bot.Reply{}, trouble("question-expired")
	}
	line := was.Line
	what, id, _ := strings.Cut(value, ":")
	switch what {
	case "sign":
		line.Sign, line.SignText, line.NearSigns = scoring.SignID(id), "", nil
	case "client":
		names, err := rq.ws.Directory(ctx)
		if err != nil {
			return bot.Reply{}, err
		}
		known, err := rq.client(ctx, names, storage.ClientID(id))
		if err != nil {
			return bot.Reply{}, err
		}
		line.Client, line.Name, line.NearClients = known, "", nil
	case "new":
		line.NearClients = nil
	}
	question, err := b.question(ctx, rq, c, line)
	if err != nil || !question.Empty() {
		return question, err
	}
	rq.ID, rq.Command, rq.source = "answer/"+handle, c.name, was.Source
	reply, err := c.run(b, ctx, rq, line)
	reply.Replace = true
	return reply, err
}

// quoted is a name as it can be typed in a command: one plain word as it is,
// anything else in quotes.
func quoted(name string) string {
	if parse.SmallWord(name, clientActions...) {
		return parse.Quote(name)
	}
	return quotedValue(name)
}

// quotedValue is the value of an option as it can be typed.
func quotedValue(value string) string {
	for i, r := range value {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && (i == 0 || !strings.ContainsRune("-.&'’+_", r)) {
			return parse.Quote(value)
		}
	}
	return value
}

// shorten cuts what people typed to n runes for showing it back.
func shorten(s string, n int) string {
	runes := []rune(s)
	if len(runes) <= n {
		return s
	}
	return string(runes[:n-1]) + "…"
}
