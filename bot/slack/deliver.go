package slack

import (
	"context"
	"errors"
	"fmt"

	sdk "github.com/slack-go/slack"

	"amicable/bot"
)

// deliver posts a reply after the acknowledgement, in the background.
func (a *Adapter) deliver(at place, r bot.Reply) {
	if r.Empty() {
		return
	}
	a.deliverLater(func() (place, bot.Reply) { return at, r })
}

func (a *Adapter) deliverLater(what func() (place, bot.Reply)) {
	queued := a.jobs.Add(func() {
		at, r := what()
		if r.Empty() {
			return
		}
		ctx, cancel := context.WithTimeout(a.life, jobTime)
		defer cancel()
		went, err := a.post(ctx, at, r)
		if err != nil {
			a.cfg.Log.Error("slack: reply not delivered", "workspace", at.team, "channel", at.channel.ID, "user", at.user, "error", err)
			return
		}
		a.follow(went, r)
	})
	if !queued {
		a.cfg.Log.Error("slack: reply not delivered", "error", errCrowded)
	}
}

var errCrowded = errors.New("too many replies are waiting")

// post tries the ways to reach a person, from the nearest to a direct message,
// and returns the place that the reply went to.
func (a *Adapter) post(ctx context.Context, at place, r bot.Reply) (place, error) {
	if at.home {
		if r.Replace {
			hash, err := a.publish(ctx, at, r)
			at.homeHash = hash
			return at, err
		}
		at.home, r.Direct = false, true
	}
	var tried []error
	if !r.Direct {
		for _, way := range []func(context.Context, place, bot.Reply) (place, error){a.postResponse, a.postChannel} {
			went, err := way(ctx, at, r)
			if err == nil {
				return went, nil
			}
			if !errors.Is(err, errNoSuchWay) {
				tried = append(tried, err)
			}
			at.responseURL = "" // the first way is closed
		}
	}
	if at.user == "" {
		return at, errors.Join(append(tried, errors.New("there is nobody to write to"))...)
	}
	at, err := a.postDirect(ctx, at, r)
	if err != nil {
		return at, errors.Join(append(tried, err)...)
	}
	return at, nil
}

// errNoSuchWay tells that a way of delivery does not exist here.
var errNoSuchWay = errors.New("no such way")

func (a *Adapter) postResponse(ctx context.Context, at place, r bot.Reply) (place, error) {
	replace := r.Replace && at.original
	if at.responseURL == "" || r.Later != nil && at.channel.Direct && !replace {
		return at, errNoSuchWay // what is to be changed later is posted as a message that can be
	}
	// In the conversation with the bot an ephemeral answer would only get lost.
	m := a.renderer(at.locale).message(r, at.channel.Direct || a.openly(at, r))
	m.ReplaceOriginal = replace
	if err := a.retrying(ctx, func(ctx context.Context) error { return a.postTo(ctx, at.responseURL, m) }); err != nil {
		return at, fmt.Errorf("posting to the response address: %w", err)
	}
	at.original = replace // else the address's own message is another one
	return at, nil
}

func (a *Adapter) postChannel(ctx context.Context, at place, r bot.Reply) (place, error) {
	at.original = false
	if at.channel.ID == "" {
		return at, errNoSuchWay
	}
	if at.channel.Direct || a.openly(at, r) {
		ts, err := a.postMessage(ctx, at, at.channel.ID, r)
		at.message = ts
		return at, err
	}
	if at.user == "" {
		return at, errNoSuchWay
	}
	return at, a.sending(ctx, at, r, func(ctx context.Context, api *sdk.Client, opts []sdk.MsgOption) error {
		_, err := api.PostEphemeralContext(ctx, at.channel.ID, at.user, opts...)
		return err
	})
}

