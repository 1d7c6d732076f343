package discord

import (
	"context"
	"regexp"
	"strings"

	"amicable/bot"
)

// token is what Discord writes for somebody or something that a text names
// (https://docs.discord.com/developers/reference#message-formatting).
var token = regexp.MustCompile(`<(@!?|@&|#)(\d{1,20})>|<a?(:\w{1,32}:)\d{1,20}>|</([\w -]{1,100}):\d{1,20}>`)

// maxNamed bounds how many channels are looked up for the sake of one text.
const maxNamed = 3

// reader makes names of the tokens in texts that somebody sent in one guild.
type reader struct {
	a      *Adapter
	guild  string
	asker  string
	people map[string]string // names by id, as far as they came along
	looked int

	channels map[string]string // ids by "#name"
	roles    map[string]string // ids by "@name"
}

// readable words a text as a person sees it, and notes the channels and roles
// that it names. The bot's own mention is taken out.
func (r *reader) readable(ctx context.Context, s string) string {
	s = token.ReplaceAllStringFunc(s, func(t string) string {
		m := token.FindStringSubmatch(t)
		switch {
		case m[3] != "":
			return m[3]
		case m[4] != "":
			return "/" + m[4]
		case m[1] == "#":
			return r.channel(ctx, m[2])
		case m[1] == "@&":
			return r.role(ctx, m[2])
		case m[2] == r.a.self():
			return ""
		}
		if name := r.people[m[2]]; name != "" {
			return "@" + name
		}
		if p, ok := r.a.members.Peek(r.guild + "/" + m[2]); ok && p.name != "" {
			return "@" + p.name
		}
		return "@" + m[2]
	})
	return strings.TrimSpace(s)
}

// channel is "#name". The id stands for a name that cannot be found out, that
// belongs to another guild, or that the asker could not read in Discord: whoever
// knows an id may write it.
func (r *reader) channel(ctx context.Context, id string) string {
	name := id
	if c, ok := r.room(ctx, id); ok && c.Name != "" && c.Guild == r.guild && r.sees(ctx, c) {
		name = c.Name
	}
	if r.channels == nil {
		r.channels = map[string]string{}
	}
	r.channels["#"+name] = id
	return "#" + name
}

// room looks up a channel, and asks Discord for no more than maxNamed.
func (r *reader) room(ctx context.Context, id string) (room, bool) {
	if c, known := r.a.rooms.Peek(id); known {
		return c, true
	}
	if r.looked == maxNamed {
		return room{}, false
	}
	r.looked++
	c, err := r.a.room(ctx, id)
	return c, err == nil
}

// sees tells whether the asker may look into a channel; no, where that cannot be
// found out. A private thread is for those who were added to it: who they are is
// not asked.
func (r *reader) sees(ctx context.Context, c room) bool {
	if c.Kind == channelPrivateThread {
		return false
	}
	if isThread(c.Kind) {
		var ok bool
		if c, ok = r.room(ctx, c.Parent); !ok {
			return false
		}
	}
	g, err := r.a.guild(ctx, r.guild)
	if err != nil {
		return false
	}
	m, err := r.a.member(ctx, r.guild, r.asker)
	return err == nil && !m.gone && g.inChannel(r.asker, m.roles, c.Over).has(viewChannel)
}

func (r *reader) role(ctx context.Context, id string) string {
	name := id
	if g, err := r.a.guild(ctx, r.guild); err == nil && g.Roles[id].Name != "" {
		name = strings.TrimPrefix(g.Roles[id].Name, "@")
	}
	if r.roles == nil {
		r.roles = map[string]string{}
	}
	r.roles["@"+name] = id
	return "@" + name
}

// names puts what was found into an event.
func (r *reader) names(e *bot.Event) { e.Channels, e.Roles = r.channels, r.roles }
