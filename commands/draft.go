package commands

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"amicable/bot"
	"amicable/commands/drafts"
	"amicable/commands/parse"
	"amicable/scoring"
	"amicable/storage"
)

var draftCommand = command{
	name: "draft", about: maybeClient, verbs: draftNames(), choices: draftNames(), optional: true, keys: []string{"tone", "lang", "last-day"},
	options: []option{
		clientOption,
		{name: "kind", fills: fillsVerb, choices: draftNames(), labels: "form.draft-"},
		{name: "tone", choices: drafts.Tones(), labels: "choice.tone-"},
		{name: "lang", choices: drafts.Languages(), labels: "choice.language-"},
		{name: "last-day", suggest: true, max: maxOption},
	},
	run: func(b *Bot, ctx context.Context, rq *request, line parse.Line) (bot.Reply, error) {
		o := draftOptions{Kind: line.Verb, Tone: line.Options["tone"], Language: line.Options["lang"], LastDay: line.Options["last-day"]}
		if rest := o.loose(rq, line.Note); rest != "" {
			if kind, _ := cutWord(rest); o.Kind == "" && !strings.Contains(kind, ":") {
				return bot.Reply{}, unknownKind(kind)
			}
			return bot.Reply{}, trouble("draft-words", "Typed", shorten(rest, 60))
		}
		if line.Client.ID == "" {
			return b.draftForNobody(rq, line, o)
		}
		return b.draft(ctx, rq, line.Client.ID, o)
	},
}

func draftNames() []string {
	var names []string
	for _, k := range drafts.Kinds() {
		names = append(names, string(k))
	}
	return names
}

// draftOptions are the choices as typed; empty ones are chosen by the bot.
type draftOptions struct {
	Kind, Tone, Language, LastDay string `json:",omitempty"`
}

// forNobody are the kinds that make sense before there is a client.
var forNobody = []drafts.Kind{drafts.Clause, drafts.Intake}

// draftForNobody writes what needs no client; for the rest it asks which one is meant.
func (b *Bot) draftForNobody(rq *request, line parse.Line, o draftOptions) (bot.Reply, error) {
	kind, err := drafts.ParseKind(o.Kind)
	if !slices.Contains(forNobody, kind) {
		if err != nil && o.Kind != "" {
			return bot.Reply{}, unknownKind(o.Kind)
		}
		return b.askForm(rq, b.byName["draft"], line), nil
	}
	facts, err := b.facts(rq, storage.Client{}, scoring.Assessment{}, o)
	if err != nil {
		return bot.Reply{}, err
	}
	doc, err := drafts.Write(kind, facts)
	if err != nil {
		return bot.Reply{}, draftProblem(err, o)
	}
	return bot.Reply{Title: rq.p.S("draft.title-" + string(kind) + "-general"), Blocks: b.draftBlocks(rq, doc)}, nil
}

// draft writes a checked draft from the client's profile, and keeps it.
func (b *Bot) draft(ctx context.Context, rq *request, id storage.ClientID, o draftOptions) (bot.Reply, error) {
	c, err := rq.ws.Client(ctx, id)
	if err != nil {
		return bot.Reply{}, err
	}
	a := b.assess(rq, c)
	doc, facts, why, err := b.write(rq, c, a, &o)
	if err != nil {
		return bot.Reply{}, err
	}
	v := draftVersion{Client: c.ID, Draft: reference(rq.Event), Number: 1, Options: o, Document: doc, Origin: drafts.FromTemplate}
	b.keepDraft(ctx, rq, &v)
	reply := b.drafted(rq, c, v, why)
	if b.wordsDrafts(rq) && v.ID != "" {
		reply.Later = b.betterWords(rq, c, facts, v, reply, wish{})
	}
	return reply, nil
}

// write decides what to write and writes it. Of the options it fills in the kind.
func (b *Bot) write(rq *request, c storage.Client, a scoring.Assessment, o *draftOptions) (drafts.Document, drafts.Facts, bot.Line, error) {
	facts, err := b.facts(rq, c, a, *o)
	if err != nil {
		return drafts.Document{}, facts, nil, err
	}
	kind, why, err := draftKind(rq, c, a, o.Kind)
	if err != nil {
		return drafts.Document{}, facts, nil, err
	}
	o.Kind = string(kind)
	if !facts.LastDay.IsZero() { // "in six weeks" means the same day later
		o.LastDay = facts.LastDay.Format(time.DateOnly)
	}
	doc, err := drafts.Write(kind, facts)
	return doc, facts, why, draftProblem(err, *o)
}

func draftProblem(err error, o draftOptions) error {
	switch {
	case errors.Is(err, drafts.ErrTone):
		return trouble("tone-unknown", "Typed", shorten(o.Tone, 40), "Known", strings.Join(drafts.Tones(), ", "))
	case errors.Is(err, drafts.ErrLastDayPast):
		return trouble("last-day-past")
	}
	return err
}

func unknownKind(typed string) error {
	return trouble("draft-unknown", "Typed", shorten(typed, 40), "Known", strings.Join(draftNames(), ", "))
}

// draftKind is the kind asked for, else the one that the verdict calls for, and why.
func draftKind(rq *request, c storage.Client, a scoring.Assessment, typed string) (drafts.Kind, bot.Line, error) {
	verdict := rq.p.Verdict(a.Verdict)
	if typed != "" {
		kind, err := drafts.ParseKind(typed)
		if err != nil {
			return "", nil, unknownKind(typed)
		}
		if kind == drafts.Separation && a.Verdict < scoring.PartWays {
			return kind, rq.p.L("draft.early", "Verdict", verdict), nil
		}
		return kind, nil, nil
	}
	kind, because := kindFor(c, a)
	return kind, rq.p.L("draft.why-"+because, "Verdict", verdict), nil
}
