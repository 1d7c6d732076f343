package main

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"time"

	"amicable/bot/slack"
)

// slack asks Slack whether the tokens work.
func (e *exam) slack(ctx context.Context, settings Settings) {
	if !settings.slackConfigured() {
		e.ok("slack", "is not configured")
		return
	}
	if settings.SlackBotToken.Set() {
		e.token(ctx, settings, "SLACK_BOT_TOKEN", settings.SlackBotToken, "auth.test")
	}
	if settings.SlackAppToken.Set() {
		e.token(ctx, settings, "SLACK_APP_TOKEN", settings.SlackAppToken, "apps.connections.open")
	}
}

// token tries one token with a method that changes nothing.
func (e *exam) token(ctx context.Context, settings Settings, name string, token Secret, method string) {
	base := settings.SlackAPIURL
	if base == "" {
		base = slack.DefaultAPIURL
	}
	answer, date, err := call(ctx, strings.TrimSuffix(base, "/")+"/"+method, token)
	switch {
	case err != nil:
		e.bad("slack", "cannot be reached at %s. Check the network and any proxy.", base)
		return
	case !answer.OK:
		e.bad("slack", "refuses %s (%s). Copy it again from the app's settings; install the app anew if need be.", name, word(answer.Error))
		return
	case method == "auth.test":
		e.ok("slack", "%s belongs to %s in %s", name, word(answer.User), word(answer.Team))
	default:
		e.ok("slack", "%s opens connections", name)
	}
	if !date.IsZero() {
		e.clock("Slack", date)
	}
}

// slackAnswer is what is needed of a Web API answer.
type slackAnswer struct {
	OK    bool   `json:"ok"`
	Error string `json:"error"`
	User  string `json:"user"`
	Team  string `json:"team"`
}

// call calls a Web API method and returns its answer and the server's time.
func call(ctx context.Context, url string, token Secret) (slackAnswer, time.Time, error) {
	ctx, cancel := context.WithTimeout(ctx, examTime)
	defer cancel()
	var answer slackAnswer
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, nil)
	if err != nil {
		return answer, time.Time{}, err // told in words, without the address's secrets
	}
	req.Header.Set("Authorization", "Bearer "+token.Reveal())
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return answer, time.Time{}, err
	}
	defer func() { _ = res.Body.Close() }()
	if err := json.NewDecoder(io.LimitReader(res.Body, 1<<20)).Decode(&answer); err != nil {
		return answer, time.Time{}, err
	}
	date, err := http.ParseTime(res.Header.Get("Date"))
	if err != nil {
		date = time.Time{}
	}
	return answer, date, nil
}

// word keeps a server's word from being more than a word.
func word(text string) string {
	text = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, text)
	if runes := []rune(text); len(runes) > 80 {
		return string(runes[:80]) + "…"
	}
	return text
}
