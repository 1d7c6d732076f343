package playground

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestOnlyThisMachineAndThisPage(t *testing.T) {
	p, tp := newTestPage(t)
	for name, c := range map[string]struct {
		change func(*http.Request)
		want   int
	}{
		"the page itself":       {func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "same-origin") }, http.StatusOK},
		"a program":             {func(*http.Request) {}, http.StatusOK},
		"IPv6":                  {func(r *http.Request) { r.Host = "[::1]:8080" }, http.StatusOK},
		"another site":          {func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") }, http.StatusForbidden},
		"another port":          {func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "same-site") }, http.StatusForbidden},
		"another origin":        {func(r *http.Request) { r.Header.Set("Origin", "http://localhost:3000") }, http.StatusForbidden},
		"a rebound name":        {func(r *http.Request) { r.Host = "evil.example:8080" }, http.StatusForbidden},
		"a name like ours":      {func(r *http.Request) { r.Host = "localhost.evil.example" }, http.StatusForbidden},
		"a form of some site":   {func(r *http.Request) { r.Header.Set("Content-Type", "text/plain") }, http.StatusUnsupportedMediaType},
		"an unreadable body":    {func(r *http.Request) { r.Body = http.NoBody }, http.StatusBadRequest},
		"a method out of place": {func(r *http.Request) { r.Method = http.MethodDelete }, http.StatusMethodNotAllowed},
	} {
		before := len(tp.events)
		if code, _ := post(t, p, "/say", ask{Text: "/flag acme"}, c.change); code != c.want {
			t.Errorf("%s: %d, want %d", name, code, c.want)
		}
		if heard := len(tp.events) > before; heard != (c.want == http.StatusOK) {
			t.Errorf("%s: the bot heard it: %v", name, heard)
		}
	}
	for _, bad := range []ask{{Who: "dora"}, {ID: "a/b"}, {ID: strings.Repeat("x", 65)}, {Channel: "elsewhere"}, {Thread: "nothing"}} {
		bad.Text = "/flag acme"
		if code, _ := post(t, p, "/say", bad); code < 400 {
			t.Errorf("%+v: %d", bad, code)
		}
	}
}

func TestStreamsAreNotForOtherSites(t *testing.T) {
	p, _ := newTestPage(t)
	r := httptest.NewRequest(http.MethodGet, "/stream?who=ana", http.NoBody)
	r.Host = "localhost"
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	w := httptest.NewRecorder()
	p.ServeHTTP(w, r)
	if w.Code != http.StatusForbidden {
		t.Errorf("%d", w.Code)
	}
}

// Where others can reach the page, nothing is answered without the token.
func TestToken(t *testing.T) {
	p, _ := newTestPage(t)
	p.guard = newGuard("the-token")
	get := func(path string, cookies ...*http.Cookie) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, path, http.NoBody)
		r.Host = "bot.example"
		for _, c := range cookies {
			r.AddCookie(c)
		}
		w := httptest.NewRecorder()
		p.ServeHTTP(w, r)
		return w
	}
	for _, path := range []string{"/", "/main.js", "/stream?who=ana", "/?token=wrong", "/main.js?token=the-token"} {
		if w := get(path); w.Code != http.StatusUnauthorized || strings.Contains(w.Body.String(), "the-token") {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
	w := get("/?token=the-token")
	cookies := w.Result().Cookies()
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/" || len(cookies) != 1 {
		t.Fatalf("with the token: %d %v", w.Code, cookies)
	}
	if c := cookies[0]; !c.HttpOnly || c.SameSite != http.SameSiteStrictMode || strings.Contains(c.Value, "the-token") {
		t.Errorf("the cookie is %v", c)
	}
	if w := get("/", cookies...); w.Code != http.StatusOK {
		t.Errorf("with the cookie: %d", w.Code)
	}
	if w := get("/", &http.Cookie{Name: cookie, Value: "the-token"}); w.Code != http.StatusUnauthorized {
		t.Errorf("with a wrong cookie: %d", w.Code)
	}
}
