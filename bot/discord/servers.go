package discord

import (
	"cmp"
	"context"
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
