package slack

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing/synctest"
	"time"
)

// request makes a signed request.
func (w *world) request(path, contentType, body string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	r.Header.Set("Content-Type", contentType)
	stamp := strconv.FormatInt(time.Now().Unix(), 10)
	r.Header.Set("X-Slack-Request-Timestamp", stamp)
	r.Header.Set("X-Slack-Signature", sign(testSigning, stamp, []byte(body)))
	return r
}

// command sends a slash command by U1 in C1; more replaces fields.
func (w *world) command(command, text string, more ...string) *httptest.ResponseRecorder {
	w.n++
	form := url.Values{
		"team_id": {"T1"}, "channel_id": {"C1"}, "channel_name": {"acme"}, "user_id": {"U1"},
		"command": {command}, "text": {text}, "response_url": {hook}, "trigger_id": {fmt.Sprint("trigger-", w.n)},
	}
	for i := 0; i < len(more); i += 2 {
		form.Set(more[i], more[i+1])
	}
	return w.do(w.request("/slack/commands", formBody, form.Encode()))
}

// event sends an inner event with an id, and waits for what follows from it.
func (w *world) event(id string, inner object) *httptest.ResponseRecorder {
	rec := w.bareEvent(id, inner)
	synctest.Wait()
	return rec
}

func (w *world) bareEvent(id string, inner object) *httptest.ResponseRecorder {
	raw, err := json.Marshal(object{
		"type": "event_callback", "team_id": "T1", "event_id": id, "event_time": 946684800, "event": inner,
		"authorizations": []object{{"team_id": "T1", "user_id": "UBOT", "is_bot": true}},
	})
	if err != nil {
		w.Fatal(err)
	}
	return w.do(w.request("/slack/events", jsonBody, string(raw)))
}

func reaction(kind, user, name, channel string) object {
	return object{
		"type": kind, "user": user, "reaction": name, "item_user": "U2", "event_ts": "946684800.000200",
		"item": object{"type": "message", "channel": channel, "ts": "946684799.000100"},
	}
}

func mention(user, channel, text string) object {
	return object{"type": "app_mention", "user": user, "channel": channel, "text": text, "ts": "946684800.000300", "thread_ts": "946684700.000100"}
}

// interaction sends an interaction by U1 in C1; more replaces fields.
func (w *world) interaction(kind string, more object) *httptest.ResponseRecorder {
	w.n++
	payload := object{
		"type": kind, "team": object{"id": "T1", "domain": "acme"}, "user": object{"id": "U1", "team_id": "T1"},
		"trigger_id": fmt.Sprint("trigger-", w.n), "channel": object{"id": "C1", "name": "acme"}, "response_url": hook,
	}
	for k, v := range more {
		payload[k] = v
		if v == nil {
			delete(payload, k)
		}
	}
	raw, err := json.Marshal(payload)
	if err != nil {
		w.Fatal(err)
	}
	rec := w.do(w.request("/slack/interactions", formBody, url.Values{"payload": {string(raw)}}.Encode()))
	synctest.Wait()
	return rec
}
