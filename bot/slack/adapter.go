package slack

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"amicable/bot"
	"amicable/bot/internal/cache"
	"amicable/bot/internal/work"
)

// Slack waits 3 s for an acknowledgement
// (https://docs.slack.dev/interactivity/handling-user-interaction/#acknowledgment_response);
// these leave room for the network and for opening a form.
const (
	handlerTime = 2500 * time.Millisecond // a handler's deadline, from arrival
	answerTime  = 2000 * time.Millisecond // a slash command answers in its own response until then
	formTime    = 2800 * time.Millisecond // a form must be open, from arrival: its trigger lives 3 s
	suggestTime = 1000 * time.Millisecond // suggestions while typing
	lookupTime  = 1500 * time.Millisecond // who is asking, and where
	callTime    = 10 * time.Second        // any other Web API call, each try
	jobTime     = 5 * time.Minute         // a delivery with all its tries
)

// Bounds of what runs or is remembered at once.
const (
	maxHandlers  = 512    // handler runs at once; more wait
	maxJobs      = 2048   // deliveries queued
	deliverers   = 16     // deliveries at once
	knownHomes   = 10_000 // home pages whose pictures are remembered
	rememberIDs  = 8192   // recent event ids
	knownPeople  = 10_000 // cached actors
	knownPlaces  = 10_000 // cached channels
	knownTeams   = 5_000  // cached auth.test answers
	freshPerson  = 10 * time.Minute
	stalePerson  = 24 * time.Hour // when Slack's API fails
	freshChannel = 5 * time.Minute
	freshTeam    = 24 * time.Hour
	freshHome    = 30 * 24 * time.Hour
)

// Adapter joins a bot to Slack. Make it with New; all methods may be called concurrently.
type Adapter struct {
	cfg Config

	life     context.Context // ends when Drain gives up
	giveUp   context.CancelFunc
	polish   context.Context // ends when Drain begins: better words are worth no waiting
	enough   context.CancelFunc
	work     *work.Tracker
	slots    work.Slots
	jobs     *work.Pool
	pictures *work.Pool
	wordings *work.Pool
	recent   *work.Once[answer]

	people   *cache.Cache[person]
	channels *cache.Cache[audience]
	selves   *cache.Cache[self]
	dms      *cache.Cache[string]
	homes    *cache.Cache[homePictures]
	gone     *work.Once[answer] // teams whose uninstalling was told

	socket socketState
	states stateKey

	// patience and sleep are answerTime and a timer, except in tests.
	patience time.Duration
	sleep    func(ctx context.Context, d time.Duration) error
}

// New checks the configuration and returns an adapter that has started nothing yet.
func New(cfg Config) (*Adapter, error) {
	cfg, err := cfg.complete()
	if err != nil {
		return nil, err
	}
	a := &Adapter{
		cfg:      cfg,
		work:     work.NewTracker(),
		slots:    work.NewSlots(maxHandlers),
		recent:   work.NewOnce[answer](rememberIDs),
		gone:     work.NewOnce[answer](knownTeams),
		people:   cache.New[person](cfg.Now, knownPeople, freshPerson, stalePerson),
		channels: cache.New[audience](cfg.Now, knownPlaces, freshChannel, 0),
		selves:   cache.New[self](cfg.Now, knownTeams, freshTeam, freshTeam),
		dms:      cache.New[string](cfg.Now, knownPeople, freshTeam, 0),
		states:   newStateKey(cfg.ClientSecret),
		homes:    cache.New[homePictures](cfg.Now, knownHomes, freshHome, 0),
		patience: answerTime,
		sleep:    work.Sleep,
	}
	a.life, a.giveUp = context.WithCancel(context.Background())
	a.jobs = work.NewPool(a.work, deliverers, maxJobs)
	a.pictures = work.NewPool(a.work, painters, maxPainting)
	a.polish, a.enough = context.WithCancel(a.life)
	a.wordings = work.NewPool(a.work, writers, maxWriting)
	a.socket.enabled = cfg.AppToken != ""
	return a, nil
}

// Routes registers the HTTP endpoints: /slack/commands, /slack/events and
// /slack/interactions when there is a signing secret, /slack/install and
// /slack/oauth/callback when there is a client id.
func (a *Adapter) Routes(mux *http.ServeMux) {
	if a.cfg.SigningSecret != "" {
		mux.HandleFunc("POST /slack/commands", a.entrance(formBody, a.httpCommand))
		mux.HandleFunc("POST /slack/events", a.entrance(jsonBody, a.httpEvent))
		mux.HandleFunc("POST /slack/interactions", a.entrance(formBody, a.httpInteraction))
	}
	if a.cfg.ClientID != "" {
		mux.HandleFunc("GET /slack/install", a.install)
		mux.HandleFunc("GET /slack/oauth/callback", a.installed)
	}
}

// Run checks the bot token, and holds the Socket Mode connection when there is
// an app token, until ctx ends; then it finishes the requests under way and
// returns nil. A refused token is returned as one line that says so; a Slack
// that cannot be reached is waited for.
func (a *Adapter) Run(ctx context.Context) error {
	if err := a.checkToken(ctx); err != nil {
		return err
	}
	if a.cfg.AppToken == "" {
		<-ctx.Done()
		return nil
	}
	return a.runSocket(ctx)
}

// Ready tells whether events can arrive: nil, or why not.
func (a *Adapter) Ready() error { return a.socket.ready() }

// Drain refuses new requests and waits until all that was accepted is answered
// and delivered. When ctx ends first, what is left is given up and ctx's error returned.
func (a *Adapter) Drain(ctx context.Context) error {
	defer a.giveUp()
	a.enough()
	if err := a.work.Drain(ctx); err != nil {
		return fmt.Errorf("slack: finishing what was accepted: %w", err)
	}
	return nil
}

// handle runs the handler with a slot, a deadline and a net.
func (a *Adapter) handle(ctx context.Context, e bot.Event) (bot.Reply, error) {
	if err := a.slots.Take(ctx); err != nil {
		return bot.Reply{}, fmt.Errorf("waiting for a free handler: %w", err)
	}
	defer a.slots.Free()
	return work.Guard(ctx, func(ctx context.Context) (bot.Reply, error) {
		r, err := a.cfg.Handler.Handle(ctx, e)
		if err != nil {
			a.cfg.Log.Error("slack: event not handled", "kind", e.Kind, "event", e.ID, "workspace", e.Workspace, "error", err)
		}
		return r, err
	}, func(stack string) {
		a.cfg.Log.Error("slack: handler panicked", "kind", e.Kind, "event", e.ID, "stack", stack)
	})
}

// say is a reply made of one of the adapter's own phrases.
func (a *Adapter) say(locale string, p bot.Phrase) bot.Reply {
	return bot.Reply{Blocks: []bot.Block{bot.Text{Line: bot.P(a.cfg.Phrases.Phrase(locale, p))}}}
}

func (a *Adapter) renderer(locale string) renderer {
	return renderer{
		phrase: func(p bot.Phrase) string { return a.cfg.Phrases.Phrase(locale, p) },
		search: a.cfg.Suggester != nil,
	}
}
