package discord

import (
	"context"
	"fmt"
	"slices"

	"amicable/bot"
)

// view is a channel as Discord describes it at this moment.
type view struct {
	room    room // of a thread the channel that it is in, whose readers are its own
	kind    int  // of what was asked for
	channel bot.Channel
	thread  string
}

// viewed asks Discord about a channel, and forgets what is remembered of those
// who may read it, so that exposed asks anew: only the process that holds the
// guild's connection hears of changes, and that may be another one. This stands
// before everything that all readers of a channel are to see.
func (a *Adapter) viewed(ctx context.Context, guildID, channel string) (view, error) {
	a.rooms.Drop(channel)
	r, err := a.room(ctx, channel)
	if err != nil {
		return view{}, err
	}
	v := view{room: r, kind: r.Kind, channel: bot.Channel{ID: channel, Name: r.Name, Direct: r.Kind == channelDirect}}
	switch {
	case v.channel.Direct:
		return v, nil // Discord names only the bot's own conversations
	case r.Guild != guildID:
		return view{}, errAnotherGuild
	case isThread(r.Kind):
		v.channel.ID, v.thread = r.Parent, channel
		a.rooms.Drop(r.Parent)
		if v.room, err = a.room(ctx, r.Parent); err != nil {
			return view{}, err
		}
		v.channel.Name = v.room.Name
	}
	a.guilds.Drop(guildID)
	for _, o := range v.room.Over {
		if o.Member {
			a.members.Drop(guildID + "/" + o.ID)
		}
	}
	return v, nil
}

// inView tells, by asking now, where a channel is and whether outsiders may read it.
func (a *Adapter) inView(ctx context.Context, guildID, channel string) (view, error) {
	v, err := a.viewed(ctx, guildID, channel)
	if err == nil && !v.channel.Direct {
		v.channel.Exposed, err = a.exposed(ctx, guildID, v.room)
	}
	return v, err
}

// maxInvited is how many members with a channel opened to them by name are
// looked up, to see whether one is a guest; with more, the channel counts as exposed.
const maxInvited = 10

var errAnotherGuild = fmt.Errorf("%w: the channel belongs to another guild", bot.ErrNotThere)

// exposed tells whether people from outside the team can look into a channel.
// Which other roles a guest has is not known, so each that only the team has
// must have been named: any other one that opens the channel exposes it.
func (a *Adapter) exposed(ctx context.Context, guildID string, r room) (bool, error) {
	guests, team, err := a.roles(ctx, guildID)
	if err != nil || len(guests) == 0 {
		return err != nil, err
	}
	if r.Guild != guildID {
		return true, errAnotherGuild
	}
	g, err := a.guild(ctx, guildID)
	if err != nil {
		return true, err
	}
	for _, guest := range guests {
		if g.opens(r, guest) {
			return true, nil
		}
		for other, may := range g.Roles {
			if !slices.Contains(team, other) && !may.Bot && !may.May.has(administrator) && g.opens(r, guest, other) {
				return true, nil
			}
		}
	}
	invited := 0
	for _, o := range r.Over {
		if !o.Member || !o.Allow.has(viewChannel) || o.ID == a.self() {
			continue
		}
		if invited++; invited > maxInvited {
			return true, nil
		}
		who, err := a.who(ctx, guildID, o.ID)
		if err != nil {
			return true, err
		}
		if who.actor.Guest && !who.gone {
			return true, nil
		}
	}
	return false, nil
}

// opens tells whether somebody with these roles can look into a channel.
func (g guild) opens(r room, roles ...string) bool {
	return g.inChannel("", roles, r.Over).has(viewChannel)
}
