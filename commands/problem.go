package commands

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"

	"amicable/bot"
	"amicable/commands/parse"
	"amicable/storage"
)

// problem is an error that a person can act on: a key of the catalogue under
// "problem." and what to insert. Everything else is logged and shown as a reference.
type problem struct {
	key  string
	data []any
}

func (p *problem) Error() string { return "problem " + p.key }

func trouble(key string, data ...any) error { return &problem{key, data} }

// explain turns an error into the reply that a person sees. recorded tells
// whether the command would have stored something, so that the reply can say that it did not.
func (b *Bot) explain(ctx context.Context, rq *request, err error, records bool) bot.Reply {
	var own *problem
	var typed *parse.Problem
	var taken *storage.NameTakenError
	switch {
	case errors.As(err, &own):
		return say(rq.p.L(rq.here("problem."+own.key), own.data...))
	case errors.As(err, &typed):
		var data []any
		for k, v := range typed.Data {
			data = append(data, k, v)
		}
		return say(rq.p.L("problem."+typed.Code, data...))
	case errors.As(err, &taken):
		return say(rq.p.L("problem.name-taken", "Name", taken.Name, "Client", taken.Has.Name))
	case errors.Is(err, storage.ErrAlreadyTakenBack):
		return say(rq.p.L("problem.already-taken-back"))
	case errors.Is(err, storage.ErrNotFound):
		return say(rq.p.L("problem.gone"))
	case errors.Is(err, storage.ErrBadName):
		return say(rq.p.L("problem.bad-name"))
	case errors.Is(err, storage.ErrBusy):
		return say(rq.p.L("problem.busy"))
	case errors.Is(err, storage.ErrUnsure):
		b.complain(ctx, rq.Event, err)
		return say(rq.p.L("problem.unsure"))
	case errors.Is(err, storage.ErrUnavailable), errors.Is(err, context.DeadlineExceeded):
		b.complain(ctx, rq.Event, err)
		if records {
			return say(rq.p.L("problem.not-saved"))
		}
		return say(rq.p.L("problem.not-reached"))
	default:
		b.complain(ctx, rq.Event, err)
		return say(rq.p.L("problem.internal", "Reference", reference(rq.Event)))
	}
}

// complain logs what went wrong, without anything that was typed.
func (b *Bot) complain(ctx context.Context, e bot.Event, err error) {
	b.log.ErrorContext(ctx, "answering an event failed",
		"kind", e.Kind, "command", e.Command, "action", e.Action, "tenant", e.Tenant(), "reference", reference(e), "error", err)
}

// reference is a short name of an event, for people to quote and for the log.
func reference(e bot.Event) string {
	sum := sha256.Sum256([]byte(e.Tenant() + "\x00" + e.ID))
	return hex.EncodeToString(sum[:4])
}

// say is a private reply of one paragraph.
func say(l bot.Line) bot.Reply {
	return bot.Reply{Blocks: []bot.Block{bot.Text{Line: l}}}
}
