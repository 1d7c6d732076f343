package discordtest

import (
	"encoding/json"
	"strings"
)

// ready is what READY says of the bot, and lets the shard's guilds follow, as Discord does.
func (s *Server) ready(shard int) map[string]any {
	// The gateway says READY before it lets anybody dispatch something.
	s.following.Go(func() {
		count := s.shards()
		for _, g := range s.Guilds(shard, count) {
			s.Gateway.Dispatch(shard, "GUILD_CREATE", g.Created())
		}
	})
	missing := []object{}
	for _, g := range s.Guilds(shard, s.expected()) {
		missing = append(missing, object{"id": g.ID, "unavailable": true})
	}
	return map[string]any{"user": s.bot, "guilds": missing, "application": object{"id": ApplicationID, "flags": 0}}
}

// shards is how many connections the bot has begun, by its latest IDENTIFY.
func (s *Server) shards() int {
	begun := s.Gateway.Seen().Identifies
	if len(begun) == 0 {
		return s.expected()
	}
	return begun[len(begun)-1].Count
}

// Recommend makes GET /gateway/bot recommend so many shards; it is 1 before.
func (s *Server) Recommend(shards int) { s.recommended.Store(int32(shards)) }

// expected is how many it will begin, if it takes what is recommended.
func (s *Server) expected() int { return max(int(s.recommended.Load()), 1) }

// dispatch sends an event on the shard of a guild, the first for direct
// messages, and returns its number there for Gateway.Repeat; 0 when nobody listens.
func (s *Server) dispatch(guild, kind string, data any) int64 {
	shard := 0
	if guild != "" {
		shard = ShardOf(guild, s.shards())
	}
	return s.Gateway.Dispatch(shard, kind, data)
}

// Do delivers an interaction over the gateway and returns the event's number.
func (s *Server) Do(i *Interaction) int64 {
	return s.dispatch(i.Channel.GuildID, "INTERACTION_CREATE", s.JSON(i))
}

// Write puts a person's message into a channel and tells the gateway. Its text
// is told only where the bot may read it: in direct messages, or when it mentions
// the bot (https://discord.com/developers/docs/events/gateway#message-content-intent).
// In direct messages who may be nil.
func (s *Server) Write(c *Channel, who *Member, text string) (Message, int64) {
	user := s.actor(c, who)
	m := s.Say(c, user, text)
	s.mu.Lock()
	told := object{}
	_ = json.Unmarshal(clone(m), &told) // it was marshalled just now
	if who != nil {
		member := object{}
		_ = json.Unmarshal(clone(who), &member)
		delete(member, "user")
		told["guild_id"], told["member"] = c.GuildID, member
		if !strings.Contains(text, "<@"+s.bot.ID+">") {
			told["content"] = ""
		}
	}
	s.mu.Unlock()
	return m, s.dispatch(c.GuildID, "MESSAGE_CREATE", told)
}

func (s *Server) actor(c *Channel, who *Member) *User {
	if who == nil {
		return c.Recipients[0]
	}
	return who.User
}

// React puts an emoji on a message. The gateway tells it also of messages from
// before the bot was there.
func (s *Server) React(c *Channel, who *Member, m Message, emoji string) int64 {
	s.mu.Lock()
	told := s.reaction(c, who, m, emoji)
	told["message_author_id"] = m.Author.ID
	if who != nil {
		told["member"] = clone(who)
	}
	s.mu.Unlock()
	return s.dispatch(c.GuildID, "MESSAGE_REACTION_ADD", told)
}

// Unreact takes it off.
func (s *Server) Unreact(c *Channel, who *Member, m Message, emoji string) int64 {
	s.mu.Lock()
	told := s.reaction(c, who, m, emoji)
	s.mu.Unlock()
	return s.dispatch(c.GuildID, "MESSAGE_REACTION_REMOVE", told)
}

func (s *Server) reaction(c *Channel, who *Member, m Message, emoji string) object {
	told := object{
		"user_id": s.actor(c, who).ID, "channel_id": c.ID, "message_id": m.ID,
		"emoji": object{"id": nil, "name": emoji}, "burst": false, "type": 0,
	}
	if c.GuildID != "" {
		told["guild_id"] = c.GuildID
	}
	return told
}

// Invite tells that the bot was added to a guild.
func (s *Server) Invite(g *Guild) int64 {
	g.Change(func() {
		g.Gone = false
		me, _ := g.member(s.bot.ID)
		me.JoinedAt = s.now().UTC()
	})
	return s.dispatch(g.ID, "GUILD_CREATE", g.Created())
}

// Remove takes the bot out of a guild and tells so.
func (s *Server) Remove(g *Guild) int64 {
	g.Change(func() { g.Gone = true })
	return s.dispatch(g.ID, "GUILD_DELETE", object{"id": g.ID})
}
