package discord

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"amicable/bot"
	"amicable/bot/discord/gateway"
	"amicable/bot/internal/cache"
	"amicable/bot/internal/work"
)

const platform = "discord"

// Discord waits 3 s for the first response to an interaction, and 15 min for
// what follows it
// (https://docs.discord.com/developers/interactions/receiving-and-responding#responding-to-an-interaction);
// these leave room for the network.
const (
	answerTime  = 2000 * time.Millisecond // until then an interaction is answered at once
	handlerTime = 30 * time.Second        // a handler's deadline, from arrival
	eventTime   = time.Minute             // everything about an event that nobody waits for
	suggestTime = 1000 * time.Millisecond // suggestions while typing
	lookupTime  = 1500 * time.Millisecond // who is asking, and where
	callTime    = 10 * time.Second        // any other API call, each try
	jobTime     = 5 * time.Minute         // a delivery with all its tries
)

// Bounds of what runs or is remembered at once.
const (
	maxHandlers   = 512    // handler runs at once; more wait
	maxJobs       = 2048   // deliveries queued
	deliverers    = 16     // deliveries at once, and as many answers to interactions
	rememberIDs   = 8192   // recent events
	rememberTalks = 1024   // recent interactions, with their answers
	knownPeople   = 10_000 // cached members, languages, last guilds, direct conversations
	knownPlaces   = 10_000 // cached channels
	knownGuilds   = 5_000  // cached guilds
	knownForms    = 2_000  // forms that can be opened again
	knownWaiting  = 500    // answers that wait for a press
	knownAsked    = 10_000 // questions before dangerous buttons
	freshPerson   = 10 * time.Minute
	stalePerson   = 24 * time.Hour // when Discord's API fails
	freshPlace    = 5 * time.Minute
	freshForm     = time.Hour
	freshQuestion = 24 * time.Hour
	freshHabit    = 30 * 24 * time.Hour // somebody's language, and last guild
)

// Adapter joins a bot to Discord. Make it with New; all methods may be called concurrently.
type Adapter struct {
	cfg  Config
	key  ed25519.PublicKey // nil without HTTP interactions
	gate *gateway.Gateway

	life     context.Context // ends when Drain gives up
	giveUp   context.CancelFunc
	polish   context.Context // ends when Drain begins: better words are worth no waiting
	enough   context.CancelFunc
	work     *work.Tracker
	slots    work.Slots
	telling  work.Slots  // one guild's coming or going at a time
	late     *work.Lines // events that failed
	jobs     *work.Pool
	answers  *work.Pool // what an interaction's token is enough for
	pictures *work.Pool
	wordings *work.Pool
	notes    *work.Pool
	recent   *work.Once[struct{}]
	answered *work.Once[answer]

	bots, aside *transport // with the bot's token, and with an interaction's
	own         atomic.Pointer[string]
	sessions    sessions

	guilds  *cache.Cache[guild]
	rooms   *cache.Cache[room]
	members *cache.Cache[member] // by guild/user
	tongues *cache.Cache[string] // locales by user
	dms     *cache.Cache[string] // direct conversations by user
	joined  *cache.Cache[string] // all guilds, under ""

	last       shelf[habit]    // by user
	forms      shelf[keptForm] // by a name that a button carries
	waiting    shelf[waiting]  // likewise
	questioned shelf[asked]    // likewise
	questions  shelf[string]   // by place.questionKey
	habits     sync.Mutex      // over changes of last's own cache
	forgetful  atomic.Bool     // the Memory took something in no longer

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
		telling:  work.NewSlots(1),
		recent:   work.NewOnce[struct{}](rememberIDs),
		answered: work.NewOnce[answer](rememberTalks),
		guilds:   cache.New[guild](cfg.Now, knownGuilds, freshPlace, 0),
		rooms:    cache.New[room](cfg.Now, knownPlaces, freshPlace, 0),
		members:  cache.New[member](cfg.Now, knownPeople, freshPerson, stalePerson),
		tongues:  cache.New[string](cfg.Now, knownPeople, freshHabit, 0),
		dms:      cache.New[string](cfg.Now, knownPeople, freshHabit, 0),
		joined:   cache.New[string](cfg.Now, 1, freshPerson, 0),
		patience: answerTime,
		sleep:    work.Sleep,
	}
	a.last = newShelf[habit](a, "habit", knownPeople, freshHabit)
	a.forms = newShelf[keptForm](a, "form", knownForms, freshForm)
	a.waiting = newShelf[waiting](a, "answer", knownWaiting, tokenLife)
	a.questioned = newShelf[asked](a, "asked", knownForms, freshForm)
	a.questions = newShelf[string](a, "question", knownAsked, freshQuestion)
	a.key, _ = cfg.key()            // checked above
	a.own.Store(&cfg.ApplicationID) // nearly always; Run and the gateway know better
	a.life, a.giveUp = context.WithCancel(context.Background())
	a.polish, a.enough = context.WithCancel(a.life)
	a.late = work.NewLines(a.polish, a.work, maxLate, lateAtOnce)
	a.jobs = work.NewPool(a.work, deliverers, maxJobs)
	a.answers = work.NewPool(a.work, deliverers, maxJobs)
	a.pictures = work.NewPool(a.work, painters, maxPainting)
	a.wordings = work.NewPool(a.work, writers, maxWriting)
	a.notes = work.NewPool(a.work, remembering, maxRemember)
	// The tests replace a.sleep after New.
	patiently := func(ctx context.Context, d time.Duration) error { return a.sleep(ctx, d) }
	next := cfg.HTTPClient.Transport
	if next == nil {
		next = http.DefaultTransport
	}
	var refused refusals
	a.bots = &transport{next: next, base: cfg.APIURL, limits: newLimits(cfg.Now, patiently, &refused)}
	a.aside = &transport{next: next, base: cfg.APIURL, limits: newLimits(cfg.Now, patiently, &refused)}
	if a.gate, err = a.newGateway(); err != nil {
		return nil, err
	}
	return a, nil
}

