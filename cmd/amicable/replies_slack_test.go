package main

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/redis/go-redis/v9"

	"amicable/bot/slack"
	"amicable/commands"
	"amicable/commands/locale"
	"amicable/scoring"
	"amicable/storage"
	"amicable/storage/embedded"
)

// object is JSON as Slack sends it.
type object = map[string]any

// delivery is something that people see: what was posted, opened or answered.
// Raw parts keep the order in which they are sent.
type delivery struct {
	Way      string            `json:"way"`
	Channel  string            `json:"channel,omitempty"`
	User     string            `json:"user,omitempty"`
	Thread   string            `json:"thread_ts,omitempty"`
	SeenBy   string            `json:"response_type,omitempty"`
	Replaces bool              `json:"replace_original,omitempty"`
	Text     string            `json:"text,omitempty"`
	Blocks   json.RawMessage   `json:"blocks,omitempty"`
	Action   string            `json:"response_action,omitempty"`
	Errors   map[string]string `json:"errors,omitempty"`
	View     json.RawMessage   `json:"view,omitempty"`
	Options  json.RawMessage   `json:"options,omitempty"`
	// Wire is what Discord got.
	Wire json.RawMessage `json:"wire,omitempty"`
}

// office is a team at work with the whole bot, on a clock that stands still and
// a Slack of its own. It lives in a synctest bubble.
type office struct {
	*testing.T
	clock *clock
	bot   *commands.Bot
	mux   *http.ServeMux
	store *embedded.Engine
	rdb   redis.UniversalClient
	ice   *freezer
	guild *guildOffice // where it is Discord that people use
	deaf  bool         // Slack does not tell who anybody is

	who, where string // who acts, and in which channel
	n          int
	last       func() *http.Request // the latest request, to be sent again

	mu    sync.Mutex
	sent  []delivery // since the latest request
	files int
}

// When everything begins, a Monday, and the message that reactions are put on.
var (
	monday  = time.Date(2026, 10, 5, 12, 0, 0, 0, time.UTC)
	message = fmt.Sprintf("%d.000100", monday.Add(-time.Hour).Unix())
)

const signingSecret = "a-signing-secret"

// inOffice tells a story in a new office with a Slack.
func inOffice(t *testing.T, tell func(o *office)) {
	synctest.Test(t, func(t *testing.T) {
		o, log := newOffice(t)
		adapter, err := slack.New(slack.Config{
			SigningSecret: signingSecret, ClientID: "1.2", ClientSecret: "a-client-secret", BaseURL: "https://bot.example",
			Installations: anyToken{}, APIURL: "https://slack.example/api/",
			HTTPClient: &http.Client{Transport: o}, Handler: o.bot, Suggester: o.bot, Phrases: o.bot, Log: log, Now: o.clock.Now, Rand: &counting{},
		})
		if err != nil {
			t.Fatal(err)
		}
		defer o.joins("slack", adapter)()
		tell(o)
	})
}

// catalogue is read once for all offices, which open one after the other.
var catalogue = sync.OnceValues(locale.Load)

// newOffice is an office that no platform serves yet.
func newOffice(t *testing.T) (*office, *slog.Logger) {
	t.Helper()
	o := &office{T: t, clock: &clock{set: monday}, mux: http.NewServeMux(), ice: &freezer{}, who: "UANA", where: "C1"}
	var err error
	if o.store, err = embedded.MemoryWith(embedded.Options{Now: o.clock.Now}); err != nil {
		t.Fatal(err)
	}
	o.rdb = o.store.Client()
	o.rdb.AddHook(o.ice)
	words, err := catalogue()
	if err != nil {
		t.Fatal(err)
	}
	words.OnMissing = func(lang, key string, err error) { t.Errorf("%s: %s: %v", lang, key, err) }
	t.Cleanup(func() { words.OnMissing = nil })
	log := slog.New(slog.DiscardHandler)
	store := storage.New(o.rdb, storage.Options{Policy: scoring.Default(), Now: o.clock.Now, Rand: &counting{}})
	o.bot, err = commands.New(commands.Config{Store: store, Locale: words, Policy: scoring.Default(), Now: o.clock.Now, Log: log, Version: "1.0"})
	if err != nil {
		t.Fatal(err)
	}
	return o, log
}

// joins lets a platform serve the office. What it returns closes the office,
// also when the story broke off.
func (o *office) joins(platform string, a adapter) (closes func()) {
	o.bot.Deliver(platform, a)
	a.Routes(o.mux)
	return func() {
		o.ice.every = 0
		if err := a.Drain(context.Background()); err != nil {
			o.Error(err)
		}
		_ = o.rdb.Close()
		_ = o.store.Close() // a second time where the story broke it
	}
}

// anyToken keeps no tokens, so that the store can be away and Slack still there.
type anyToken struct{}

func (anyToken) Token(context.Context, string) (string, error)  { return "xoxb-1", nil }
func (anyToken) Save(context.Context, slack.Installation) error { return nil }
func (anyToken) Remove(context.Context, string) error           { return nil }

// counting is a source of randomness that is not random at all.
type counting struct{ n byte }

func (c *counting) Read(p []byte) (int, error) {
	for i := range p {
		c.n++
		p[i] = c.n
	}
	return len(p), nil
}

// freezer holds every command to the store for a while, or the next few for a
// second, which together is longer than a slash command waits for its answer.
type freezer struct {
	every time.Duration
	slow  atomic.Int32
}

