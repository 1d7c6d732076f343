package commands

import (
	"context"
	"time"

	"amicable/bot"
	"amicable/commands/locale"
	"amicable/commands/parse"
	"amicable/scoring"
	"amicable/storage"
)

// request is an event together with what every command needs to answer it.
type request struct {
	bot.Event
	ws       *storage.Workspace
	settings storage.Settings
	words    *locale.Catalogue
	policy   scoring.Policy
	p        *locale.Printer
	zone     *time.Location
	now      time.Time
	// severity is the one that was asked for, "" if none was; source is the
	// message that a question was about.
	severity scoring.Severity
	source   string
}

// begin finds the event's workspace, language and time zone.
func (b *Bot) begin(ctx context.Context, e bot.Event) (*request, error) {
	rq := &request{Event: e, ws: b.store.Workspace(e.Tenant()), words: b.words, now: b.now()}
	settings, err := rq.ws.Settings(ctx)
	rq.settings, rq.policy = settings, b.policy
	b.underOwnRules(rq)
	rq.zone = b.zone(settings, e.Actor)
	rq.p = b.speak(rq)
	return rq, err
}

// underOwnRules has the workspace's own rules hold, if it has any.
func (b *Bot) underOwnRules(rq *request) {
	if ownRules(rq.settings) {
		rq.policy = Rules(b.policy, rq.settings)
		rq.ws = rq.ws.Under(rq.policy)
	}
}

// inUse refuses a sign that this workspace switched off, or that is none.
func (b *Bot) inUse(rq *request, id scoring.SignID) error {
	if _, ok := rq.policy.Sign(id); ok {
		return nil
	}
	if _, ok := b.policy.Sign(id); ok {
		return trouble("sign-off", "Sign", capital(rq.p.Sign(id)))
	}
	return trouble("question-expired")
}

// mayChange tells whether the person may change what is the whole workspace's.
func (rq *request) mayChange() bool { return rq.Actor.Admin || rq.settings[settingOpen] == "on" }

// zone is the workspace's, else the person's, else UTC.
func (b *Bot) zone(s storage.Settings, a bot.Actor) *time.Location {
	for _, name := range []string{s[settingZone], a.TimeZone} {
		if name == "" {
			continue
		}
		if loc, ok := b.zones.Load(name); ok {
			return loc.(*time.Location)
		}
		if loc, err := time.LoadLocation(name); err == nil {
			b.zones.Store(name, loc) // only zones that exist, so not many; reading one costs a file
			return loc
		}
	}
	return time.UTC
}

func (rq *request) actor() storage.Actor {
	return storage.Actor{ID: rq.Actor.ID, Name: rq.Actor.Name}
}

// grammar is the context in which typed text is read.
func (rq *request) grammar(b *Bot, names *storage.Directory, verbs []string) parse.Context {
	return parse.Context{Names: names, Signs: b.signs(), Now: rq.now, Zone: rq.zone, Language: rq.p.Language(), Verbs: verbs, Keys: b.keys}
}

// day is the date of t where the workspace is.
func (rq *request) day(t time.Time) string { return t.In(rq.zone).Format(time.DateOnly) }

// assess reads a client's standing now.
func (b *Bot) assess(rq *request, c storage.Client) scoring.Assessment {
	return scoring.Assess(rq.policy, c.Ledger, rq.now)
}
