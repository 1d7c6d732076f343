package discord

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime/debug"
	"strings"
	"time"

	"amicable/bot"
	"amicable/bot/discord/gateway"
)

// event takes what the gateway brings, in order for each channel. When it
// returns, the event counts as worked on.
func (a *Adapter) event(_ context.Context, d gateway.Dispatch) {
	// Run has entered the work, so that a drain waits for what the gateway took in.
	a.work.Follow()
	defer a.work.Leave()
	defer a.rescue(d.Type, fmt.Sprint(d.Seq))
	take, known := map[string]func(gateway.Dispatch) error{
		"READY":                   a.ready,
		"INTERACTION_CREATE":      a.interactionCreate,
		"MESSAGE_CREATE":          a.messageCreate,
		"MESSAGE_REACTION_ADD":    a.reaction,
		"MESSAGE_REACTION_REMOVE": a.reaction,
		"GUILD_CREATE":            a.guildCreate,
		"GUILD_DELETE":            a.guildDelete,
		"GUILD_UPDATE":            a.changed,
		"GUILD_ROLE_CREATE":       a.changed,
		"GUILD_ROLE_UPDATE":       a.changed,
		"GUILD_ROLE_DELETE":       a.changed,
		"CHANNEL_UPDATE":          a.changed,
		"CHANNEL_DELETE":          a.changed,
		"THREAD_UPDATE":           a.changed,
		"THREAD_DELETE":           a.changed,
	}[d.Type]
	if !known {
		return
	}
	if err := take(d); err != nil {
		a.cfg.Log.Warn("discord: event ignored", "type", d.Type, "reason", err)
	}
}

func (a *Adapter) interactionCreate(d gateway.Dispatch) error {
	p, err := parseInteraction(d.Data)
	if err != nil {
		return err
	}
	a.gateInteraction(p)
	return nil
}

// messageCreate takes plain words: a direct message, or one that names the bot.
// Roles that the bot has, and everybody being called, do not name it.
func (a *Adapter) messageCreate(d gateway.Dispatch) error {
	var m messagePayload
	if json.Unmarshal(d.Data, &m) != nil || !isSnowflake(m.ID) || !isSnowflake(m.ChannelID) || m.Author.ID == "" {
		return errMalformed
	}
	own := a.self()
	if m.Author.ID == own || m.Author.Bot || m.Author.System || m.WebhookID != "" || !spoken(m.Type) {
		return nil
	}
	direct := m.GuildID == ""
	if !direct && !strings.Contains(m.Content, "<@"+own+">") && !strings.Contains(m.Content, "<@!"+own+">") {
		return nil
	}
	at := place{guild: m.GuildID, user: m.Author.ID}
	if m.Member != nil {
		a.seen(m.GuildID, m.Author, m.Member)
	}
	ctx, cancel := context.WithTimeout(a.life, eventTime)
	defer cancel()
	if direct {
		at.channel = bot.Channel{ID: m.ChannelID, Direct: true}
		a.dms.Put(at.user, m.ChannelID)
	}
	at.locale, _ = a.tongues.Peek(at.user)
	at, who, failed := a.placed(ctx, at, func(guild string) (person, error) {
		who, err := a.who(ctx, guild, at.user)
		if err == nil && !who.nobody && !who.actor.Guest {
			who.actor.Admin = a.admin(ctx, guild, at.user)
		}
		return who, err
	})
	if failed == bot.PhraseWhichServer {
		a.deliver(at, a.whichServer(ctx, at, spokenWords(ctx, reader{a: a, people: namesIn(m.Mentions)}, m)))
		return nil
	}
	if failed != "" {
		if !direct { // in front of others nothing is said but by direct message
			at.channel = bot.Channel{ID: m.ChannelID, Exposed: true}
		}
		a.deliver(at, a.say(at.locale, failed))
		return nil
	}
	if who.nobody || who.actor.Guest {
		return nil
	}
	if !direct {
		at.channel, at.thread = a.where(ctx, at.guild, m.ChannelID)
	}
	said := spokenWords(ctx, reader{a: a, guild: at.guild, asker: at.user, people: namesIn(m.Mentions)}, m)
	a.persistently(d, "words/"+m.ChannelID, patienceSpoken, func(ctx context.Context) error {
		return a.told(ctx, at, who, said)
	}, func() { a.deliver(at, a.say(at.locale, bot.PhraseFailed)) })
	return nil
}

// spokenWords is the event of a message.
func spokenWords(ctx context.Context, r reader, m messagePayload) bot.Event {
	e := bot.Event{ID: "message/" + m.ChannelID + "/" + m.ID, Kind: bot.KindMessage, Text: r.readable(ctx, m.Content), At: snowflakeTime(m.ID)}
	r.names(&e)
	return e
}

// spoken tells whether somebody wrote a message of that type: an ordinary one,
// or a reply (https://docs.discord.com/developers/resources/message#message-object-message-types).
func spoken(kind int) bool { return kind == 0 || kind == 19 }

