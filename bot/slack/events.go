package slack

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"amicable/bot"
)

// errMalformed is a payload that cannot be what Slack sends. The cause is not
// wrapped: a JSON error may quote the payload.
var errMalformed = errors.New("the payload is malformed")

// event takes a delivery of the Events API. The error is for a malformed one.
func (a *Adapter) event(body []byte) (answer, error) {
	var env eventPayload
	if err := json.Unmarshal(body, &env); err != nil || env.Type == "" {
		return answer{}, errMalformed
	}
	switch env.Type {
	case "url_verification":
		return ok(map[string]string{"challenge": env.Challenge}), nil
	case "event_callback":
	case "app_rate_limited":
		a.cfg.Log.Warn("slack: events are being rate limited", "workspace", env.TeamID)
		return ok(nil), nil
	default:
		a.cfg.Log.Info("slack: event ignored", "type", bot.Cut(env.Type, 40))
		return ok(nil), nil
	}
	var kind struct {
		Type string `json:"type"`
	}
	if err := json.Unmarshal(env.Event, &kind); err != nil || kind.Type == "" || env.TeamID == "" {
		return answer{}, errMalformed
	}
	handle, known := map[string]func(eventPayload, innerEvent) answer{
		"app_mention":      a.mention,
		"message":          a.directMessage,
		"reaction_added":   a.reaction,
		"reaction_removed": a.reaction,
		"app_home_opened":  a.homeOpened,
		"app_uninstalled":  a.uninstalled,
		"tokens_revoked":   a.uninstalled,
	}[kind.Type]
	if !known {
		a.cfg.Log.Info("slack: event ignored", "type", bot.Cut(kind.Type, 40))
		return ok(nil), nil
	}
	var inner innerEvent
	if err := json.Unmarshal(env.Event, &inner); err != nil {
		return answer{}, errMalformed
	}
	if env.EventID == "" {
		env.EventID = digest("event", body)
	}
	return once(a.recent, env.TeamID+"/"+env.EventID, func() answer { return handle(env, inner) }), nil
}

// own tells the bot's own user id, which events mostly bring along; "" if unknown.
func (a *Adapter) own(ctx context.Context, env eventPayload) string {
	for _, auth := range env.Authorizations {
		if auth.IsBot && auth.UserID != "" && (auth.TeamID == "" || auth.TeamID == env.TeamID) {
			return auth.UserID
		}
	}
	me, err := a.me(ctx, env.TeamID)
	if err != nil { // its messages are still known as a bot's
		a.cfg.Log.Warn("slack: own user unknown", "workspace", env.TeamID, "error", err)
	}
	return me.user
}

// mention is a message in a channel that names the bot.
func (a *Adapter) mention(env eventPayload, in innerEvent) answer {
	channel := jsonString(in.Channel)
	if directID(channel) { // comes as a direct message as well
		return ok(nil)
	}
	return a.words(env, in, channel, a.where)
}

// directMessage is a message in the conversation with the bot. Messages in
// other places are none of our business, should they be subscribed to.
func (a *Adapter) directMessage(env eventPayload, in innerEvent) answer {
	channel := jsonString(in.Channel)
	if in.ChannelType != "im" && (in.ChannelType != "" || !directID(channel)) {
		return ok(nil)
	}
	return a.words(env, in, channel, func(_ context.Context, team, channel string) bot.Channel {
		return a.private(team, channel)
	})
}

// words handles plain words to the bot.
func (a *Adapter) words(env eventPayload, in innerEvent, channel string, where func(context.Context, string, string) bot.Channel) answer {
	user := jsonString(in.User)
	spoken := in.Subtype == "" || in.Subtype == "file_share" || in.Subtype == "thread_broadcast"
	if user == "" || channel == "" || in.BotID != "" || !spoken {
		return ok(nil)
	}
	ctx, cancel := context.WithTimeout(a.life, handlerTime)
	defer cancel()
	own := a.own(ctx, env)
	if user == own {
		return ok(nil)
	}
	at := place{team: env.TeamID, user: user, thread: in.ThreadTS}
	who, err := a.who(ctx, env.TeamID, user)
	if err != nil {
		a.cfg.Log.Warn("slack: person unknown, message not handled", "workspace", env.TeamID, "user", user, "error", err)
		at.channel = bot.Channel{ID: channel, Direct: directID(channel), Exposed: true}
		a.deliver(at, a.say("", bot.PhraseUnsure))
		return ok(nil)
	}
	if who.nobody || who.actor.Guest {
		return ok(nil)
	}
	at.locale, at.channel = who.actor.Locale, where(ctx, env.TeamID, channel)
	return a.told(ctx, at, bot.Event{
		ID: env.EventID, Kind: bot.KindMessage, Platform: platform, Workspace: env.TeamID,
		Channel: at.channel, Thread: in.ThreadTS, Actor: who.actor,
		Text: readable(in.Text, own), Channels: channelsIn(in.Text), At: a.stamp(cmp.Or(in.TS, in.EventTS), env.EventTime),
	})
}

