package discord

import (
	"maps"
	"sync"
)

// sessions are the guilds of each gateway session, as far as this process was
// told. There is one session for each shard at a time; the oldest are forgotten.
type sessions struct {
	mu    sync.Mutex
	known map[string]*members
	order []string
	count int
}

// members are the guilds that a session began with, whose GUILD_CREATE tells
// nothing new, and those that the bot is in by now.
type members struct {
	began, now    map[string]bool
	nth           int // of all sessions
	shard, shards int // both 0 until READY told
}

const knownSessions = 256

// set begins a session with the guilds that READY lists.
func (s *sessions) set(id string, shard, shards int, guilds map[string]bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.of(id)
	m.shard, m.shards = shard, shards
	m.began, m.now = maps.Clone(guilds), maps.Clone(guilds)
}

// of is what is known of a session; one that another process began is new here.
func (s *sessions) of(id string) *members {
	if m := s.known[id]; m != nil {
		return m
	}
	if s.known == nil {
		s.known = map[string]*members{}
	}
	s.count++
	m := &members{began: map[string]bool{}, now: map[string]bool{}, nth: s.count}
	s.known[id] = m
	s.order = append(s.order, id)
	for len(s.order) > knownSessions {
		delete(s.known, s.order[0])
		s.order = s.order[1:]
	}
	return m
}

// listed tells whether the session began with a guild.
func (s *sessions) listed(id, guild string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.known[id]
	return m != nil && m.began[guild]
}

// says tells whether the bot is in a guild by what a session told last, and
// whether that is still the last word: a later session of its shard lists anew.
func (s *sessions) says(id, guild string) (in, last bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.known[id]
	if m == nil {
		return false, false
	}
	for _, other := range s.known {
		if other.nth > m.nth && other.shards > 0 && shardOf(guild, other.shards) == other.shard {
			return false, false
		}
	}
	return m.now[guild], true
}

func (s *sessions) join(id, guild string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.of(id).now[guild] = true
}

func (s *sessions) leave(id, guild string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.of(id)
	delete(m.began, guild)
	delete(m.now, guild)
}
