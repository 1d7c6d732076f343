package embedded

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"strings"
	"sync"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/alicebob/miniredis/v2/server"
	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"
)

// Options of an Engine; the zero value will do.
type Options struct {
	Now func() time.Time // time.Now when nil
	Log *slog.Logger     // slog.Default() when nil
	// CompactAfter is the size in bytes below which a journal is left alone; 8 MiB when 0.
	CompactAfter int64
}

// tickEvery is how often time to live passes: ticks walk all keys that have one.
const tickEvery = 5 * time.Second

// Engine is a Redis in this process. It is safe for concurrent use.
type Engine struct {
	mini *miniredis.Miniredis
	srv  *server.Server
	now  func() time.Time
	log  *slog.Logger

	mu      sync.Mutex // held while a command runs
	tick    time.Time  // time to live has passed up to here
	scripts map[string]bool
	journal *journal // nil in memory

	conns   sync.WaitGroup
	connsMu sync.Mutex
	open    map[net.Conn]bool
	closed  bool
}

// Memory returns an engine that forgets everything when it is closed.
func Memory() (*Engine, error) { return start(Options{}) }

// MemoryWith is Memory with options.
func MemoryWith(o Options) (*Engine, error) { return start(o) }

// Open returns an engine that keeps its data in a folder, which is made if
// missing. ErrLocked when another process has it open, ErrVersion or ErrDamaged
// when the journal there cannot be read; then nothing is touched.
func Open(dir string, o Options) (*Engine, error) {
	e, err := start(o)
	if err != nil {
		return nil, err
	}
	j, err := openJournal(dir, e.log)
	if err != nil {
		return nil, errors.Join(err, e.Close())
	}
	j.compactAfter = o.CompactAfter
	if j.compactAfter == 0 {
		j.compactAfter = 8 << 20
	}
	if err := j.replay(e); err != nil {
		return nil, errors.Join(err, j.abandon(), e.Close())
	}
	e.journal = j
	j.run(e)
	return e, nil
}

func start(o Options) (*Engine, error) {
	e := &Engine{mini: miniredis.NewMiniRedis(), now: o.Now, log: o.Log, scripts: map[string]bool{}, open: map[net.Conn]bool{}}
	if e.now == nil {
		e.now = time.Now
	}
	if e.log == nil {
		e.log = slog.Default()
	}
	// Only Dial starts a miniredis without a port.
	c, err := e.mini.Dial()
	if err != nil {
		return nil, fmt.Errorf("starting the embedded store: %w", err)
	}
	if err := c.Close(); err != nil {
		return nil, fmt.Errorf("starting the embedded store: %w", err)
	}
	e.srv = e.mini.Server()
	return e, nil
}

// Client returns a client of the engine; close it before the engine.
func (e *Engine) Client() redis.UniversalClient {
	return redis.NewClient(&redis.Options{
		Addr:                     "embedded",
		Dialer:                   func(context.Context, string, string) (net.Conn, error) { return e.dial() },
		MaxRetries:               -1,
		DialerRetries:            1,
		PoolSize:                 32,
		ContextTimeoutEnabled:    true,
		DisableIdentity:          true,
		MaintNotificationsConfig: &maintnotifications.Config{Mode: maintnotifications.ModeDisabled},
	})
}

// Close finishes what was begun, writes the journal out and lets the folder go.
func (e *Engine) Close() error {
	e.connsMu.Lock()
	e.closed = true
	for c := range e.open {
		_ = c.Close() // a pipe's never fails
	}
	e.connsMu.Unlock()
	e.conns.Wait()
	var err error
	if e.journal != nil {
		err = e.journal.close(e)
		e.journal = nil
	}
	e.mini.Close()
	return err
}

