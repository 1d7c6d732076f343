package discord

import (
	"maps"
	"sync"
)

// sessions are the guilds of each gateway session. There is one session for
// each shard; the oldest are forgotten.
type sessions struct {
	mu    sync.Mutex
	known map[string]*members
	order []string
}

// members are the guilds that a session began with, whose GUILD_CREATE tells
// nothing new, and those that the bot is in by now.
type members struct{ began, now map[string]bool }

const knownSessions = 256

func (s *sessions) set(id string, guilds map[string]bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.known == nil {
		s.known = map[string]*members{}
	}
	if _, again := s.known[id]; !again {
		s.order = append(s.order, id)
	}
	s.known[id] = &members{maps.Clone(guilds), maps.Clone(guilds)}
	for len(s.order) > knownSessions {
		delete(s.known, s.order[0])
		s.order = s.order[1:]
	}
}

// listed tells whether the session began with a guild.
func (s *sessions) listed(id, guild string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.known[id]
	return m != nil && m.began[guild]
}

// in tells whether the bot is in a guild now.
func (s *sessions) in(id, guild string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.known[id]
	return m != nil && m.now[guild]
}

func (s *sessions) join(id, guild string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if m := s.known[id]; m != nil {
		m.now[guild] = true
	}
}

func (s *sessions) leave(id, guild string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if m := s.known[id]; m != nil {
		delete(m.began, guild)
		delete(m.now, guild)
	}
}
