package discord

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"amicable/bot"
	"amicable/bot/bottest"
	"amicable/bot/discord/discordtest"
	"amicable/bot/discord/gateway"
)

// secrets are what must be in no log and no error: the bot's token, the tokens
// of interactions, and what people write.
var secrets = []string{"very-secret", "private words"}

type phrases struct{}

func (phrases) Phrase(locale string, p bot.Phrase) string {
	return strings.ToUpper(string(p)) + " (" + locale + ")"
}

// shouted is how tests word a phrase for the people of the fake Discord.
func shouted(p bot.Phrase) string { return phrases{}.Phrase("en-GB", p) }

// world is an adapter on a Discord of its own, on a clock that jumps.
type world struct {
	testing.TB
	dc  *discordtest.Server
	g   *discordtest.Guild
	ann *discordtest.Member
	a   *Adapter
	cfg Config
	mux *http.ServeMux
	log *bottest.Log

	mu      sync.Mutex
	events  []bot.Event
	answer  func(ctx context.Context, e bot.Event) (bot.Reply, error)
	suggest func(ctx context.Context, e bot.Event, field, typed string) ([]bot.Option, error)
	guests  map[string][]string // roles by guild
	team    map[string][]string
	stored  []string        // guilds with data
	served  map[string]bool // those that this bot was in
	away    error           // the store is
	session string          // of the gateway
	seq     int64
}

// story runs a test in a bubble of time. At its end all that was accepted is
// done, everything sent kept Discord's rules, and no secret is in the log.
func story(t *testing.T, tell func(w *world), change ...func(*Config)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		// A bubble's clock begins before Discord's does.
		time.Sleep(time.Until(time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)))
		w := newWorld(t, change...)
		tell(w)
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
		defer cancel()
		if err := w.a.Drain(ctx); err != nil {
			t.Error(err)
		}
		bottest.Discreet(t, secrets, w.log.String())
	})
}

func newWorld(t testing.TB, change ...func(*Config)) *world {
	t.Helper()
	w := &world{TB: t, dc: discordtest.NewServer(time.Now), log: &bottest.Log{}, guests: map[string][]string{}, team: map[string][]string{}, served: map[string]bool{}, session: "session"}
	w.dc.Judge(t)
	w.g = w.dc.AddGuild("Ours")
	w.ann = w.g.AddMember("Ann")
	w.answer = func(_ context.Context, e bot.Event) (bot.Reply, error) { return says("did " + string(e.Kind)), nil }
	cfg := Config{
		BotToken: discordtest.Token, ApplicationID: discordtest.ApplicationID, PublicKey: w.dc.PublicKey(),
		APIURL: "https://discord.example/api/", HTTPClient: &http.Client{Transport: w.dc},
		Handler: bot.HandlerFunc(w.handle), Suggester: w, Phrases: phrases{},
		Roles: func(_ context.Context, guild string) (guests, team []string, err error) {
			w.mu.Lock()
			defer w.mu.Unlock()
			return w.guests[guild], w.team[guild], nil
		},
		Servers: servers{w},
		Log:     slog.New(slog.NewTextHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug})), Now: time.Now,
	}
	for _, c := range change {
		c(&cfg)
	}
	w.cfg = cfg
	var err error
	if w.a, err = New(cfg); err != nil {
		t.Fatal(err)
	}
	w.mux = http.NewServeMux()
	w.a.Routes(w.mux)
	return w
}

func says(text string) bot.Reply {
	return bot.Reply{Blocks: []bot.Block{bot.Text{Line: bot.P(text)}}}
}

func (w *world) handle(ctx context.Context, e bot.Event) (bot.Reply, error) {
	w.mu.Lock()
	w.events = append(w.events, e)
	answer := w.answer
	w.mu.Unlock()
	return answer(ctx, e)
}

func (w *world) Suggest(ctx context.Context, e bot.Event, field, typed string) ([]bot.Option, error) {
	return w.suggest(ctx, e, field, typed)
}

// has gives guilds data, in which this bot was.
func (w *world) has(guilds ...string) {
	w.stored = guilds
	_ = servers{w}.Serve(w.Context(), guilds...)
}

// servers are what is remembered of where the bot is.
type servers struct{ w *world }

func (s servers) Serve(_ context.Context, guilds ...string) error {
	return s.with(func() {
		for _, g := range guilds {
			s.w.served[g] = true
		}
	})
}

func (s servers) Leave(_ context.Context, guild string) error {
	return s.with(func() { delete(s.w.served, guild) })
}

func (s servers) Served(context.Context) (all []string, err error) {
	err = s.with(func() {
		all = slices.DeleteFunc(slices.Clone(s.w.stored), func(g string) bool { return !s.w.served[g] })
	})
	return all, err
}

func (s servers) with(do func()) error {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	if s.w.away == nil {
		do()
	}
	return s.w.away
}

// reply makes the handler answer so.
func (w *world) reply(r bot.Reply) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.answer = func(context.Context, bot.Event) (bot.Reply, error) { return r, nil }
}