// Routes registers POST /discord/interactions when there is a public key.
func (a *Adapter) Routes(mux *http.ServeMux) {
	if a.key != nil {
		mux.HandleFunc("POST /discord/interactions", work.Entrance(a.work, a.cfg.Log, platform, a.httpInteraction))
	}
}

// Run checks the token, registers the commands where they changed, and holds the
// gateway until ctx ends; then it finishes what the gateway brought and returns
// nil. What no waiting would mend is returned as one line that says what to do; a
// Discord that cannot be reached is waited for.
func (a *Adapter) Run(ctx context.Context) error {
	if !a.work.Enter() {
		return errShuttingDown
	}
	defer a.work.Leave()
	if err := a.introduce(ctx); err != nil {
		return err
	}
	registered := make(chan struct{})
	go func() {
		defer close(registered)
		a.keepRegistering(ctx)
	}()
	defer func() { <-registered }()
	return a.gate.Run(ctx)
}

// Ready tells whether events can arrive: nil, or why not.
func (a *Adapter) Ready() error { return a.gate.Ready() }

// Drain refuses new requests and waits until all that was accepted is answered
// and delivered, Run included, whose ctx must end by itself. When ctx ends first,
// what is left is given up and ctx's error returned.
func (a *Adapter) Drain(ctx context.Context) error {
	defer a.giveUp()
	a.enough()
	if err := a.work.Drain(ctx); err != nil {
		return fmt.Errorf("discord: finishing what was accepted: %w", err)
	}
	return nil
}

// self is the bot's own user id.
func (a *Adapter) self() string { return *a.own.Load() }

// handle runs the handler with a slot, a deadline and a net.
func (a *Adapter) handle(ctx context.Context, e bot.Event) (bot.Reply, error) {
	if err := a.slots.Take(ctx); err != nil {
		return bot.Reply{}, fmt.Errorf("waiting for a free handler: %w", err)
	}
	defer a.slots.Free()
	return work.Guard(ctx, func(ctx context.Context) (bot.Reply, error) {
		r, err := a.cfg.Handler.Handle(ctx, e)
		if err != nil {
			a.cfg.Log.Error("discord: event not handled", "kind", e.Kind, "event", e.ID, "workspace", e.Workspace, "error", err)
		}
		return r, err
	}, func(stack string) {
		a.cfg.Log.Error("discord: handler panicked", "kind", e.Kind, "event", e.ID, "stack", stack)
	})
}

func (a *Adapter) phrase(locale string, p bot.Phrase) string { return a.cfg.Phrases.Phrase(locale, p) }

// say is a reply made of one of the adapter's own phrases.
func (a *Adapter) say(locale string, p bot.Phrase) bot.Reply {
	return bot.Reply{Blocks: []bot.Block{bot.Text{Line: bot.P(a.phrase(locale, p))}}}
}

func (a *Adapter) renderer(at place) renderer {
	r := renderer{phrase: func(p bot.Phrase) string { return a.phrase(at.locale, p) }}
	if at.channel.Direct {
		r.workspace = at.guild
	}
	return r
}
