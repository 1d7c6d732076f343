package playground

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"amicable/bot"
)

// stopped is a clock that stands still until it is moved.
type stopped struct {
	mu sync.Mutex
	at time.Time
}

func (c *stopped) Now() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return c.at }
func (c *stopped) Move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// words says the keys themselves.
type echo struct{}

func (echo) Text(_, key string) string            { return strings.TrimPrefix(key, wordPrefix) }
func (echo) Phrase(_ string, p bot.Phrase) string { return "phrase " + string(p) }
func (echo) Suggest(_ context.Context, _ bot.Event, field, typed string) ([]bot.Option, error) {
	if field != "client" {
		return nil, nil
	}
	var all []bot.Option
	for _, name := range []string{"Acme GmbH", "Apex", "Globex"} {
		if strings.HasPrefix(strings.ToLower(name), strings.ToLower(typed)) {
			all = append(all, bot.Option{Label: name, Value: "client:" + name})
		}
	}
	return all, nil
}

// testPage is a page with a made-up bot behind it.
type testPage struct {
	memory *memory
	clock  *stopped
	mu     sync.Mutex
	events []bot.Event
	handle func(bot.Event) (bot.Reply, error)
}

func (tp *testPage) Handle(_ context.Context, e bot.Event) (bot.Reply, error) {
	tp.mu.Lock()
	defer tp.mu.Unlock()
	tp.events = append(tp.events, e)
	if tp.handle == nil {
		return bot.Reply{Blocks: []bot.Block{bot.Text{Line: bot.P("heard " + string(e.Kind) + " " + e.Command + e.Text)}}}, nil
	}
	return tp.handle(e)
}

func (tp *testPage) last() bot.Event {
	tp.mu.Lock()
	defer tp.mu.Unlock()
	if len(tp.events) == 0 {
		return bot.Event{}
	}
	return tp.events[len(tp.events)-1]
}

var noon = time.Date(2026, 10, 5, 12, 0, 0, 0, time.UTC)

func newTestPage(t testing.TB) (*Playground, *testPage) {
	t.Helper()
	tp := &testPage{memory: &memory{pictures: map[string][]byte{}}, clock: &stopped{at: noon}}
	return tp.start(t), tp
}

// start starts the page, anew when it ran before.
func (tp *testPage) start(t testing.TB) *Playground {
	t.Helper()
	var n atomic.Int64
	p, err := New(Config{
		Handler: tp, Suggester: echo{}, Phrases: echo{}, Words: echo{}, Transcript: tp.memory, Clock: tp.clock,
		Commands: []bot.Command{
			{Name: "amicable", Usage: "<command> …"},
			{Name: "flag", Usage: "<client> <sign> [note]", Summary: "record"},
			{Name: "did", Usage: "<client> talk|warning [note]"},
			{Name: "clients"},
			{Name: "settings", Usage: "[name]", Umbrella: true},
		},
		Reactions: func(string) []Reaction {
			return []Reaction{{Emoji: "🚩", Label: "choose"}, {Emoji: "💸", Label: "late payment", Word: "late-payment"}, {Emoji: "🌙", Label: "calls at all hours", Word: "always-on"}}
		},
		Languages: []Language{{"en", "English"}, {"pl", "polski"}},
		NewID:     func() string { return fmt.Sprintf("made-%d", n.Add(1)) },
		Opening: func(string) []Line {
			return []Line{{Ago: time.Hour, Who: "ben", Channel: "client-acme", Text: "overdue again"}}
		},
		Example: func(string) []Line {
			return []Line{
				{Who: "ana", Channel: "general", Text: "/flag acme late-payment on:yesterday"},
				{Ago: 48 * time.Hour, Who: "cleo", Channel: "client-acme", Text: "at night", Reactions: []By{{"ben", "🌙"}}},
			}
		},
		Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// posted counts what was posted without an id of its own.
var posted atomic.Int64

// post sends what a page sends, and returns the status and the answer.
func post(t testing.TB, p *Playground, path string, a ask, change ...func(*http.Request)) (int, answer) {
	t.Helper()
	if a.ID == "" {
		a.ID = fmt.Sprint("id-", posted.Add(1))
	}
	if a.Who == "" {
		a.Who = "ana"
	}
	if a.Channel == "" {
		a.Channel = "general"
	}
	body, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, path, bytes.NewReader(body))
	r.Host = "localhost:8080"
	r.Header.Set("Content-Type", "application/json")
	for _, c := range change {
		c(r)
	}
	w := httptest.NewRecorder()
	p.ServeHTTP(w, r)
	var got answer
	if strings.HasPrefix(w.Header().Get("Content-Type"), "application/json") {
		if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
			t.Fatalf("%s: %v in %s", path, err, w.Body)
		}
	}
	return w.Code, got
}

// sees is what a person's page shows after a fresh start of the page.
func sees(t testing.TB, p *Playground, who string) state {
	t.Helper()
	if err := p.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	w := p.history.watch(who)
	defer p.history.leave(w)
	_, data, _ := strings.Cut(string(<-w.out), "data: ")
	var s state
	if err := json.Unmarshal([]byte(data), &s); err != nil {
		t.Fatal(err)
	}
	return s
}

func texts(s state, channel string) []string {
	all := []string{}
	for _, m := range s.Messages {
		if m.Channel != channel {
			continue
		}
		if m.Body != nil {
			all = append(all, "bot: "+m.Body.Plain)
			continue
		}
		all = append(all, m.Author+": "+m.Text)
	}
	return all
}

// A stream over real HTTP begins with the state, and tells what happens then.
func TestStream(t *testing.T) {
	p, _ := newTestPage(t)
	server := httptest.NewServer(p)
	defer server.Close()
	ctx, cancel := context.WithCancel(t.Context())
	ran := make(chan error, 1)
	go func() { ran <- p.Run(ctx) }()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+"/stream?who=ana", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	res, err := server.Client().Do(req) //nolint:bodyclose // closed below; the linter loses it in the goroutine
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	events := make(chan string, 10)
	go func() {
		defer close(events)
		buffer, rest := make([]byte, 64<<10), ""
		for {
			n, err := res.Body.Read(buffer)
			rest += string(buffer[:n])
			for {
				one, after, whole := strings.Cut(rest, "\n\n")
				if !whole {
					break
				}
				if !strings.HasPrefix(one, "retry:") {
					events <- one
				}
				rest = after
			}
			if err != nil {
				return
			}
		}
	}()
	if first := <-events; !strings.HasPrefix(first, "event: state\n") || !strings.Contains(first, "overdue again") {
		t.Errorf("the stream begins with %s", first)
	}
	if code, _ := post(t, p, "/say", ask{Text: "hello"}); code != http.StatusOK {
		t.Fatal(code)
	}
	if next := <-events; !strings.HasPrefix(next, "event: message\n") || !strings.Contains(next, `"hello"`) {
		t.Errorf("then comes %s", next)
	}
	cancel()
	if err := <-ran; err != nil {
		t.Error(err)
	}
	if _, more := <-events; more {
		t.Error("the stream goes on after the end")
	}
	_, _ = io.Copy(io.Discard, res.Body)
}
