package discordtest

import (
	"fmt"
	"slices"
	"strconv"
)

// Permissions are a set of rights. They travel as a decimal string
// (https://discord.com/developers/docs/topics/permissions).
type Permissions uint64

// The rights that the bot or its people need.
const (
	Administrator      Permissions = 1 << 3
	ManageGuild        Permissions = 1 << 5
	AddReactions       Permissions = 1 << 6
	ViewChannel        Permissions = 1 << 10
	SendMessages       Permissions = 1 << 11
	EmbedLinks         Permissions = 1 << 14
	AttachFiles        Permissions = 1 << 15
	ReadMessageHistory Permissions = 1 << 16
	UseCommands        Permissions = 1 << 31
	SendInThreads      Permissions = 1 << 38

	everyday   = AddReactions | ViewChannel | SendMessages | EmbedLinks | AttachFiles | ReadMessageHistory | UseCommands | SendInThreads
	everything = Permissions(1<<50 - 1)
)

// MarshalText writes the set as Discord does.
func (p Permissions) MarshalText() ([]byte, error) {
	return strconv.AppendUint(nil, uint64(p), 10), nil
}

// UnmarshalText reads a set.
func (p *Permissions) UnmarshalText(text []byte) error {
	n, err := strconv.ParseUint(string(text), 10, 64)
	if err != nil {
		return fmt.Errorf("reading permissions: %w", err)
	}
	*p = Permissions(n)
	return nil
}

// May returns what a member may in a channel, or in the guild where c is nil
// (https://discord.com/developers/docs/topics/permissions#permission-overwrites).
func (m *Member) May(c *Channel) Permissions {
	g := m.guild
	if m.User.ID == g.OwnerID {
		return everything
	}
	var base Permissions
	for _, r := range g.Roles {
		if r.ID == g.ID || slices.Contains(m.Roles, r.ID) {
			base |= r.Permissions
		}
	}
	if base&Administrator != 0 {
		return everything
	}
	if c == nil {
		return base
	}
	if c.Kind == PublicThread {
		if parent := slices.IndexFunc(g.Channels, func(p *Channel) bool { return p.ID == c.ParentID }); parent >= 0 {
			c = g.Channels[parent]
		}
	}
	apply := func(which func(*Overwrite) bool) {
		var allow, deny Permissions
		for _, o := range c.Overwrites {
			if which(o) {
				allow |= o.Allow
				deny |= o.Deny
			}
		}
		base = base&^deny | allow
	}
	apply(func(o *Overwrite) bool { return o.ID == g.ID })
	apply(func(o *Overwrite) bool { return o.Kind == 0 && o.ID != g.ID && slices.Contains(m.Roles, o.ID) })
	apply(func(o *Overwrite) bool { return o.Kind == 1 && o.ID == m.User.ID })
	return base
}