func (a *Adapter) postDirect(ctx context.Context, at place, r bot.Reply) (place, error) {
	dm, err := a.directChannel(ctx, at.team, at.user)
	if err != nil {
		return at, err
	}
	if dm != at.channel.ID {
		at.thread = ""
	}
	at.channel, at.responseURL, at.original = bot.Channel{ID: dm, Direct: true}, "", false
	at.message, err = a.postMessage(ctx, at, dm, r)
	return at, err
}

// postMessage posts a lasting message and returns Slack's name for it.
func (a *Adapter) postMessage(ctx context.Context, at place, channel string, r bot.Reply) (ts string, err error) {
	err = a.sending(ctx, at, r, func(ctx context.Context, api *sdk.Client, opts []sdk.MsgOption) error {
		_, ts, err = api.PostMessageContext(ctx, channel, opts...)
		return err
	})
	return ts, err
}

// sending renders a reply and sends it. Should Slack not like the blocks, the
// plain text goes alone: a plain answer is better than none.
func (a *Adapter) sending(ctx context.Context, at place, r bot.Reply, send func(context.Context, *sdk.Client, []sdk.MsgOption) error) error {
	m := a.renderer(at.locale).message(r, false)
	try := func(blocks []sdk.Block) error {
		return a.retrying(ctx, func(ctx context.Context) error {
			api, err := a.client(ctx, at.team)
			if err != nil {
				return err
			}
			return send(ctx, api, options(m.Text, blocks, at.thread))
		})
	}
	err := try(m.Blocks)
	if isCode(err, "invalid_blocks", "invalid_blocks_format", "msg_too_long", "msg_blocks_too_long") {
		a.cfg.Log.Error("slack: blocks refused, sending plain text", "workspace", at.team, "error", code(err))
		err = try(nil)
	}
	if err != nil {
		return fmt.Errorf("posting a message: %w", err)
	}
	return nil
}

func options(fallback string, blocks []sdk.Block, thread string) []sdk.MsgOption {
	opts := []sdk.MsgOption{
		sdk.MsgOptionText(fallback, false),
		sdk.MsgOptionParse(false),
		sdk.MsgOptionDisableMarkdown(),
		sdk.MsgOptionDisableLinkUnfurl(),
		sdk.MsgOptionDisableMediaUnfurl(),
	}
	if len(blocks) > 0 { // no blocks would be sent as "[]"
		opts = append(opts, sdk.MsgOptionBlocks(blocks...))
	}
	if thread != "" {
		opts = append(opts, sdk.MsgOptionTS(thread))
	}
	return opts
}

// directChannel opens the direct conversation with a person.
func (a *Adapter) directChannel(ctx context.Context, team, user string) (string, error) {
	return a.dms.Get(ctx, team+"/"+user, func() (string, error) {
		ctx, cancel := context.WithTimeout(a.life, jobTime)
		defer cancel()
		var id string
		err := a.retrying(ctx, func(ctx context.Context) error {
			api, err := a.client(ctx, team)
			if err != nil {
				return err
			}
			c, _, _, err := api.OpenConversationContext(ctx, &sdk.OpenConversationParameters{Users: []string{user}})
			if err != nil {
				return err
			}
			if c == nil || c.ID == "" {
				return errors.New("slack named no conversation")
			}
			id = c.ID
			return nil
		})
		if err != nil {
			return "", fmt.Errorf("opening a direct conversation: %w", err)
		}
		a.private(team, id)
		return id, nil
	})
}

// publish shows a reply as the bot's home page and returns the hash that Slack
// gives to what is shown now. With at.homeHash it replaces only what has that hash.
func (a *Adapter) publish(ctx context.Context, at place, r bot.Reply, pictures ...sdk.Block) (hash string, err error) {
	req := sdk.PublishViewContextRequest{UserID: at.user, View: a.renderer(at.locale).home(r, pictures...)}
	if at.homeHash != "" {
		req.Hash = &at.homeHash
	}
	err = a.asking(ctx, at.team, func(ctx context.Context, api *sdk.Client) error {
		shown, err := api.PublishViewContext(ctx, req)
		if err == nil {
			hash = shown.Hash
		}
		return err
	})
	if err != nil {
		return "", fmt.Errorf("publishing the home page: %w", err)
	}
	return hash, nil
}