// seen are the events that the handler got.
func (w *world) seen() []bot.Event {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.events)
}

// last is the one event that came since the last call.
func (w *world) last() bot.Event {
	w.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.events) != 1 {
		w.Fatalf("%d events, want 1: %+v", len(w.events), w.events)
	}
	e := w.events[0]
	w.events = nil
	return e
}

func (w *world) none() {
	w.Helper()
	if got := w.seen(); len(got) > 0 {
		w.Fatalf("the handler got %+v", got)
	}
}

// responding is Discord reading an answer: it has it as soon as it is flushed.
type responding struct {
	*httptest.ResponseRecorder
	take func()
}

func (r responding) Flush() { r.take() }

// do delivers an interaction by HTTP and waits until all is quiet.
func (w *world) do(i *discordtest.Interaction) *discordtest.Interaction {
	w.Helper()
	if code := w.post(i); code != http.StatusOK {
		w.Fatalf("answered with %d", code)
	}
	synctest.Wait()
	return i
}

func (w *world) post(i *discordtest.Interaction) int {
	w.Helper()
	r, err := w.dc.Signed(context.Background(), "http://bot.example/discord/interactions", i)
	if err != nil {
		w.Fatal(err)
	}
	rec := httptest.NewRecorder()
	w.mux.ServeHTTP(responding{rec, func() {
		w.dc.Answered(i, rec.Header().Get("Content-Type"), rec.Body.Bytes())
	}}, r)
	return rec.Code
}

// event delivers something over the gateway, and waits until all is quiet.
func (w *world) event(kind string, data any) gateway.Dispatch {
	w.Helper()
	d := w.dispatch(kind, data)
	w.a.event(context.Background(), d)
	synctest.Wait()
	return d
}

// dispatch is the next event of the session.
func (w *world) dispatch(kind string, data any) gateway.Dispatch {
	w.Helper()
	raw, err := json.Marshal(data)
	if err != nil {
		w.Fatal(err)
	}
	w.seq++
	return gateway.Dispatch{Type: kind, Data: raw, Session: w.session, Seq: w.seq}
}

type object = map[string]any

func (w *world) wrote(c *discordtest.Channel, who *discordtest.Member, text string, more ...object) gateway.Dispatch {
	w.Helper()
	m := w.dc.Say(c, who.User, text)
	data := object{"id": m.ID, "channel_id": c.ID, "guild_id": c.GuildID, "author": who.User, "content": text, "member": object{"roles": who.Roles}, "type": 0}
	if c.GuildID == "" {
		delete(data, "guild_id")
		delete(data, "member")
	}
	for _, m := range more {
		for k, v := range m {
			data[k] = v
		}
	}
	return w.event("MESSAGE_CREATE", data)
}

func (w *world) reacted(kind string, c *discordtest.Channel, who *discordtest.Member, m discordtest.Message, emoji string) gateway.Dispatch {
	w.Helper()
	data := object{"user_id": who.User.ID, "channel_id": c.ID, "message_id": m.ID, "guild_id": c.GuildID, "emoji": object{"id": nil, "name": emoji}}
	if kind == "ADD" {
		data["message_author_id"], data["member"] = m.Author.ID, object{"user": who.User, "roles": who.Roles}
	}
	return w.event("MESSAGE_REACTION_"+kind, data)
}

// shown is everything that an interaction shows now, one message an element.
func (w *world) shown(i *discordtest.Interaction) []string { return texts(w.dc.Shown(i)) }

// private is the one message that somebody alone sees.
func (w *world) private(i *discordtest.Interaction) discordtest.Message {
	w.Helper()
	all := w.dc.Shown(i)
	if len(all) != 1 || !all[0].Private() {
		w.Fatalf("shown %q, want one private message", texts(all))
	}
	return all[0]
}

func texts(all []discordtest.Message) []string {
	said := []string{}
	for _, m := range all {
		said = append(said, m.Text())
	}
	return said
}

func (w *world) wants(got []string, want ...string) {
	w.Helper()
	if !slices.Equal(got, want) {
		w.Fatalf("got %q, want %q", got, want)
	}
}

func (w *world) first(i *discordtest.Interaction) int {
	w.Helper()
	a, ok := w.dc.First(i)
	if !ok {
		w.Fatal("the interaction was not answered")
	}
	return a.Kind
}

// slowly makes the handler take some time.
func (w *world) slowly(d time.Duration, r bot.Reply) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.answer = func(ctx context.Context, _ bot.Event) (bot.Reply, error) {
		select {
		case <-time.After(d):
			return r, nil
		case <-ctx.Done():
			return bot.Reply{}, ctx.Err()
		}
	}
}

func button(labels ...string) bot.Actions {
	var a bot.Actions
	for _, l := range labels {
		a.Buttons = append(a.Buttons, bot.Button{Label: l, Action: "do", Value: l})
	}
	return a
}
