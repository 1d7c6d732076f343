package discordtest

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"time"
)

// User is an account.
type User struct {
	ID            string `json:"id"`
	Username      string `json:"username"`
	Discriminator string `json:"discriminator"`
	GlobalName    string `json:"global_name,omitempty"`
	Bot           bool   `json:"bot,omitempty"`
	// Closed refuses direct messages.
	Closed bool `json:"-"`
	// Locale is the language of the person's Discord, "en-GB".
	Locale string `json:"-"`
}

// Guild is what people call a server.
type Guild struct {
	ID       string     `json:"id"`
	Name     string     `json:"name"`
	OwnerID  string     `json:"owner_id"`
	Locale   string     `json:"preferred_locale"`
	Roles    []*Role    `json:"roles"`
	Channels []*Channel `json:"-"` // not part of what GET answers
	Members  []*Member  `json:"-"`
	// Gone tells that the bot was removed from it.
	Gone bool `json:"-"`

	server *Server
}

// Role is a named set of permissions.
type Role struct {
	ID          string      `json:"id"`
	Name        string      `json:"name"`
	Permissions Permissions `json:"permissions"`
	Position    int         `json:"position"`
	// Managed tells that nobody hands the role out by hand: what does says Tags.
	Managed bool      `json:"managed"`
	Tags    *RoleTags `json:"tags,omitempty"`
}

// RoleTags say what a managed role belongs to
// (https://docs.discord.com/developers/topics/permissions#role-object-role-tags-structure).
type RoleTags struct {
	BotID       string `json:"bot_id,omitempty"`
	Integration string `json:"integration_id,omitempty"` // of Twitch, YouTube, …
	Booster     Mark   `json:"premium_subscriber,omitzero"`
}

// Mark is a field that is null where it holds, and absent where it does not.
type Mark bool

// MarshalJSON writes null; where the mark does not hold nothing is written.
func (Mark) MarshalJSON() ([]byte, error) { return []byte("null"), nil }

// MarshalJSON adds what every role has and no test needs.
func (r *Role) MarshalJSON() ([]byte, error) {
	type plain Role
	return json.Marshal(struct {
		*plain
		Color       int    `json:"color"`
		Palette     object `json:"colors"` //nolint:misspell // Discord's own word
		Hoist       bool   `json:"hoist"`
		Mentionable bool   `json:"mentionable"`
		Icon        *int   `json:"icon"`
		Emoji       *int   `json:"unicode_emoji"`
		Flags       int    `json:"flags"`
	}{plain: (*plain)(r), Palette: object{"primary_color": 0, "secondary_color": nil, "tertiary_color": nil}})
}

// ChannelKind is a channel's type
// (https://discord.com/developers/docs/resources/channel#channel-object-channel-types).
type ChannelKind int

// The kinds that tests need.
const (
	TextChannel   ChannelKind = 0
	DirectChannel ChannelKind = 1
	PublicThread  ChannelKind = 11
)

// Channel is where messages are.
type Channel struct {
	ID         string       `json:"id"`
	Kind       ChannelKind  `json:"type"`
	Name       string       `json:"name,omitempty"`
	GuildID    string       `json:"guild_id,omitempty"`
	ParentID   string       `json:"parent_id,omitempty"`
	Position   int          `json:"position"`
	Overwrites []*Overwrite `json:"permission_overwrites,omitempty"`
	Recipients []*User      `json:"recipients,omitempty"`
}

// Overwrite changes what a role (Kind 0) or a member (Kind 1) may in a channel.
type Overwrite struct {
	ID    string      `json:"id"`
	Kind  int         `json:"type"`
	Allow Permissions `json:"allow"`
	Deny  Permissions `json:"deny"`
}

// Member is a person in a guild.
type Member struct {
	User     *User     `json:"user"`
	Nick     string    `json:"nick,omitempty"`
	Roles    []string  `json:"roles"`
	JoinedAt time.Time `json:"joined_at"`
	Deaf     bool      `json:"deaf"`
	Mute     bool      `json:"mute"`
	Flags    int       `json:"flags"`

	guild *Guild
}

// AddGuild makes a guild that the bot is in, with a role @everyone, a role
// "Clients" and the channels "general" and "clients".
func (s *Server) AddGuild(name string) *Guild {
	s.mu.Lock()
	defer s.mu.Unlock()
	g := &Guild{ID: s.id(), Name: name, Locale: "en-US", server: s}
	g.Roles = []*Role{
		{ID: g.ID, Name: "@everyone", Permissions: everyday},
		{ID: s.id(), Name: "Clients", Position: 1},
	}
	s.guilds = append(s.guilds, g)
	s.join(g, s.bot)
	for _, name := range []string{"general", "clients"} {
		s.addChannel(g, &Channel{Name: name})
	}
	return g
}

// AddMember makes a person and brings them into the guild, with the roles named.
func (g *Guild) AddMember(name string, roles ...string) *Member {
	s := g.server
	s.mu.Lock()
	defer s.mu.Unlock()
	u := &User{ID: s.id(), Username: name, Discriminator: "0", GlobalName: name, Locale: "en-GB"}
	s.users[u.ID] = u
	m := s.join(g, u)
	for _, r := range roles {
		m.Roles = append(m.Roles, g.role(r).ID)
	}
	return m
}

