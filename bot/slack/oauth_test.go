package slack

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"amicable/bot"
	"amicable/bot/bottest"
)

func manyWorkspaces(k *kept) func(*Config) {
	return func(c *Config) {
		c.BotToken, c.Installations = "", k
		c.ClientID, c.ClientSecret, c.BaseURL = "1.2", testClient, "https://bot.example.com/"
	}
}

// begin starts an installation and returns the state and the browser's cookie.
func (w *world) begin() (string, *http.Cookie) {
	w.Helper()
	rec := w.do(httptest.NewRequest(http.MethodGet, "/slack/install", nil))
	w.wantStatus(rec, 302)
	to, err := url.Parse(rec.Header().Get("Location"))
	if err != nil {
		w.Fatal(err)
	}
	q := to.Query()
	if to.Host != "slack.example" || to.Path != "/oauth/v2/authorize" || q.Get("client_id") != "1.2" ||
		q.Get("redirect_uri") != "https://bot.example.com/slack/oauth/callback" || q.Get("scope") != strings.Join(Scopes(), ",") {
		w.Errorf("sent to %s", to)
	}
	c := rec.Result().Cookies()[0]
	if !c.HttpOnly || !c.Secure || c.SameSite != http.SameSiteLaxMode {
		w.Errorf("cookie %v", c)
	}
	return q.Get("state"), c
}

func (w *world) back(state, code string, c *http.Cookie) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, "/slack/oauth/callback?"+url.Values{"state": {state}, "code": {code}}.Encode(), nil)
	if c != nil {
		r.AddCookie(c)
	}
	rec := w.do(r)
	synctest.Wait()
	return rec
}

func TestInstallation(t *testing.T) {
	k := &kept{saved: map[string]Installation{}}
	story(t, func(w *world) {
		if _, text := w.shown(w.command("/flag", "acme")); text != "UNSURE" {
			w.Errorf("before it is installed: %q", text)
		}
		state, cookie := w.begin()
		rec := w.back(state, "code-1", cookie)
		w.wantStatus(rec, 200)
		if !strings.Contains(rec.Body.String(), "Acme &amp; &lt;Co&gt;") {
			w.Errorf("%s", rec.Body)
		}
		in := k.saved["T1"]
		if in.BotToken != testToken || in.BotUser != "UBOT" || in.Installer != "U1" || in.TeamName != "Acme & <Co>" || !slices.Equal(in.Scopes, []string{"chat:write", "commands"}) {
			w.Errorf("kept %#v", in.Team)
		}
		if c := w.once("oauth.v2.access"); c.str("code") != "code-1" || c.str("client_secret") != testClient {
			w.Errorf("%+v", c)
		}
		if e := w.only(); e.Kind != bot.KindInstalled || e.Actor.ID != "U1" || e.Workspace != "T1" || e.ID == "" {
			w.Errorf("%+v", e)
		}
		if c := w.once("chat.postMessage"); c.str("channel") != "DU1" || c.text() != "did installed" || c.token != testToken {
			w.Errorf("%+v", c)
		}
		if _, text := w.shown(w.command("/flag", "acme")); text != "did command" {
			w.Errorf("after it is installed: %q", text)
		}
	}, manyWorkspaces(k))
}

func TestInstalledAgain(t *testing.T) {
	k := &kept{saved: map[string]Installation{"T1": {BotToken: testToken}}}
	story(t, func(w *world) {
		w.event("E1", object{"type": "app_uninstalled"})
		state, cookie := w.begin()
		w.back(state, "code-1", cookie)
		w.event("E2", object{"type": "app_uninstalled"})
		var kinds []bot.Kind
		for _, e := range w.seen() {
			kinds = append(kinds, e.Kind)
		}
		if !slices.Equal(kinds, []bot.Kind{bot.KindUninstalled, bot.KindInstalled, bot.KindUninstalled}) {
			w.Errorf("%v", kinds)
		}
	}, manyWorkspaces(k))
}

func TestBadInstallations(t *testing.T) {
	for name, tc := range map[string]struct {
		spoil func(w *world, state string, c *http.Cookie) *httptest.ResponseRecorder
		want  int
	}{
		"no cookie": {func(w *world, s string, _ *http.Cookie) *httptest.ResponseRecorder { return w.back(s, "c", nil) }, 400},
		"other browser": {func(w *world, s string, _ *http.Cookie) *httptest.ResponseRecorder {
			_, c := w.begin()
			return w.back(s, "c", c)
		}, 400},
		"no state":      {func(w *world, _ string, c *http.Cookie) *httptest.ResponseRecorder { return w.back("", "c", c) }, 400},
		"changed state": {func(w *world, s string, c *http.Cookie) *httptest.ResponseRecorder { return w.back("A"+s[1:], "c", c) }, 400},
		"foreign state": {func(w *world, _ string, c *http.Cookie) *httptest.ResponseRecorder {
			return w.back(foreignState(w), "c", c)
		}, 400},
		"too late": {func(w *world, s string, c *http.Cookie) *httptest.ResponseRecorder {
			time.Sleep(stateAge + time.Second)
			return w.back(s, "c", c)
		}, 400},
		"declined": {func(w *world, s string, c *http.Cookie) *httptest.ResponseRecorder { return w.back(s, "", c) }, 200},
		"refused": {func(w *world, s string, c *http.Cookie) *httptest.ResponseRecorder {
			w.slack.next("oauth.v2.access", slackError("invalid_code"))
			return w.back(s, "c", c)
		}, 502},
		"not reached": {func(w *world, s string, c *http.Cookie) *httptest.ResponseRecorder {
			w.slack.next("oauth.v2.access", status(500))
			return w.back(s, "c", c)
		}, 502},
		"an org install": {func(w *world, s string, c *http.Cookie) *httptest.ResponseRecorder {
			w.slack.next("oauth.v2.access", orgInstall)
			return w.back(s, "c", c)
		}, 502},
	} {
		t.Run(name, func(t *testing.T) {
			k := &kept{saved: map[string]Installation{}}
			story(t, func(w *world) {
				state, cookie := w.begin()
				w.wantStatus(tc.spoil(w, state, cookie), tc.want)
				if len(k.saved) != 0 || len(w.seen()) != 0 {
					w.Errorf("kept %v, told %v", k.saved, w.seen())
				}
			}, manyWorkspaces(k))
		})
	}
}

