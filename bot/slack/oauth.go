package slack

import (
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"html/template"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	sdk "github.com/slack-go/slack"

	"amicable/bot"
)

const (
	callbackPath = "/slack/oauth/callback"
	stateCookie  = "amicable_slack_install"
	stateAge     = 10 * time.Minute
	nonceBytes   = 16
)

// stateKey signs OAuth states. A state is nonce, expiry and signature; the nonce
// is also in a cookie, so that only the browser that began an installation can end it.
type stateKey []byte

func newStateKey(secret string) stateKey {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte("amicable slack oauth state"))
	return mac.Sum(nil)
}

func (k stateKey) issue(random io.Reader, now time.Time) (state, nonce string, err error) {
	raw := make([]byte, nonceBytes, nonceBytes+8+sha256.Size)
	if _, err := io.ReadFull(random, raw); err != nil {
		return "", "", fmt.Errorf("making a state: %w", err)
	}
	nonce = base64.RawURLEncoding.EncodeToString(raw)
	raw = binary.BigEndian.AppendUint64(raw, uint64(now.Add(stateAge).Unix()))
	return base64.RawURLEncoding.EncodeToString(append(raw, k.sum(raw)...)), nonce, nil
}

func (k stateKey) sum(b []byte) []byte {
	mac := hmac.New(sha256.New, k)
	mac.Write(b)
	return mac.Sum(nil)
}

func (k stateKey) check(state, nonce string, now time.Time) error {
	raw, err := base64.RawURLEncoding.DecodeString(state)
	if err != nil || len(raw) != nonceBytes+8+sha256.Size {
		return errors.New("the state is not ours")
	}
	body, sum := raw[:nonceBytes+8], raw[nonceBytes+8:]
	if !hmac.Equal(sum, k.sum(body)) {
		return errors.New("the state is not ours")
	}
	if now.Unix() > int64(binary.BigEndian.Uint64(body[nonceBytes:])) {
		return errors.New("the state is too old")
	}
	if !hmac.Equal([]byte(nonce), []byte(base64.RawURLEncoding.EncodeToString(body[:nonceBytes]))) {
		return errors.New("another browser began this installation")
	}
	return nil
}

func (a *Adapter) redirectURL() string {
	if a.cfg.BaseURL == "" {
		return "" // Slack takes the one in the app's settings
	}
	return a.cfg.BaseURL + callbackPath
}

func (a *Adapter) cookie(value string, age int) *http.Cookie {
	return &http.Cookie{ //nolint:gosec // Secure wherever the bot itself is reached securely
		Name: stateCookie, Value: value, Path: "/slack/", MaxAge: age, HttpOnly: true,
		Secure:   strings.HasPrefix(a.cfg.BaseURL, "https://"),
		SameSite: http.SameSiteLaxMode, // Strict would not survive the way back from Slack
	}
}

// install sends a browser to Slack's consent page.
func (a *Adapter) install(w http.ResponseWriter, r *http.Request) {
	state, nonce, err := a.states.issue(a.cfg.Rand, a.cfg.Now())
	if err != nil {
		a.cfg.Log.Error("slack: installation not begun", "error", err)
		a.page(w, http.StatusInternalServerError, "Something went wrong on our side", "Please try again in a moment.")
		return
	}
	q := url.Values{"client_id": {a.cfg.ClientID}, "scope": {strings.Join(scopes, ",")}, "state": {state}}
	if to := a.redirectURL(); to != "" {
		q.Set("redirect_uri", to)
	}
	http.SetCookie(w, a.cookie(nonce, int(stateAge/time.Second)))
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, strings.TrimSuffix(a.cfg.APIURL, "api/")+"oauth/v2/authorize?"+q.Encode(), http.StatusFound)
}