func (e *Engine) dial() (net.Conn, error) {
	e.connsMu.Lock()
	defer e.connsMu.Unlock()
	if e.closed {
		return nil, &net.OpError{Op: "dial", Net: "embedded", Err: net.ErrClosed}
	}
	client, conn := net.Pipe()
	e.open[conn] = true
	e.conns.Go(func() {
		e.serve(conn)
		_ = conn.Close()
		e.connsMu.Lock()
		delete(e.open, conn)
		e.connsMu.Unlock()
	})
	return client, nil
}

// serve answers one connection. Commands that came in together are answered
// together, after one sync.
func (e *Engine) serve(conn net.Conn) {
	in := newInbox()
	e.conns.Go(func() { in.fill(bufio.NewReader(conn)) })
	defer func() { _ = conn.Close() }() // ends the reader
	var out bytes.Buffer
	w := bufio.NewWriter(&out)
	peer := server.NewPeer(w)
	for {
		commands, ok := in.take()
		if !ok {
			return
		}
		var until uint64
		for _, args := range commands {
			until = max(until, e.do(peer, args))
		}
		peer.Flush()
		if e.journal != nil && e.journal.wait(until) != nil {
			return // whether it is kept is not known: no answer is the honest one
		}
		if _, err := conn.Write(out.Bytes()); err != nil || peer.Closed() {
			return
		}
		out.Reset()
	}
}

// do runs a command and returns the place in the journal that must be synced before it is answered.
func (e *Engine) do(peer *server.Peer, args []string) uint64 {
	name := strings.ToUpper(args[0])
	if why := refuse(name, args); why != "" {
		peer.WriteError(why)
		return 0
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	now := e.now()
	keep := e.journal != nil && !passing[name] && !e.srv.IsReadOnlyCommand(name)
	if keep {
		if err := e.journal.failed(); err != nil {
			peer.WriteError("MISCONF the journal cannot be written: " + err.Error())
			return 0
		}
	}
	if e.journal == nil || keep {
		e.pass(now)
	}
	e.dispatch(peer, now, args)
	if !keep {
		return 0
	}
	return e.journal.append(commandFrame(now, args))
}

// pass lets time to live pass, by whole steps.
func (e *Engine) pass(now time.Time) {
	switch {
	case e.tick.IsZero():
		e.tick = now
	case now.Sub(e.tick) >= tickEvery:
		e.mini.FastForward(now.Sub(e.tick))
		e.tick = now
	default:
		return
	}
	if e.journal != nil {
		e.journal.append(tickFrame(now))
	}
}

func (e *Engine) dispatch(peer *server.Peer, now time.Time, args []string) {
	e.mini.SetTime(now)
	e.srv.Dispatch(peer, args)
	switch {
	case strings.EqualFold(args[0], "EVAL") && len(args) > 1:
		e.scripts[args[1]] = true
	case strings.EqualFold(args[0], "SCRIPT") && len(args) > 2 && strings.EqualFold(args[1], "LOAD"):
		e.scripts[args[2]] = true
	}
}

// passing commands change a connection, or nothing, though miniredis does not call them read-only.
var passing = set("AUTH", "CLIENT", "COMMAND", "ECHO", "HELLO", "INFO", "PING", "QUIT", "RESET", "SELECT", "TIME", "WAIT", "DBSIZE", "EVAL_RO", "EVALSHA_RO")

// refused commands would not replay as they ran: they gather, wait, choose at
// random, speak to other connections or use other databases.
var refused = set("MULTI", "EXEC", "DISCARD", "WATCH", "UNWATCH", "SUBSCRIBE", "PSUBSCRIBE", "PUBLISH", "SPOP",
	"BLPOP", "BRPOP", "BRPOPLPUSH", "BLMOVE", "XREADGROUP", "SWAPDB", "MOVE", "COPY")

func refuse(name string, args []string) string {
	if refused[name] || (name == "SELECT" && (len(args) != 2 || args[1] != "0")) {
		return "ERR " + name + " is not available in the embedded store"
	}
	return ""
}

func set(all ...string) map[string]bool {
	m := make(map[string]bool, len(all))
	for _, s := range all {
		m[s] = true
	}
	return m
}