func orgInstall(w http.ResponseWriter, _ *http.Request) {
	_, _ = w.Write([]byte(`{"ok":true,"access_token":"xoxb-very-secret","team":null,"is_enterprise_install":true}`))
}

func foreignState(w *world) string {
	s, _, err := newStateKey("another").issue(strings.NewReader(strings.Repeat("r", 99)), time.Now())
	if err != nil {
		w.Fatal(err)
	}
	return s
}

func TestNoRandomness(t *testing.T) {
	story(t, func(w *world) {
		w.wantStatus(w.do(httptest.NewRequest(http.MethodGet, "/slack/install", nil)), 500)
	}, manyWorkspaces(&kept{}), func(c *Config) { c.Rand = strings.NewReader("") })
}

func TestConfigIsDiscreet(t *testing.T) {
	c := Config{BotToken: testToken, AppToken: testApp, SigningSecret: testSigning, ClientSecret: testClient}
	in := Installation{Team: "T1", BotToken: testToken}
	raw, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	texts := []string{string(raw), c.LogValue().String(), in.LogValue().String()}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
		texts = append(texts, fmt.Sprintf(verb, c), fmt.Sprintf(verb, in))
	}
	bottest.Discreet(t, secrets, texts...)
	if !strings.Contains(texts[0], "BotToken:set") {
		t.Errorf("%s does not tell what is set", texts[0])
	}
}

func TestNewNamesWhatIsMissing(t *testing.T) {
	good := Config{
		BotToken: testToken, SigningSecret: testSigning, Handler: bot.HandlerFunc(nil), Phrases: words{}, Now: time.Now,
	}
	if _, err := New(good); err != nil {
		t.Fatal(err)
	}
	for want, spoil := range map[string]func(*Config){
		"handler":        func(c *Config) { c.Handler = nil },
		"phrases":        func(c *Config) { c.Phrases = nil },
		"clock":          func(c *Config) { c.Now = nil },
		"signing secret": func(c *Config) { c.SigningSecret = "" },
		"bot token":      func(c *Config) { c.BotToken = "" },
		"xapp-":          func(c *Config) { c.AppToken = testToken },
		"client secret":  func(c *Config) { c.ClientID = "1" },
		"keep":           func(c *Config) { c.ClientID, c.ClientSecret = "1", testClient },
		"API URL":        func(c *Config) { c.APIURL = "nonsense" },
	} {
		c := good
		spoil(&c)
		_, err := New(c)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", want, err)
			continue
		}
		bottest.Discreet(t, secrets, err.Error())
	}
}

func TestManifest(t *testing.T) {
	commands := []bot.Command{
		{Name: "flag", Usage: "<client> <sign> [note]", Summary: "Record an incident with a client"},
		{Name: "amicable", Usage: "help", Summary: "Everything else: help"},
		{Name: "status", Umbrella: true},
	}
	for name, o := range map[string]ManifestOptions{
		"http": {BaseURL: "https://bot.example.com/"}, "socket": {Socket: true, Name: "Amica", Description: "Notices", Shortcut: "Flag it"},
	} {
		got, err := Manifest(o, commands)
		if err != nil {
			t.Fatal(err)
		}
		bottest.Golden(t, "manifest_"+name+".yaml", string(got), *update)
		if bytes.Contains(got, []byte("/status")) {
			t.Error("an umbrella command became a slash command")
		}
	}
	if got, err := Manifest(ManifestOptions{Socket: true}, commands[:1]); err != nil || !bytes.Contains(got, []byte("/amicable")) {
		t.Errorf("the umbrella command is missing: %s, %v", got, err)
	}
	for _, o := range []ManifestOptions{{}, {BaseURL: "http://bot.example.com"}, {BaseURL: "bot.example.com"}, {BaseURL: "https://"}} {
		if _, err := Manifest(o, commands); err == nil {
			t.Errorf("%+v was accepted", o)
		}
	}
	if _, err := Manifest(ManifestOptions{Socket: true}, make([]bot.Command, 60)); err == nil {
		t.Error("60 slash commands were accepted")
	}
}
