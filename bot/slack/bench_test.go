package slack

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"amicable/bot"
	"amicable/bot/bottest"
)

// BenchmarkCommand is what the adapter itself costs a slash command by a known
// person: verify, decode, render, without the handler.
func BenchmarkCommand(b *testing.B) {
	flagged := bottest.Named(b, "flagged")
	fake := newFakeSlack()
	a, err := New(Config{
		BotToken: testToken, SigningSecret: testSigning, APIURL: "https://slack.example/api/", HTTPClient: &http.Client{Transport: fake},
		Handler: bot.HandlerFunc(func(context.Context, bot.Event) (bot.Reply, error) { return flagged, nil }),
		Phrases: words{}, Now: time.Now,
	})
	if err != nil {
		b.Fatal(err)
	}
	mux := http.NewServeMux()
	a.Routes(mux)
	body := url.Values{
		"team_id": {"T1"}, "user_id": {"U1"}, "channel_id": {"C1"}, "command": {"/flag"}, "text": {"acme late-payment"},
		"trigger_id": {"1"}, "response_url": {hook},
	}.Encode()
	stamp := strconv.FormatInt(time.Now().Unix(), 10)
	signature := sign(testSigning, stamp, []byte(body))
	b.ReportAllocs()
	for b.Loop() {
		r := httptest.NewRequest(http.MethodPost, "/slack/commands", strings.NewReader(body))
		r.Header.Set("Content-Type", formBody)
		r.Header.Set("X-Slack-Request-Timestamp", stamp)
		r.Header.Set("X-Slack-Signature", signature)
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, r)
		if w.Code != 200 || w.Body.Len() == 0 {
			b.Fatal(w.Code)
		}
	}
}
