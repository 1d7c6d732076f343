package commands

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"amicable/bot"
	"amicable/commands/locale"
	"amicable/commands/outbox"
	"amicable/commands/parse"
	"amicable/scoring"
	"amicable/scoring/chart"
	"amicable/storage"
)

// Config is what the bot is made of. All fields but Wording are needed.
type Config struct {
	// Wording words drafts where a workspace wants it; nil: only templates do.
	Wording Wording
	Store   *storage.Store
	Locale  *locale.Catalogue
	Policy  scoring.Policy
	Now     func() time.Time
	Log     *slog.Logger
	Version string
}

// Bot answers events. It implements bot.Handler, bot.Suggester and bot.Phrases.
type Bot struct {
	store   *storage.Store
	words   *locale.Catalogue
	policy  scoring.Policy
	now     func() time.Time
	log     *slog.Logger
	version string
	wording Wording // may be nil

	table  []command
	byName map[string]command
	signs  func() *parse.Vocabulary // made when first asked for, by Run at the latest
	keys   map[string]string        // the options by their names in other languages
	later  *outbox.Worker
	// painter draws one picture per core at a time.
	painter *chart.Painter
	zones   sync.Map // *time.Location by name
	totals  totals

	mu      sync.RWMutex
	senders map[string]bot.Sender
}

// New checks the configuration and the command table, and returns a Bot ready to handle events.
func New(c Config) (*Bot, error) {
	if c.Store == nil || c.Locale == nil || c.Now == nil || c.Log == nil {
		return nil, errors.New("commands: Store, Locale, Now and Log are needed")
	}
	if err := c.Policy.Validate(); err != nil {
		return nil, fmt.Errorf("commands: %w", err)
	}
	b := &Bot{
		store: c.Store, words: c.Locale, policy: c.Policy, now: c.Now, log: c.Log, version: c.Version, wording: c.Wording,
		table: table(), painter: chart.NewPainter(), senders: map[string]bot.Sender{},
	}
	var err error
	if b.byName, err = index(b.table, c.Locale.For("en")); err != nil {
		return nil, err
	}
	b.signs = sync.OnceValue(func() *parse.Vocabulary {
		words := map[scoring.SignID][]string{}
		for _, s := range c.Policy.Signs {
			words[s.ID] = append(c.Locale.SignWords(s.ID), s.Emoji)
		}
		return parse.NewVocabulary(words)
	})
	b.keys = optionNames(b.table, b.languages())
	b.later = &outbox.Worker{Queue: c.Store, Now: c.Now, Log: c.Log, Do: b.doLater, Promised: []string{jobForget}}
	return b, nil
}

// Deliver registers the sender for a platform's unasked-for replies. Call it before Run.
func (b *Bot) Deliver(platform string, s bot.Sender) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.senders[platform] = s
}

func (b *Bot) sender(platform string) (bot.Sender, bool) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	s, ok := b.senders[platform]
	return s, ok
}

// Run does what was put off (alerts, deletions after their grace period) until
// ctx ends, and returns when the work in hand is done.
func (b *Bot) Run(ctx context.Context) error {
	b.signs() // nobody waits for them then
	return b.later.Run(ctx)
}

// Settle does what was put off and is due now, instead of Run.
func (b *Bot) Settle(ctx context.Context) { b.later.Settle(ctx) }

// Phrase words one of the sentences adapters say themselves.
func (b *Bot) Phrase(loc string, p bot.Phrase) string {
	return b.words.For(loc).S("phrase." + string(p))
}