// installed takes a browser back from Slack's consent page.
func (a *Adapter) installed(w http.ResponseWriter, r *http.Request) {
	if !a.work.Enter() {
		http.Error(w, "shutting down", http.StatusServiceUnavailable)
		return
	}
	defer a.work.Leave()
	q := r.URL.Query()
	nonce := ""
	if c, err := r.Cookie(stateCookie); err == nil {
		nonce = c.Value
	}
	http.SetCookie(w, a.cookie("", -1))
	if err := a.states.check(q.Get("state"), nonce, a.cfg.Now()); err != nil {
		a.cfg.Log.Warn("slack: request refused", "path", r.URL.Path, "status", http.StatusBadRequest, "reason", err.Error())
		a.page(w, http.StatusBadRequest, "This link is no longer good", "Please begin again at /slack/install, in one browser and within ten minutes.")
		return
	}
	if q.Get("code") == "" {
		a.page(w, http.StatusOK, "Nothing was installed", "You can come back whenever you like.")
		return
	}
	ctx, cancel := context.WithTimeout(a.life, callTime)
	defer cancel()
	in, err := a.exchange(ctx, q.Get("code"))
	if err != nil {
		a.cfg.Log.Error("slack: installation failed", "error", err)
		a.page(w, http.StatusBadGateway, "The installation did not go through", "Nothing was kept. Please try again at /slack/install.")
		return
	}
	a.welcome(ctx, in, nonce)
	a.page(w, http.StatusOK, "Amicable is installed", "It is now in "+cmp.Or(in.TeamName, "your workspace")+". Open it in Slack, or type /amicable help in any channel. You can close this page.")
}

// exchange turns the code into a token and keeps it.
func (a *Adapter) exchange(ctx context.Context, code string) (Installation, error) {
	res, err := sdk.GetOAuthV2ResponseContext(ctx, caller{client: a.cfg.HTTPClient},
		a.cfg.ClientID, a.cfg.ClientSecret, code, a.redirectURL(), sdk.OAuthOptionAPIURL(a.cfg.APIURL))
	if err != nil {
		return Installation{}, fmt.Errorf("exchanging the code: %w", err)
	}
	if res.Team.ID == "" || res.AccessToken == "" {
		return Installation{}, errors.New("slack granted no workspace: install in one workspace rather than a whole organisation")
	}
	in := Installation{
		Team: res.Team.ID, TeamName: res.Team.Name, BotToken: res.AccessToken, BotUser: res.BotUserID,
		Installer: res.AuthedUser.ID, Scopes: strings.Split(res.Scope, ","),
	}
	if err := a.cfg.Installations.Save(ctx, in); err != nil {
		return Installation{}, fmt.Errorf("keeping the installation of workspace %s: %w", in.Team, err)
	}
	a.selves.Drop(in.Team)
	a.gone.Forget(in.Team)
	return in, nil
}

// welcome tells the bot about a new workspace; its reply goes to the installer.
func (a *Adapter) welcome(ctx context.Context, in Installation, nonce string) {
	at := place{team: in.Team, user: in.Installer}
	actor := bot.Actor{ID: in.Installer}
	if who, err := a.who(ctx, in.Team, in.Installer); err == nil {
		actor = who.actor
	}
	at.locale = actor.Locale
	r, err := a.handle(ctx, bot.Event{
		ID: digest("installed", []byte(in.Team), []byte(nonce)), Kind: bot.KindInstalled, Platform: platform,
		Workspace: in.Team, Actor: actor, At: a.cfg.Now(),
	})
	if err == nil {
		r.Direct = true
		a.deliver(at, r)
	}
}

var pageTemplate = template.Must(template.New("page").Parse(`<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{.Title}}</title>
<style>body{font:1.1rem/1.5 system-ui,sans-serif;max-width:32rem;margin:20vh auto;padding:0 1rem;color:#1d1c1d;background:#fff}</style>
<h1>{{.Title}}</h1><p>{{.Text}}</p></html>
`))

func (a *Adapter) page(w http.ResponseWriter, status int, title, text string) {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer") // the address holds the code
	w.WriteHeader(status)
	if err := pageTemplate.Execute(w, struct{ Title, Text string }{title, text}); err != nil {
		a.cfg.Log.Warn("slack: page not written", "error", err)
	}
}
