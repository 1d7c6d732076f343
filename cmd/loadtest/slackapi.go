package main

import (
	"encoding/json"
	"net/http"
	"strings"
)

// slackAPI plays the few methods of Slack's Web API that the bot calls here.
func slackAPI() http.Handler {
	mux := http.NewServeMux()
	say := func(w http.ResponseWriter, fields map[string]any) {
		fields["ok"] = true
		w.Header().Set("Content-Type", "application/json")
		// The bot at the other end is gone when this fails.
		_ = json.NewEncoder(w).Encode(fields)
	}
	mux.HandleFunc("/api/users.info", func(w http.ResponseWriter, r *http.Request) {
		id := r.FormValue("user")
		team, _, _ := strings.Cut(strings.TrimPrefix(id, "U"), "X")
		say(w, map[string]any{"user": map[string]any{
			"id": id, "team_id": "T" + team, "name": "person", "real_name": "Person " + id,
			"locale": "en-GB", "tz": "Europe/Warsaw", "profile": map[string]any{"display_name": "person"},
		}})
	})
	mux.HandleFunc("/api/conversations.info", func(w http.ResponseWriter, _ *http.Request) {
		say(w, map[string]any{"channel": map[string]any{"id": "C1", "name": "clients"}})
	})
	mux.HandleFunc("/api/conversations.open", func(w http.ResponseWriter, _ *http.Request) {
		say(w, map[string]any{"channel": map[string]any{"id": "D1"}})
	})
	mux.HandleFunc("/api/auth.test", func(w http.ResponseWriter, _ *http.Request) {
		say(w, map[string]any{"user_id": "UBOT", "team_id": "T0", "user": "amicable", "team": "team", "url": "https://team.slack.com/"})
	})
	mux.HandleFunc("/api/", func(w http.ResponseWriter, _ *http.Request) {
		say(w, map[string]any{"ts": "1.1", "channel": "D1"})
	})
	return mux
}
