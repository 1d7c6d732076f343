package main

import (
	"fmt"
	"log/slog"
	"time"

	"amicable/commands"
	"amicable/commands/locale"
	"amicable/scoring"
	"amicable/storage"
)

// newBot puts the bot together on a store.
func newBot(settings Settings, store *storage.Store, now func() time.Time, log *slog.Logger) (*commands.Bot, error) {
	model, err := wording(settings, store, now, log)
	if err != nil {
		return nil, err
	}
	words, err := locale.Load()
	if err != nil {
		return nil, fmt.Errorf("loading the languages: %w", err)
	}
	b, err := commands.New(commands.Config{
		Store: store, Locale: words, Policy: scoring.Default(), Now: now, Log: log, Version: version(), Wording: model,
	})
	if err != nil {
		return nil, fmt.Errorf("putting the bot together: %w", err)
	}
	return b, nil
}
