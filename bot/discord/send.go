package discord

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"amicable/bot"
)

var (
	errExposed      = fmt.Errorf("discord: %w", bot.ErrExposed)
	errShuttingDown = errors.New("discord: shutting down")
	errNoTarget     = errors.New("discord: a target needs a channel or a user")
)

// Send delivers a reply that no event is waiting for: to a channel, or to a
// person's direct messages when to.User is set. It returns when Discord has it,
// or why it could not be delivered; its picture follows in the background. A
// reply to a channel is for all who read it; it is refused where outsiders may be
// among them.
func (a *Adapter) Send(ctx context.Context, to bot.Target, r bot.Reply) error {
	if !a.work.Enter() {
		return errShuttingDown
	}
	defer a.work.Leave()
	if r.Empty() {
		return nil
	}
	at := place{guild: to.Workspace, user: to.User, sent: true}
	if to.User != "" {
		at.locale, _ = a.tongues.Peek(to.User)
		r = a.offered(at, r)
		d, err := a.postDirect(ctx, at, r)
		if isCode(err, codeCannotDM, codeUnknownUser) {
			return fmt.Errorf("%w: %w", bot.ErrNotThere, err)
		}
		if err == nil {
			at.channel = bot.Channel{ID: d.channel, Direct: true}
			a.follow(at, d, r)
		}
		return err
	}
	if !isSnowflake(to.Channel) {
		return errNoTarget
	}
	v, err := a.sendable(ctx, to)
	if err != nil {
		return err
	}
	at.channel, at.thread = v.channel, v.thread
	r = a.offered(at, r)
	d := &desk{channel: to.Channel}
	if err := a.rest(ctx, d, a.rendered(at, r, false)); err != nil {
		return errors.Join(notThere(err), err)
	}
	a.follow(at, d, r)
	return nil
}

// sendable finds out whether a channel is one that only the team reads. Where we
// may not look, that is the more useful thing to say.
func (a *Adapter) sendable(ctx context.Context, to bot.Target) (view, error) {
	var v view
	err := a.retrying(ctx, func(ctx context.Context) (err error) {
		v, err = a.inView(ctx, to.Workspace, to.Channel)
		return err
	})
	switch {
	case err == nil && v.channel.Exposed:
		return v, errExposed
	case err == nil, ctx.Err() != nil, errors.Is(err, errRoles): // the last two may pass
		return v, err
	case notThere(err) != nil:
		return v, notThere(err)
	}
	a.cfg.Log.Warn("discord: channel unknown, taken as exposed", "workspace", to.Workspace, "channel", to.Channel, "error", err)
	return v, errExposed
}

// notThere words Discord's refusals that trying again does not help; nil for all else.
func notThere(err error) error {
	switch {
	case isCode(err, codeMissingAccess, codeMissingPermission):
		return fmt.Errorf("discord: %w", bot.ErrNotMember)
	case isCode(err, codeUnknownChannel, codeUnknownGuild, codeNoMessagesThere, codeWrongKind), isStatus(err, http.StatusNotFound):
		return fmt.Errorf("discord: %w", bot.ErrNotThere)
	}
	return nil
}

// Reach tells whether Send can post to a channel, by asking Discord now; what it
// learns replaces what was remembered. See bot.Reacher.
func (a *Adapter) Reach(ctx context.Context, to bot.Target) error {
	if !a.work.Enter() {
		return errShuttingDown
	}
	defer a.work.Leave()
	if to.User != "" {
		return nil
	}
	if !isSnowflake(to.Channel) {
		return errNoTarget
	}
	ctx, cancel := context.WithTimeout(ctx, lookupTime)
	defer cancel()
	v, err := a.viewed(ctx, to.Workspace, to.Channel)
	if err != nil {
		return errors.Join(notThere(err), err)
	}
	if v.channel.Direct {
		return nil
	}
	if !takesMessages(v.kind) {
		return fmt.Errorf("%w: the channel takes no messages", bot.ErrNotThere)
	}
	a.members.Drop(to.Workspace + "/" + a.self())
	may, err := a.ownRights(ctx, to.Workspace, v.room.Over)
	if err != nil {
		return errors.Join(notThere(err), err)
	}
	exposed, err := a.exposed(ctx, to.Workspace, v.room)
	switch {
	case !may.has(mayPost(v.kind)):
		return fmt.Errorf("discord: %w", bot.ErrNotMember)
	case err != nil:
		return err
	case exposed:
		return errExposed
	}
	return nil
}