// join is called with the lock held.
func (s *Server) join(g *Guild, u *User) *Member {
	m := &Member{User: u, Roles: []string{}, JoinedAt: s.now().Add(-24 * time.Hour).UTC(), guild: g}
	g.Members = append(g.Members, m)
	g.OwnerID = cmp.Or(g.OwnerID, s.owner.ID)
	return m
}

// AddRole makes a role.
func (g *Guild) AddRole(name string, may Permissions) *Role {
	g.server.mu.Lock()
	defer g.server.mu.Unlock()
	r := &Role{ID: g.server.id(), Name: name, Permissions: may, Position: len(g.Roles)}
	g.Roles = append(g.Roles, r)
	return r
}

// Manage makes a role one that its tags say who has.
func (g *Guild) Manage(r *Role, tags RoleTags) {
	g.Change(func() { r.Managed, r.Tags = true, &tags })
}

// AddChannel makes a text channel.
func (g *Guild) AddChannel(name string, overwrites ...*Overwrite) *Channel {
	g.server.mu.Lock()
	defer g.server.mu.Unlock()
	return g.server.addChannel(g, &Channel{Name: name, Overwrites: overwrites})
}

// AddThread makes a public thread in a channel.
func (g *Guild) AddThread(parent *Channel, name string) *Channel {
	g.server.mu.Lock()
	defer g.server.mu.Unlock()
	return g.server.addChannel(g, &Channel{Kind: PublicThread, Name: name, ParentID: parent.ID})
}

func (s *Server) addChannel(g *Guild, c *Channel) *Channel {
	c.ID, c.GuildID, c.Position = s.id(), g.ID, len(g.Channels)
	g.Channels = append(g.Channels, c)
	s.channels[c.ID] = c
	return c
}

// Role returns a role by name; it must be there.
func (g *Guild) Role(name string) *Role {
	g.server.mu.Lock()
	defer g.server.mu.Unlock()
	return g.role(name)
}

func (g *Guild) role(name string) *Role {
	i := slices.IndexFunc(g.Roles, func(r *Role) bool { return r.Name == name })
	return g.Roles[i]
}

// Channel returns a channel by name; it must be there.
func (g *Guild) Channel(name string) *Channel {
	g.server.mu.Lock()
	defer g.server.mu.Unlock()
	i := slices.IndexFunc(g.Channels, func(c *Channel) bool { return c.Name == name })
	return g.Channels[i]
}

// Mention is what typing "@Clients" and choosing the role makes of it.
func (r *Role) Mention() string { return "<@&" + r.ID + ">" }

// Mention is what typing "#general" and choosing the channel makes of it.
func (c *Channel) Mention() string { return "<#" + c.ID + ">" }

// Mention is what typing "@Ann" and choosing the person makes of it.
func (u *User) Mention() string { return "<@" + u.ID + ">" }

// Change changes anything about a guild, its roles, channels and members, while nobody looks.
func (g *Guild) Change(change func()) {
	g.server.mu.Lock()
	defer g.server.mu.Unlock()
	change()
}

func (g *Guild) member(user string) (*Member, bool) {
	i := slices.IndexFunc(g.Members, func(m *Member) bool { return m.User.ID == user })
	if i < 0 {
		return nil, false
	}
	return g.Members[i], true
}

// Created is GUILD_CREATE's data: the guild with everything in it.
func (g *Guild) Created() any {
	g.server.mu.Lock()
	defer g.server.mu.Unlock()
	me, _ := g.member(g.server.bot.ID)
	var channels, threads []*Channel
	for _, c := range g.Channels {
		if c.Kind == PublicThread {
			threads = append(threads, c)
		} else {
			channels = append(channels, c)
		}
	}
	return clone(object{
		"id": g.ID, "name": g.Name, "owner_id": g.OwnerID, "preferred_locale": g.Locale, "roles": g.Roles,
		"channels": list(channels), "threads": list(threads), "members": g.Members, "member_count": len(g.Members),
		"presences": []any{}, "voice_states": []any{}, "emojis": []any{}, "features": []any{},
		"joined_at": me.JoinedAt, "large": len(g.Members) > 50, "unavailable": false,
	})
}

// list is all, as [] rather than null where there is none.
func list[T any](all []T) []T {
	if all == nil {
		return []T{}
	}
	return all
}

// Guilds lists the guilds that the bot is in and that a shard of so many sees
// (https://discord.com/developers/docs/events/gateway#sharding).
func (s *Server) Guilds(shard, of int) []*Guild {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []*Guild
	for _, g := range s.guilds {
		n, err := strconv.ParseUint(g.ID, 10, 64)
		if err == nil && !g.Gone && int((n>>22)%uint64(max(of, 1))) == shard {
			all = append(all, g)
		}
	}
	return all
}

func (s *Server) guild(id string) (*Guild, bool) {
	i := slices.IndexFunc(s.guilds, func(g *Guild) bool { return g.ID == id && !g.Gone })
	if i < 0 {
		return nil, false
	}
	return s.guilds[i], true
}

// Bot is the bot's own account.
func (s *Server) Bot() *User { return s.bot }
