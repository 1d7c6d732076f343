package slack

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"amicable/bot"
	"amicable/bot/bottest"
	"amicable/bot/slack/slacktest"
)

const (
	testToken   = "xoxb-very-secret"
	testApp     = "xapp-very-secret"
	testSigning = "signing-very-secret"
	testClient  = "client-very-secret"
	hook        = "https://hooks.slack.example/commands/T1/hook-very-secret"
)

var secrets = []string{"very-secret"}

type object = map[string]any

// call is one request that the fake Slack got.
type call struct {
	method string // "chat.postMessage", or "hook" for a response_url
	token  string
	args   object
	at     time.Time
}

func (c call) str(key string) string { s, _ := c.args[key].(string); return s }

func (c call) blocks() []any {
	blocks, _ := c.args["blocks"].([]any)
	if v, ok := c.args["view"].(object); ok {
		blocks, _ = v["blocks"].([]any)
	}
	return blocks
}

// files are the ids of the files that the call's images show.
func (c call) files() []string {
	var ids []string
	for _, b := range c.blocks() {
		if file, ok := b.(object)["slack_file"].(object); ok {
			ids = append(ids, file["id"].(string))
		}
	}
	return ids
}

// text is everything that can be read in the call's blocks.
func (c call) text() string {
	ch := &slacktest.Checker{}
	ch.Blocks(c.blocks(), 100)
	return strings.Join(ch.Shown, "|")
}

// fakeSlack answers the Web API and records what it was asked.
type fakeSlack struct {
	mu       sync.Mutex
	calls    []call
	answers  map[string][]func(w http.ResponseWriter, r *http.Request) // next ones, by method
	users    map[string]object
	channels map[string]object
	files    map[string]string // by id: "room", "bytes", "complete" or "deleted"
	views    map[string]string // the hash of everybody's home page
}

func newFakeSlack() *fakeSlack {
	user := func(id string, more object) object {
		u := object{
			"id": id, "team_id": "T1", "name": strings.ToLower(id), "locale": "en-GB", "tz": "Europe/Warsaw",
			"profile": object{"display_name": "Name of " + id},
		}
		for k, v := range more {
			u[k] = v
		}
		return u
	}
	return &fakeSlack{
		answers: map[string][]func(http.ResponseWriter, *http.Request){},
		files:   map[string]string{},
		views:   map[string]string{},
		users: map[string]object{
			"U1":     user("U1", nil),
			"U2":     user("U2", object{"is_admin": true}),
			"UGUEST": user("UGUEST", object{"is_restricted": true}),
			"USTR":   user("USTR", object{"is_stranger": true}),
			"UOUT":   user("UOUT", object{"team_id": "T9"}),
			"UGRID":  user("UGRID", object{"team_id": "T9", "enterprise_user": object{"id": "E1", "teams": []string{"T1", "T9"}}}),
			"UROBOT": user("UROBOT", object{"is_bot": true}),
			"UGONE":  user("UGONE", object{"deleted": true}),
		},
		channels: map[string]object{
			"C1":   {"id": "C1", "name": "acme", "is_member": true},
			"CEXT": {"id": "CEXT", "name": "acme-shared", "is_ext_shared": true, "is_shared": true},
			"CPEN": {"id": "CPEN", "name": "soon", "is_pending_ext_shared": true},
			"CSH":  {"id": "CSH", "name": "shared", "is_shared": true},
			"CORG": {"id": "CORG", "name": "org", "is_shared": true, "is_org_shared": true},
		},
	}
}

func (f *fakeSlack) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	raw, _ := io.ReadAll(r.Body)
	c := call{method: strings.TrimPrefix(r.URL.Path, "/api/"), token: strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "), at: time.Now()}
	if strings.HasPrefix(r.URL.Path, "/commands/") {
		c.method = "hook"
	}
	if strings.HasPrefix(r.URL.Path, "/upload/") {
		c.method, c.args = "upload", object{"file": strings.TrimPrefix(r.URL.Path, "/upload/"), "bytes": string(raw)}
	} else if strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
		_ = json.Unmarshal(raw, &c.args)
	} else {
		form, _ := url.ParseQuery(string(raw))
		c.args = object{}
		for k := range form {
			c.args[k] = form.Get(k)
			var blocks []any
			if k == "blocks" && json.Unmarshal([]byte(form.Get(k)), &blocks) == nil {
				c.args[k] = blocks
			}
		}
	}
	f.mu.Lock()
	f.calls = append(f.calls, c)
	var next func(http.ResponseWriter, *http.Request)
	if q := f.answers[c.method]; len(q) > 0 {
		next, f.answers[c.method] = q[0], q[1:]
	}
	f.mu.Unlock()
	if next != nil {
		next(w, r)
		return
	}
	f.usual(w, c)
}