// reaction is an emoji put on a message or taken off it. Nobody spoke to the
// bot, so whenever something cannot be found out it says nothing and asks Slack
// to deliver again.
func (a *Adapter) reaction(env eventPayload, in innerEvent) answer {
	user := jsonString(in.User)
	if user == "" || in.Reaction == "" || in.Item.Type != "message" || in.Item.Channel == "" || in.Item.TS == "" {
		return ok(nil)
	}
	ctx, cancel := context.WithTimeout(a.life, handlerTime)
	defer cancel()
	own := a.own(ctx, env)
	if own != "" && (user == own || in.ItemUser == own) {
		return ok(nil)
	}
	who, err := a.who(ctx, env.TeamID, user)
	if err != nil {
		a.cfg.Log.Warn("slack: person unknown, reaction left for redelivery", "workspace", env.TeamID, "user", user, "error", err)
		return answer{status: http.StatusInternalServerError}
	}
	if who.nobody || who.actor.Guest {
		return ok(nil)
	}
	kind := bot.KindReactionAdded
	if in.Type == "reaction_removed" {
		kind = bot.KindReactionRemoved
	}
	at := place{
		team: env.TeamID, user: user, locale: who.actor.Locale,
		channel: a.where(ctx, env.TeamID, in.Item.Channel),
	}
	home, known := a.selves.Peek(env.TeamID)
	if !known { // for the next one's link; this one does not wait for it
		a.jobs.Add(func() { _, _ = a.me(a.life, env.TeamID) })
	}
	return a.told(ctx, at, bot.Event{
		ID: env.EventID, Kind: kind, Platform: platform, Workspace: env.TeamID,
		Channel: at.channel, Actor: who.actor, Emoji: emoji(in.Reaction),
		Message: &bot.Message{
			ID: in.Item.TS, Author: in.ItemUser, At: a.stamp(in.Item.TS, env.EventTime),
			Link: permalink(home.url, in.Item.Channel, in.Item.TS),
		},
		At: a.stamp(in.EventTS, env.EventTime),
	})
}

// homeOpened asks for the home page.
func (a *Adapter) homeOpened(env eventPayload, in innerEvent) answer {
	user := jsonString(in.User)
	if user == "" || (in.Tab != "" && in.Tab != "home") {
		return ok(nil)
	}
	ctx, cancel := context.WithTimeout(a.life, handlerTime)
	defer cancel()
	at := place{team: env.TeamID, user: user, home: true}
	who, err := a.who(ctx, env.TeamID, user)
	if err != nil {
		a.cfg.Log.Warn("slack: person unknown, home page not shown", "workspace", env.TeamID, "user", user, "error", err)
		return answer{status: http.StatusInternalServerError}
	}
	if who.nobody || who.actor.Guest {
		return ok(nil)
	}
	at.locale = who.actor.Locale
	r, err := a.handle(ctx, bot.Event{
		ID: env.EventID, Kind: bot.KindHome, Platform: platform, Workspace: env.TeamID,
		Actor: who.actor, At: a.stamp(in.EventTS, env.EventTime),
	})
	if err != nil {
		return answer{status: http.StatusInternalServerError}
	}
	r.Replace = true
	a.deliver(at, r)
	return ok(nil)
}

// told hands an event to the handler and has its reply delivered. A failure is
// answered with 500, so that Slack delivers the event again.
func (a *Adapter) told(ctx context.Context, at place, e bot.Event) answer {
	r, err := a.handle(ctx, e)
	if err != nil {
		return answer{status: http.StatusInternalServerError}
	}
	if form, ok := r.Form(); ok {
		// A dialog needs somebody's press to open from.
		a.cfg.Log.Warn("slack: form not opened", "form", form.ID, "workspace", at.team, "error", "an event has no trigger to open it from")
		r = a.say(at.locale, bot.PhraseFormFailed)
	}
	a.deliver(at, r)
	return ok(nil)
}

// uninstalled tells that the bot was removed: Slack sends app_uninstalled and
// tokens_revoked, in either order, and one of them is enough.
func (a *Adapter) uninstalled(env eventPayload, in innerEvent) answer {
	if in.Type == "tokens_revoked" && len(in.Tokens.Bot) == 0 { // somebody's user token
		return ok(nil)
	}
	return once(a.gone, env.TeamID, func() answer {
		ctx, cancel := context.WithTimeout(a.life, handlerTime)
		defer cancel()
		_, err := a.handle(ctx, bot.Event{
			ID: env.EventID, Kind: bot.KindUninstalled, Platform: platform, Workspace: env.TeamID,
			At: a.stamp(in.EventTS, env.EventTime),
		})
		if err != nil {
			return answer{status: http.StatusInternalServerError}
		}
		if err := a.cfg.Installations.Remove(ctx, env.TeamID); err != nil {
			a.cfg.Log.Error("slack: installation not removed", "workspace", env.TeamID, "error", err)
			return answer{status: http.StatusInternalServerError}
		}
		a.selves.Drop(env.TeamID)
		return ok(nil)
	})
}

// stamp reads Slack's "1700000000.000100"; without one the envelope's time, or now.
func (a *Adapter) stamp(ts string, envelope int64) time.Time {
	secs, micros, _ := strings.Cut(ts, ".")
	if s, err := strconv.ParseInt(secs, 10, 64); err == nil && s > 0 {
		us, err := strconv.ParseInt((micros + "000000")[:6], 10, 64)
		if err != nil {
			us = 0
		}
		return time.Unix(s, us*1000).UTC()
	}
	if envelope > 0 {
		return time.Unix(envelope, 0).UTC()
	}
	return a.cfg.Now()
}
