package commands

import (
	"context"
	"encoding/json"
	"errors"
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
	// formArguments is followed by the command whose arguments the form asks for.
	formArguments = "arguments:"
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
	case formDraftEdit, formDraftReword:
		return b.draftForm(ctx, rq)
	}
	if name, ok := strings.CutPrefix(rq.Action, formArguments); ok {
		return b.argumentsSubmitted(ctx, rq, name)
	}
	return bot.Reply{}, trouble("question-expired")
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
	sign := bot.Field{ID: "sign", Kind: bot.Choice, Label: p.S("form.sign"), Value: string(line.Sign), Options: b.signMenu(rq, "", "").Options}
	severity := bot.Field{ID: "severity", Kind: bot.Choice, Label: p.S("form.severity"), Value: first(string(line.Severity), string(scoring.Normal))}
	for _, s := range []scoring.Severity{scoring.Low, scoring.Normal, scoring.High} {
		severity.Options = append(severity.Options, bot.Option{Label: p.S("form.severity-" + string(s)), Value: string(s)})
	}
	return bot.Reply{Blocks: []bot.Block{bot.Form{
		ID: formFlag, State: from.state(), Title: p.S("command.flag.title"), Submit: p.S("form.flag-submit"), Cancel: p.S("form.cancel"),
		Fields: []bot.Field{
			clientField(rq, line), sign, severity, dateField(rq, at), noteField(rq, line.Note),
		},
	}}}
}

func clientField(rq *request, line parse.Line) bot.Field {
	f := bot.Field{ID: "client", Kind: bot.Search, Label: rq.p.S("form.client"), Hint: rq.p.S("form.client-hint"), MaxRunes: 300}
	switch {
	case line.Client.ID != "":
		f.Value, f.Shown = knownPrefix+string(line.Client.ID), line.Client.Name
	case line.Name != "":
		f.Value, f.Shown = line.Name, line.Name
	}
	return f
}

func dateField(rq *request, at time.Time) bot.Field {
	return bot.Field{ID: "date", Kind: bot.Date, Label: rq.p.S("form.date"), Value: at.In(rq.zone).Format(time.DateOnly)}
}

func noteField(rq *request, note string) bot.Field {
	return bot.Field{
		ID: "note", Kind: bot.LongText, Label: rq.p.S("form.note"), Hint: rq.p.S("form.note-hint"),
		Value: note, Optional: true, MaxRunes: parse.MaxNote,
	}
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
	rq.source = from.Source
	question, err := b.question(ctx, rq, flagCommand, line)
	if err != nil || !question.Empty() {
		return question, err
	}
	return flagCommand.run(b, ctx, rq, line)
}

// readFlagForm checks the answers. wrong holds a message by field.
func (b *Bot) readFlagForm(ctx context.Context, rq *request, from origin) (line parse.Line, wrong map[string]string, err error) {
	if line, wrong, err = b.readCommon(ctx, rq, from); err != nil {
		return line, nil, err
	}
	line.Sign = scoring.SignID(rq.Field("sign"))
	if _, ok := rq.policy.Sign(line.Sign); !ok {
		if id, known := b.signs().Sign(string(line.Sign)); known {
			line.Sign = id
		} else {
			wrong["sign"] = rq.p.S("form.sign-missing")
		}
	}
	if line.Severity, err = scoring.ParseSeverity(first(rq.Field("severity"), string(scoring.Normal))); err != nil {
		wrong["severity"] = rq.p.S("problem.severity-unknown", "Text", shorten(rq.Field("severity"), 40))
	}
	return line, wrong, nil
}

// readCommon checks the answers that all forms have: client, date and note.
func (b *Bot) readCommon(ctx context.Context, rq *request, from origin) (line parse.Line, wrong map[string]string, err error) {
	wrong = map[string]string{}
	names, err := rq.ws.Refresh(ctx)
	if err != nil {
		return line, nil, err
	}
	name := rq.Field("client")
	if id, ok := strings.CutPrefix(name, knownPrefix); ok {
		if line.Client, err = rq.client(ctx, names, storage.ClientID(id)); err != nil && !errors.Is(err, storage.ErrNotFound) {
			return line, nil, err
		}
	} else if line.Client, ok = names.Find(name); !ok {
		line.Name = name
	}
	if line.Client.ID == "" {
		line.NearClients = names.Near(line.Name, parse.MaxNear)
		if line.Name == "" {
			wrong["client"] = rq.p.S("form.client-missing")
		}
	}
	line.Note = rq.Field("note")
	if n := len([]rune(line.Note)); n > parse.MaxNote {
		wrong["note"] = rq.p.S("problem.note-too-long", "Length", n, "Limit", parse.MaxNote)
	}
	if line.At, err = formDate(rq, from); err != nil {
		wrong["date"] = b.explain(ctx, rq, err, false).Plain()
	}
	return line, wrong, nil
}

// formDate is the day chosen. The day of the message, unchanged, means the
// message's own time.
func formDate(rq *request, from origin) (time.Time, error) {
	typed := rq.Field("date")
	if typed == "" {
		return rq.now, nil
	}
	if at := time.Unix(from.At, 0); from.At != 0 && at.In(rq.zone).Format(time.DateOnly) == typed {
		return at, nil
	}
	return parse.Date(typed, rq.now, rq.zone)
}

// openFlagForm opens the form for a kept message.
func (b *Bot) openFlagForm(ctx context.Context, rq *request, handle string) (bot.Reply, error) {
	var line parse.Line
	var from origin
	if handle != "" {
		seen, err := kept[seenMessage](ctx, rq, handle)
		if err != nil {
			return bot.Reply{}, err
		}
		from = origin{Source: seen.Source, At: seen.At}
		names, err := rq.ws.Directory(ctx)
		if err != nil {
			return bot.Reply{}, err
		}
		if line.Client, err = rq.client(ctx, names, seen.Client); err != nil && !errors.Is(err, storage.ErrNotFound) {
			return bot.Reply{}, err
		}
	}
	return b.flagForm(rq, line, from), nil
}
