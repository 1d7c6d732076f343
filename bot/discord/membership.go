package discord

import (
	"cmp"
	"context"
	"encoding/json"
	"time"

	"amicable/bot"
	"amicable/bot/discord/gateway"
)

// justJoined is how old a GUILD_CREATE's joining may be, so that it is one: the
// same event also comes for each guild when a session begins, and after outages.
const justJoined = 15 * time.Minute

type readyPayload struct {
	User struct {
		ID string `json:"id"`
	} `json:"user"`
	Guilds []struct {
		ID string `json:"id"`
	} `json:"guilds"`
	Shard []int `json:"shard"`
}

// ready begins a session: it lists the guilds that the bot is in.
func (a *Adapter) ready(d gateway.Dispatch) error {
	var r readyPayload
	if json.Unmarshal(d.Data, &r) != nil || r.User.ID == "" {
		return errMalformed
	}
	a.own.Store(&r.User.ID)
	a.joined.Drop("")
	shard, shards := 0, 1
	if len(r.Shard) == 2 {
		shard, shards = r.Shard[0], max(r.Shard[1], 1)
	}
	listed := make(map[string]bool, len(r.Guilds))
	for _, g := range r.Guilds {
		listed[g.ID] = true
	}
	a.sessions.set(d.Session, listed)
	a.work.Follow()
	go func() {
		defer a.work.Leave()
		defer a.rescue("ready", d.Session)
		a.compare(listed, shard, shards)
	}()
	return nil
}

// compare tells of the guilds that have data whether the bot is still in them:
// it may have been removed, or invited again, while it was not listening.
func (a *Adapter) compare(listed map[string]bool, shard, shards int) {
	if a.cfg.Guilds == nil {
		return
	}
	ctx, cancel := context.WithTimeout(a.life, jobTime)
	defer cancel()
	known, err := a.cfg.Guilds(ctx)
	if err != nil {
		a.cfg.Log.Warn("discord: guilds with data not compared", "error", err)
		return
	}
	for _, g := range known {
		switch {
		case !isSnowflake(g) || shardOf(g, shards) != shard:
		case listed[g]:
			_, _ = a.handle(ctx, bot.Event{ // what went wrong is logged
				ID: "present/" + g, Kind: bot.KindInstalled, Platform: platform, Workspace: g, At: a.cfg.Now(),
			})
		default:
			a.removed(ctx, g, "missing/"+g)
		}
		if ctx.Err() != nil {
			return
		}
	}
}

// removed tells that the bot is in a guild no more. To tell it again changes nothing.
func (a *Adapter) removed(ctx context.Context, guildID, id string) {
	err := a.persisting(ctx, func(ctx context.Context) error {
		_, err := a.handle(ctx, bot.Event{ID: id, Kind: bot.KindUninstalled, Platform: platform, Workspace: guildID, At: a.cfg.Now()})
		return err
	})
	if err != nil {
		a.cfg.Log.Error("discord: a removal was not noted", "workspace", guildID, "error", err)
	}
	a.guilds.Drop(guildID)
	a.joined.Drop("")
}

type guildPayload struct {
	ID          string    `json:"id"`
	Unavailable *bool     `json:"unavailable"`
	OwnerID     string    `json:"owner_id"`
	Locale      string    `json:"preferred_locale"`
	JoinedAt    time.Time `json:"joined_at"`
}

// guildCreate welcomes a guild that the bot just joined.
func (a *Adapter) guildCreate(d gateway.Dispatch) error {
	var g guildPayload
	if json.Unmarshal(d.Data, &g) != nil || !isSnowflake(g.ID) {
		return errMalformed
	}
	if g.Unavailable != nil && *g.Unavailable || g.JoinedAt.IsZero() {
		return nil
	}
	if a.cfg.Now().Sub(g.JoinedAt) > justJoined || a.sessions.listed(d.Session, g.ID) {
		return nil
	}
	a.joined.Drop("")
	ctx, cancel := context.WithTimeout(a.life, eventTime)
	defer cancel()
	at := place{guild: g.ID, user: g.OwnerID, locale: cmp.Or(peeked(a.tongues.Peek(g.OwnerID)), g.Locale), sent: true}
	e := bot.Event{
		ID: "joined/" + g.ID + "/" + g.JoinedAt.UTC().Format(time.RFC3339Nano), Kind: bot.KindInstalled,
		Platform: platform, Workspace: g.ID, Actor: bot.Actor{ID: g.OwnerID, Locale: at.locale, Admin: true}, At: g.JoinedAt,
	}
	a.recent.Do(e.ID, func() (struct{}, bool) {
		var r bot.Reply
		err := a.persisting(ctx, func(ctx context.Context) (err error) {
			r, err = a.handle(ctx, e)
			return err
		})
		if err == nil && g.OwnerID != "" {
			r.Direct = true
			a.deliver(at, r)
		}
		return struct{}{}, err == nil
	})
	return nil
}

func peeked(s string, _ bool) string { return s }

// guildDelete notes that the bot was removed, unless the guild is only out of order.
func (a *Adapter) guildDelete(d gateway.Dispatch) error {
	var g guildPayload
	if json.Unmarshal(d.Data, &g) != nil || !isSnowflake(g.ID) {
		return errMalformed
	}
	if g.Unavailable != nil && *g.Unavailable {
		return nil
	}
	a.sessions.forget(d.Session, g.ID)
	ctx, cancel := context.WithTimeout(a.life, eventTime)
	defer cancel()
	a.removed(ctx, g.ID, eventID(d))
	return nil
}

// orderKey lets interactions wait for nothing. A session's list of guilds comes
// before what happens with them; all else keeps its channel's order.
func orderKey(d gateway.Dispatch) string {
	switch d.Type {
	case "INTERACTION_CREATE":
		return eventID(d)
	case "READY", "GUILD_CREATE", "GUILD_DELETE":
		return "guilds of " + d.Session
	}
	return gateway.ChannelKey(d)
}
