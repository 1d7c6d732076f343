package slack

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"amicable/bot/bottest"
)

// fuzzed sends signed bodies to an endpoint: whatever they hold, the answer is
// one of a few, and nothing crashes.
func fuzzed(f *testing.F, path, contentType string, wrap func(string) string) {
	f.Fuzz(func(t *testing.T, body string) {
		w := newWorld(t)
		body = wrap(body)
		r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
		r.Header.Set("Content-Type", contentType)
		stamp := strconv.FormatInt(time.Now().Unix(), 10)
		r.Header.Set("X-Slack-Request-Timestamp", stamp)
		r.Header.Set("X-Slack-Signature", sign(testSigning, stamp, []byte(body)))
		switch rec := w.do(r); rec.Code {
		case 200, 400, 500:
		default:
			t.Errorf("status %d", rec.Code)
		}
		if err := w.adapter.Drain(t.Context()); err != nil {
			t.Error(err)
		}
		bottest.Discreet(t, secrets, w.log.String())
		for _, e := range w.seen() {
			if e.ID == "" || e.Workspace == "" {
				t.Errorf("%+v", e)
			}
		}
	})
}

func same(s string) string { return s }

func FuzzCommand(f *testing.F) {
	f.Add("team_id=T1&user_id=U1&channel_id=C1&command=%2Fflag&text=acme+late&response_url=https%3A%2F%2Fhooks.slack.example%2Fcommands%2F1&trigger_id=1")
	f.Add("ssl_check=1")
	fuzzed(f, "/slack/commands", formBody, same)
}

func FuzzEvent(f *testing.F) {
	f.Add(`{"type":"url_verification","challenge":"x"}`)
	f.Add(`{"type":"event_callback","team_id":"T1","event_id":"E1","event":{"type":"reaction_added","user":"U1","reaction":"ghost","item":{"type":"message","channel":"C1","ts":"1.2"},"event_ts":"1.2"}}`)
	f.Add(`{"type":"event_callback","team_id":"T1","event":{"type":"app_mention","user":"U1","channel":"C1","text":"<@U2|x> <!date^1^{d}|y> <a|b","ts":"x.y"}}`)
	f.Add(`{"type":"event_callback","team_id":"T1","event":{"type":"message","user":"U1","channel":"D1","text":"<","ts":"1."}}`)
	f.Add(`{"type":"event_callback","team_id":"T1","event":{"type":"tokens_revoked","tokens":{"bot":["U1"]}}}`)
	fuzzed(f, "/slack/events", jsonBody, same)
}

func FuzzInteraction(f *testing.F) {
	f.Add(`{"type":"block_actions","team":{"id":"T1"},"user":{"id":"U1"},"channel":{"id":"C1"},"actions":[{"action_id":"a#2","value":"v"}],"trigger_id":"1"}`)
	f.Add(`{"type":"view_submission","team":{"id":"T1"},"user":{"id":"U1"},"view":{"private_metadata":"C1|1.2|d|u|s","state":{"values":{"a":{"a":{"selected_option":{"value":"x"}}}}}}}`)
	f.Add(`{"type":"message_action","callback_id":"flag_message","team":{"id":"T1"},"user":{"id":"U1"},"message":{"ts":"1.2","text":"x"}}`)
	f.Add(`{"type":"block_suggestion","team":{"id":"T1"},"user":{"id":"U1"},"value":"x"}`)
	fuzzed(f, "/slack/interactions", formBody, func(s string) string { return url.Values{"payload": {s}}.Encode() })
}
