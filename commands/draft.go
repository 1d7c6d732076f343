package commands

import (
	"context"
	"errors"
	"strings"
	"time"

	"amicable/bot"
	"amicable/commands/drafts"
	"amicable/commands/parse"
	"amicable/scoring"
	"amicable/storage"
)

var draftCommand = command{
	name: "draft", about: knownClient, verbs: draftNames(), choices: draftNames(), optional: true, keys: []string{"tone", "lang", "last-day"},
	options: []option{
		clientOption,
		{name: "kind", fills: fillsVerb, choices: draftNames(), labels: "form.draft-"},
		{name: "tone", choices: drafts.Tones(), labels: "choice.tone-"},
		{name: "lang", choices: drafts.Languages(), labels: "choice.language-"},
		{name: "last-day", suggest: true, max: maxOption},
	},
	run: func(b *Bot, ctx context.Context, rq *request, line parse.Line) (bot.Reply, error) {
		o := draftOptions{tone: line.Options["tone"], language: line.Options["lang"], lastDay: line.Options["last-day"]}
		o.kind = line.Verb
		if o.kind == "" {
			o.kind, _ = cutWord(line.Note) // not a kind: the answer names those there are
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
type draftOptions struct{ kind, tone, language, lastDay string }

// draft writes a checked draft from the client's profile.
func (b *Bot) draft(ctx context.Context, rq *request, id storage.ClientID, o draftOptions) (bot.Reply, error) {
	c, err := rq.ws.Client(ctx, id)
	if err != nil {
		return bot.Reply{}, err
	}
	return b.write(rq, c, b.assess(rq, c), o)
}

func (b *Bot) write(rq *request, c storage.Client, a scoring.Assessment, o draftOptions) (bot.Reply, error) {
	kind, why, err := draftKind(rq, a, o.kind)
	if err != nil {
		return bot.Reply{}, err
	}
	facts, err := b.facts(rq, c, a, o)
	if err != nil {
		return bot.Reply{}, err
	}
	doc, err := drafts.Write(kind, facts)
	switch {
	case errors.Is(err, drafts.ErrTone):
		return bot.Reply{}, trouble("tone-unknown", "Typed", shorten(o.tone, 40), "Known", strings.Join(drafts.Tones(), ", "))
	case errors.Is(err, drafts.ErrLastDayPast):
		return bot.Reply{}, trouble("last-day-past")
	case err != nil:
		return bot.Reply{}, err
	}
	return b.drafted(rq, c, doc, why), nil
}

// draftKind is the kind asked for, else the one that the verdict calls for, and why.
func draftKind(rq *request, a scoring.Assessment, typed string) (drafts.Kind, bot.Line, error) {
	if typed != "" {
		kind, err := drafts.ParseKind(typed)
		if err != nil {
			return "", nil, trouble("draft-unknown", "Typed", shorten(typed, 40), "Known", strings.Join(draftNames(), ", "))
		}
		if kind == drafts.Separation && a.Verdict < scoring.PartWays {
			return kind, rq.p.L("draft.early", "Verdict", rq.p.Verdict(a.Verdict)), nil
		}
		return kind, nil, nil
	}
	if a.Verdict >= scoring.PartWays {
		return drafts.Separation, rq.p.L("draft.why-separation", "Verdict", rq.p.Verdict(a.Verdict)), nil
	}
	if a.Verdict == scoring.Healthy {
		return drafts.Talk, rq.p.L("draft.why-healthy"), nil
	}
	return drafts.Talk, rq.p.L("draft.why-talk", "Verdict", rq.p.Verdict(a.Verdict)), nil
}

// facts are what a draft may be made from: the profile and the log's figures,
// never a note and never who reported.
func (b *Bot) facts(rq *request, c storage.Client, a scoring.Assessment, o draftOptions) (drafts.Facts, error) {
	p := c.Profile
	tone, err := drafts.ParseTone(o.tone)
	if err != nil {
		return drafts.Facts{}, trouble("tone-unknown", "Typed", shorten(o.tone, 40), "Known", strings.Join(drafts.Tones(), ", "))
	}
	f := drafts.Facts{
		Us: rq.settings[settingFirm], Client: c.Name, Contact: p["contact"], Service: p["service"],
		Today: rq.now.In(rq.zone), Zone: rq.zone,
		OpenWork: p["open-work"], Prepaid: p["prepaid"], Owed: p["owed"],
		Billing: p["billing"], Formality: p["formality"], Profession: p["profession"],
		Language: first(o.language, p["language"], rq.p.Language()), Reader: rq.p.Language(), Tone: tone,
		Verdict: a.Verdict, Remedies: c.Ledger.Remedies,
	}
	for _, s := range a.Signs {
		if !s.Exempt && s.Points > 0 || s.Sign.Tier != scoring.Pattern && s.Recent > 0 {
			f.Leading = append(f.Leading, s.Sign.ID)
		}
	}
	if len(f.Leading) > 0 {
		for _, o := range c.Ledger.Tallies[f.Leading[0]].Recent {
			f.Incidents = append(f.Incidents, o.At.In(rq.zone))
		}
	}
	f.NoticeMonths, f.NoticeDays, f.HasNotice = readNotice(p["notice"])
	if t, err := time.ParseInLocation(time.DateOnly, p["contract-end"], rq.zone); err == nil {
		f.ContractEnd = t
	}
	if o.lastDay != "" {
		if f.LastDay, err = parse.Day(o.lastDay, rq.now, rq.zone); err != nil {
			return drafts.Facts{}, trouble("day-unreadable", "Typed", shorten(o.lastDay, 40))
		}
	}
	if a.CoolingOff == scoring.ProposeCoolingOff {
		f.CoolingUntil = coolingUntil(rq, c)
	}
	return f, nil
}

// coolingUntil is the day on which a cooling-off that began with the latest parting is over.
func coolingUntil(rq *request, c storage.Client) time.Time {
	from := rq.now
	if len(c.Ledger.Partings) > 0 {
		from = c.Ledger.Partings[0]
	}
	return from.AddDate(0, 0, coolingDays(rq.settings))
}

func first(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

// drafted shows a document: what to do before, the texts, and what is still missing.
func (b *Bot) drafted(rq *request, c storage.Client, doc drafts.Document, why bot.Line) bot.Reply {
	reply := bot.Reply{Title: rq.p.S("draft.title-"+string(doc.Kind), "Client", c.Name)}
	if why != nil {
		reply.Blocks = append(reply.Blocks, bot.Text{Line: why})
	}
	reply.Blocks = append(reply.Blocks, b.checklist(rq, doc)...)
	for _, part := range doc.Parts {
		reply.Blocks = append(reply.Blocks, bot.Draft{Label: part.Title, Text: part.Text})
	}
	if len(doc.Placeholders) > 0 {
		reply.Blocks = append(reply.Blocks, bot.Text{Line: rq.p.LN("draft.missing", len(doc.Placeholders),
			"Missing", rq.p.List(doc.Placeholders), "Quoted", quoted(c.Name))})
	}
	for _, f := range doc.Findings {
		reply.Blocks = append(reply.Blocks, bot.Text{Line: rq.p.L("draft.finding", "Rule", f.Rule, "Why", drafts.Explain(rq.p.Language(), f))})
	}
	for _, caution := range doc.Cautions {
		reply.Blocks = append(reply.Blocks, bot.Note{Line: bot.P(caution)})
	}
	buttons := []bot.Button{assessButton(rq, c.ID)}
	if doc.Kind == drafts.Talk {
		buttons = append(buttons, didButton(rq, c.ID, scoring.TalkHeld))
	}
	reply.Blocks = append(reply.Blocks, bot.Actions{Buttons: buttons})
	return reply
}

// checklist is what to do before a draft is used.
func (b *Bot) checklist(rq *request, doc drafts.Document) []bot.Block {
	if len(doc.Before) == 0 {
		return nil
	}
	list := bot.List{Ordered: true}
	for _, step := range doc.Before {
		line := bot.P(step.Text)
		if step.Source != "" {
			line = append(line, bot.Span{Text: " (" + step.Source + ")", Style: bot.Italic})
		}
		list.Items = append(list.Items, bot.Item{Line: line})
	}
	return []bot.Block{bot.Text{Line: rq.p.L("draft.before")}, list}
}
