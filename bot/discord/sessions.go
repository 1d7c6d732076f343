package discord

import "sync"

// sessions are the guilds that each gateway session began with: their
// GUILD_CREATE tells nothing new. There is one session for each shard; the
// oldest are forgotten.
type sessions struct {
	mu    sync.Mutex
	known map[string]map[string]bool
	order []string
}

const knownSessions = 256

func (s *sessions) set(id string, guilds map[string]bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.known == nil {
		s.known = map[string]map[string]bool{}
	}
	if _, again := s.known[id]; !again {
		s.order = append(s.order, id)
	}
	s.known[id] = guilds
	for len(s.order) > knownSessions {
		delete(s.known, s.order[0])
		s.order = s.order[1:]
	}
}

func (s *sessions) listed(id, guild string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.known[id][guild]
}

func (s *sessions) forget(id, guild string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.known[id], guild)
}
