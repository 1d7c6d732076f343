package discord

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"amicable/bot"
	"amicable/bot/bottest"
	"amicable/bot/internal/work"
)

// png is the smallest picture that is one.
var png = []byte("\x89PNG\r\n\x1a\nand more")

func record(w *world, r *http.Request) *httptest.ResponseRecorder {
	rec := httptest.NewRecorder()
	w.mux.ServeHTTP(rec, r)
	return rec
}

// Only what Discord signed, and lately, is read.
func TestOnlySignedRequestsAreTaken(t *testing.T) {
	story(t, func(w *world) {
		body := []byte(`{"type":1}`)
		request := func(body []byte, change func(*http.Request)) *http.Request {
			r := httptest.NewRequestWithContext(w.Context(), http.MethodPost, "/discord/interactions", bytes.NewReader(body))
			w.dc.Sign(r, body, time.Now())
			change(r)
			return r
		}
		keep := func(*http.Request) {}
		for name, c := range map[string]struct {
			r    *http.Request
			want int
		}{
			"a ping":             {request(body, keep), 200},
			"unsigned":           {request(body, func(r *http.Request) { r.Header.Del("X-Signature-Ed25519") }), 401},
			"no time":            {request(body, func(r *http.Request) { r.Header.Del("X-Signature-Timestamp") }), 401},
			"not hex":            {request(body, func(r *http.Request) { r.Header.Set("X-Signature-Ed25519", "zz") }), 401},
			"other time":         {request(body, func(r *http.Request) { r.Header.Set("X-Signature-Timestamp", "1") }), 401},
			"no number":          {request(body, func(r *http.Request) { r.Header.Set("X-Signature-Timestamp", "now") }), 401},
			"too old":            {request(body, func(r *http.Request) { w.dc.Sign(r, body, time.Now().Add(-6*time.Minute)) }), 401},
			"from tomorrow":      {request(body, func(r *http.Request) { w.dc.Sign(r, body, time.Now().Add(time.Hour)) }), 401},
			"other body":         {request(body, func(r *http.Request) { w.dc.Sign(r, []byte(`{}`), time.Now()) }), 401},
			"too large":          {request(bytes.Repeat([]byte(" "), maxBody+1), keep), 413},
			"length hidden":      {request(bytes.Repeat([]byte(" "), maxBody+1), func(r *http.Request) { r.ContentLength = -1 }), 413},
			"no JSON":            {request([]byte("private words"), keep), 400},
			"no person":          {request([]byte(`{"type":2,"id":"1","token":"very-secret"}`), keep), 400},
			"a path for a token": {request([]byte(`{"type":2,"id":"1","token":"../x","user":{"id":"1"}}`), keep), 400},
		} {
			if got := record(w, c.r); got.Code != c.want {
				t.Errorf("%s: answered %d, want %d", name, got.Code, c.want)
			} else if got.Code == 200 && strings.TrimSpace(got.Body.String()) != `{"type":1}` {
				t.Errorf("%s: answered %s", name, got.Body)
			}
		}
		w.none()
	})
}

func TestWithoutAKeyThereIsNoEndpoint(t *testing.T) {
	story(t, func(w *world) {
		r := httptest.NewRequestWithContext(w.Context(), http.MethodPost, "/discord/interactions", strings.NewReader(`{"type":1}`))
		if got := record(w, r); got.Code != http.StatusNotFound {
			t.Errorf("answered %d", got.Code)
		}
	}, func(c *Config) { c.PublicKey = "" })
}

func TestAfterDrainNothingIsTaken(t *testing.T) {
	story(t, func(w *world) {
		if err := w.a.Drain(w.Context()); err != nil {
			t.Fatal(err)
		}
		if code := w.post(w.dc.Command(w.g.Channel("general"), w.ann, "flag")); code != http.StatusServiceUnavailable {
			t.Errorf("answered %d", code)
		}
		w.none()
	})
}

func TestTheConfigurationIsDiscreet(t *testing.T) {
	c := Config{BotToken: "very-secret", ApplicationID: "1"}
	raw, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	bottest.Discreet(t, secrets, c.String(), c.GoString(), c.LogValue().String(), string(raw))
}

// Whatever comes signed, nothing panics, nothing is answered twice, and nothing of it is logged.
func FuzzInteraction(f *testing.F) {
	for _, seed := range []string{
		`{"type":1}`,
		`{"type":2,"id":"5","token":"very-secret","member":{"user":{"id":"1","username":"a"},"roles":[],"permissions":"8"},"guild_id":"9","channel":{"id":"3","type":0,"name":"x"},"data":{"name":"flag","type":1,"options":[{"name":"client","type":3,"value":"Acme"}]}}`,
		`{"type":2,"id":"5","token":"very-secret","user":{"id":"1"},"channel":{"id":"3","type":1},"data":{"name":"amicable","type":1,"options":[{"name":"x","type":1,"options":null}]}}`,
		`{"type":2,"id":"5","token":"very-secret","user":{"id":"1"},"data":{"name":"x","type":3,"target_id":"7","resolved":{"messages":{"7":{"content":"<#1>"}}}}}`,
		`{"type":3,"id":"5","token":"very-secret","member":{"user":{"id":"1"}},"guild_id":"9","message":{"id":"1","flags":64,"components":[{"type":99}]},"data":{"custom_id":"a|b|?","values":[]}}`,
		`{"type":4,"id":"5","token":"very-secret","user":{"id":"1"},"data":{"name":"x","options":[{"name":"y","focused":true,"value":7}]}}`,
		`{"type":5,"id":"5","token":"very-secret","user":{"id":"1"},"data":{"custom_id":"flag|1:s|k.0","components":[{"type":18,"component":{"custom_id":"c||","value":"v"}}]}}`,
	} {
		f.Add([]byte(seed))
	}
	w := newWorld(f)
	w.suggest = func(context.Context, bot.Event, string, string) ([]bot.Option, error) {
		return []bot.Option{{Value: "x"}}, nil
	}
	w.a.answered = work.NewOnce[answer](0) // every one is a new one
	w.a.sleep = func(context.Context, time.Duration) error { return context.Canceled }
	f.Fuzz(func(t *testing.T, body []byte) {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/discord/interactions", bytes.NewReader(body))
		w.dc.Sign(r, body, time.Now())
		rec := record(w, r)
		if rec.Code != http.StatusOK {
			return
		}
		var answered struct{ Type int }
		if json.Unmarshal(rec.Body.Bytes(), &answered) != nil || answered.Type == 0 {
			t.Errorf("answered %s", rec.Body)
		}
		bottest.Discreet(t, secrets, w.log.String())
	})
}
