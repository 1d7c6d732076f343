package slack

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"amicable/bot"
)

var endpoints = map[string]string{
	"/slack/commands": formBody, "/slack/events": jsonBody, "/slack/interactions": formBody,
}

func TestBadRequests(t *testing.T) {
	valid := map[string]string{
		"/slack/commands":     "team_id=T1&user_id=U1&command=%2Fflag&text=private+words",
		"/slack/events":       `{"type":"event_callback","team_id":"T1","event_id":"E1","event":{"type":"app_mention","user":"U1","channel":"C1","text":"private words"}}`,
		"/slack/interactions": "payload=" + url.QueryEscape(`{"type":"block_actions","team":{"id":"T1"},"user":{"id":"U1"},"actions":[{"action_id":"a"}]}`),
	}
	restamp := func(r *http.Request, at time.Time, secret, body string) {
		stamp := strconv.FormatInt(at.Unix(), 10)
		r.Header.Set("X-Slack-Request-Timestamp", stamp)
		r.Header.Set("X-Slack-Signature", sign(secret, stamp, []byte(body)))
	}
	for path, contentType := range endpoints {
		body := valid[path]
		for name, tc := range map[string]struct {
			spoil func(r *http.Request)
			want  int
			lines int
		}{
			"unsigned":        {func(r *http.Request) { r.Header.Del("X-Slack-Signature") }, 401, 1},
			"no timestamp":    {func(r *http.Request) { r.Header.Del("X-Slack-Request-Timestamp") }, 401, 1},
			"bad timestamp":   {func(r *http.Request) { r.Header.Set("X-Slack-Request-Timestamp", "soon") }, 401, 1},
			"bad signature":   {func(r *http.Request) { r.Header.Set("X-Slack-Signature", "v0=00") }, 401, 1},
			"another secret":  {func(r *http.Request) { restamp(r, time.Now(), "other", body) }, 401, 1},
			"stale":           {func(r *http.Request) { restamp(r, time.Now().Add(-301*time.Second), testSigning, body) }, 401, 1},
			"from the future": {func(r *http.Request) { restamp(r, time.Now().Add(301*time.Second), testSigning, body) }, 401, 1},
			"changed":         {func(r *http.Request) { r.Body = io.NopCloser(strings.NewReader(body + "&x=1")) }, 401, 1},
			"truncated":       {func(r *http.Request) { r.Body = io.NopCloser(strings.NewReader(body[:len(body)-9])) }, 401, 1},
			"broken off":      {func(r *http.Request) { r.Body = io.NopCloser(io.MultiReader(strings.NewReader(body[:9]), broken{})) }, 400, 1},
			"wrong type":      {func(r *http.Request) { r.Header.Set("Content-Type", "text/plain") }, 400, 1},
			"no type":         {func(r *http.Request) { r.Header.Del("Content-Type") }, 400, 1},
			"10 MB": {func(r *http.Request) {
				r.Body, r.ContentLength = io.NopCloser(strings.NewReader(strings.Repeat("x", 10<<20))), 10<<20
			}, 413, 1},
			"10 MB, undeclared": {func(r *http.Request) {
				r.Body, r.ContentLength = io.NopCloser(strings.NewReader(strings.Repeat("x", 10<<20))), -1
			}, 413, 1},
			"GET":          {func(r *http.Request) { r.Method = http.MethodGet }, 405, 0},
			"PUT":          {func(r *http.Request) { r.Method = http.MethodPut }, 405, 0},
			"almost stale": {func(r *http.Request) { restamp(r, time.Now().Add(-299*time.Second), testSigning, body) }, 200, 0},
			"charset":      {func(r *http.Request) { r.Header.Set("Content-Type", contentType+"; charset=utf-8") }, 200, 0},
		} {
			t.Run(path[7:]+" "+name, func(t *testing.T) {
				story(t, func(w *world) {
					r := w.request(path, contentType, body)
					tc.spoil(r)
					w.wantStatus(w.do(r), tc.want)
					if tc.want != 200 && (len(w.seen()) > 0 || len(w.slack.all()) > 0) {
						w.Errorf("something was done: %v %v", w.seen(), w.slack.all())
					}
					if n := strings.Count(w.log.String(), "\n"); n != tc.lines {
						w.Errorf("%d log lines, want %d:\n%s", n, tc.lines, w.log)
					}
					if says := strings.Contains(w.log.String(), "its time is too far from ours"); says != (name == "stale" || name == "from the future") {
						w.Errorf("what is wrong with the time:\n%s", w.log)
					}
				})
			})
		}
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestBadForms(t *testing.T) {
	payload := func(s string) string { return "payload=" + url.QueryEscape(s) }
	for name, tc := range map[string]struct {
		path, body string
		want       int
	}{
		"command, bad escape":         {"/slack/commands", "team_id=%zz", 400},
		"command, empty":              {"/slack/commands", "", 400},
		"command, no user":            {"/slack/commands", "team_id=T1&command=%2Fflag", 400},
		"interaction, bad escape":     {"/slack/interactions", "payload=%zz", 400},
		"interaction, no payload":     {"/slack/interactions", "x=1", 400},
		"interaction, not JSON":       {"/slack/interactions", payload("private words"), 400},
		"interaction, truncated":      {"/slack/interactions", payload(`{"type":"block_act`), 400},
		"interaction, null":           {"/slack/interactions", payload("null"), 400},
		"interaction, no team":        {"/slack/interactions", payload(`{"type":"block_actions","user":{"id":"U1"}}`), 400},
		"interaction, other shape":    {"/slack/interactions", payload(`{"type":"block_actions","actions":"private words"}`), 400},
		"interaction, unknown":        {"/slack/interactions", payload(`{"type":"new_thing","team":{"id":"T1"},"user":{"id":"U1"}}`), 200},
		"interaction, other shortcut": {"/slack/interactions", payload(`{"type":"message_action","callback_id":"x","team":{"id":"T1"},"user":{"id":"U1"}}`), 200},
		"interaction, strange view":   {"/slack/interactions", payload(`{"type":"view_submission","team":{"id":"T1"},"user":{"id":"U1"},"view":{"private_metadata":"private words"}}`), 200},
	} {
		t.Run(name, func(t *testing.T) {
			story(t, func(w *world) {
				w.wantStatus(w.do(w.request(tc.path, formBody, tc.body)), tc.want)
				if len(w.seen()) > 0 || len(w.slack.all()) > 0 {
					w.Errorf("something was done: %v %v", w.seen(), w.slack.all())
				}
				if n := strings.Count(w.log.String(), "\n"); n != 1 {
					w.Errorf("%d log lines, want 1:\n%s", n, w.log)
				}
			})
		})
	}
}

func TestUnknownCommandReachesTheHandler(t *testing.T) {
	story(t, func(w *world) {
		w.shown(w.command("/nonsense", "x"))
		if w.only().Command != "nonsense" {
			w.Error("help on unknown commands is the handler's to give")
		}
	})
}

func TestDrain(t *testing.T) {
	story(t, func(w *world) {
		release := make(chan struct{})
		w.answer = func(context.Context, bot.Event) (bot.Reply, error) { <-release; return says("stored"), nil }
		answered := make(chan int)
		go func() { answered <- w.bareEvent("E1", reaction("reaction_added", "U1", "ghost", "C1")).Code }()
		time.Sleep(time.Second)

		drained := make(chan error)
		go func() { drained <- w.adapter.Drain(context.Background()) }()
		time.Sleep(time.Second)
		if rec := w.command("/flag", "acme"); rec.Code != 503 {
			w.Errorf("while draining: status %d", rec.Code)
		}
		close(release)
		if code := <-answered; code != 200 {
			w.Errorf("the request under way got %d", code)
		}
		if err := <-drained; err != nil {
			w.Error(err)
		}
		w.once("chat.postEphemeral")
		if err := w.adapter.Send(context.Background(), bot.Target{Workspace: "T1", User: "U1"}, says("x")); err == nil {
			w.Error("sent after draining")
		}
	})
}

func TestDrainGivesUp(t *testing.T) {
	story(t, func(w *world) {
		for range 100 {
			w.slack.next("chat.postEphemeral", status(429, "Retry-After", "60"))
		}
		w.event("E1", reaction("reaction_added", "U1", "ghost", "C1"))
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		if err := w.adapter.Drain(ctx); !errors.Is(err, context.DeadlineExceeded) {
			w.Errorf("got %v", err)
		}
	})
}

func TestRoutesWithoutSecret(t *testing.T) {
	w := newWorld(t, func(c *Config) { c.SigningSecret, c.AppToken = "", testApp })
	for path := range endpoints {
		if rec := w.do(httptest.NewRequest(http.MethodPost, path, nil)); rec.Code != 404 {
			t.Errorf("%s answered %d without a secret to check with", path, rec.Code)
		}
	}
}
