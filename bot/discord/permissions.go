package discord

import (
	"encoding/json"
	"slices"
	"strconv"
)

// bits is a set of permissions
// (https://docs.discord.com/developers/topics/permissions#permissions-bitwise-permission-flags).
type bits uint64

// The permissions that matter here.
const (
	administrator   bits = 1 << 3
	manageGuild     bits = 1 << 5
	viewChannel     bits = 1 << 10
	sendMessages    bits = 1 << 11
	attachFiles     bits = 1 << 15
	sendInThreads   bits = 1 << 38
	everyPermission bits = 1<<64 - 1
)

func (b bits) has(all bits) bool { return b&all == all }

// UnmarshalJSON reads the decimal string that Discord writes; anything else is no permission.
func (b *bits) UnmarshalJSON(raw []byte) error {
	*b = 0
	var s string
	if json.Unmarshal(raw, &s) == nil {
		if n, err := strconv.ParseUint(s, 10, 64); err == nil {
			*b = bits(n)
		}
	}
	return nil
}

// overwrite changes permissions in a channel, for a role or for one member.
type overwrite struct {
	ID          string
	Member      bool
	Allow, Deny bits
}

// inGuild is what somebody with these roles may do in a guild; everyone has the
// role that is named like the guild.
func (g guild) inGuild(user string, roles []string) bits {
	if user != "" && user == g.Owner {
		return everyPermission
	}
	may := g.Roles[g.ID].May
	for _, r := range roles {
		may |= g.Roles[r].May
	}
	if may.has(administrator) {
		return everyPermission
	}
	return may
}

// inChannel is what somebody with these roles may do in a channel, by Discord's
// rules (https://docs.discord.com/developers/topics/permissions#permission-overwrites):
// what is overwritten for everyone comes first, then for the roles together,
// then for the member. user may be "" for somebody who has the roles.
func (g guild) inChannel(user string, roles []string, over []overwrite) bits {
	may := g.inGuild(user, roles)
	if may.has(administrator) {
		return everyPermission
	}
	var allow, deny bits
	for _, o := range over {
		switch {
		case o.Member:
		case o.ID == g.ID:
			may = may&^o.Deny | o.Allow
		case slices.Contains(roles, o.ID):
			allow |= o.Allow
			deny |= o.Deny
		}
	}
	// Everyone's must come first, wherever in the list it stands: what it takes
	// away is given back only by a role's or the member's own.
	may = may&^deny | allow
	for _, o := range over {
		if o.Member && user != "" && o.ID == user {
			may = may&^o.Deny | o.Allow
		}
	}
	if !may.has(viewChannel) {
		return 0
	}
	return may
}
