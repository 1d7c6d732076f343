package discordtest

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// Gateway speaks Discord's gateway protocol, as strictly as Discord: it knows
// tokens, sessions and what they may resume, numbers events, repeats them after
// a RESUME, and turns away who begins sessions or sends messages too fast. Badly
// it behaves only when told to, by Next for a connection to come, and by the
// methods that name a shard for one that stands.
//
// It is an http.Handler; DialContext reaches it without a network.
type Gateway struct {
	// Token, unless empty, is the one that is let in.
	Token string
	// Interval is what Hello asks for; 41.25 s if 0.
	Interval time.Duration
	// MaxConcurrency is how many sessions may begin within 5 s; 16 if 0.
	MaxConcurrency int
	// Ready adds to what READY says: "user", "guilds", "application". It may be nil.
	Ready func(shard int) map[string]any

	mu       sync.Mutex
	changed  chan struct{} // closed and made anew when anything happens
	scripts  []Behaviour
	lines    map[*line]bool
	sessions map[string]*session
	began    map[int]time.Time // the latest IDENTIFY of each bucket
	seen     Seen
	served   sync.WaitGroup
	closed   bool
	pipe     *pipe
}

// Behaviour is how one connection goes wrong; the zero value does not.
type Behaviour struct {
	Status    int           // answers with this HTTP status and no WebSocket
	NoHello   bool          // opens, and says nothing
	Reconnect bool          // Op 7 as the first packet, in the place of Hello
	NoReady   bool          // hears IDENTIFY or RESUME, and says nothing to it
	NoAcks    bool          // answers no heartbeat
	Slow      time.Duration // waits so long before it answers IDENTIFY or RESUME
	Invalid   string        // "true" or "false": Op 9 is the answer to IDENTIFY or RESUME
	Close     int           // the close code that answers IDENTIFY or RESUME
	Interval  time.Duration // in Hello, in the place of Gateway.Interval
	First     []string      // packets before Hello, as they are
}

// Seen is what the gateway heard.
type Seen struct {
	Connections int
	Identifies  []Identify
	Resumes     []Resume
	Heartbeats  []Heartbeat
	Closes      []int // the codes that clients closed with; 1006 when they just went
	// Overlaps counts sessions that began or were resumed for a shard that had an open connection.
	Overlaps int
	// Faults are breaches of the protocol.
	Faults []string
}

// Identify began a session.
type Identify struct {
	Shard, Count, Intents int
	At                    time.Time
}

// Resume asked to go on with a session.
type Resume struct {
	Shard int // -1 for an unknown session
	Seq   int64
	Query string // of the address
}

// Heartbeat carries the number that the client said, -1 for null.
type Heartbeat struct {
	Shard int
	Seq   int64
	Asked bool // by Op 1
}

// NewGateway returns a gateway that behaves.
func NewGateway() *Gateway {
	return &Gateway{
		changed: make(chan struct{}), lines: map[*line]bool{}, sessions: map[string]*session{}, began: map[int]time.Time{},
	}
}

// Next scripts connections to come, one each.
func (g *Gateway) Next(b ...Behaviour) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.scripts = append(g.scripts, b...)
}

// Seen returns what was heard so far.
func (g *Gateway) Seen() Seen {
	g.mu.Lock()
	defer g.mu.Unlock()
	s := g.seen
	s.Identifies, s.Resumes, s.Heartbeats = slices.Clone(s.Identifies), slices.Clone(s.Resumes), slices.Clone(s.Heartbeats)
	s.Closes, s.Faults = slices.Clone(s.Closes), slices.Clone(s.Faults)
	return s
}

// Connected tells whether a shard has a session with an open connection.
func (g *Gateway) Connected(shard int) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.line(shard) != nil
}

// Until waits until something holds, asking again whenever anything happened.
func (g *Gateway) Until(ctx context.Context, holds func() bool) error {
	for {
		g.mu.Lock()
		changed := g.changed
		g.mu.Unlock()
		if holds() {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Bot is the body of GET /gateway/bot for a gateway at url.
func (g *Gateway) Bot(url string, shards int) map[string]any {
	return map[string]any{
		"url": url, "shards": shards,
		"session_start_limit": map[string]any{
			"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": g.buckets(),
		},
	}
}

// Close drops all connections and waits for their end.
func (g *Gateway) Close() {
	g.mu.Lock()
	g.closed = true
	for l := range g.lines {
		_ = l.ws.NetConn().Close()
	}
	p := g.pipe
	g.mu.Unlock()
	g.served.Wait()
	if p != nil {
		p.close()
	}
}

func (g *Gateway) buckets() int {
	if g.MaxConcurrency == 0 {
		return 16
	}
	return g.MaxConcurrency
}

// happened wakes who waits in Until. The lock is held.
func (g *Gateway) happened() {
	close(g.changed)
	g.changed = make(chan struct{})
}

func (g *Gateway) fault(format string, args ...any) {
	g.seen.Faults = append(g.seen.Faults, fmt.Sprintf(format, args...))
}

// line is the open connection of a shard's session. The lock is held.
func (g *Gateway) line(shard int) *line {
	for l := range g.lines {
		if l.session != nil && l.session.shard == shard {
			return l
		}
	}
	return nil
}

// session is what a client may resume.
type session struct {
	id           string
	shard, count int
	seq          int64
	events       map[int64][]byte // all of it: a test is short
}

// number makes the next event of the session.
func (s *session) number(kind string, data any) int64 {
	s.seq++
	s.events[s.seq] = pack(map[string]any{"op": 0, "s": s.seq, "t": kind, "d": data})
	return s.seq
}

func (s *session) after(seq int64) []int64 {
	var all []int64
	for _, n := range slices.Sorted(maps.Keys(s.events)) {
		if n > seq {
			all = append(all, n)
		}
	}
	return all
}

func pack(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // a mistake in the test
	}
	return b
}

// ShardOf is the shard that a guild's events come on.
func ShardOf(guild string, count int) int {
	n, err := strconv.ParseUint(guild, 10, 64)
	if err != nil {
		return 0 // direct messages
	}
	return int((n >> 22) % uint64(count))
}

// ServeHTTP opens a connection.
func (g *Gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	g.mu.Lock()
	if g.closed {
		g.mu.Unlock()
		http.Error(w, "closed", http.StatusServiceUnavailable)
		return
	}
	var b Behaviour
	if len(g.scripts) > 0 {
		b, g.scripts = g.scripts[0], g.scripts[1:]
	}
	g.seen.Connections++
	g.happened()
	if q := r.URL.Query(); q.Get("v") != "10" || q.Get("encoding") != "json" {
		g.fault("connected with %q", r.URL.RawQuery)
	}
	g.served.Add(1)
	g.mu.Unlock()
	defer g.served.Done()
	if b.Status != 0 {
		http.Error(w, "told so", b.Status)
		return
	}
	up := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	ws, err := up.Upgrade(w, r, nil)
	if err != nil {
		return // Upgrade has answered
	}
	l := &line{gateway: g, ws: ws, bad: b, host: r.Host, query: r.URL.RawQuery, out: make(chan []byte, 1<<16), gone: make(chan struct{})}
	g.mu.Lock()
	g.lines[l] = true
	if g.closed {
		_ = ws.NetConn().Close()
	}
	g.mu.Unlock()
	l.serve()
}
