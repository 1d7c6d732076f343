package commands

import (
	"context"
	"strings"

	"amicable/bot"
	"amicable/commands/parse"
	"amicable/storage"
)

var clientCommand = command{
	name: "client", records: true, about: anyClient, verbs: clientActions, keys: profileNames(),
	options: []option{
		{name: "name", fills: fillsClient, required: true, suggest: true, max: storage.MaxName},
		{name: "action", fills: fillsVerb, choices: clientActions, labels: "choice.client-"},
		{name: "value", words: "client-value", fills: fillsNote, suggest: true, max: parse.MaxNote},
	},
	given: givenValue,
	run: func(b *Bot, ctx context.Context, rq *request, line parse.Line) (bot.Reply, error) {
		verb, rest := line.Verb, line.Note
		if verb == "" {
			verb, rest = cutWord(rest)
		}
		do, known := clientVerbs[verb]
		if !known && (verb != "" || line.Client.ID == "" && len(line.Options) == 0) {
			if verb == "" {
				return bot.Reply{}, trouble("unknown-client", "Name", shorten(line.Name, 80))
			}
			return bot.Reply{}, trouble("client-verb", "Verb", shorten(verb, 40), "Client", first(line.Client.Name, line.Name))
		}
		if line.Client.ID == "" {
			if verb != "set" && verb != "add" && len(line.Options) == 0 {
				return bot.Reply{}, trouble("unknown-client", "Name", shorten(line.Name, 80))
			}
			c, _, err := rq.ws.Create(ctx, rq.ID+"/client", line.Name, rq.actor())
			if err != nil {
				return bot.Reply{}, err
			}
			line.Client = storage.Known{ID: c.ID, Name: c.Name}
		}
		if len(line.Options) > 0 {
			return b.setFacts(ctx, rq, line.Client.ID, line.Options)
		}
		if !known {
			return b.profile(ctx, rq, line.Client.ID)
		}
		return do(b, ctx, rq, line.Client, rest)
	},
}

type clientVerb func(b *Bot, ctx context.Context, rq *request, c storage.Known, rest string) (bot.Reply, error)

// clientActions are the words for it, those used most first.
var clientActions = []string{"set", "rename", "alias", "merge", "close", "reopen", "add", "erase"}

// clientVerbs are what can be done with a client beside looking at it.
var clientVerbs = map[string]clientVerb{
	"add": func(b *Bot, ctx context.Context, rq *request, c storage.Known, _ string) (bot.Reply, error) {
		return b.profile(ctx, rq, c.ID)
	},
	"set": func(b *Bot, ctx context.Context, rq *request, c storage.Known, rest string) (bot.Reply, error) {
		if rest == "" {
			return b.profileForm(ctx, rq, c.ID)
		}
		key, value, ok := strings.Cut(rest, "=")
		if !ok {
			key, value = cutWord(rest)
		}
		return b.setFacts(ctx, rq, c.ID, map[string]string{strings.ToLower(strings.TrimSpace(key)): value})
	},
	"rename": func(_ *Bot, ctx context.Context, rq *request, c storage.Known, rest string) (bot.Reply, error) {
		name := parse.Unquote(rest)
		if name == "" {
			return bot.Reply{}, trouble("new-name", "Client", c.Name)
		}
		now, err := rq.ws.Rename(ctx, c.ID, name, rq.actor())
		if err != nil {
			return bot.Reply{}, err
		}
		if storage.Fold(c.Name) != storage.Fold(now.Name) { // people go on using the name they know
			if now, err = rq.ws.AddAlias(ctx, c.ID, c.Name, rq.actor()); err != nil {
				return bot.Reply{}, err
			}
		}
		return say(rq.p.L("client.renamed", "Was", c.Name, "Client", now.Name)), nil
	},
	"alias": func(b *Bot, ctx context.Context, rq *request, c storage.Known, rest string) (bot.Reply, error) {
		alias := parse.Unquote(rest)
		if alias == "" {
			return bot.Reply{}, trouble("new-name", "Client", c.Name)
		}
		if drop, ok := strings.CutPrefix(alias, "-"); ok {
			if _, err := rq.ws.RemoveAlias(ctx, c.ID, strings.TrimSpace(drop), rq.actor()); err != nil {
				return bot.Reply{}, err
			}
			return b.profile(ctx, rq, c.ID)
		}
		if _, err := rq.ws.AddAlias(ctx, c.ID, alias, rq.actor()); err != nil {
			return bot.Reply{}, err
		}
		return say(rq.p.L("client.aliased", "Alias", alias, "Client", c.Name)), nil
	},
	"merge": func(b *Bot, ctx context.Context, rq *request, c storage.Known, rest string) (bot.Reply, error) {
		return b.mergeInto(ctx, rq, c, parse.Unquote(strings.TrimPrefix(strings.TrimPrefix(rest, "into "), "with ")))
	},
	"close": func(b *Bot, ctx context.Context, rq *request, c storage.Known, _ string) (bot.Reply, error) {
		return b.closeClient(ctx, rq, c.ID)
	},
	"reopen": func(_ *Bot, ctx context.Context, rq *request, c storage.Known, _ string) (bot.Reply, error) {
		if _, err := rq.ws.Reopen(ctx, c.ID, rq.actor()); err != nil {
			return bot.Reply{}, err
		}
		return say(rq.p.L("client.reopened", "Client", c.Name)), nil
	},
	"erase": func(_ *Bot, _ context.Context, rq *request, c storage.Known, _ string) (bot.Reply, error) {
		if !rq.mayChange() {
			return bot.Reply{}, trouble("admins-only")
		}
		reply := say(rq.p.L("client.erase-sure", "Client", c.Name))
		reply.Blocks = append(reply.Blocks, bot.Actions{Buttons: []bot.Button{{
			Label: rq.p.S("button.erase"), Action: "erase", Value: string(c.ID), Look: bot.Danger,
			Confirm: rq.p.S("client.erase-confirm"),
		}}})
		return reply, nil
	},
}

