package discord

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"

	"amicable/bot"
)

// actionServer is the button that says which server a direct message means; its
// value is the guild's id and the name of what was asked.
const actionServer = "discord:server"

// asked is what somebody said in a direct message, before they said where it belongs.
type asked struct {
	User  string
	Event bot.Event
}

// whichServer asks what a direct message means, with a button for each server.
func (a *Adapter) whichServer(ctx context.Context, at place, e bot.Event) bot.Reply {
	if len(at.among) == 0 {
		return a.say(at.locale, bot.PhraseWhichServer)
	}
	key, err := a.newName()
	if err != nil {
		a.cfg.Log.Warn("discord: servers not offered", "user", at.user, "error", err)
		return a.say(at.locale, bot.PhraseWhichServer)
	}
	a.questioned.put("", key, asked{User: at.user, Event: e})
	r := a.say(at.locale, bot.PhrasePickServer)
	var row bot.Actions
	for i, name := range a.namesOf(ctx, at.among) {
		row.Buttons = append(row.Buttons, bot.Button{Label: name, Action: actionServer, Value: at.among[i] + " " + key})
	}
	r.Blocks = append(r.Blocks, row)
	return r
}

// namesOf are the names of guilds; the id stands for one that cannot be found out.
func (a *Adapter) namesOf(ctx context.Context, guilds []string) []string {
	names := make([]string, len(guilds))
	var asking sync.WaitGroup
	for i, id := range guilds {
		asking.Go(func() {
			g, err := a.guild(ctx, id)
			if err != nil {
				a.cfg.Log.Warn("discord: a server's name is unknown", "workspace", id, "error", err)
			}
			names[i] = cmp.Or(strings.TrimSpace(g.Name), id)
		})
	}
	asking.Wait()
	return names
}

// named says which server an answer in a direct conversation is about, to
// somebody who has several: what was used last may not be what they mean now.
func (a *Adapter) named(ctx context.Context, at place, r bot.Reply) bot.Reply {
	_, form := r.Form()
	if !at.channel.Direct || at.guild == "" || form || len(r.FieldErrors) > 0 || r.Empty() || !a.several(ctx, at.user) {
		return r
	}
	line := bot.Note{Line: bot.P(a.phrase(at.locale, bot.PhraseOnServer) + a.namesOf(ctx, []string{at.guild})[0])}
	r.Blocks = append(slices.Clone(r.Blocks), line)
	if later := r.Later; later != nil {
		r.Later = func(ctx context.Context) (bot.Reply, error) {
			next, err := later(ctx)
			if err == nil && !next.Empty() {
				next.Blocks = append(slices.Clone(next.Blocks), line)
			}
			return next, err
		}
	}
	return r
}

// several tells whether somebody shares more than one guild with the bot, as far
// as that can be found out.
func (a *Adapter) several(ctx context.Context, user string) bool {
	all, err := a.ours(ctx)
	if err != nil || len(all) > maxAsked {
		used, _ := a.last.cache.Peek("/" + user)
		return len(used) > 1
	}
	if len(all) < 2 {
		return false
	}
	in, _ := a.shared(ctx, all, user) // what went wrong hides a guild at most
	return len(in) > 1
}

// serverPicked answers what was asked, now that the server is known. That it was
// used just now says where the next direct message belongs.
func (a *Adapter) serverPicked(p interaction, at place, value string) answer {
	guild, key, _ := strings.Cut(value, " ")
	if !isSnowflake(guild) {
		return a.nothing(at)
	}
	return a.attend(at, func(ctx context.Context) outcome {
		q, known, err := a.questioned.get(ctx, "", key)
		switch {
		case err != nil:
			return outcome{at: at, reply: a.say(at.locale, bot.PhraseStoreAway), failed: bot.PhraseStoreAway}
		case !known || q.User != at.user:
			return outcome{at: at, reply: a.say(at.locale, bot.PhraseExpired), failed: bot.PhraseExpired}
		}
		there := at
		there.guild = guild
		out := a.happened(ctx, p, there, func(place) bot.Event { return q.Event })
		out.reply.Replace = out.failed == "" // the question is answered
		return out
	})
}
