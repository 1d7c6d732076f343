package commands

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"amicable/bot"
	"amicable/scoring"
	"amicable/storage"
)

// profile shows what is known of a client.
func (b *Bot) profile(ctx context.Context, rq *request, id storage.ClientID) (bot.Reply, error) {
	c, err := rq.ws.Client(ctx, id)
	if err != nil {
		return bot.Reply{}, err
	}
	a := b.assess(rq, c)
	reply := bot.Reply{Title: c.Name}
	top := rq.p.L("client.standing", "Verdict", rq.p.Verdict(a.Verdict), "Points", b.total(rq, a.Points))
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
	case "contract-end", "verdict-until":
		if t, err := time.ParseInLocation(time.DateOnly, value, rq.zone); err == nil {
			return rq.p.Date(t)
		}
	case "verdict":
		if v, err := scoring.ParseVerdict(value); err == nil {
			return rq.p.Verdict(v)
		}
	case "notice":
		if months, days, ok := readNotice(value); ok && months > 0 {
			return rq.p.N("span.months", months)
		} else if ok {
			return rq.p.N("span.days", days)
		}
	case "language":
		if slices.Contains(rq.words.Languages(), value) {
			return rq.words.LanguageName(value)
		}
	case "billing", "hours", "formality", "prepaid", "owed":
		return rq.valueShown(value)
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
	var channel string
	if where := changes["channel"]; where != "" {
		if rq.Channel.Direct && strings.EqualFold(where, "here") { // our own conversation is nobody's channel
			return bot.Reply{}, trouble("channel-unknown", "Typed", where)
		}
		id, name, err := rq.channel(where)
		if err != nil {
			return bot.Reply{}, err
		}
		channel, changes["channel"] = id, first(name, id)
	}
	c, err := rq.ws.SetProfile(ctx, id, changes, rq.actor())
	if err != nil {
		return bot.Reply{}, err
	}
	if c, err = b.apply(ctx, rq, c, changes, channel); err != nil {
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
	noted := []bot.Block{bot.Text{Line: rq.p.L("client.noted", "Client", c.Name)}, list}
	if spoken := changes["language"]; spoken != "" && !slices.Contains(rq.words.Languages(), spoken) {
		noted = append(noted, bot.Text{Line: rq.p.L("client.language-unwritten", "Language", spoken, "Known", rq.languages())})
	}
	a := b.assess(rq, c)
	return bot.Reply{Blocks: append(noted,
		bot.Text{Line: rq.p.L("client.standing", "Verdict", rq.p.Verdict(a.Verdict), "Points", b.total(rq, a.Points))},
		bot.Actions{Buttons: []bot.Button{assessButton(rq, c.ID)}},
	)}, nil
}

// apply does what some facts mean beyond the profile: a channel that belongs
// to the client, and a person's own verdict.
func (b *Bot) apply(ctx context.Context, rq *request, c storage.Client, changes map[string]string, channel string) (storage.Client, error) {
	if _, ok := changes["channel"]; ok {
		if err := b.mapChannel(ctx, rq, c.ID, channel); err != nil {
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

// profileForm asks for the facts that matter most for a draft.
func (b *Bot) profileForm(ctx context.Context, rq *request, id storage.ClientID) (bot.Reply, error) {
	c, err := rq.ws.Client(ctx, id)
	if err != nil {
		return bot.Reply{}, err
	}
	f := bot.Form{
		ID: formProfile, State: string(id), Title: rq.p.S("form.profile-title"), Submit: rq.p.S("form.profile-submit"), Cancel: rq.p.S("form.cancel"),
		Intro: rq.p.L("form.profile-intro", "Client", c.Name),
	}
	for _, key := range []string{"contact", "service", "billing", "hours", "notice", "contract-end", "open-work", "prepaid", "owed"} {
		field := bot.Field{
			ID: key, Kind: bot.ShortText, Label: rq.p.S("fact." + key), Hint: rq.p.S("fact-hint." + key),
			Value: c.Profile[key], Optional: true, MaxRunes: maxFact,
		}
		switch key {
		case "billing":
			field.Kind, field.Options = bot.Choice, rq.values("hourly", "fixed", "retainer")
		case "hours":
			field.Kind, field.Options = bot.Choice, rq.values("office", "24/7")
		case "contract-end":
			field.Kind = bot.Date
		}
		f.Fields = append(f.Fields, field)
	}
	return bot.Reply{Blocks: []bot.Block{f}}, nil
}

// values offers the values of a fact.
func (rq *request) values(of ...string) []bot.Option {
	options := make([]bot.Option, len(of))
	for i, v := range of {
		options[i] = bot.Option{Label: rq.valueShown(v), Value: v}
	}
	return options
}

// valueShown names one of the values that a fact or setting can have; others are shown as they are.
func (rq *request) valueShown(value string) string {
	if key := "value." + value; rq.p.Has(key) {
		return rq.p.S(key)
	}
	return value
}

// profileSubmitted changes what was changed in the form.
func (b *Bot) profileSubmitted(ctx context.Context, rq *request) (bot.Reply, error) {
	id := storage.ClientID(rq.Value)
	c, err := rq.ws.Client(ctx, id)
	if err != nil {
		return bot.Reply{}, err
	}
	changes, wrong := map[string]string{}, map[string]string{}
	for key := range rq.Fields {
		typed := rq.Field(key)
		if typed == c.Profile[key] {
			continue
		}
		if _, err := rq.fact(key, typed); err != nil {
			wrong[key] = b.explain(ctx, rq, err, false).Plain()
			continue
		}
		changes[key] = typed
	}
	if len(wrong) > 0 {
		return bot.Reply{FieldErrors: wrong}, nil
	}
	if len(changes) == 0 {
		return b.profile(ctx, rq, id)
	}
	return b.setFacts(ctx, rq, id, changes)
}