// reaction is an emoji put on a message or taken off it. People do that all day:
// nothing is looked up for one that means nothing. Nobody spoke to the bot, so it
// says nothing as long as something cannot be found out.
func (a *Adapter) reaction(d gateway.Dispatch) error {
	var in reactionPayload
	if json.Unmarshal(d.Data, &in) != nil || !isSnowflake(in.MessageID) || !isSnowflake(in.ChannelID) || in.UserID == "" {
		return errMalformed
	}
	own := a.self()
	if in.GuildID == "" || in.UserID == own || in.AuthorID == own || in.Emoji.Name == "" {
		return nil
	}
	if in.Member != nil && in.Member.User != nil {
		a.seen(in.GuildID, *in.Member.User, in.Member)
	}
	e := bot.Event{
		ID: eventID(d), Kind: bot.KindReactionAdded, Emoji: emoji(in.Emoji.ID, in.Emoji.Name),
		Message: &bot.Message{
			ID: in.MessageID, Author: in.AuthorID, At: snowflakeTime(in.MessageID),
			Link: permalink(in.GuildID, in.ChannelID, in.MessageID),
		},
		At: a.cfg.Now(),
	}
	if d.Type == "MESSAGE_REACTION_REMOVE" {
		e.Kind = bot.KindReactionRemoved
	}
	if a.cfg.Reacts != nil && !a.cfg.Reacts(e.Emoji) {
		return nil
	}
	a.persistently(d, "reactions/"+in.ChannelID, patienceReacted, func(ctx context.Context) error {
		who, err := a.who(ctx, in.GuildID, in.UserID)
		if err != nil {
			return fmt.Errorf("a reaction's person is unknown: %w", err)
		}
		if who.nobody || who.actor.Guest {
			return nil
		}
		at := place{guild: in.GuildID, user: in.UserID, locale: who.actor.Locale}
		a.used(at.user, at.guild)
		at.channel, at.thread = a.where(ctx, in.GuildID, in.ChannelID)
		return a.told(ctx, at, who, e)
	}, func() { a.unnoted(in) })
	return nil
}

// eventID names an event that has no name of its own. The same reaction can be
// put on, taken off and put on again; what the gateway repeats has the same
// place in the same session.
func eventID(d gateway.Dispatch) string { return fmt.Sprintf("gateway/%s/%d", d.Session, d.Seq) }

// emoji is a custom one's ":name:", or a Unicode one without its skin tone.
func emoji(id, name string) string {
	if id != "" {
		return ":" + name + ":"
	}
	return strings.Map(func(r rune) rune {
		if r >= 0x1F3FB && r <= 0x1F3FF {
			return -1
		}
		return r
	}, name)
}

// told hands an event to the handler and has its reply delivered.
func (a *Adapter) told(ctx context.Context, at place, who person, e bot.Event) (err error) {
	e.Platform, e.Workspace = platform, at.guild
	e.Channel, e.Thread, e.Actor = at.channel, at.thread, who.actor
	a.recent.Do(e.ID, func() (struct{}, bool) {
		ctx, cancel := context.WithTimeout(ctx, handlerTime)
		defer cancel()
		var r bot.Reply
		if r, err = a.handle(ctx, e); err != nil {
			return struct{}{}, false
		}
		at.event, at.sent = e.ID, true // no dialog opens from an event
		r = a.named(ctx, at, r)
		a.deliver(a.looked(at, r), r)
		return struct{}{}, true
	})
	return err
}

// retries are the pauses before a guild's coming or going is told again.
var retries = []time.Duration{time.Second, 3 * time.Second, 9 * time.Second}

// persisting tries a few times, each within handlerTime. It sleeps in between:
// events have late.go instead.
func (a *Adapter) persisting(ctx context.Context, try func(context.Context) error) error {
	for n := 0; ; n++ {
		one, cancel := context.WithTimeout(ctx, handlerTime)
		err := try(one)
		cancel()
		if err == nil || n == len(retries) || a.sleep(ctx, retries[n]) != nil {
			return err
		}
	}
}

// namesIn are the names of the people that a message mentions.
func namesIn(mentioned []userPayload) map[string]string {
	names := make(map[string]string, len(mentioned))
	for _, u := range mentioned {
		names[u.ID] = memberOf(memberPayload{}, u).name
	}
	return names
}

// changed forgets what was known of a channel or a guild that changed.
func (a *Adapter) changed(d gateway.Dispatch) error {
	var what struct {
		ID      string `json:"id"`
		GuildID string `json:"guild_id"`
	}
	if json.Unmarshal(d.Data, &what) != nil {
		return errMalformed
	}
	switch {
	case d.Type == "GUILD_UPDATE":
		a.guilds.Drop(what.ID)
	case strings.HasPrefix(d.Type, "GUILD_ROLE"):
		a.guilds.Drop(what.GuildID)
	default:
		a.rooms.Drop(what.ID)
	}
	return nil
}

// rescue is deferred where somebody else's mistake must not end the process.
func (a *Adapter) rescue(what, id string) {
	if p := recover(); p != nil {
		a.cfg.Log.Error("discord: something panicked", "what", what, "id", id, "stack", string(debug.Stack()))
	}
}
