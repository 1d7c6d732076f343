package slack

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"amicable/bot"
	"amicable/bot/bottest"
)

// world is a bot on a fake Slack.
type world struct {
	*testing.T
	slack   *fakeSlack
	adapter *Adapter
	mux     *http.ServeMux
	log     *bottest.Log

	mu     sync.Mutex
	events []bot.Event
	answer func(ctx context.Context, e bot.Event) (bot.Reply, error)
	n      int
}

func (w *world) Handle(ctx context.Context, e bot.Event) (bot.Reply, error) {
	w.mu.Lock()
	w.events = append(w.events, e)
	answer := w.answer
	w.mu.Unlock()
	return answer(ctx, e)
}

// says is a reply with one line of text.
func says(text string) bot.Reply {
	return bot.Reply{Blocks: []bot.Block{bot.Text{Line: bot.P(text)}}}
}

// story runs a test on a world whose clock jumps whenever everybody waits. What
// it logged must hold neither a secret nor a word that somebody wrote.
func story(t *testing.T, tell func(w *world), change ...func(*Config)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, change...)
		tell(w)
		ctx, cancel := context.WithTimeout(context.Background(), time.Hour)
		defer cancel()
		if err := w.adapter.Drain(ctx); err != nil {
			t.Error(err)
		}
		synctest.Wait()
		bottest.Discreet(t, append([]string{"private words"}, secrets...), w.log.String())
	})
}

func newWorld(t *testing.T, change ...func(*Config)) *world {
	t.Helper()
	w := &world{T: t, slack: newFakeSlack(), mux: http.NewServeMux(), log: &bottest.Log{}}
	w.answer = func(_ context.Context, e bot.Event) (bot.Reply, error) { return says("did " + string(e.Kind)), nil }
	cfg := Config{
		BotToken: testToken, SigningSecret: testSigning, APIURL: "https://slack.example/api/",
		HTTPClient: &http.Client{Transport: w.slack}, Handler: w, Phrases: words{}, Now: time.Now,
		Log: slog.New(slog.NewTextHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
	for _, c := range change {
		c(&cfg)
	}
	a, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	w.adapter = a
	a.Routes(w.mux)
	return w
}

func (w *world) do(r *http.Request) *httptest.ResponseRecorder {
	rec := httptest.NewRecorder()
	w.mux.ServeHTTP(rec, r)
	return rec
}

func (w *world) seen() []bot.Event {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.events
}

// only returns the one event the handler got.
func (w *world) only() bot.Event {
	w.Helper()
	if got := w.seen(); len(got) != 1 {
		w.Fatalf("the handler got %d events, want 1: %+v", len(got), got)
	}
	return w.seen()[0]
}

// once returns the one call to a method.
func (w *world) once(method string) call {
	w.Helper()
	calls := w.slack.to(method)
	if len(calls) != 1 {
		w.Fatalf("%s was called %d times, want once; all calls: %v\n%s", method, len(calls), w.slack.all(), w.log)
	}
	return calls[0]
}

func (w *world) wantStatus(rec *httptest.ResponseRecorder, want int) {
	w.Helper()
	if rec.Code != want {
		w.Fatalf("status %d (%s), want %d\n%s", rec.Code, rec.Body, want, w.log)
	}
}

// shown returns a JSON answer and what can be read in its blocks.
func (w *world) shown(rec *httptest.ResponseRecorder) (object, string) {
	w.Helper()
	w.wantStatus(rec, 200)
	var m object
	if err := json.Unmarshal(rec.Body.Bytes(), &m); err != nil {
		w.Fatalf("answer %q: %v", rec.Body, err)
	}
	return m, call{args: m}.text()
}

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m,
		// slacktest keeps these for ever.
		goleak.IgnoreAnyFunction("github.com/slack-go/slack/slacktest.handlePendingMessages"),
		goleak.IgnoreAnyFunction("github.com/slack-go/slack/slacktest.(*Server).queueForWebsocket"),
		goleak.IgnoreAnyFunction("github.com/slack-go/slack/slacktest.(*Server).postProcessMessage"),
	)
}
