package commands_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"

	"amicable/bot"
	"amicable/bot/terminal"
	"amicable/commands"
	"amicable/commands/locale"
	"amicable/scoring"
	"amicable/storage"
)

// team is a workspace in which a test's people work.
type team struct {
	t     *testing.T
	bot   *commands.Bot
	store *storage.Store
	redis *miniredis.Miniredis
	now   time.Time
	log   *bytes.Buffer
	n     int
	post  post
}

// post is what was sent without being asked for.
type post struct {
	sent    []letter
	fail    error  // for channels only
	closed  string // somebody who takes no direct messages
	refused int    // how often they did not
}

type letter struct {
	to    bot.Target
	reply bot.Reply
}

func (p *post) Send(_ context.Context, to bot.Target, r bot.Reply) error {
	if p.fail != nil && to.Channel != "" {
		return p.fail
	}
	if p.closed != "" && to.User == p.closed {
		p.refused++
		return bot.ErrNotThere
	}
	p.sent = append(p.sent, letter{to, r})
	return nil
}

// noon is when every story begins: a Monday.
var noon = time.Date(2026, 10, 5, 12, 0, 0, 0, time.UTC)

// catalogue is read once for all tests. They run one after another, so that each
// may hear of what it misses in it.
var catalogue = sync.OnceValues(locale.Load)

func newTeam(t *testing.T, with ...func(*commands.Config)) *team {
	t.Helper()
	tm := &team{t: t, now: noon, redis: miniredis.RunT(t), log: &bytes.Buffer{}}
	rdb, err := storage.Dial("redis://" + tm.redis.Addr())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { rdb.Close() })
	words, err := catalogue()
	if err != nil {
		t.Fatal(err)
	}
	before := words.OnMissing
	t.Cleanup(func() { words.OnMissing = before })
	words.OnMissing = func(lang, key string, err error) { t.Errorf("%s: %s: %v", lang, key, err) }
	clock := func() time.Time { return tm.now }
	tm.store = storage.New(rdb, storage.Options{Policy: scoring.Default(), Rules: commands.Rules, Now: clock})
	config := commands.Config{
		Store: tm.store, Locale: words, Policy: scoring.Default(), Now: clock,
		Log: slog.New(slog.NewTextHandler(tm.log, nil)), Version: "test",
	}
	for _, change := range with {
		change(&config)
	}
	tm.bot, err = commands.New(config)
	if err != nil {
		t.Fatal(err)
	}
	tm.bot.Deliver("test", &tm.post)
	return tm
}

// alerts does what is due, and returns what was sent since the last time.
func (tm *team) alerts() []letter {
	tm.bot.Settle(context.Background())
	sent := tm.post.sent
	tm.post.sent = nil
	for _, l := range sent {
		inBounds(tm.t, l.reply)
	}
	return sent
}

// later lets days pass.
func (tm *team) later(days int) { tm.now = tm.now.AddDate(0, 0, days) }

// wants fails the test unless the reply shows every one of the texts.
func (tm *team) wants(r bot.Reply, texts ...string) {
	tm.t.Helper()
	shown := show(r)
	for _, text := range texts {
		if !strings.Contains(unwrap(shown), unwrap(text)) {
			tm.t.Errorf("%q is missing in:\n%s", text, shown)
		}
	}
}

// lacks fails the test when the reply shows one of the texts.
func (tm *team) lacks(r bot.Reply, texts ...string) {
	tm.t.Helper()
	for _, text := range texts {
		if shown := show(r); strings.Contains(unwrap(shown), unwrap(text)) {
			tm.t.Errorf("%q should not stand in:\n%s", text, shown)
		}
	}
}

func unwrap(s string) string { return strings.Join(strings.Fields(s), " ") }

// person is somebody in the team.
func person(id string) bot.Actor {
	return bot.Actor{ID: id, Name: strings.ToUpper(id[:1]) + id[1:], Locale: "en-GB", Admin: id == "ana"}
}

func (tm *team) event(who string, kind bot.Kind) bot.Event {
	tm.n++
	return bot.Event{
		ID: fmt.Sprintf("e%d", tm.n), Kind: kind, Platform: "test", Workspace: "w", Actor: person(who), At: tm.now,
		Channel: bot.Channel{ID: "C1", Name: "general"},
	}
}

// says runs "/command text" and returns the reply.
func (tm *team) says(who, typed string) bot.Reply {
	tm.t.Helper()
	e := tm.event(who, bot.KindMessage)
	e.Text = typed
	if line, ok := strings.CutPrefix(typed, "/"); ok {
		e.Kind = bot.KindCommand
		e.Command, e.Text, _ = strings.Cut(line, " ")
	}
	return tm.handle(e)
}

func (tm *team) handle(e bot.Event) bot.Reply {
	tm.t.Helper()
	r, err := tm.bot.Handle(context.Background(), e)
	if err != nil {
		tm.t.Fatalf("%+v: %v", e, err)
	}
	inBounds(tm.t, r)
	return r
}

// press presses the button with the label in a reply.
func (tm *team) press(who string, r bot.Reply, label string) bot.Reply {
	tm.t.Helper()
	for _, block := range r.Blocks {
		row, ok := block.(bot.Actions)
		if !ok {
			continue
		}
		for _, b := range row.Buttons {
			if b.Label == label {
				e := tm.event(who, bot.KindAction)
				e.Action, e.Value = b.Action, b.Value
				return tm.handle(e)
			}
		}
	}
	tm.t.Fatalf("no button %q in:\n%s", label, show(r))
	return bot.Reply{}
}

// show is a reply as the terminal shows it.
func show(r bot.Reply) string {
	var b strings.Builder
	terminal.Render(&b, r, terminal.Options{Width: 100})
	return b.String()
}