// Send delivers a reply that no event is waiting for: to a channel, or to a
// person's direct messages when to.User is set. It returns when Slack has it, or
// why it could not be delivered; its picture follows in the background. A reply
// to a channel is for all who read it; it is refused where outsiders may be among
// them.
func (a *Adapter) Send(ctx context.Context, to bot.Target, r bot.Reply) error {
	if !a.work.Enter() {
		return errShuttingDown
	}
	defer a.work.Leave()
	if r.Empty() {
		return nil
	}
	at := place{team: to.Workspace, user: to.User, channel: bot.Channel{ID: to.Channel}}
	if to.User != "" {
		if p, ok := a.people.Peek(to.Workspace + "/" + to.User); ok {
			at.locale = p.actor.Locale
		}
		at, err := a.postDirect(ctx, at, r)
		if isCode(err, "user_not_found", "user_not_visible", "user_disabled", "channel_not_found", "messages_tab_disabled") {
			return fmt.Errorf("%w: %w", bot.ErrNotThere, err)
		}
		if err == nil {
			a.follow(at, r)
		}
		return err
	}
	if to.Channel == "" {
		return errNoTarget
	}
	at.channel.Direct = directID(to.Channel)
	if !at.channel.Direct && a.where(ctx, to.Workspace, to.Channel).Exposed {
		return errExposed
	}
	ts, err := a.postMessage(ctx, at, to.Channel, r)
	if isCode(err, "channel_not_found", "not_in_channel", "is_archived", "restricted_action") {
		return fmt.Errorf("%w: %w", bot.ErrNotThere, err)
	}
	if err == nil {
		r.Visibility = bot.Public // for all who read the channel, as the text was
		at.message = ts
		a.follow(at, r)
	}
	return err
}

var (
	errExposed      = fmt.Errorf("slack: %w", bot.ErrExposed)
	errShuttingDown = errors.New("slack: shutting down")
	errNoTarget     = errors.New("slack: a target needs a channel or a user")
)

// Reach tells whether Send can post to a channel, by asking Slack now; what it
// learns replaces what was remembered. It is for a person who waits for the
// answer, so it asks once. See bot.Reacher.
func (a *Adapter) Reach(ctx context.Context, to bot.Target) error {
	if !a.work.Enter() {
		return errShuttingDown
	}
	defer a.work.Leave()
	if to.User != "" {
		return nil
	}
	if to.Channel == "" {
		return errNoTarget
	}
	if known, ok := a.channels.Peek(to.Workspace + "/" + to.Channel); ok && known.direct {
		return nil // a conversation with the bot stays one
	}
	ctx, cancel := context.WithTimeout(ctx, lookupTime)
	defer cancel()
	c, err := a.lookUp(ctx, to.Workspace, to.Channel)
	if isCode(err, "channel_not_found", "invalid_channel", "method_not_supported_for_channel_type", "missing_scope") {
		// Private channels that the bot is not in do not exist for it, and of
		// other people's conversations it may know nothing.
		return fmt.Errorf("%w: %w", bot.ErrNotThere, err)
	}
	if err != nil {
		return err
	}
	if c.IsIM { // Slack names only the bot's own conversations
		a.private(to.Workspace, to.Channel)
		return nil
	}
	known := audienceOf(c)
	a.channels.Put(to.Workspace+"/"+to.Channel, known)
	switch {
	case known.exposed:
		return errExposed
	case c.IsArchived:
		return fmt.Errorf("%w: the channel is archived", bot.ErrNotThere)
	case !c.IsMember:
		return fmt.Errorf("slack: %w", bot.ErrNotMember)
	}
	return nil
}
