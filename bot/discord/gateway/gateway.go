package gateway

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
)

const (
	defaultWorkers = 16   // events handled at once
	defaultQueue   = 1024 // events handled or waiting; more wait unread
	// drainTime is what handlers get to finish after Run was told to end; then their ctx ends.
	drainTime = 10 * time.Second
)

// Intents choose which events Discord sends.
// https://discord.com/developers/docs/events/gateway#list-of-intents
type Intents int

// The intents that need no permission in the developer portal and that the bot
// has a use for. Messages come with their text where they mention the bot, and
// in direct messages.
const (
	Guilds                Intents = 1 << 0
	GuildMessages         Intents = 1 << 9
	GuildMessageReactions Intents = 1 << 10
	DirectMessages        Intents = 1 << 12
)

// privileged intents (members, presences, message content) are refused by New.
const privileged Intents = 1<<1 | 1<<8 | 1<<15

// Dispatch is one event.
type Dispatch struct {
	Type  string          // "MESSAGE_CREATE"
	Data  json.RawMessage // as Discord sent it
	Shard int
	// Session and Seq name the event: a repetition has the same, in any process.
	Session string
	Seq     int64

	open *open // nil outside of a Gateway
}

// Config is what a Gateway needs. Printing or logging it shows no secret.
type Config struct {
	Token       string // of the bot, without "Bot "
	Application string // its id; part of the leases' names
	Intents     Intents
	// Shards is the number of connections; 0 takes what Discord recommends. All
	// processes of a bot must say the same.
	Shards int
	// Info asks GET /gateway/bot; see ParseInfo. It says ErrRefused when asking again is no use.
	Info func(ctx context.Context) (Info, error)

	Leases Leases
	// Holder names this process among all that share the leases, and no process before it.
	Holder string

	// Handle gets every event, those with the same key one after the other. It must
	// return soon after ctx ends; a panic is logged. An event for which it returned,
	// and that it did not Keep, may come again after a crash, never within this process.
	Handle func(ctx context.Context, d Dispatch)
	// Key says what an event must be in order with; nil means ChannelKey.
	Key func(d Dispatch) string
	// Aside says which events are in order with nothing, and wait for no worker:
	// each is handled at once. nil means none.
	Aside func(d Dispatch) bool

	// Dialer opens the connections; nil takes a plain one that honours the proxy settings.
	Dialer *websocket.Dialer
	Log    *slog.Logger // nil logs nothing
	// Workers is how many events are handled at once, Queue how many are taken in
	// before they are; 0 takes 16 and 1024.
	Workers, Queue int
}

func (c Config) complete() (Config, error) {
	switch {
	case c.Token == "":
		return c, errors.New("discord gateway: a token is needed")
	case c.Application == "":
		return c, errors.New("discord gateway: an application id is needed")
	case c.Info == nil, c.Leases == nil, c.Handle == nil:
		return c, errors.New("discord gateway: Info, Leases and Handle are needed")
	case c.Holder == "":
		return c, errors.New("discord gateway: a name among the processes is needed")
	case c.Shards < 0, c.Workers < 0, c.Queue < 0:
		return c, errors.New("discord gateway: shards, workers and queue cannot be negative")
	case c.Intents&privileged != 0:
		return c, errors.New("discord gateway: privileged intents are not used")
	}
	if c.Key == nil {
		c.Key = ChannelKey
	}
	if c.Aside == nil {
		c.Aside = func(Dispatch) bool { return false }
	}
	if c.Dialer == nil {
		c.Dialer = &websocket.Dialer{Proxy: http.ProxyFromEnvironment}
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Workers == 0 {
		c.Workers = defaultWorkers
	}
	if c.Queue == 0 {
		c.Queue = defaultQueue
	}
	return c, nil
}

// String shows no secret.
func (c Config) String() string {
	return fmt.Sprintf("gateway.Config{Application:%q Intents:%d Shards:%d Holder:%q}", c.Application, c.Intents, c.Shards, c.Holder)
}

// GoString is String, so that %#v is as discreet as %v.
func (c Config) GoString() string { return c.String() }

// LogValue is String for slog.
func (c Config) LogValue() slog.Value { return slog.StringValue(c.String()) }

// MarshalJSON is String for JSON.
func (c Config) MarshalJSON() ([]byte, error) { return fmt.Appendf(nil, "%q", c.String()), nil }

// ChannelKey is the channel that an event is about, else the guild, else nothing.
func ChannelKey(d Dispatch) string {
	var about struct {
		Channel string `json:"channel_id"`
		Guild   string `json:"guild_id"`
	}
	if json.Unmarshal(d.Data, &about) != nil || about.Channel == "" {
		return about.Guild
	}
	return about.Channel
}

// Gateway holds this process' share of the connections while it runs.
type Gateway struct {
	cfg     Config
	order   *order
	permits atomic.Int64
	alone   atomic.Bool // as the leases said last: no other process shares the shards

	mu      sync.Mutex
	started bool
	info    Info  // as asked last
	trouble error // why shares are not known; nil while they are
	holds   map[int]*hold
}

// errStarting is the trouble before the first round.
var errStarting = errors.New("it is starting")

// New checks the configuration; it connects to nothing.
func New(c Config) (*Gateway, error) {
	c, err := c.complete()
	if err != nil {
		return nil, err
	}
	return &Gateway{cfg: c, trouble: errStarting, holds: map[int]*hold{}}, nil
}

// Run holds connections until ctx ends, and then leaves so that another process
// can go on: it returns nil once all that it took in is handled. It returns an
// error, worded for whoever set the bot up, when no waiting would help. It can
// be called once.
func (g *Gateway) Run(ctx context.Context) error {
	g.mu.Lock()
	again := g.started
	g.started = true
	g.mu.Unlock()
	if again {
		return errors.New("discord gateway: it runs already, or has ended")
	}
	work, cut := context.WithCancel(context.WithoutCancel(ctx))
	defer cut()
	defer context.AfterFunc(ctx, func() {
		select {
		case <-time.After(drainTime):
			cut()
		case <-work.Done():
		}
	})()
	g.order = newOrder(work, g.cfg.Workers, g.cfg.Queue)
	defer g.order.close()
	return g.share(ctx)
}

// Ready is nil when every shard that this process holds is connected.
func (g *Gateway) Ready() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	for id, h := range g.holds {
		if !h.shard.isUp() {
			return fmt.Errorf("discord: the gateway is not connected (shard %d)", id)
		}
	}
	if len(g.holds) == 0 && g.trouble != nil {
		return fmt.Errorf("discord: the gateway is not connected: %w", g.trouble)
	}
	return nil
}

// Holds is the number of shards that this process holds now, connected or not.
func (g *Gateway) Holds() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return len(g.holds)
}

// handle hands an event over, and survives it.
func (g *Gateway) handle(ctx context.Context, d Dispatch) {
	defer func() {
		if p := recover(); p != nil {
			g.cfg.Log.Error("discord: handling an event panicked", "type", d.Type, "shard", d.Shard, "panic", fmt.Sprint(p), "stack", stack())
		}
	}()
	g.cfg.Handle(ctx, d)
}

// wait is a sleep that ends early, with an error, when ctx does.
func wait(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
