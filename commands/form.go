package commands

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"amicable/bot"
	"amicable/commands/parse"
	"amicable/scoring"
	"amicable/storage"
)

// The forms' ids.
const (
	formFlag    = "flag"
	formProfile = "profile"
)

// origin is where a form was opened from; it travels in the form's State.
type origin struct {
	Source string `json:",omitempty"` // the message it is about
	At     int64  `json:",omitempty"` // that message's time, Unix seconds
}

func (o origin) state() string {
	data, err := json.Marshal(o)
	if err != nil { // two plain fields: cannot happen
		return ""
	}
	return string(data)
}

// form answers a submitted form.
func (b *Bot) form(ctx context.Context, rq *request) (bot.Reply, error) {
	switch rq.Action {
	case formFlag:
		return b.flagSubmitted(ctx, rq)
	case formProfile:
		return b.profileSubmitted(ctx, rq)
	default:
		return bot.Reply{}, trouble("question-expired")
	}
}

// flagForm asks for what a flag lacks, with everything already understood filled in.
func (b *Bot) flagForm(rq *request, line parse.Line, from origin) bot.Reply {
	at := line.At
	if at.IsZero() && from.At != 0 {
		at = time.Unix(from.At, 0)
	}
	if at.IsZero() {
		at = rq.now
	}
	p := rq.p
	client := bot.Field{ID: "client", Kind: bot.Search, Label: p.S("form.client"), Hint: p.S("form.client-hint"), MaxRunes: 300}
	switch {
	case line.Client.ID != "":
		client.Value, client.Shown = knownPrefix+string(line.Client.ID), line.Client.Name
	case line.Name != "":
		client.Value, client.Shown = line.Name, line.Name
	}
	sign := bot.Field{ID: "sign", Kind: bot.Choice, Label: p.S("form.sign"), Value: string(line.Sign), Options: b.signMenu(rq, "", "").Options}
	severity := bot.Field{ID: "severity", Kind: bot.Choice, Label: p.S("form.severity"), Value: first(string(line.Severity), string(scoring.Normal))}
	for _, s := range []scoring.Severity{scoring.Low, scoring.Normal, scoring.High} {
		severity.Options = append(severity.Options, bot.Option{Label: p.S("form.severity-" + string(s)), Value: string(s)})
	}
	return bot.Reply{Blocks: []bot.Block{bot.Form{
		ID: formFlag, State: from.state(), Title: p.S("form.flag-title"), Submit: p.S("form.flag-submit"), Cancel: p.S("form.cancel"),
		Fields: []bot.Field{
			client, sign, severity,
			{ID: "date", Kind: bot.Date, Label: p.S("form.date"), Value: at.In(rq.zone).Format(time.DateOnly)},
			{ID: "note", Kind: bot.LongText, Label: p.S("form.note"), Hint: p.S("form.note-hint"), Value: line.Note, Optional: true, MaxRunes: parse.MaxNote},
		},
	}}}
}

// knownPrefix marks the value of an existing client in a Search field; what
// people type themselves has none.
const knownPrefix = "client:"

// flagSubmitted records what the form says. What is wrong is told beside its field.
func (b *Bot) flagSubmitted(ctx context.Context, rq *request) (bot.Reply, error) {
	var from origin
	if rq.Value != "" {
		if err := json.Unmarshal([]byte(rq.Value), &from); err != nil {
			return bot.Reply{}, fmt.Errorf("reading a form's state: %w", err)
		}
	}
	line, wrong, err := b.readFlagForm(ctx, rq, from)
	if err != nil {
		return bot.Reply{}, err
	}
	if len(wrong) > 0 {
		return bot.Reply{FieldErrors: wrong}, nil
	}
	return b.record(ctx, rq, storage.Flag{
		Event: rq.ID, Client: line.Client.ID, Name: line.Name, Sign: line.Sign,
		Severity: line.Severity, At: line.At, By: rq.actor(), Note: line.Note, Source: from.Source,
	})
}

// readFlagForm checks the answers. wrong holds a message by field.
func (b *Bot) readFlagForm(ctx context.Context, rq *request, from origin) (line parse.Line, wrong map[string]string, err error) {
	wrong = map[string]string{}
	name := rq.Field("client")
	names, err := rq.ws.Refresh(ctx)
	if err != nil {
		return line, nil, err
	}
	if id, ok := strings.CutPrefix(name, knownPrefix); ok {
		line.Client, _ = names.ByID(storage.ClientID(id))
	} else if line.Client, ok = names.Find(name); !ok {
		line.Name = name
	}
	if line.Client.ID == "" && strings.TrimSpace(line.Name) == "" {
		wrong["client"] = rq.p.S("form.client-missing")
	}
	line.Sign = scoring.SignID(rq.Field("sign"))
	if _, ok := b.policy.Sign(line.Sign); !ok {
		if id, known := b.signs.Sign(string(line.Sign)); known {
			line.Sign = id
		} else {
			wrong["sign"] = rq.p.S("form.sign-missing")
		}
	}
	if line.Severity, err = scoring.ParseSeverity(first(rq.Field("severity"), string(scoring.Normal))); err != nil {
		wrong["severity"] = rq.p.S("problem.severity-unknown", "Text", shorten(rq.Field("severity"), 40))
	}
	line.Note = rq.Field("note")
	if n := len([]rune(line.Note)); n > parse.MaxNote {
		wrong["note"] = rq.p.S("problem.note-too-long", "Length", n, "Limit", parse.MaxNote)
	}
	var said string
	if line.At, said, err = b.formDate(rq, from); said != "" {
		wrong["date"] = said
	}
	return line, wrong, err
}

// formDate is the day chosen. The day of the message, unchanged, means the
// message's own time.
func (b *Bot) formDate(rq *request, from origin) (time.Time, string, error) {
	typed := rq.Field("date")
	if typed == "" {
		return rq.now, "", nil
	}
	if at := time.Unix(from.At, 0); from.At != 0 && at.In(rq.zone).Format(time.DateOnly) == typed {
		return at, "", nil
	}
	t, err := parse.Date(typed, rq.now, rq.zone)
	if err != nil {
		return t, b.explain(context.Background(), rq, err, false).Plain(), nil
	}
	return t, "", nil
}

// openFlagForm opens the form for a kept message.
func (b *Bot) openFlagForm(ctx context.Context, rq *request, handle string) (bot.Reply, error) {
	var line parse.Line
	var from origin
	if handle != "" {
		seen, err := b.seen(ctx, rq, handle)
		if err != nil {
			return bot.Reply{}, err
		}
		from = origin{Source: seen.Source, At: seen.At}
	}
	return b.flagForm(rq, line, from), nil
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
			field.Kind, field.Options = bot.Choice, same("hourly", "fixed", "retainer")
		case "hours":
			field.Kind, field.Options = bot.Choice, same("office", "24/7")
		case "contract-end":
			field.Kind = bot.Date
		}
		f.Fields = append(f.Fields, field)
	}
	return bot.Reply{Blocks: []bot.Block{f}}, nil
}

func same(values ...string) []bot.Option {
	options := make([]bot.Option, len(values))
	for i, v := range values {
		options[i] = bot.Option{Label: v, Value: v}
	}
	return options
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
