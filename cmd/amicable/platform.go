package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"

	"amicable/bot"
	"amicable/bot/discord"
	"amicable/bot/slack"
	"amicable/commands"
)

// adapter joins the bot to one platform.
type adapter interface {
	bot.Sender
	// Routes adds the platform's HTTP endpoints.
	Routes(mux *http.ServeMux)
	// Run holds connections until ctx ends. An error is for good: trying again is no use.
	Run(ctx context.Context) error
	// Ready tells whether events can arrive.
	Ready() error
	// Drain finishes what was accepted.
	Drain(ctx context.Context) error
}

// platform is one that is configured.
type platform struct {
	name string // as in events and tenants: "slack"
	adapter
	over atomic.Bool // Run ended for good
}

var errOver = errors.New("it ended for good; the log says why")

// ready tells whether events can arrive.
func (p *platform) ready() error {
	if p.over.Load() {
		return errOver
	}
	return p.Ready()
}

// platforms makes an adapter for each platform that is configured, and lets the bot deliver through it.
func platforms(s Settings, store *opened, b *commands.Bot, figures *metrics, log *slog.Logger) ([]*platform, error) {
	var all []*platform
	add := func(name, title string, a adapter, err error) error {
		if err != nil {
			return fmt.Errorf("preparing %s: %w", title, err)
		}
		p := &platform{name: name, adapter: a}
		b.Deliver(name, a)
		figures.watchPlatform(name, p.ready)
		all = append(all, p)
		return nil
	}
	if s.slackConfigured() {
		a, err := slack.New(slackConfig(s, store, slack.Config{
			Handler: figures.measured(b), Suggester: b, Phrases: b, Log: log, Now: time.Now,
		}))
		if err := add("slack", "Slack", a, err); err != nil {
			return nil, err
		}
	}
	if s.discordConfigured() {
		a, err := discord.New(discordConfig(s, store, b, discord.Config{
			Handler: figures.measured(b), Suggester: b, Phrases: b, Commands: b.Table(), Log: log, Now: time.Now,
		}))
		if err := add("discord", "Discord", a, err); err != nil {
			return nil, err
		}
	}
	return all, nil
}
