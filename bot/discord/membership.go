package discord

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
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
	// What changed before the session began is told by nobody.
	a.rooms.Clear()
	a.guilds.Clear()
	a.members.Clear()
	shard, shards := 0, 1
	if len(r.Shard) == 2 {
		shard, shards = r.Shard[0], max(r.Shard[1], 1)
	}
	listed := make(map[string]bool, len(r.Guilds))
	for _, g := range r.Guilds {
		listed[g.ID] = true
	}
	a.sessions.set(d.Session, shard, shards, listed)
	if a.cfg.Servers != nil {
		a.untilTold("ready", d.Session, func() error { return a.compare(d.Session, listed, shard, shards) })
	}
	return nil
}

// compare tells of the guilds that have data whether the bot is still in them:
// it may have been removed, or invited again, while it was not listening. What
// happened since the session began has been told by its own event.
func (a *Adapter) compare(session string, listed map[string]bool, shard, shards int) error {
	ctx, cancel := context.WithTimeout(a.life, jobTime)
	defer cancel()
	if err := a.cfg.Servers.Serve(ctx, slices.Sorted(maps.Keys(listed))...); err != nil {
		return err
	}
	known, err := a.cfg.Servers.Served(ctx)
	if err != nil {
		return err
	}
	known = slices.DeleteFunc(known, func(g string) bool { return !isSnowflake(g) || shardOf(g, shards) != shard })
	missing := len(slices.DeleteFunc(slices.Clone(known), func(g string) bool { return listed[g] }))
	if missing > 0 {
		a.cfg.Log.Warn("discord: the bot was removed from guilds while it was not listening; their data will be deleted unless it is invited again", "guilds", missing)
	}
	for _, g := range known {
		e := bot.Event{ID: "missing/" + g, Kind: bot.KindUninstalled, Platform: platform, Workspace: g, At: a.cfg.Now()}
		if listed[g] {
			e.ID, e.Kind = "present/"+g, bot.KindInstalled
		}
		if _, err := a.report(ctx, session, e); err != nil {
			return err
		}
	}
	return nil
}

// report hands on that the bot is in a guild, or in it no more, unless the session
// says otherwise by now. One at a time, so that the last word is the true one.
func (a *Adapter) report(ctx context.Context, session string, e bot.Event) (r bot.Reply, err error) {
	err = a.persisting(ctx, func(ctx context.Context) error {
		return a.alone(ctx, func() error {
			joined := e.Kind == bot.KindInstalled
			if in, last := a.sessions.says(session, e.Workspace); in != joined || !last {
				return nil
			}
			if joined && a.cfg.Servers != nil {
				if err := a.cfg.Servers.Serve(ctx, e.Workspace); err != nil {
					return err
				}
			}
			if r, err = a.handle(ctx, e); err != nil || joined || a.cfg.Servers == nil {
				return err
			}
			return a.cfg.Servers.Leave(ctx, e.Workspace) // last: until then it is told again
		})
	})
	return r, err
}

// alone does something about a guild's coming or going while nothing else does.
func (a *Adapter) alone(ctx context.Context, do func() error) error {
	if err := a.telling.Take(ctx); err != nil {
		return fmt.Errorf("waiting to tell of a guild: %w", err)
	}
	defer a.telling.Free()
	return do()
}

// untold is how long it takes until what could not be told is told again.
const untold = time.Minute

// untilTold tells of a guild's coming or going for as long as the adapter lives:
// nobody else will. To tell it again changes nothing. It ends when draining
// begins; a new session compares anew.
func (a *Adapter) untilTold(what, id string, tell func() error) {
	a.work.Follow()
	go func() {
		defer a.work.Leave()
		defer a.rescue(what, id)
		for a.polish.Err() == nil {
			err := tell()
			if err == nil {
				return
			}
			a.cfg.Log.Error("discord: where the bot is, is not noted yet", "what", what, "id", id, "error", err)
			if a.sleep(a.polish, untold) != nil {
				return
			}
		}
	}()
}

// removed tells that the bot is in a guild no more.
func (a *Adapter) removed(session, guildID, id string) {
	a.guilds.Drop(guildID)
	a.joined.Drop("")
	e := bot.Event{ID: id, Kind: bot.KindUninstalled, Platform: platform, Workspace: guildID, At: a.cfg.Now()}
	a.untilTold("removal", guildID, func() error {
		_, err := a.report(a.life, session, e)
		return err
	})
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
	a.sessions.join(d.Session, g.ID)
	if a.cfg.Now().Sub(g.JoinedAt) > justJoined || a.sessions.listed(d.Session, g.ID) {
		return nil
	}
	a.joined.Drop("")
	at := place{guild: g.ID, user: g.OwnerID, locale: cmp.Or(peeked(a.tongues.Peek(g.OwnerID)), g.Locale), sent: true}
	e := bot.Event{
		ID: "joined/" + g.ID + "/" + g.JoinedAt.UTC().Format(time.RFC3339Nano), Kind: bot.KindInstalled,
		Platform: platform, Workspace: g.ID, Actor: bot.Actor{ID: g.OwnerID, Locale: at.locale, Admin: true}, At: g.JoinedAt,
	}
	welcome := func() (err error) {
		ctx, cancel := context.WithTimeout(a.life, eventTime)
		defer cancel()
		a.recent.Do(e.ID, func() (struct{}, bool) {
			var r bot.Reply
			if r, err = a.report(ctx, d.Session, e); err == nil && g.OwnerID != "" {
				r.Direct = true
				a.deliver(at, r)
			}
			return struct{}{}, err == nil
		})
		return err
	}
	if welcome() != nil {
		a.untilTold("invitation", g.ID, welcome)
	}
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
	a.sessions.leave(d.Session, g.ID)
	a.removed(d.Session, g.ID, eventID(d))
	return nil
}

// orderKey has a session's list of guilds come before what happens with them; all
// else keeps its channel's order.
func orderKey(d gateway.Dispatch) string {
	switch d.Type {
	case "READY", "GUILD_CREATE", "GUILD_DELETE":
		return "guilds of " + d.Session
	}
	return gateway.ChannelKey(d)
}