func (f *fakeSlack) usual(w http.ResponseWriter, c call) {
	res := object{"ok": true}
	fail := func(code string) { res = object{"ok": false, "error": code} }
	switch c.method {
	case "users.info":
		if u, known := f.users[c.str("user")]; known {
			res["user"] = u
		} else {
			fail("user_not_found")
		}
	case "conversations.info":
		if ch, known := f.channels[c.str("channel")]; known {
			res["channel"] = ch
		} else {
			fail("channel_not_found")
		}
	case "conversations.open":
		res["channel"] = object{"id": "D" + c.str("users")}
	case "auth.test":
		res["user_id"], res["team_id"], res["url"] = "UBOT", "T1", "https://acme.slack.com/"
	case "oauth.v2.access":
		res["access_token"], res["bot_user_id"], res["scope"] = testToken, "UBOT", "chat:write,commands"
		res["team"], res["authed_user"] = object{"id": "T1", "name": "Acme & <Co>"}, object{"id": "U1"}
	case "views.open":
	case "chat.postMessage", "chat.postEphemeral", "chat.update":
		if !f.shows(c) {
			fail("invalid_blocks")
		}
		if c.method == "chat.postMessage" {
			res["ts"] = "1700000000.000900"
		}
	case "views.publish":
		if !f.shows(c) {
			fail("invalid_arguments")
			break
		}
		f.mu.Lock()
		user := c.str("user_id")
		if hash := c.str("hash"); hash != "" && hash != f.views[user] {
			fail("hash_conflict")
		} else {
			f.views[user] += "x"
			res["view"] = object{"hash": f.views[user]}
		}
		f.mu.Unlock()
	case "hook":
		if !f.shows(c) {
			_, _ = io.WriteString(w, `{"ok":false,"error":"invalid_blocks"}`)
			return
		}
		_, _ = io.WriteString(w, "ok")
		return
	case "files.getUploadURLExternal", "upload", "files.completeUploadExternal", "files.delete":
		f.file(c, res)
	default:
		fail("unknown_method")
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(res)
}

// file is the life of a file: room is made, bytes come, it is completed, deleted.
func (f *fakeSlack) file(c call, res object) {
	f.mu.Lock()
	defer f.mu.Unlock()
	step := func(id, from, to string) {
		if f.files[id] != from {
			res["ok"], res["error"] = false, "file_not_found"
			return
		}
		f.files[id] = to
	}
	switch c.method {
	case "files.getUploadURLExternal":
		id := fmt.Sprintf("F%08d", len(f.files)+1)
		f.files[id] = "room"
		res["file_id"], res["upload_url"] = id, "https://files.slack.example/upload/"+id+"?ticket=very-secret"
	case "upload":
		step(c.str("file"), "room", "bytes")
	case "files.completeUploadExternal":
		var files []struct{ ID string }
		_ = json.Unmarshal([]byte(c.str("files")), &files)
		for _, file := range files {
			step(file.ID, "bytes", "complete")
		}
	case "files.delete":
		step(c.str("file"), "complete", "deleted")
	}
}

// shows tells whether Slack has every file that a call's images show.
func (f *fakeSlack) shows(c call) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, id := range c.files() {
		if f.files[id] != "complete" {
			return false
		}
	}
	return true
}

// kept lists the files that are still there.
func (f *fakeSlack) kept() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var ids []string
	for id, state := range f.files {
		if state == "complete" {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// next queues answers to a method in place of the usual one.
func (f *fakeSlack) next(method string, answers ...func(http.ResponseWriter, *http.Request)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.answers[method] = append(f.answers[method], answers...)
}

func status(code int, headers ...string) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.WriteHeader(code)
	}
}

