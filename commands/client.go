package commands

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"amicable/bot"
	"amicable/commands/parse"
	"amicable/scoring"
	"amicable/storage"
)

var clientCommand = command{
	name: "client", records: true, about: anyClient, verbs: verbNames(), keys: profileNames(),
	run: func(b *Bot, ctx context.Context, rq *request, line parse.Line) (bot.Reply, error) {
		if line.Client.ID == "" && line.Name == "" {
			return bot.Reply{}, trouble("which-client", "Command", "client")
		}
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

// clientVerbs are what can be done with a client beside looking at it.
var clientVerbs = map[string]clientVerb{
	"add": func(b *Bot, ctx context.Context, rq *request, c storage.Known, _ string) (bot.Reply, error) {
		return b.profile(ctx, rq, c.ID)
	},
	"set": func(b *Bot, ctx context.Context, rq *request, c storage.Known, rest string) (bot.Reply, error) {
		if rest == "" {
			return b.profileForm(ctx, rq, c.ID)
		}
		key, value := cutWord(rest)
		return b.setFacts(ctx, rq, c.ID, map[string]string{strings.ToLower(key): value})
	},
	"rename": func(b *Bot, ctx context.Context, rq *request, c storage.Known, rest string) (bot.Reply, error) {
		name := unquote(rest)
		if name == "" {
			return bot.Reply{}, trouble("new-name", "Client", c.Name)
		}
		now, err := rq.ws.Rename(ctx, c.ID, name, rq.actor())
		if err != nil {
			return bot.Reply{}, err
		}
		return say(rq.p.L("client.renamed", "Was", c.Name, "Client", now.Name)), nil
	},
	"alias": func(b *Bot, ctx context.Context, rq *request, c storage.Known, rest string) (bot.Reply, error) {
		alias := unquote(rest)
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
		return b.mergeInto(ctx, rq, c, unquote(strings.TrimPrefix(strings.TrimPrefix(rest, "into "), "with ")))
	},
	"close": func(b *Bot, ctx context.Context, rq *request, c storage.Known, _ string) (bot.Reply, error) {
		return b.closeClient(ctx, rq, c.ID)
	},
	"reopen": func(b *Bot, ctx context.Context, rq *request, c storage.Known, _ string) (bot.Reply, error) {
		if _, err := rq.ws.Reopen(ctx, c.ID, rq.actor()); err != nil {
			return bot.Reply{}, err
		}
		return say(rq.p.L("client.reopened", "Client", c.Name)), nil
	},
	"erase": func(b *Bot, ctx context.Context, rq *request, c storage.Known, _ string) (bot.Reply, error) {
		if !rq.Actor.Admin && rq.settings[settingOpen] != "on" {
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

func verbNames() []string { return slices.Sorted(maps.Keys(clientVerbs)) }

// profile shows what is known of a client.
func (b *Bot) profile(ctx context.Context, rq *request, id storage.ClientID) (bot.Reply, error) {
	c, err := rq.ws.Client(ctx, id)
	if err != nil {
		return bot.Reply{}, err
	}
	a := b.assess(rq, c)
	reply := bot.Reply{Title: c.Name}
	top := rq.p.L("client.standing", "Verdict", rq.p.Verdict(a.Verdict), "Points", points(rq, a.Points))
	if !c.Closed.IsZero() {
		top = rq.p.L("assess.closed", "Quoted", quoted(c.Name), "Day", rq.p.Day(c.Closed, rq.now))
	}
	reply.Blocks = append(reply.Blocks, bot.Text{Line: top})
	var facts []bot.Fact
	if len(c.Aliases) > 0 {
		facts = append(facts, bot.Fact{Label: rq.p.S("client.aliases"), Lines: []bot.Line{bot.P(strings.Join(c.Aliases, ", "))}})
	}
	var unknown []string
	for _, k := range profileKeys {
		switch v := c.Profile[k.name]; {
		case v != "":
			facts = append(facts, bot.Fact{Label: rq.p.S("fact." + k.name), Lines: []bot.Line{bot.P(b.factShown(rq, k.name, v))}})
		case !strings.HasPrefix(k.name, "verdict"):
			unknown = append(unknown, k.name)
		}
	}
	if len(facts) > 0 {
		reply.Blocks = append(reply.Blocks, bot.Fields{Fields: facts})
	}
	if len(unknown) > 0 {
		reply.Blocks = append(reply.Blocks, bot.Note{Line: rq.p.L("client.unknown", "Keys", strings.Join(unknown, ", "), "Quoted", quoted(c.Name))})
	}
	reply.Blocks = append(reply.Blocks, bot.Actions{Buttons: []bot.Button{
		{Label: rq.p.S("button.edit"), Action: "profile", Value: string(id)}, assessButton(rq, id), historyButton(rq, id),
	}})
	return reply, nil
}

// factShown words a kept fact for people.
func (b *Bot) factShown(rq *request, key, value string) string {
	switch key {
	case "notice":
		return rq.p.S("client.notice", "Days", value)
	case "contract-end", "verdict-until":
		if t, err := time.ParseInLocation(time.DateOnly, value, rq.zone); err == nil {
			return rq.p.Date(t)
		}
	case "verdict":
		if v, err := scoring.ParseVerdict(value); err == nil {
			return rq.p.Verdict(v)
		}
	}
	return value
}

// setFacts changes the profile: all of it, or nothing when something is wrong.
func (b *Bot) setFacts(ctx context.Context, rq *request, id storage.ClientID, typed map[string]string) (bot.Reply, error) {
	changes := make(map[string]string, len(typed))
	for key, value := range typed {
		kept, err := rq.fact(key, value)
		if err != nil {
			return bot.Reply{}, err
		}
		changes[key] = kept
	}
	if where, ok := changes["channel"]; ok && (where == "here" || where == "#") {
		changes["channel"] = rq.Channel.ID
	}
	c, err := rq.ws.SetProfile(ctx, id, changes, rq.actor())
	if err != nil {
		return bot.Reply{}, err
	}
	if c, err = b.apply(ctx, rq, c, changes); err != nil {
		return bot.Reply{}, err
	}
	var list bot.List
	for _, key := range slices.Sorted(maps.Keys(changes)) {
		line := rq.p.L("client.forgotten", "Fact", rq.p.S("fact."+key))
		if v := changes[key]; v != "" {
			line = rq.p.L("client.set", "Fact", rq.p.S("fact."+key), "Value", b.factShown(rq, key, v))
		}
		list.Items = append(list.Items, bot.Item{Line: line})
	}
	a := b.assess(rq, c)
	return bot.Reply{Blocks: []bot.Block{
		bot.Text{Line: rq.p.L("client.noted", "Client", c.Name)}, list,
		bot.Text{Line: rq.p.L("client.standing", "Verdict", rq.p.Verdict(a.Verdict), "Points", points(rq, a.Points))},
		bot.Actions{Buttons: []bot.Button{assessButton(rq, c.ID)}},
	}}, nil
}

// apply does what some facts mean beyond the profile: a channel that belongs
// to the client, and a person's own verdict.
func (b *Bot) apply(ctx context.Context, rq *request, c storage.Client, changes map[string]string) (storage.Client, error) {
	if where := changes["channel"]; where != "" {
		if err := rq.ws.Set(ctx, settingChannel+strings.TrimPrefix(where, "#"), string(c.ID), rq.actor()); err != nil {
			return c, err
		}
	}
	for key := range changes {
		if strings.HasPrefix(key, "verdict") {
			return rq.ws.Override(ctx, c.ID, override(rq, c), rq.actor())
		}
	}
	return c, nil
}

// overrideFor is how long a person's own verdict holds when no end was given.
const overrideFor = 90

// override is the person's own verdict that the profile states, or nil.
func override(rq *request, c storage.Client) *scoring.Override {
	v, err := scoring.ParseVerdict(c.Profile["verdict"])
	if err != nil {
		return nil
	}
	until := rq.now.AddDate(0, 0, overrideFor)
	if t, err := time.ParseInLocation(time.DateOnly, c.Profile["verdict-until"], rq.zone); err == nil {
		until = t.AddDate(0, 0, 1) // to the end of that day
	}
	return &scoring.Override{Verdict: v, Reason: c.Profile["verdict-reason"], By: first(rq.Actor.Name, rq.Actor.ID), Until: until}
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
	a := b.assess(rq, c)
	return bot.Reply{Blocks: []bot.Block{
		bot.Text{Line: rq.p.L("client.merged", "From", from.Name, "Client", c.Name, "Verdict", rq.p.Verdict(a.Verdict), "Points", points(rq, a.Points))},
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
	if !rq.Actor.Admin && rq.settings[settingOpen] != "on" {
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

// unquote takes quotation marks off a name.
func unquote(s string) string { return strings.Trim(strings.TrimSpace(s), `"“”„«»`) }
