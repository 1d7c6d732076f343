package discord

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	sdk "github.com/bwmarrin/discordgo"

	"amicable/bot"
)

// member is somebody in a guild.
type member struct {
	name  string
	roles []string
	// nobody is a bot, an app or Discord itself: it is not answered.
	nobody bool
	// gone tells that they are not in the guild.
	gone bool
}

// member looks somebody up in a guild.
func (a *Adapter) member(ctx context.Context, guildID, user string) (member, error) {
	if !isSnowflake(guildID) || !isSnowflake(user) {
		return member{}, errNoID
	}
	return a.members.Get(ctx, guildID+"/"+user, func() (member, error) {
		ctx, cancel := context.WithTimeout(a.life, lookupTime)
		defer cancel()
		var got *sdk.Member
		err := a.asking(ctx, func(s *sdk.Session, o sdk.RequestOption) (err error) {
			got, err = s.GuildMember(guildID, user, o)
			return err
		})
		if isCode(err, codeUnknownMember, codeUnknownUser, codeUnknownGuild, codeMissingAccess) {
			return member{gone: true}, nil
		}
		if err != nil {
			return member{}, fmt.Errorf("looking up a person: %w", err)
		}
		m := memberPayload{Nick: got.Nick, Roles: got.Roles}
		var u userPayload
		if got.User != nil {
			u = userPayload{Username: got.User.Username, GlobalName: got.User.GlobalName, Bot: got.User.Bot, System: got.User.System}
		}
		return memberOf(m, u), nil
	})
}

func memberOf(m memberPayload, u userPayload) member {
	return member{
		name:   strings.TrimSpace(cmp.Or(m.Nick, u.GlobalName, u.Username)),
		roles:  m.Roles,
		nobody: u.Bot || u.System,
	}
}

// seen remembers what came with an event about somebody.
func (a *Adapter) seen(guildID string, u userPayload, m *memberPayload) {
	if guildID == "" || u.ID == "" || m == nil {
		return
	}
	a.members.Put(guildID+"/"+u.ID, memberOf(*m, u))
}

// person is somebody as a command sees them.
type person struct {
	actor  bot.Actor
	nobody bool
	gone   bool
}

// who looks a person up. An error means that it could not be found out whether
// they belong to the team.
func (a *Adapter) who(ctx context.Context, guildID, user string) (person, error) {
	m, err := a.member(ctx, guildID, user)
	if err != nil {
		return person{}, err
	}
	who := person{nobody: m.nobody, gone: m.gone, actor: bot.Actor{ID: user, Name: m.name, Guest: m.gone}}
	who.actor.Locale, _ = a.tongues.Peek(user)
	if m.gone || m.nobody {
		return who, nil
	}
	guests, _, err := a.roles(ctx, guildID)
	if err != nil {
		return person{}, err
	}
	who.actor.Guest = slices.ContainsFunc(m.roles, func(r string) bool { return slices.Contains(guests, r) })
	return who, nil
}

// whoOf is who did something, and whether they may change the guild's settings.
func (a *Adapter) whoOf(ctx context.Context, p interaction, guildID string) (person, error) {
	u := p.who()
	a.seen(p.GuildID, u, p.Member)
	if p.Locale != "" {
		a.tongues.Put(u.ID, p.Locale)
	}
	who, err := a.who(ctx, guildID, u.ID)
	if err != nil {
		return who, err
	}
	if p.GuildID == guildID && p.Member != nil {
		who.actor.Admin = mayConfigure(p.Member.Permissions)
		return who, nil
	}
	who.actor.Admin = a.admin(ctx, guildID, u.ID)
	return who, nil
}

func mayConfigure(b bits) bool { return b.has(administrator) || b.has(manageGuild) }

// admin tells whether somebody may change the guild's settings; no, when that
// cannot be found out.
func (a *Adapter) admin(ctx context.Context, guildID, user string) bool {
	g, err := a.guild(ctx, guildID)
	if err != nil {
		a.cfg.Log.Warn("discord: rights unknown, taken as none", "workspace", guildID, "user", user, "error", err)
		return false
	}
	m, err := a.member(ctx, guildID, user)
	return err == nil && mayConfigure(g.inGuild(user, m.roles))
}