func slackError(code string) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, _ *http.Request) { _, _ = fmt.Fprintf(w, `{"ok":false,"error":%q}`, code) }
}

// to lists the calls of a method.
func (f *fakeSlack) to(method string) []call {
	f.mu.Lock()
	defer f.mu.Unlock()
	var found []call
	for _, c := range f.calls {
		if c.method == method {
			found = append(found, c)
		}
	}
	return found
}

func (f *fakeSlack) all() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var all []string
	for _, c := range f.calls {
		all = append(all, c.method)
	}
	return all
}

// RoundTrip lets the fake be reached without a network, so that tests can run on a clock of their own.
func (f *fakeSlack) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	rec := httptest.NewRecorder()
	if r.Body == nil {
		r.Body = http.NoBody
	}
	f.ServeHTTP(rec, r)
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	return rec.Result(), nil
}

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

// request makes a signed request.
func (w *world) request(path, contentType, body string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	r.Header.Set("Content-Type", contentType)
	stamp := strconv.FormatInt(time.Now().Unix(), 10)
	r.Header.Set("X-Slack-Request-Timestamp", stamp)
	r.Header.Set("X-Slack-Signature", sign(testSigning, stamp, []byte(body)))
	return r
}

func (w *world) do(r *http.Request) *httptest.ResponseRecorder {
	rec := httptest.NewRecorder()
	w.mux.ServeHTTP(rec, r)
	return rec
}

// command sends a slash command by U1 in C1; more replaces fields.
func (w *world) command(command, text string, more ...string) *httptest.ResponseRecorder {
	w.n++
	form := url.Values{
		"team_id": {"T1"}, "channel_id": {"C1"}, "channel_name": {"acme"}, "user_id": {"U1"},
		"command": {command}, "text": {text}, "response_url": {hook}, "trigger_id": {fmt.Sprint("trigger-", w.n)},
	}
	for i := 0; i < len(more); i += 2 {
		form.Set(more[i], more[i+1])
	}
	return w.do(w.request("/slack/commands", formBody, form.Encode()))
}

// event sends an inner event with an id, and waits for what follows from it.
func (w *world) event(id string, inner object) *httptest.ResponseRecorder {
	rec := w.bareEvent(id, inner)
	synctest.Wait()
	return rec
}

func (w *world) bareEvent(id string, inner object) *httptest.ResponseRecorder {
	raw, err := json.Marshal(object{
		"type": "event_callback", "team_id": "T1", "event_id": id, "event_time": 946684800, "event": inner,
		"authorizations": []object{{"team_id": "T1", "user_id": "UBOT", "is_bot": true}},
	})
	if err != nil {
		w.Fatal(err)
	}
	return w.do(w.request("/slack/events", jsonBody, string(raw)))
}

func reaction(kind, user, name, channel string) object {
	return object{
		"type": kind, "user": user, "reaction": name, "item_user": "U2", "event_ts": "946684800.000200",
		"item": object{"type": "message", "channel": channel, "ts": "946684799.000100"},
	}
}

func mention(user, channel, text string) object {
	return object{"type": "app_mention", "user": user, "channel": channel, "text": text, "ts": "946684800.000300", "thread_ts": "946684700.000100"}
}

// interaction sends an interaction by U1 in C1; more replaces fields.
func (w *world) interaction(kind string, more object) *httptest.ResponseRecorder {
	w.n++
	payload := object{
		"type": kind, "team": object{"id": "T1", "domain": "acme"}, "user": object{"id": "U1", "team_id": "T1"},
		"trigger_id": fmt.Sprint("trigger-", w.n), "channel": object{"id": "C1", "name": "acme"}, "response_url": hook,
	}
	for k, v := range more {
		payload[k] = v
		if v == nil {
			delete(payload, k)
		}
	}
	raw, err := json.Marshal(payload)
	if err != nil {
		w.Fatal(err)
	}
	rec := w.do(w.request("/slack/interactions", formBody, url.Values{"payload": {string(raw)}}.Encode()))
	synctest.Wait()
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
