package main

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus/testutil"

	"amicable/bot"
)

func TestMetricsAreWellNamedAndCount(t *testing.T) {
	m := newMetrics()
	depth, away := int64(3), error(nil)
	m.watchOutbox(func(context.Context) (int64, error) { return depth, away })
	h := m.measured(bot.HandlerFunc(func(_ context.Context, e bot.Event) (bot.Reply, error) {
		switch e.Text {
		case "fail":
			return bot.Reply{}, errors.New("no")
		case "silent":
			return bot.Reply{}, nil
		}
		return bot.Reply{Title: "hello"}, nil
	}))
	for _, text := range []string{"a", "b", "silent", "fail"} {
		_, _ = h.Handle(t.Context(), bot.Event{Platform: "slack", Kind: bot.KindCommand, Text: text})
	}
	storeHook{m.storeErrors}.count(errors.New("connection refused"))

	problems, err := testutil.GatherAndLint(m.registry)
	if err != nil || len(problems) > 0 {
		t.Errorf("the linter says %v, %v", problems, err)
	}
	want := `
# HELP amicable_events_total Events handled, by kind and outcome (answered, silent, failed).
# TYPE amicable_events_total counter
amicable_events_total{kind="command",outcome="answered",platform="slack"} 2
amicable_events_total{kind="command",outcome="failed",platform="slack"} 1
amicable_events_total{kind="command",outcome="silent",platform="slack"} 1
# HELP amicable_outbox_jobs Jobs that wait to be done, -1 while the store is away.
# TYPE amicable_outbox_jobs gauge
amicable_outbox_jobs 3
# HELP amicable_store_errors_total Redis commands that failed.
# TYPE amicable_store_errors_total counter
amicable_store_errors_total 1
`
	names := []string{"amicable_events_total", "amicable_outbox_jobs", "amicable_store_errors_total"}
	if err := testutil.GatherAndCompare(m.registry, strings.NewReader(want), names...); err != nil {
		t.Error(err)
	}
	away = errors.New("away")
	if err := testutil.GatherAndCompare(m.registry, strings.NewReader(strings.ReplaceAll(want, "_jobs 3", "_jobs -1")), names...); err != nil {
		t.Error(err)
	}
}

func TestHealthAnswersCodesNotSecrets(t *testing.T) {
	var broken error
	mux := http.NewServeMux()
	healthRoutes(mux, func(context.Context) error { return broken })
	get := func(path string) (int, string) {
		w := httptest.NewRecorder()
		secured(mux).ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		if w.Header().Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: no security headers", path)
		}
		return w.Code, strings.TrimSpace(w.Body.String())
	}
	if code, text := get("/readyz"); code != 200 || text != "ready" {
		t.Errorf("/readyz: %d %q", code, text)
	}
	broken = errors.New("dial redis://:hunter2@10.0.0.1: refused")
	if code, text := get("/readyz"); code != 503 || text != "store-unavailable" {
		t.Errorf("/readyz without a store: %d %q", code, text)
	}
	if code, text := get("/healthz"); code != 200 || text != "ok" {
		t.Errorf("/healthz without a store: %d %q", code, text)
	}
}
