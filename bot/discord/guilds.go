package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	sdk "github.com/bwmarrin/discordgo"

	"amicable/bot"
)

// guild is what GET /guilds says about one, as far as it matters here.
type guild struct {
	ID, Owner, Name string
	Roles           map[string]role
}

type role struct {
	Name string
	May  bits
	// Bot tells that it belongs to a bot, and to nobody else.
	Bot bool
}

// guildAnswer is what matters of Discord's own answer. discordgo's types know
// nothing of a role's tags, which alone tell a bot's role from those that people
// get for a boost or a subscription: all of them are managed
// (https://docs.discord.com/developers/topics/permissions#role-object-role-tags-structure).
type guildAnswer struct {
	OwnerID string `json:"owner_id"`
	Name    string `json:"name"`
	Roles   []struct {
		ID   string `json:"id"`
		Name string `json:"name"`
		May  bits   `json:"permissions"`
		Tags struct {
			BotID string `json:"bot_id"`
		} `json:"tags"`
	} `json:"roles"`
}

// guild describes a guild, asking Discord if need be.
func (a *Adapter) guild(ctx context.Context, id string) (guild, error) {
	if !isSnowflake(id) {
		return guild{}, errNoID
	}
	return a.guilds.Get(ctx, id, func() (guild, error) {
		ctx, cancel := context.WithTimeout(a.life, lookupTime)
		defer cancel()
		var got guildAnswer
		err := a.asking(ctx, func(s *sdk.Session, o sdk.RequestOption) error {
			raw, err := s.RequestWithBucketID(http.MethodGet, sdk.EndpointGuild(id), nil, sdk.EndpointGuild(id), o)
			if err == nil && json.Unmarshal(raw, &got) != nil {
				err = errUnreadable
			}
			return err
		})
		if err != nil {
			return guild{}, fmt.Errorf("looking up a guild: %w", err)
		}
		g := guild{ID: id, Owner: got.OwnerID, Name: got.Name, Roles: make(map[string]role, len(got.Roles))}
		for _, r := range got.Roles {
			g.Roles[r.ID] = role{Name: r.Name, May: r.May, Bot: r.Tags.BotID != ""}
		}
		return g, nil
	})
}

// room is what GET /channels says about a channel.
type room struct {
	Guild, Name string
	Kind        int
	Parent      string // of a thread, or of a channel below a heading
	Over        []overwrite
}

// room describes a channel, asking Discord if need be.
func (a *Adapter) room(ctx context.Context, channel string) (room, error) {
	if !isSnowflake(channel) {
		return room{}, errNoID
	}
	return a.rooms.Get(ctx, channel, func() (room, error) {
		ctx, cancel := context.WithTimeout(a.life, lookupTime)
		defer cancel()
		return a.lookUp(ctx, channel)
	})
}

// lookUp asks Discord about a channel.
func (a *Adapter) lookUp(ctx context.Context, channel string) (room, error) {
	var got *sdk.Channel
	err := a.asking(ctx, func(s *sdk.Session, o sdk.RequestOption) (err error) {
		got, err = s.Channel(channel, o)
		return err
	})
	if err != nil {
		return room{}, fmt.Errorf("looking up a channel: %w", err)
	}
	r := room{Guild: got.GuildID, Name: got.Name, Kind: int(got.Type), Parent: got.ParentID}
	for _, o := range got.PermissionOverwrites {
		r.Over = append(r.Over, overwrite{
			ID: o.ID, Member: o.Type == sdk.PermissionOverwriteTypeMember, Allow: bits(o.Allow), Deny: bits(o.Deny),
		})
	}
	return r, nil
}

// errNoID tells of an id that cannot be one; it must not become part of an address.
var errNoID = errors.New("there is no such id")

// errRoles tells that the store could not be asked who is a guest.
var errRoles = errors.New("finding out which roles are guests'")

// roles are those of people from outside the team, and those of the team alone.
func (a *Adapter) roles(ctx context.Context, guildID string) (guests, team []string, err error) {
	if a.cfg.Roles == nil {
		return nil, nil, nil
	}
	if guests, team, err = a.cfg.Roles(ctx, guildID); err != nil {
		return nil, nil, fmt.Errorf("%w: %w", errRoles, err)
	}
	return guests, team, nil
}

// where describes a channel, asking Discord if need be; what cannot be found
// out counts as exposed. Of a thread it describes the channel, and names the thread.
func (a *Adapter) where(ctx context.Context, guildID, channel string) (c bot.Channel, thread string) {
	unknown := func(err error) (bot.Channel, string) {
		a.cfg.Log.Warn("discord: channel unknown, taken as exposed", "workspace", guildID, "channel", channel, "error", err)
		return bot.Channel{ID: channel, Exposed: true}, thread
	}
	r, err := a.room(ctx, channel)
	if err != nil {
		return unknown(err)
	}
	if isThread(r.Kind) {
		channel, thread = r.Parent, channel
		if r, err = a.room(ctx, channel); err != nil {
			return unknown(err)
		}
	}
	exposed, err := a.exposed(ctx, guildID, r)
	if err != nil {
		return unknown(err)
	}
	return bot.Channel{ID: channel, Name: r.Name, Exposed: exposed}, thread
}

// privateChannel describes the channel of an interaction outside of any guild.
func privateChannel(p interaction) bot.Channel {
	group := p.Channel.Type == channelGroup
	return bot.Channel{ID: p.ChannelID, Direct: !group, Exposed: group}
}

// whereSeen describes the channel of an interaction by what came with it, for
// its answer is private anyway: nothing is asked of Discord but a thread's
// channel. Where guests are about, what is not known counts as exposed.
func (a *Adapter) whereSeen(ctx context.Context, p interaction) (c bot.Channel, thread string) {
	id, name := p.ChannelID, p.Channel.Name
	switch {
	case p.GuildID == "":
		return privateChannel(p), ""
	case isThread(p.Channel.Type) && p.Channel.ParentID != "":
		id, thread, name = p.Channel.ParentID, id, ""
	}
	c = bot.Channel{ID: id, Name: name}
	r, known := a.rooms.Peek(id)
	if !known && name == "" {
		var err error
		r, err = a.room(ctx, id)
		known = err == nil
	}
	if known {
		c.Name = r.Name
	}
	guests, _, err := a.roles(ctx, p.GuildID)
	if err != nil || len(guests) > 0 {
		c.Exposed, c.Unchecked = true, true
	}
	return c, thread
}

// mayPost is what the bot needs in a channel to post there. Messages of
// components need no right to embed links; without the one to attach files they
// go without their pictures.
func mayPost(kind int) bits {
	if isThread(kind) {
		return viewChannel | sendInThreads
	}
	return viewChannel | sendMessages
}

// ownRights is what the bot may do in a channel.
func (a *Adapter) ownRights(ctx context.Context, guildID string, over []overwrite) (bits, error) {
	g, err := a.guild(ctx, guildID)
	if err != nil {
		return 0, err
	}
	me, err := a.member(ctx, guildID, a.self())
	if err != nil {
		return 0, err
	}
	return g.inChannel(a.self(), me.roles, over), nil
}
