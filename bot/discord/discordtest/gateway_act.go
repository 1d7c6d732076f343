package discordtest

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync"
)

// Dispatch makes the next event of a shard, sends it if there is a connection,
// and keeps it for a RESUME. It returns the event's number, or 0 when the shard
// has no session.
func (g *Gateway) Dispatch(shard int, kind string, data any) int64 {
	seq := g.Hold(shard, kind, data)
	g.Repeat(shard, seq)
	return seq
}

// Hold makes the next event and does not send it: Repeat does, later and out of
// order, or a RESUME.
func (g *Gateway) Hold(shard int, kind string, data any) int64 {
	g.mu.Lock()
	defer g.mu.Unlock()
	s := g.latest(shard)
	if s == nil {
		return 0
	}
	return s.number(kind, data)
}

// latest is the session of a shard that has a connection, else any that can be resumed. The lock is held.
func (g *Gateway) latest(shard int) *session {
	if l := g.line(shard); l != nil {
		return l.session
	}
	var found *session
	for _, s := range g.sessions {
		if s.shard == shard && (found == nil || s.id > found.id) {
			found = s
		}
	}
	return found
}

// Repeat sends events as they were, in the order named.
func (g *Gateway) Repeat(shard int, seqs ...int64) {
	g.on(shard, func(l *line) {
		for _, n := range seqs {
			if event := l.session.events[n]; event != nil {
				l.say(event)
			}
		}
	})
}

// Say sends a packet as it is.
func (g *Gateway) Say(shard int, packet string) {
	g.on(shard, func(l *line) { l.say([]byte(packet)) })
}

// AskToReconnect sends Op 7.
func (g *Gateway) AskToReconnect(shard int) { g.Say(shard, `{"op":7,"d":null}`) }

// AskForHeartbeat sends Op 1.
func (g *Gateway) AskForHeartbeat(shard int) {
	g.on(shard, func(l *line) {
		l.asked = true
		l.say([]byte(`{"op":1,"d":null}`))
	})
}

// CloseWith closes a shard's connection with a code.
func (g *Gateway) CloseWith(shard, code int) { g.on(shard, func(l *line) { l.close(code) }) }

// Drop cuts a shard's connection without a word.
func (g *Gateway) Drop(shard int) { g.on(shard, func(l *line) { _ = l.ws.NetConn().Close() }) }

// Mute answers no heartbeat of a shard's connection any more.
func (g *Gateway) Mute(shard int) { g.on(shard, func(l *line) { l.bad.NoAcks = true }) }

// ForgetSessions makes every RESUME fail with Op 9.
func (g *Gateway) ForgetSessions() {
	g.mu.Lock()
	defer g.mu.Unlock()
	clear(g.sessions)
}

// on does something with a shard's connection, if there is one.
func (g *Gateway) on(shard int, f func(*line)) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if l := g.line(shard); l != nil {
		f(l)
	}
}

// DialContext reaches the gateway without a network, whatever the address: for
// websocket.Dialer's NetDialContext, and tests on a clock that jumps.
func (g *Gateway) DialContext(ctx context.Context, _, _ string) (net.Conn, error) {
	g.mu.Lock()
	if g.closed {
		g.mu.Unlock()
		return nil, &net.OpError{Op: "dial", Net: "pipe", Err: net.ErrClosed}
	}
	if g.pipe == nil {
		g.pipe = newPipe(g)
	}
	p := g.pipe
	g.mu.Unlock()
	return p.dial(ctx)
}

// pipe is a listener in memory, and the server on it.
type pipe struct {
	conns chan net.Conn
	done  chan struct{}
	once  sync.Once
	srv   http.Server
	ended sync.WaitGroup
}

func newPipe(h http.Handler) *pipe {
	p := &pipe{conns: make(chan net.Conn), done: make(chan struct{})}
	p.srv.Handler = h
	p.ended.Go(func() { _ = p.srv.Serve(p) }) // it ends when the listener is closed
	return p
}

func (p *pipe) dial(ctx context.Context) (net.Conn, error) {
	client, server := net.Pipe()
	select {
	case p.conns <- server:
		return client, nil
	case <-p.done:
	case <-ctx.Done():
	}
	return nil, errors.Join(client.Close(), server.Close(), &net.OpError{Op: "dial", Net: "pipe", Err: net.ErrClosed})
}

func (p *pipe) close() {
	_ = p.srv.Close()
	p.ended.Wait()
}

// Accept, Close and Addr make a net.Listener.
func (p *pipe) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.done:
		return nil, net.ErrClosed
	}
}

func (p *pipe) Close() error   { p.once.Do(func() { close(p.done) }); return nil }
func (p *pipe) Addr() net.Addr { return &net.UnixAddr{Net: "pipe"} }
