package main

import (
	"context"
	"io"
	"net/http"
	"time"
)

// check is one thing that must work before the bot can answer.
type check struct {
	code string // what /readyz answers when it fails
	ok   func(context.Context) error
}

// readyTime bounds all checks of one /readyz.
const readyTime = time.Second

// healthRoutes adds /healthz, which tells that the process answers, and
// /readyz, which tells whether it can do its work. The answers are codes: an
// error's text may hold an address or worse.
func healthRoutes(mux *http.ServeMux, checks ...check) {
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, http.StatusOK, "ok")
	})
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), readyTime)
		defer cancel()
		for _, c := range checks {
			if c.ok(ctx) != nil {
				answer(w, http.StatusServiceUnavailable, c.code)
				return
			}
		}
		answer(w, http.StatusOK, "ready")
	})
}

// answer writes one word. When the caller is gone there is nobody to tell.
func answer(w http.ResponseWriter, status int, word string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, word+"\n")
}

// secured sets the headers that keep a browser from making more of an answer than it is.
func secured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		next.ServeHTTP(w, r)
	})
}
