package slack

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"time"
)

const (
	testToken   = "xoxb-very-secret"
	testApp     = "xapp-very-secret"
	testSigning = "signing-very-secret"
	testClient  = "client-very-secret"
	hook        = "https://hooks.slack.example/commands/T1/hook-very-secret"
)

var secrets = []string{"very-secret"}

type object = map[string]any

// fakeSlack answers the Web API and records what it was asked.
type fakeSlack struct {
	mu       sync.Mutex
	calls    []call
	answers  map[string][]func(w http.ResponseWriter, r *http.Request) // next ones, by method
	users    map[string]object
	channels map[string]object
	files    map[string]string // by id: "room", "bytes", "complete" or "deleted"
	views    map[string]string // the hash of everybody's home page
}

func newFakeSlack() *fakeSlack {
	user := func(id string, more object) object {
		u := object{
			"id": id, "team_id": "T1", "name": strings.ToLower(id), "locale": "en-GB", "tz": "Europe/Warsaw",
			"profile": object{"display_name": "Name of " + id},
		}
		for k, v := range more {
			u[k] = v
		}
		return u
	}
	return &fakeSlack{
		answers: map[string][]func(http.ResponseWriter, *http.Request){},
		files:   map[string]string{},
		views:   map[string]string{},
		users: map[string]object{
			"U1":     user("U1", nil),
			"U2":     user("U2", object{"is_admin": true}),
			"UGUEST": user("UGUEST", object{"is_restricted": true}),
			"USTR":   user("USTR", object{"is_stranger": true}),
			"UOUT":   user("UOUT", object{"team_id": "T9"}),
			"UGRID":  user("UGRID", object{"team_id": "T9", "enterprise_user": object{"id": "E1", "teams": []string{"T1", "T9"}}}),
			"UROBOT": user("UROBOT", object{"is_bot": true}),
			"UGONE":  user("UGONE", object{"deleted": true}),
		},
		channels: map[string]object{
			"C1":   {"id": "C1", "name": "acme", "is_member": true},
			"CEXT": {"id": "CEXT", "name": "acme-shared", "is_ext_shared": true, "is_shared": true},
			"CPEN": {"id": "CPEN", "name": "soon", "is_pending_ext_shared": true},
			"CSH":  {"id": "CSH", "name": "shared", "is_shared": true},
			"CORG": {"id": "CORG", "name": "org", "is_shared": true, "is_org_shared": true},
		},
	}
}

func (f *fakeSlack) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	raw, _ := io.ReadAll(r.Body)
	c := call{method: strings.TrimPrefix(r.URL.Path, "/api/"), token: strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "), at: time.Now()}
	if strings.HasPrefix(r.URL.Path, "/commands/") {
		c.method = "hook"
	}
	if strings.HasPrefix(r.URL.Path, "/upload/") {
		c.method, c.args = "upload", object{"file": strings.TrimPrefix(r.URL.Path, "/upload/"), "bytes": string(raw)}
	} else if strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
		_ = json.Unmarshal(raw, &c.args)
	} else {
		form, _ := url.ParseQuery(string(raw))
		c.args = object{}
		for k := range form {
			c.args[k] = form.Get(k)
			var blocks []any
			if k == "blocks" && json.Unmarshal([]byte(form.Get(k)), &blocks) == nil {
				c.args[k] = blocks
			}
		}
	}
	f.mu.Lock()
	f.calls = append(f.calls, c)
	var next func(http.ResponseWriter, *http.Request)
	if q := f.answers[c.method]; len(q) > 0 {
		next, f.answers[c.method] = q[0], q[1:]
	}
	f.mu.Unlock()
	if next != nil {
		next(w, r)
		return
	}
	f.usual(w, c)
}

func (f *fakeSlack) usual(w http.ResponseWriter, c call) {
	res := object{"ok": true}
	fail := func(code string) { res = object{"ok": false, "error": code} }
	switch c.method {
	case "users.info":
		if u, known := f.users[c.str("user")]; known {
			res["user"] = u
		} else {
			fail("user_not_found")
		}
	case "conversations.info":
		if ch, known := f.channels[c.str("channel")]; known {
			res["channel"] = ch
		} else {
			fail("channel_not_found")
		}
	case "conversations.open":
		res["channel"] = object{"id": "D" + c.str("users")}
	case "auth.test":
		res["user_id"], res["team_id"], res["url"] = "UBOT", "T1", "https://acme.slack.com/"
	case "oauth.v2.access":
		res["access_token"], res["bot_user_id"], res["scope"] = testToken, "UBOT", "chat:write,commands"
		res["team"], res["authed_user"] = object{"id": "T1", "name": "Acme & <Co>"}, object{"id": "U1"}
	case "views.open":
	case "chat.postMessage", "chat.postEphemeral", "chat.update":
		if !f.shows(c) {
			fail("invalid_blocks")
		}
		if c.method == "chat.postMessage" {
			res["ts"] = "1700000000.000900"
		}
	case "views.publish":
		if !f.shows(c) {
			fail("invalid_arguments")
			break
		}
		f.mu.Lock()
		user := c.str("user_id")
		if hash := c.str("hash"); hash != "" && hash != f.views[user] {
			fail("hash_conflict")
		} else {
			f.views[user] += "x"
			res["view"] = object{"hash": f.views[user]}
		}
		f.mu.Unlock()
	case "hook":
		if !f.shows(c) {
			_, _ = io.WriteString(w, `{"ok":false,"error":"invalid_blocks"}`)
			return
		}
		_, _ = io.WriteString(w, "ok")
		return
	case "files.getUploadURLExternal", "upload", "files.completeUploadExternal", "files.delete":
		f.file(c, res)
	default:
		fail("unknown_method")
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(res)
}

// next queues answers to a method in place of the usual one.
func (f *fakeSlack) next(method string, answers ...func(http.ResponseWriter, *http.Request)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.answers[method] = append(f.answers[method], answers...)
}

func status(code int, headers ...string) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.WriteHeader(code)
	}
}

func slackError(code string) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, _ *http.Request) { _, _ = fmt.Fprintf(w, `{"ok":false,"error":%q}`, code) }
}

// RoundTrip lets the fake be reached without a network, so that tests can run on a clock of their own.
func (f *fakeSlack) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	rec := httptest.NewRecorder()
	if r.Body == nil {
		r.Body = http.NoBody
	}
	f.ServeHTTP(rec, r)
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	return rec.Result(), nil
}
