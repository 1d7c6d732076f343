package gateway

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/cenkalti/backoff/v5"
	"github.com/gorilla/websocket"
)

const (
	longestPause = time.Minute
	// healthyTime is how long a session must stand for the next trouble to count as the first.
	healthyTime = 30 * time.Second
	// unresumedMost is how often in a row Discord may answer and yet not resume a
	// session, before a new one is begun.
	unresumedMost = 4
)

// session is what Discord knows us by, across connections.
type session struct {
	id, url  string
	progress *progress
}

// shard is one of the connections among which Discord spreads a bot's servers.
type shard struct {
	gateway   *Gateway
	id, count int
	log       *slog.Logger

	// saved is told, without waiting, that there is a new session to be kept.
	saved chan struct{}
	// lost is set once another process may hold the session: then nothing more is begun.
	lost atomic.Bool
	// sure tells whether an event may be handed on, connectable waits until a
	// connection may be made: see hold.
	sure        func(ctx context.Context) bool
	connectable func(ctx context.Context) error
	pending     sync.WaitGroup // events taken in

	mu      sync.Mutex
	session *session // nil when a new one must begin
	up      bool
}

// state is a session in its lease.
type state struct {
	Session string `json:"session"`
	URL     string `json:"url"`
	Seq     int64  `json:"seq"`
}

func newShard(g *Gateway, id, count int) *shard {
	return &shard{gateway: g, id: id, count: count, saved: make(chan struct{}, 1), log: g.cfg.Log.With("shard", id)}
}

// restore takes up the session that the last holder left, if it left one.
func (s *shard) restore(left []byte) {
	var st state
	if json.Unmarshal(left, &st) == nil && st.Session != "" && st.Seq >= 0 {
		s.session = &session{id: st.Session, url: st.URL, progress: newProgress(st.Seq)}
	}
}

// state is what the next holder needs to go on; nothing when there is no session.
func (s *shard) state() []byte {
	sess := s.current()
	if sess == nil {
		return nil
	}
	b, _ := json.Marshal(state{Session: sess.id, URL: sess.url, Seq: sess.progress.handled()}) // strings and a number
	return b
}

func (s *shard) current() *session {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.session
}

func (s *shard) isUp() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.up
}

// handled is the number for a heartbeat, nil without a session.
func (s *shard) handled() *int64 {
	sess := s.current()
	if sess == nil {
		return nil
	}
	n := sess.progress.handled()
	return &n
}

// stands notes that a session began or was resumed.
func (s *shard) stands(sess *session) {
	s.mu.Lock()
	s.session, s.up = sess, true
	s.mu.Unlock()
	s.log.Info("discord: gateway connected")
	select {
	case s.saved <- struct{}{}:
	default:
	}
}

func (s *shard) fell() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.up = false
}

func (s *shard) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.session = nil
}

// take queues an event; see order.add. One that is not begun when the shard is
// lost is left to the next holder, to whom Discord repeats it.
func (s *shard) take(ctx context.Context, sess *session, p packet, full func()) error {
	d := Dispatch{Type: p.Type, Data: p.Data, Shard: s.id, Session: sess.id, Seq: p.Seq}
	d.open = &open{ours: s.ours, done: func() { sess.progress.done(d.Seq) }}
	job := func(ctx context.Context) {
		defer s.pending.Done()
		if !s.ours(ctx) {
			return
		}
		s.gateway.handle(ctx, d)
		if !d.open.kept.Load() {
			d.open.done()
		}
	}
	s.pending.Add(1)
	var err error
	if s.gateway.cfg.Aside(d) {
		err = s.gateway.order.aside(ctx, job, full)
	} else {
		err = s.gateway.order.add(ctx, s.gateway.cfg.Key(d), job, full)
	}
	if err != nil {
		s.pending.Done()
	}
	return err
}

// ours tells whether an event may be handed on: nobody else may have the shard.
func (s *shard) ours(ctx context.Context) bool { return !s.lost.Load() && s.sure(ctx) }

// run connects again and again until ctx ends; the error is one that people must mend.
func (s *shard) run(ctx context.Context) error {
	pause := backoff.NewExponentialBackOff()
	pause.MaxInterval = longestPause
	pause.Reset()
	unheard, unresumed := 0, 0 // in a row: not connected at all; connected, and not resumed
	for {
		if ended := s.connectable(ctx); ended != nil {
			return nil //nolint:nilerr // the end of ctx is no error, whatever it broke off
		}
		e, l := s.connect(ctx, unheard)
		s.fell()
		if ctx.Err() != nil {
			return nil //nolint:nilerr // as above
		}
		switch {
		case l == nil || l.interval == 0:
			unheard++
		case l.up:
			unheard, unresumed = 0, 0
			if l.healthy.Load() {
				pause.Reset()
			}
		default:
			unheard = 0
			unresumed++
		}
		if e.next == giveUp {
			return e.why
		}
		if e.next == renew || unresumed >= unresumedMost {
			s.forget()
			unresumed = 0
		}
		d := max(pause.NextBackOff(), e.pause)
		level := slog.LevelWarn
		if errors.Is(e.why, errReconnect) {
			level = slog.LevelInfo // several times a day
		}
		s.log.Log(ctx, level, "discord: gateway connection ended, connecting again", "reason", e.why, "pause", d, "resume", s.current() != nil)
		if ended := wait(ctx, d); ended != nil {
			return nil //nolint:nilerr // as above
		}
	}
}

// connect makes one connection and stays until it ends. The link is nil when there was none.
func (s *shard) connect(ctx context.Context, unheard int) (ending, *link) {
	g := s.gateway
	l := &link{shard: s, session: s.current()}
	at := g.lastInfo().URL
	if l.session == nil {
		p, err := g.permitIdentify(ctx, s.id)
		if err != nil {
			return stopped(err), nil
		}
		defer p.end(ctx)
		at, l.introduced = p.url, p.use
	} else if unheard%2 == 0 && related(l.session.url, at) {
		at = l.session.url // the other times it is tried at the common address
	}
	at, err := address(at)
	if err != nil {
		return ending{why: err}, nil
	}
	l.ws, err = g.dial(ctx, at)
	if err != nil {
		return ending{why: err}, nil
	}
	return l.run(ctx), l
}

// stopped is the ending of what could not begin.
func stopped(err error) ending {
	if errors.Is(err, ErrRefused) {
		return ending{next: giveUp, why: err}
	}
	return ending{why: err}
}

// dial opens a connection.
func (g *Gateway) dial(ctx context.Context, at string) (*websocket.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, helloTime)
	defer cancel()
	ws, answer, err := g.cfg.Dialer.DialContext(ctx, at, nil)
	switch {
	case err == nil:
		return ws, nil
	case answer != nil:
		_ = answer.Body.Close() // gorilla keeps it in memory
		return nil, fmt.Errorf("the gateway's address answers with HTTP status %d", answer.StatusCode)
	}
	return nil, fmt.Errorf("connecting to the gateway: %w", err)
}
