package commands

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"

	"amicable/bot"
	"amicable/commands/parse"
	"amicable/storage"
)

// Handle answers one event. People from outside the team get nothing at all.
func (b *Bot) Handle(ctx context.Context, e bot.Event) (bot.Reply, error) {
	if e.Actor.Guest {
		return bot.Reply{}, nil
	}
	rq, err := b.begin(ctx, e)
	return b.respond(ctx, rq, err)
}

// respond answers a request; err is what went wrong in beginning it.
func (b *Bot) respond(ctx context.Context, rq *request, err error) (reply bot.Reply, _ error) {
	e := rq.Event
	defer func() {
		if p := recover(); p != nil {
			b.log.ErrorContext(ctx, "panic", "kind", e.Kind, "command", e.Command, "reference", reference(e), "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
			reply, err = say(rq.p.L("problem.internal", "Reference", reference(e))), nil
		}
	}()
	if err == nil {
		reply, err = b.route(ctx, rq)
		if b.records(rq) {
			b.totals.forget(rq.Tenant())
		}
	}
	if err != nil {
		if reaction(e) && (errors.Is(err, storage.ErrUnavailable) || errors.Is(err, storage.ErrUnsure)) {
			// Nobody typed anything that they could repeat: let the platform deliver it again.
			return bot.Reply{}, err
		}
		reply = b.explain(ctx, rq, err, b.records(rq))
		if e.Kind == bot.KindForm && (errors.Is(err, storage.ErrUnavailable) || errors.Is(err, storage.ErrUnsure) || errors.Is(err, storage.ErrBusy)) {
			// The form stays open: nobody types a long note twice.
			reply = bot.Reply{FieldErrors: map[string]string{"client": reply.Plain()}}
		}
	}
	return b.inIdiom(rq, reply), nil
}

func reaction(e bot.Event) bool {
	return e.Kind == bot.KindReactionAdded || e.Kind == bot.KindReactionRemoved
}

func (b *Bot) route(ctx context.Context, rq *request) (bot.Reply, error) {
	switch rq.Kind {
	case bot.KindCommand:
		return b.command(ctx, rq, rq.Command, rq.Text)
	case bot.KindMessage:
		return b.conversation(ctx, rq)
	case bot.KindAction:
		return b.action(ctx, rq)
	case bot.KindForm:
		return b.form(ctx, rq)
	case bot.KindShortcut:
		return b.shortcut(ctx, rq)
	case bot.KindReactionAdded:
		return b.reactionAdded(ctx, rq)
	case bot.KindReactionRemoved:
		return b.reactionRemoved(ctx, rq)
	case bot.KindHome:
		return b.home(ctx, rq)
	case bot.KindInstalled:
		return b.installed(ctx, rq)
	case bot.KindUninstalled:
		return b.uninstalled(ctx, rq)
	default:
		return bot.Reply{}, nil
	}
}

// command runs a row of the table. "/amicable flag …" is "/flag …".
func (b *Bot) command(ctx context.Context, rq *request, name, text string) (bot.Reply, error) {
	name = strings.ToLower(strings.TrimPrefix(name, "/"))
	text = strings.TrimSpace(text)
	if name == umbrella {
		name, text, _ = strings.Cut(text, " ")
		name, text = strings.ToLower(strings.TrimPrefix(name, "/")), strings.TrimSpace(text)
		if name == "" {
			name = "help"
		}
	}
	c, ok := b.byName[name]
	if !ok {
		return b.unknownCommand(rq, name), nil
	}
	if strings.EqualFold(text, "help") || text == "?" {
		return b.helpOn(rq, c), nil
	}
	if c.admin && !rq.mayChange() {
		return bot.Reply{}, trouble("admins-only")
	}
	rq.Command, rq.Text = name, text
	line, question, err := b.read(ctx, rq, c)
	if err != nil || !question.Empty() {
		return question, err
	}
	return c.run(b, ctx, rq, line)
}

// records tells whether the event would have stored something.
func (b *Bot) records(rq *request) bool {
	switch rq.Kind {
	case bot.KindCommand, bot.KindMessage:
		name := rq.Command
		if name == umbrella {
			name, _, _ = strings.Cut(strings.TrimSpace(rq.Text), " ")
		}
		return b.byName[name].records
	case bot.KindForm, bot.KindReactionAdded, bot.KindReactionRemoved:
		return true
	case bot.KindAction:
		return recordingActions[actionName(rq.Action)]
	default:
		return false
	}
}

// conversation answers plain words: a mention, or a direct message.
func (b *Bot) conversation(ctx context.Context, rq *request) (bot.Reply, error) {
	if strings.TrimSpace(rq.Text) == "" {
		return b.helpAfter(rq, nil), nil
	}
	names, err := rq.ws.Directory(ctx)
	if err != nil {
		return bot.Reply{}, err
	}
	name, text, ok := parse.Intent(rq.grammar(b, names, nil), rq.Text)
	if !ok {
		// Somebody else may have added the client that is meant.
		if names, err = rq.ws.Refresh(ctx); err != nil {
			return bot.Reply{}, err
		}
		if name, text, ok = parse.Intent(rq.grammar(b, names, nil), rq.Text); !ok {
			if w, ok := parse.WishOf(rq.grammar(b, names, nil), rq.Text); ok {
				return b.wished(ctx, rq, w)
			}
			return b.helpAfter(rq, rq.p.L("help.not-understood")), nil
		}
	}
	reply, err := b.command(ctx, rq, name, text)
	if form, ok := reply.Form(); ok && err == nil {
		return b.offerForm(ctx, rq, form)
	}
	return reply, err
}

// offerForm puts a button before a form: a platform opens dialogs only for
// somebody who has just pressed something.
func (b *Bot) offerForm(ctx context.Context, rq *request, f bot.Form) (bot.Reply, error) {
	handle, err := put(ctx, rq, f)
	if err != nil {
		return bot.Reply{}, err
	}
	reply := say(rq.p.L("ask.details"))
	reply.Blocks = append(reply.Blocks, bot.Actions{Buttons: []bot.Button{
		{Label: rq.p.S("button.form"), Action: "form:" + handle, Look: bot.Primary},
	}})
	return reply, nil
}

// offeredForm is the form behind such a button.
func (b *Bot) offeredForm(ctx context.Context, rq *request, handle string) (bot.Reply, error) {
	f, err := kept[bot.Form](ctx, rq, handle)
	if err != nil {
		return bot.Reply{}, err
	}
	return bot.Reply{Blocks: []bot.Block{f}}, nil
}
