package playground

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"net"
	"net/http"
	"strings"
)

// guard decides who gets an answer at all.
type guard struct {
	token  string
	origin *http.CrossOriginProtection
}

func newGuard(token string) guard { return guard{token, http.NewCrossOriginProtection()} }

// cookie holds proof of the token, so that it stands in an address only once.
const cookie = "amicable-playground"

// policy: everything from here, nothing inline, no string ever becomes markup.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

// protect sets the headers that confine the page, and turns away other sites,
// names that are not this machine's, and visitors without the token.
func (g guard) protect(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		switch {
		case g.token == "" && !loopbackName(r.Host):
			http.Error(w, "The playground answers on this machine only. Open it as http://localhost.", http.StatusForbidden)
		case g.token != "" && r.URL.Path == "/" && r.URL.Query().Get("token") != "":
			g.admit(w, r)
		case g.token != "" && !g.admitted(r):
			http.Error(w, "Open the whole address that the program printed, with its token.", http.StatusUnauthorized)
		case g.origin.Check(r) != nil, r.Header.Get("Sec-Fetch-Site") == "cross-site" && r.URL.Path != "/":
			http.Error(w, "This request comes from another site.", http.StatusForbidden)
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// admit exchanges the token for a cookie.
func (g guard) admit(w http.ResponseWriter, r *http.Request) {
	if subtle.ConstantTimeCompare([]byte(r.URL.Query().Get("token")), []byte(g.token)) != 1 {
		http.Error(w, "That is not the token. Open the whole address that the program printed.", http.StatusUnauthorized)
		return
	}
	http.SetCookie(w, &http.Cookie{ //nolint:gosec // Secure where there is TLS; plain HTTP would never send it back
		Name: cookie, Value: g.proof(), Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode,
		Secure: r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https",
	})
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

func (g guard) admitted(r *http.Request) bool {
	c, err := r.Cookie(cookie)
	return err == nil && subtle.ConstantTimeCompare([]byte(c.Value), []byte(g.proof())) == 1
}

// proof is what the cookie holds: known from the token, and not the token.
func (g guard) proof() string {
	sum := sha256.Sum256([]byte("amicable playground " + g.token))
	return hex.EncodeToString(sum[:])
}

// loopbackName tells whether a Host header names this machine. Another name that
// resolves to it (DNS rebinding) would let its site read along.
func loopbackName(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.ToLower(strings.Trim(host, "[]"))
	ip := net.ParseIP(host)
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || ip != nil && ip.IsLoopback()
}
