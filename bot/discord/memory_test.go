package discord

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"amicable/bot"
	"amicable/bot/bottest"
	"amicable/bot/discord/discordtest"
)

// memory is what processes share in tests.
type memory struct {
	mu   sync.Mutex
	kept map[string][]byte
	ends map[string]time.Time
	away bool
	slow time.Duration // to recall
}

func (m *memory) goes(away bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.away = away
}

var errAway = errors.New("the store is away")

func (m *memory) Remember(_ context.Context, guild, key string, data []byte, d time.Duration) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.away {
		return errAway
	}
	m.kept[guild+" "+key], m.ends[guild+" "+key] = data, time.Now().Add(d)
	return nil
}

func (m *memory) Recall(_ context.Context, guild, key string) ([]byte, error) {
	m.mu.Lock()
	slow := m.slow
	m.mu.Unlock()
	time.Sleep(slow)
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.away {
		return nil, errAway
	}
	if !time.Now().Before(m.ends[guild+" "+key]) {
		return nil, nil
	}
	return m.kept[guild+" "+key], nil
}

// together is a story of two processes with one memory; other goes on in the other one.
func together(t *testing.T, tell func(w *world, m *memory, other func())) {
	t.Helper()
	m := &memory{kept: map[string][]byte{}, ends: map[string]time.Time{}}
	story(t, func(w *world) {
		second, err := New(w.cfg)
		if err != nil {
			t.Fatal(err)
		}
		mux := http.NewServeMux()
		second.Routes(mux)
		tell(w, m, func() {
			synctest.Wait()
			w.a, second = second, w.a
			w.mux, mux = mux, w.mux
		})
		synctest.Wait()
		ctx, cancel := context.WithTimeout(w.Context(), 10*time.Minute)
		defer cancel()
		if err := second.Drain(ctx); err != nil {
			t.Error(err)
		}
	}, func(c *Config) { c.Memory = m })
}

// fields makes a form of so many questions.
func fields(labels ...string) bot.Form {
	f := bot.Form{ID: "flag", State: "s", Title: "Flag", Submit: "Go"}
	for _, l := range labels {
		f.Fields = append(f.Fields, bot.Field{ID: strings.ToLower(l), Kind: bot.ShortText, Label: l})
	}
	return f
}

// answerIn finds what a dialog shows for a question.
func answerIn(t *testing.T, w *world, i *discordtest.Interaction, label string) string {
	t.Helper()
	dialog, open := w.dc.Dialog(i)
	if !open {
		t.Fatalf("no dialog, but %q", w.shown(i))
	}
	for _, c := range dialog.Controls {
		if c.Label == label {
			return c.Value
		}
	}
	t.Fatalf("the dialog does not ask for %q: %+v", label, dialog.Controls)
	return ""
}

// A form that was opened by one process is refused, mended and sent by others:
// whoever opens it again shows the latest answers.
func TestAFormIsMendedInAnotherProcess(t *testing.T) {
	together(t, func(w *world, _ *memory, other func()) {
		general := w.g.Channel("general")
		w.reply(formReply(fields("Client", "Note")))
		i := w.do(w.dc.Command(general, w.ann, "flag"))
		w.last()
		w.reply(bot.Reply{FieldErrors: map[string]string{"client": "too long"}})
		for _, typed := range []string{"Acme and Sons", "Acme and Daughters", "Acme"} {
			other()
			sent := w.do(w.dc.Submit(i, map[string]string{"Client": typed, "Note": "late"}))
			if e := w.last(); e.Field("client") != typed || e.Value != "s" {
				t.Fatalf("came as %+v", e)
			}
			other()
			i = w.do(w.dc.Press(general, w.ann, w.private(sent), "Flag"))
			if got := answerIn(t, w, i, "Client") + ", " + answerIn(t, w, i, "Note"); got != typed+", late" {
				t.Fatalf("it opens with %q", got)
			}
		}
		// It is still nobody else's.
		other()
		w.reply(bot.Reply{FieldErrors: map[string]string{"client": "too long"}})
		sent := w.do(w.dc.Submit(i, map[string]string{"Client": "Bolt"}))
		other()
		peek := w.do(w.dc.Press(general, w.g.AddMember("Bob"), w.private(sent), "Flag"))
		if _, open := w.dc.Dialog(peek); open {
			t.Error("it opens for somebody else")
		}
	})
}

// The pages of a long form open wherever its person comes out, and bring all answers.
func TestPagesOpenInAnotherProcess(t *testing.T) {
	together(t, func(w *world, _ *memory, other func()) {
		general := w.g.Channel("general")
		w.reply(formReply(fields("One", "Two", "Three", "Four", "Five", "Six")))
		first := w.do(w.dc.Command(general, w.ann, "flag"))
		w.last()
		other()
		w.reply(says("noted"))
		sent := w.do(w.dc.Submit(first, map[string]string{"One": "1", "Two": "2", "Three": "3", "Four": "4", "Five": "5"}))
		w.last()
		other()
		second := w.do(w.dc.Press(general, w.ann, w.private(sent), "Flag 2/2"))
		other()
		w.do(w.dc.Submit(second, map[string]string{"Six": "6"}))
		if e := w.last(); e.Field("one") != "1" || e.Field("six") != "6" {
			t.Errorf("came as %+v", e.Fields)
		}
	})
}

// A form whose state is too long for a dialog is sent through another process too.
func TestALongStateReachesAnotherProcess(t *testing.T) {
	together(t, func(w *world, _ *memory, other func()) {
		f := fields("Client")
		f.State = strings.Repeat("s", 1500)
		w.reply(formReply(f))
		i := w.do(w.dc.Command(w.g.Channel("general"), w.ann, "flag"))
		w.last()
		other()
		w.do(w.dc.Submit(i, map[string]string{"Client": "Acme"}))
		if e := w.last(); e.Value != f.State {
			t.Errorf("the state has %d bytes", len(e.Value))
		}
	})
}