func (b *Bot) mergeInto(ctx context.Context, rq *request, from storage.Known, name string) (bot.Reply, error) {
	if name == "" {
		return bot.Reply{}, trouble("merge-into", "Client", from.Name)
	}
	names, err := rq.ws.Refresh(ctx)
	if err != nil {
		return bot.Reply{}, err
	}
	into, ok := names.Find(name)
	if !ok {
		return bot.Reply{}, trouble("unknown-client", "Name", shorten(name, 80))
	}
	if into.ID == from.ID {
		return bot.Reply{}, trouble("merge-itself", "Client", from.Name)
	}
	c, err := rq.ws.Merge(ctx, from.ID, into.ID, rq.actor())
	if err != nil {
		return bot.Reply{}, err
	}
	if err := b.keepChannels(ctx, rq, from.ID, into.ID); err != nil {
		return bot.Reply{}, err
	}
	a := b.assess(rq, c)
	return bot.Reply{Blocks: []bot.Block{
		bot.Text{Line: rq.p.L("client.merged", "From", from.Name, "Client", c.Name, "Verdict", rq.p.Verdict(a.Verdict), "Points", b.total(rq, a.Points))},
		bot.Actions{Buttons: []bot.Button{assessButton(rq, c.ID), historyButton(rq, c.ID)}},
	}}, nil
}

func (b *Bot) closeClient(ctx context.Context, rq *request, id storage.ClientID) (bot.Reply, error) {
	c, err := rq.ws.Close(ctx, id, rq.actor())
	if err != nil {
		return bot.Reply{}, err
	}
	return say(rq.p.L("client.closed", "Client", c.Name, "Quoted", quoted(c.Name))), nil
}

func (b *Bot) erase(ctx context.Context, rq *request, id storage.ClientID) (bot.Reply, error) {
	if !rq.mayChange() {
		return bot.Reply{}, trouble("admins-only")
	}
	if err := rq.ws.Erase(ctx, id, rq.actor()); err != nil {
		return bot.Reply{}, err
	}
	reply := say(rq.p.L("client.erased"))
	reply.Replace = true
	return reply, nil
}

// cutWord splits off the first word.
func cutWord(s string) (string, string) {
	word, rest, _ := strings.Cut(strings.TrimSpace(s), " ")
	return word, strings.TrimSpace(rest)
}