func (f *freezer) wait(ctx context.Context) error {
	hold := f.every
	if f.slow.Add(-1) >= 0 {
		hold = 1050 * time.Millisecond
	}
	select {
	case <-time.After(hold):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// DialHook lets connections be made.
func (f *freezer) DialHook(next redis.DialHook) redis.DialHook {
	return func(ctx context.Context, network, addr string) (net.Conn, error) { return next(ctx, network, addr) }
}

// ProcessHook holds a command.
func (f *freezer) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		if err := f.wait(ctx); err != nil {
			cmd.SetErr(err)
			return err
		}
		return next(ctx, cmd)
	}
}

// ProcessPipelineHook holds several.
func (f *freezer) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		if err := f.wait(ctx); err != nil {
			return err
		}
		return next(ctx, cmds)
	}
}

// RoundTrip is Slack's Web API.
func (o *office) RoundTrip(r *http.Request) (*http.Response, error) {
	rec := httptest.NewRecorder()
	o.answer(rec, r)
	return rec.Result(), r.Context().Err()
}

var people = map[string]object{
	"UANA": {"is_admin": true, "profile": object{"display_name": "Ana"}},
	"UBEN": {"profile": object{"display_name": "Ben"}},
	"UEVE": {"is_restricted": true, "profile": object{"display_name": "Eve"}},
}

var channels = map[string]object{
	"C1":    {"name": "general", "is_member": true},
	"CACME": {"name": "client-acme", "is_member": true},
	"CEXT":  {"name": "acme-shared", "is_member": true, "is_ext_shared": true},
}

func (o *office) answer(w http.ResponseWriter, r *http.Request) {
	body := readAll(o.T, r.Body)
	form, _ := url.ParseQuery(body)
	method := strings.TrimPrefix(r.URL.Path, "/api/")
	res := object{"ok": true}
	switch method {
	case "users.info":
		if o.deaf {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		u := object{"id": form.Get("user"), "team_id": "T1", "locale": "en-GB", "tz": "Europe/Warsaw"}
		for k, v := range people[form.Get("user")] {
			u[k] = v
		}
		res["user"] = u
	case "conversations.info":
		c, known := channels[form.Get("channel")]
		if !known {
			res = object{"ok": false, "error": "channel_not_found"}
		}
		res["channel"] = c
	case "conversations.open":
		res["channel"] = object{"id": "D" + form.Get("users")}
	case "auth.test":
		res["user_id"], res["team_id"], res["url"] = "UBOT", "T1", "https://ours.slack.com/"
	case "oauth.v2.access":
		res["access_token"], res["bot_user_id"], res["team"], res["authed_user"] = "xoxb-1", "UBOT", object{"id": "T1"}, object{"id": "UANA"}
	case "files.getUploadURLExternal":
		o.mu.Lock()
		o.files++
		res["file_id"], res["upload_url"] = fmt.Sprintf("F%08d", o.files), "https://slack.example/upload"
		o.mu.Unlock()
	case "chat.postMessage", "chat.postEphemeral":
		o.saw(delivery{
			Way: method, Channel: form.Get("channel"), User: form.Get("user"), Thread: form.Get("thread_ts"),
			Text: form.Get("text"), Blocks: json.RawMessage(form.Get("blocks")),
		})
	case "views.open":
		o.saw(o.read(method, body))
	case "views.publish":
		o.saw(o.read(method, body))
		res["view"] = object{"hash": "h"}
	case "/response":
		o.saw(o.read("response_url", body))
	}
	_ = json.NewEncoder(w).Encode(res)
}

func readAll(t *testing.T, r io.Reader) string {
	if r == nil {
		return ""
	}
	text, err := io.ReadAll(r)
	if err != nil {
		t.Error(err)
	}
	return string(text)
}

// read takes what is to be seen out of a JSON body.
func (o *office) read(way, body string) delivery {
	d := delivery{Way: way}
	page := struct { // it is published for somebody
		UserID string `json:"user_id"`
	}{}
	for _, into := range []any{&d, &page} {
		if err := json.Unmarshal([]byte(body), into); err != nil {
			o.Errorf("%s: %v: %s", way, err, body)
		}
	}
	d.User += page.UserID
	return d
}

func (o *office) saw(d delivery) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.sent = append(o.sent, d)
}

// do sends a request and waits for all that follows, pictures included.
func (o *office) do(request func() *http.Request) {
	o.sent, o.last = nil, request
	rec := httptest.NewRecorder()
	r := request()
	o.mux.ServeHTTP(rec, r)
	switch body := rec.Body.String(); {
	case rec.Code != http.StatusOK:
		o.saw(delivery{Way: "status " + strconv.Itoa(rec.Code)})
	case strings.HasPrefix(rec.Header().Get("Content-Type"), "application/json"):
		d := o.read("response", body)
		o.mu.Lock() // it is seen first, even if what follows was quick
		o.sent = append([]delivery{d}, o.sent...)
		o.mu.Unlock()
	}
	o.settle()
}

// settle lets time pass until nothing happens any more: the bubble's time, not the office's.
func (o *office) settle() {
	time.Sleep(time.Minute)
	synctest.Wait()
}

// post makes a signed request.
func (o *office) post(path, contentType, body string) {
	o.do(func() *http.Request {
		stamp := strconv.FormatInt(o.clock.Now().Unix(), 10)
		mac := hmac.New(sha256.New, []byte(signingSecret))
		mac.Write([]byte("v0:" + stamp + ":" + body))
		r := httptest.NewRequest(http.MethodPost, path, bytes.NewBufferString(body))
		r.Header.Set("Content-Type", contentType)
		r.Header.Set("X-Slack-Request-Timestamp", stamp)
		r.Header.Set("X-Slack-Signature", "v0="+hex.EncodeToString(mac.Sum(nil)))
		return r
	})
}
