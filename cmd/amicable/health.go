package main

import (
	"context"
	"io"
	"net/http"
	"strings"
	"time"
)

// readyTime bounds all checks of one /readyz.
const readyTime = time.Second

// healthRoutes adds /healthz, which tells that the process answers, and
// /readyz, which tells whether it can do its work: the store is there and, where
// platforms are served, events can arrive from one of them at least. One that is
// cut off is named below "ready", for the others must not be taken out of
// service with it. The answers are codes: an error's text may hold an address or worse.
func healthRoutes(mux *http.ServeMux, store func(context.Context) error, served ...*platform) {
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, http.StatusOK, "ok")
	})
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), readyTime)
		defer cancel()
		if store(ctx) != nil {
			answer(w, http.StatusServiceUnavailable, "store-unavailable")
			return
		}
		var cut []string
		for _, p := range served {
			if p.ready() != nil {
				cut = append(cut, p.name+"-disconnected")
			}
		}
		if len(cut) > 0 && len(cut) == len(served) {
			answer(w, http.StatusServiceUnavailable, cut...)
			return
		}
		answer(w, http.StatusOK, append([]string{"ready"}, cut...)...)
	})
}

// answer writes words, each on its line. When the caller is gone there is nobody to tell.
func answer(w http.ResponseWriter, status int, words ...string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, strings.Join(words, "\n")+"\n")
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
