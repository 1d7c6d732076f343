package main

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"amicable/scoring"
)

// reference is the least that a server could do for a flag.
type reference struct {
	rdb    *redis.Client
	record *redis.Script
}

// fixedAnswer is what the reference says to everything.
const fixedAnswer = `{"response_type":"ephemeral","text":"Flagged."}`

// serveReference serves until ctx ends.
func serveReference(ctx context.Context, addr, redisSocket, script string) error {
	lua, err := os.ReadFile(script)
	if err != nil {
		return fmt.Errorf("reading the record script: %w", err)
	}
	ref := &reference{
		rdb:    redis.NewClient(&redis.Options{Network: "unix", Addr: redisSocket, PoolSize: 64}),
		record: redis.NewScript(string(lua)),
	}
	defer func() { _ = ref.rdb.Close() }()
	mux := http.NewServeMux()
	mux.HandleFunc("POST /slack/commands", ref.flag)
	mux.HandleFunc("GET /healthz", func(http.ResponseWriter, *http.Request) {})
	server := &http.Server{Addr: addr, Handler: mux, ReadHeaderTimeout: requestTime}
	context.AfterFunc(ctx, func() { _ = server.Close() })
	if err := server.ListenAndServe(); ctx.Err() == nil {
		return fmt.Errorf("serving the reference: %w", err)
	}
	return nil
}

func (s *reference) flag(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<20))
	if err != nil {
		http.Error(w, "unreadable", http.StatusBadRequest)
		return
	}
	want := signature(r.Header.Get("X-Slack-Request-Timestamp"), string(body))
	if !hmac.Equal([]byte(want), []byte(r.Header.Get("X-Slack-Signature"))) {
		http.Error(w, "unsigned", http.StatusUnauthorized)
		return
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		http.Error(w, "malformed", http.StatusBadRequest)
		return
	}
	if err := s.store(r.Context(), form); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = io.WriteString(w, fixedAnswer)
}

// store runs the record script once. Its contract stands at the head of storage/record.lua.
func (s *reference) store(ctx context.Context, form url.Values) error {
	// "Acme late-payment note 12 as a team would write it on:2026-10-03"
	words := strings.Fields(form.Get("text"))
	name, kind := words[0], words[1]
	on, _ := strings.CutPrefix(words[len(words)-1], "on:")
	at, err := time.Parse(time.DateOnly, on)
	if err != nil {
		return fmt.Errorf("reading the date: %w", err)
	}
	who := form.Get("user_id")
	sum := sha256.Sum256([]byte(form.Get("trigger_id")))
	root := "ref:{" + form.Get("team_id") + "}:"
	now := time.Now()
	keys := []string{
		root + "e:" + base64.RawURLEncoding.EncodeToString(sum[:16]),
		root + "names", root + "roster", root + "order", root + "last:" + who, root + "people", root + "next",
	}
	weight := strconv.FormatFloat(1.234567890123456, 'f', -1, 64)
	args := []any{
		"", root + "c:", root + "l:", name, name, `{"n":"` + name + `"}`,
		now.UnixMilli(), now.Unix(), kind, at.Unix(), int64(24 * time.Hour / time.Second),
		strings.Repeat("x", 110), weight, weight, weight, "", "",
		strconv.FormatInt(at.Unix(), 10) + ",n," + who, scoring.RecentKept,
		"policy", 172800, who, "", "created", 10,
	}
	reply, err := s.record.Run(ctx, s.rdb, keys, args...).Slice()
	if err != nil {
		return fmt.Errorf("recording: %w", err)
	}
	if what, ok := reply[0].(int64); !ok || what != 0 {
		return fmt.Errorf("recording: the script answered %v, not that it opened an incident", reply[0])
	}
	return nil
}