func TestAQuestionIsAskedByAnotherProcess(t *testing.T) {
	together(t, func(w *world, _ *memory, other func()) {
		general := w.g.Channel("general")
		w.reply(bot.Reply{Blocks: []bot.Block{bot.Actions{Buttons: []bot.Button{{Label: "Erase", Action: "erase", Value: "7", Confirm: "For good?"}}}}})
		asked := w.do(w.dc.Command(general, w.ann, "client"))
		w.last()
		other()
		question := w.do(w.dc.Press(general, w.ann, w.private(asked), "Erase"))
		w.none()
		if got := w.private(question).Text(); !strings.HasPrefix(got, "For good?") {
			t.Errorf("asked %q", got)
		}
	})
}

// An answer that could be sent to nobody is shown by another process.
func TestAnotherProcessShowsAWaitingAnswer(t *testing.T) {
	together(t, func(w *world, _ *memory, other func()) {
		clients := w.g.Channel("clients")
		w.ann.User.Closed = true
		w.wrote(clients, w.ann, "<@"+w.a.self()+"> assess Acme")
		w.last()
		offer := w.dc.In(clients)[1]
		other()
		shown := w.do(w.dc.Press(clients, w.g.AddMember("Bob"), offer, "SHOW"))
		if got := w.shown(shown); strings.Contains(strings.Join(got, " "), "did message") {
			t.Errorf("Bob is shown %q", got)
		}
		shown = w.do(w.dc.Press(clients, w.ann, offer, "SHOW"))
		if got := w.private(shown).Text(); got != "did message" {
			t.Errorf("shown %q", got)
		}
		if all := w.dc.In(clients); len(all) != 1 {
			t.Errorf("the offer stays: %q", texts(all))
		}
	})
}

// It is shown however long the looking up takes: Discord gets a first response in time.
func TestAWaitingAnswerIsShownInTime(t *testing.T) {
	together(t, func(w *world, m *memory, other func()) {
		clients := w.g.Channel("clients")
		w.ann.User.Closed = true
		w.wrote(clients, w.ann, "<@"+w.a.self()+"> assess Acme")
		offer := w.dc.In(clients)[1]
		other()
		m.slow = 1100 * time.Millisecond
		roles := w.a.cfg.Roles
		w.a.cfg.Roles = func(ctx context.Context, guild string) ([]string, []string, error) {
			time.Sleep(2200 * time.Millisecond)
			return roles(ctx, guild)
		}
		for _, c := range []struct {
			who  *discordtest.Member
			sees bool
		}{{w.g.AddMember("Bob"), false}, {w.ann, true}} {
			shown := w.dc.Press(clients, c.who, offer, "SHOW")
			began := time.Now()
			w.do(shown)
			if took := time.Since(began); took > answerTime {
				t.Errorf("%s has a first response after %v", c.who.User.Username, took)
			}
			time.Sleep(10 * time.Second)
			synctest.Wait()
			if got := w.shown(shown); slices.Contains(got, "did message") != c.sees {
				t.Errorf("%s is shown %q", c.who.User.Username, got)
			}
		}
		if all := w.dc.In(clients); len(all) != 1 {
			t.Errorf("the offer stays: %q", texts(all))
		}
	})
}

// While the store is away each process goes on with what it knows itself. Where
// that is not enough it says why, and complains once.
func TestTheMemoryIsAway(t *testing.T) {
	together(t, func(w *world, m *memory, other func()) {
		general := w.g.Channel("general")
		m.goes(true)
		w.reply(formReply(fields("Client")))
		i := w.do(w.dc.Command(general, w.ann, "flag"))
		w.last()
		w.reply(bot.Reply{FieldErrors: map[string]string{"client": "too long"}})
		refused := w.private(w.do(w.dc.Submit(i, map[string]string{"Client": "Acme"})))
		if got := answerIn(t, w, w.do(w.dc.Press(general, w.ann, refused, "Flag")), "Client"); got != "Acme" {
			t.Errorf("it opens with %q", got)
		}
		other()
		if got := w.private(w.do(w.dc.Press(general, w.ann, refused, "Flag"))).Text(); got != shouted(bot.PhraseStoreAway) {
			t.Errorf("answered %q", got)
		}
		m.goes(false)
		if got := w.private(w.do(w.dc.Press(general, w.ann, refused, "Flag"))).Text(); got != shouted(bot.PhraseExpired) {
			t.Errorf("answered %q", got)
		}
		if n := strings.Count(w.log.String(), "in this process alone"); n != 1 {
			t.Errorf("%d complaints", n)
		}
	})
}

// Every kind of block comes back from memory as it was.
func TestWaitingAnswersComeBack(t *testing.T) {
	for _, f := range bottest.Fixtures() {
		want := waiting{
			at:    place{guild: "1", user: "2", thread: "4", channel: bot.Channel{ID: "3", Name: "x"}},
			reply: bot.Reply{Title: f.Reply.Title, Fallback: f.Reply.Fallback, Blocks: f.Reply.Blocks},
			line:  desk{channel: "3", ids: []string{"5", "6"}},
		}
		data, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		var got waiting
		if err := json.Unmarshal(data, &got); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, got, cmp.Exporter(func(reflect.Type) bool { return true }), cmp.FilterValues(func(x, y bot.Line) bool { return len(x)+len(y) == 0 }, cmp.Ignore())); d != "" && !strings.Contains(f.Name, "hostile") {
			t.Errorf("%s: %s", f.Name, d)
		}
	}
}
