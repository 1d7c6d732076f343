package gateway_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"

	"amicable/bot/bottest"
	"amicable/bot/discord/gateway"
)

// process is one of the bot's processes.
type process struct {
	w    *world
	gw   *gateway.Gateway
	stop context.CancelFunc
	end  chan error

	mu    sync.Mutex
	heard []gateway.Dispatch
	conns []net.Conn
	addrs []string
	// cut makes every call of the leases, and every dial, fail.
	cut struct{ leases, network atomic.Bool }
}

// dies ends a process as a crash would: nothing of it is heard any more, anywhere.
func (p *process) dies() {
	p.cut.leases.Store(true)
	p.cut.network.Store(true)
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range p.conns {
		_ = c.Close()
	}
}

var errCut = errors.New("the network is cut")

func (p *process) dial(ctx context.Context, network, addr string) (net.Conn, error) {
	p.mu.Lock()
	p.addrs = append(p.addrs, addr)
	p.mu.Unlock()
	if p.cut.network.Load() || strings.HasPrefix(addr, "dead.") {
		return nil, errCut
	}
	c, err := p.w.fake.DialContext(ctx, network, addr)
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.conns = append(p.conns, c)
	return c, nil
}

func (p *process) dialled() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.addrs)
}

// leases are the real ones, while the process can reach them.
type leases struct {
	gateway.Leases
	p *process
}

func (l leases) Take(ctx context.Context, name, holder string, ttl time.Duration) ([]byte, bool, error) {
	if l.p.cut.leases.Load() {
		return nil, false, errCut
	}
	return l.Leases.Take(ctx, name, holder, ttl)
}

func (l leases) Keep(ctx context.Context, name, holder string, ttl time.Duration, state []byte) (bool, error) {
	if l.p.cut.leases.Load() {
		return false, errCut
	}
	return l.Leases.Keep(ctx, name, holder, ttl, state)
}

func (l leases) Release(ctx context.Context, name, holder string, state []byte) error {
	if l.p.cut.leases.Load() {
		return errCut
	}
	return l.Leases.Release(ctx, name, holder, state)
}

func (l leases) Join(ctx context.Context, group, member string, ttl time.Duration) (int, error) {
	if l.p.cut.leases.Load() {
		return 0, errCut
	}
	return l.Leases.Join(ctx, group, member, ttl)
}

func (l leases) Leave(ctx context.Context, group, member string) error {
	if l.p.cut.leases.Load() {
		return errCut
	}
	return l.Leases.Leave(ctx, group, member)
}

// start starts a process, which notes what it hears.
func (w *world) start(holder string, change ...func(*gateway.Config)) *process {
	w.t.Helper()
	p := &process{w: w, end: make(chan error, 1)}
	c := gateway.Config{
		Token: token, Application: "4711", Holder: holder, Leases: leases{w.store.Leases(), p},
		Intents: gateway.Guilds | gateway.GuildMessages | gateway.GuildMessageReactions | gateway.DirectMessages,
		Info: func(context.Context) (gateway.Info, error) {
			b, err := json.Marshal(w.fake.Bot("ws://gateway.test", w.shards))
			if err != nil {
				return gateway.Info{}, err
			}
			return gateway.ParseInfo(b)
		},
		Handle: func(context.Context, gateway.Dispatch) {},
		Dialer: &websocket.Dialer{NetDialContext: p.dial},
		Log:    slog.New(slog.NewTextHandler(&w.log, &slog.HandlerOptions{Level: slog.LevelDebug})).With("process", holder),
	}
	for _, f := range change {
		f(&c)
	}
	handle := c.Handle
	c.Handle = func(ctx context.Context, d gateway.Dispatch) {
		p.mu.Lock()
		p.heard = append(p.heard, d)
		p.mu.Unlock()
		handle(ctx, d)
	}
	bottest.Discreet(w.t, []string{token}, fmt.Sprintf("%v %+v %#v", c, c, c))
	gw, err := gateway.New(c)
	if err != nil {
		w.t.Fatal(err)
	}
	p.gw = gw
	ctx, cancel := context.WithCancel(context.Background())
	p.stop = cancel
	w.t.Cleanup(cancel)
	go func() { p.end <- gw.Run(ctx) }()
	return p
}

// connect starts a process and waits for the session of its one shard.
func (w *world) connect(holder string, change ...func(*gateway.Config)) *process {
	w.t.Helper()
	p := w.start(holder, change...)
	w.until("a session", time.Minute, w.connected(0))
	return p
}

// ends stops a process, which must have nothing to complain of.
func (p *process) ends() {
	p.w.t.Helper()
	p.stop()
	if err := p.ended(); err != nil {
		p.w.t.Error(err)
	}
}

// ended waits for the end of a process and returns what Run says.
func (p *process) ended() error {
	p.w.t.Helper()
	select {
	case err := <-p.end:
		return err
	case <-time.After(time.Hour):
		p.w.t.Fatal("Run does not end")
		return nil
	}
}

// messages are the contents of the messages heard so far, as one line.
func (p *process) messages() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var all []string
	for _, d := range p.heard {
		if d.Type == "MESSAGE_CREATE" {
			all = append(all, content(d))
		}
	}
	return strings.Join(all, " ")
}

func (p *process) count(kind string) (n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, d := range p.heard {
		if d.Type == kind {
			n++
		}
	}
	return n
}
