package playground

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"amicable/bot"
)

// Platform is Event.Platform of this adapter, and Workspace its only workspace.
const (
	Platform  = "playground"
	Workspace = "local"
)

// Clock tells the time and can be moved on; moving it is all that the page's
// time machine does.
type Clock interface {
	Now() time.Time
	Move(d time.Duration)
}

// Transcript keeps what was said. Every call may fail while the store is away.
type Transcript interface {
	// Append adds a record. The oldest records may be dropped to keep the list bounded.
	Append(ctx context.Context, record []byte) error
	// Records returns what is kept, oldest first.
	Records(ctx context.Context) ([][]byte, error)
	// KeepPicture keeps a PNG under its name until DropPicture, however the clock
	// is moved meanwhile; Picture returns it, or nil.
	KeepPicture(ctx context.Context, name string, png []byte) error
	DropPicture(ctx context.Context, name string) error
	Picture(ctx context.Context, name string) ([]byte, error)
}

// Words are the page's own words in a person's language, by the keys of Keys.
type Words interface {
	Text(locale, key string) string
}

// Language is one that the page offers.
type Language struct {
	Tag  string `json:"tag"`  // BCP 47
	Name string `json:"name"` // in the language itself
}

// Reaction is an emoji that the bot understands.
type Reaction struct {
	Emoji string `json:"emoji"`
	Label string `json:"label"`
	// Word is what can be typed in its place in a command; "" when nothing can.
	Word string `json:"word,omitempty"`
}

// Config is what a Playground is made of. All fields but Token are needed.
type Config struct {
	Handler    bot.Handler
	Suggester  bot.Suggester
	Phrases    bot.Phrases
	Commands   []bot.Command
	Reactions  func(locale string) []Reaction
	Words      Words
	Languages  []Language // at least one
	Transcript Transcript
	Clock      Clock
	NewID      func() string
	// Opening is what stands in the channels at first, Example what the button
	// "Load an example month" plays.
	Opening, Example func(locale string) []Line
	// Token, when set, is demanded of every visitor; without it only names of
	// this machine are answered.
	Token string
	Log   *slog.Logger
}

// Playground serves the page. It implements bot.Sender.
type Playground struct {
	cfg     Config
	history *history
	guard   guard
	mux     *http.ServeMux
	scene   sync.Mutex // one scene is played at a time
	artists chan struct{}
	life    context.Context // ends when the page does
	end     context.CancelFunc

	mu      sync.Mutex
	ended   bool
	waiting int                // pictures that are not made yet
	writing int                // better versions that are worked on
	sketch  map[string]*sketch // by name; see follow
	drafts  []string           // the names in sketch, oldest first
	drawing sync.WaitGroup     // pictures and better versions that follow their text; added to while not ended
}

// New checks the configuration.
func New(c Config) (*Playground, error) {
	if c.Handler == nil || c.Suggester == nil || c.Phrases == nil || c.Reactions == nil || c.Words == nil ||
		len(c.Languages) == 0 || c.Transcript == nil || c.Clock == nil || c.NewID == nil ||
		c.Opening == nil || c.Example == nil || c.Log == nil {
		return nil, errors.New("playground: something is missing in the configuration")
	}
	p := &Playground{
		cfg: c, history: newHistory(c.Transcript, c.Clock, c.Log), guard: newGuard(c.Token),
		mux: http.NewServeMux(), artists: make(chan struct{}, maxArtists),
		sketch: map[string]*sketch{},
	}
	p.life, p.end = context.WithCancel(context.Background())
	p.routes()
	return p, nil
}

// ServeHTTP answers the page and what it asks for.
func (p *Playground) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.guard.protect(p.mux).ServeHTTP(w, r)
}

// saveAgain is how often what could not be stored is tried again.
const saveAgain = 2 * time.Second

// Run stores again what could not be stored, until ctx ends. Then it closes the
// pages' streams, which would otherwise never end by themselves, and finishes
// the pictures that were begun.
func (p *Playground) Run(ctx context.Context) error {
	defer p.finish()
	tick := time.NewTicker(saveAgain)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
			bounded, cancel := context.WithTimeout(ctx, answerTime)
			p.history.settle(bounded)
			cancel()
		}
	}
}

func (p *Playground) finish() {
	p.mu.Lock()
	p.ended = true
	p.end()
	p.mu.Unlock()
	p.drawing.Wait()
}

// Load reads what was said before and sets the clock to where it was. It is
// done at the first visit at the latest; an error means that the store is away.
func (p *Playground) Load(ctx context.Context) error { return p.history.load(ctx) }

// Send shows a reply that nobody asked for. It implements bot.Sender.
func (p *Playground) Send(ctx context.Context, to bot.Target, r bot.Reply) error {
	if err := p.history.load(ctx); err != nil {
		return err
	}
	m := Message{ID: p.cfg.NewID(), Author: botID}
	if to.User != "" {
		who, ok := personByID(to.User)
		if !ok {
			return bot.ErrNotThere
		}
		m.Channel = directID(who.ID)
	} else {
		c, ok := channelByName(to.Channel)
		if !ok || c.Exposed {
			return bot.ErrNotThere
		}
		m.Channel = c.ID
	}
	p.post(ctx, m, r)
	return nil
}

// post gives a message the reply as its body and says it.
func (p *Playground) post(ctx context.Context, m Message, r bot.Reply) {
	if r.Empty() {
		return
	}
	if m.At.IsZero() {
		m.At = p.cfg.Clock.Now()
	}
	m.Body = p.render(ctx, r)
	p.history.put(ctx, m)
	if r.Picture != nil {
		p.illustrate(ctx, m, r.Picture)
	}
	if r.Later != nil {
		p.improve(ctx, m, r.Later)
	}
}
