package discord

import (
	"context"

	"amicable/bot"
)

// command takes a typed command, or the one that stands in a message's menu.
func (a *Adapter) command(p interaction, c commandPayload, at place) answer {
	switch c.Type {
	case commandTyped:
		name, options := c.chosen()
		return a.attend(at, func(ctx context.Context) outcome {
			return a.happened(ctx, p, at, func(at place) bot.Event {
				r := reader{a: a, guild: at.guild, asker: at.user}
				e := bot.Event{Kind: bot.KindCommand, Command: name, Options: r.options(ctx, options)}
				r.names(&e)
				return e
			})
		})
	case commandMessage:
		m, ok := c.Resolved.Messages[c.TargetID]
		if !ok || !isSnowflake(c.TargetID) {
			break
		}
		return a.attend(at, func(ctx context.Context) outcome {
			return a.happened(ctx, p, at, func(place) bot.Event {
				return bot.Event{Kind: bot.KindShortcut, Message: a.message(ctx, p, c.TargetID, m)}
			})
		})
	}
	a.cfg.Log.Info("discord: command ignored", "type", c.Type)
	return a.nothing(at)
}

// chosen is the command's name and options; "/amicable flag …" is "/flag …".
func (c commandPayload) chosen() (string, []optionPayload) {
	if len(c.Options) == 1 && c.Options[0].Type == optionSubcommand {
		return c.Options[0].Name, c.Options[0].Options
	}
	return c.Name, c.Options
}

// options are the given options by their names.
func (r *reader) options(ctx context.Context, given []optionPayload) map[string]string {
	all := make(map[string]string, len(given))
	for _, o := range given {
		all[o.Name] = r.readable(ctx, o.text())
	}
	return all
}

// message is the one that a command was chosen on.
func (a *Adapter) message(ctx context.Context, p interaction, id string, m messagePayload) *bot.Message {
	r := reader{a: a, guild: p.GuildID, asker: p.who().ID, people: namesIn(m.Mentions)}
	return &bot.Message{
		ID: id, Author: m.Author.ID, Text: r.readable(ctx, m.Content),
		Link: permalink(p.GuildID, p.ChannelID, id), At: snowflakeTime(id),
	}
}
