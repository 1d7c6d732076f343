package slack

import (
	"context"
	"fmt"

	sdk "github.com/slack-go/slack"

	"amicable/bot"
	"amicable/bot/internal/work"
)

// Bounds of the better versions of replies that are worked on.
const (
	writers    = 16
	maxWriting = 256 // more wait; what comes on top keeps its first words
)

// follow does what comes after a reply, when it is there: its pictures, and the
// better version of itself.
func (a *Adapter) follow(went place, r bot.Reply) {
	a.illustrate(went, r)
	if r.Later == nil {
		return
	}
	queued := a.wordings.Add(func() {
		next, err := a.better(r.Later)
		if err == nil && !next.Empty() {
			err = a.supersede(went, r, next)
		}
		if err != nil {
			a.cfg.Log.Warn("slack: a reply keeps its first version", "workspace", went.team, "channel", went.channel.ID, "user", went.user, "error", err)
		}
	})
	if !queued {
		a.cfg.Log.Warn("slack: a reply keeps its first version", "workspace", went.team, "error", errCrowded)
	}
}

// better waits for a Reply.Later, with a deadline and a net.
func (a *Adapter) better(later func(context.Context) (bot.Reply, error)) (bot.Reply, error) {
	ctx, cancel := context.WithTimeout(a.polish, bot.LaterTime)
	defer cancel()
	return work.Guard(ctx, later, func(stack string) {
		a.cfg.Log.Error("slack: working on a reply panicked", "stack", stack)
	})
}

// supersede puts next in the place of a reply, or after it where Slack can
// change nothing: what only one person sees in a channel.
func (a *Adapter) supersede(at place, r, next bot.Reply) error {
	ctx, cancel := context.WithTimeout(a.life, jobTime)
	defer cancel()
	next.Visibility, next.Direct, next.Replace, next.Later = r.Visibility, false, true, nil
	if at.message == "" || at.responseURL != "" {
		went, err := a.post(ctx, at, next)
		if err == nil {
			a.illustrate(went, next)
		}
		return err
	}
	err := a.sending(ctx, at, next, func(ctx context.Context, api *sdk.Client, opts []sdk.MsgOption) error {
		_, _, _, err := api.UpdateMessageContext(ctx, at.channel.ID, at.message, opts...)
		return err
	})
	if err != nil {
		return fmt.Errorf("changing a message: %w", err)
	}
	a.illustrate(at, next)
	return nil
}
