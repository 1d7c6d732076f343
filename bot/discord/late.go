package discord

import (
	"context"
	"fmt"
	"time"

	"amicable/bot"
	"amicable/bot/discord/gateway"
	"amicable/bot/internal/work"
)

// Bounds of what is tried again.
const (
	maxLate    = 512 // events that wait; what comes on top is lost
	lateAtOnce = 16
)

// pauses come before an event is tried again, the last one again and again.
var pauses = []time.Duration{time.Second, 3 * time.Second, 9 * time.Second, 20 * time.Second}

// How long an event is tried. Whoever spoke to the bot waits for an answer;
// reactions wait as long as Slack would deliver them.
const (
	patienceSpoken  = 15 * time.Second
	patienceReacted = 5 * time.Minute
	patienceTold    = time.Hour // that a reaction was lost
)

// persistently works on an event, once now and later again if that failed, beside
// the gateway's workers. Events of a line keep their order. An event counts as
// handled once it is done or lost.
func (a *Adapter) persistently(d gateway.Dispatch, line string, patience time.Duration, try func(context.Context) error, lost func()) {
	kept, again := d.Keep(), false
	a.late.Do(line, work.Errand{
		Try: func() error {
			ctx, cancel := context.WithTimeout(a.life, eventTime)
			defer cancel()
			if again && !kept.Ours(ctx) {
				return nil // the process that has its shard now is told of it
			}
			again = true
			_, err := work.Guard(ctx, func(ctx context.Context) (struct{}, error) { return struct{}{}, try(ctx) }, func(stack string) {
				a.cfg.Log.Error("discord: something panicked", "what", d.Type, "id", eventID(d), "stack", stack)
			})
			if err == nil {
				kept.Done()
			}
			return err
		},
		Lost: func(err error) {
			defer kept.Done()
			defer a.rescue(d.Type, eventID(d))
			a.cfg.Log.Error("discord: an event is lost", "type", d.Type, "event", eventID(d), "error", err)
			lost()
		},
		Pauses: pauses, Patience: patience,
	})
}

// unnoted tells somebody by direct message that their reaction changed nothing.
// Guests are told nothing, so it waits until it is known who is one.
func (a *Adapter) unnoted(in reactionPayload) {
	a.late.Do("unnoted/"+in.ChannelID, work.Errand{
		Try: func() error {
			defer a.rescue("unnoted", in.MessageID)
			ctx, cancel := context.WithTimeout(a.life, eventTime)
			defer cancel()
			who, err := a.who(ctx, in.GuildID, in.UserID)
			if err != nil {
				return err
			}
			if who.nobody || who.actor.Guest {
				return nil
			}
			sign := bot.Span{Text: emoji(in.Emoji.ID, in.Emoji.Name), URL: permalink(in.GuildID, in.ChannelID, in.MessageID)}
			at := place{guild: in.GuildID, user: in.UserID, locale: who.actor.Locale}
			text := bot.Line{sign, {Text: " " + a.phrase(at.locale, bot.PhraseReactionLost)}}
			a.deliver(at, bot.Reply{Direct: true, Blocks: []bot.Block{bot.Text{Line: text}}})
			return nil
		},
		Lost: func(err error) {
			a.cfg.Log.Error("discord: nobody is told of a lost reaction", "workspace", in.GuildID, "user", in.UserID, "error", fmt.Errorf("finding out who it is: %w", err))
		},
		Pauses: []time.Duration{time.Minute}, Patience: patienceTold,
	})
}
