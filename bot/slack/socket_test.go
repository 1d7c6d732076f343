package slack

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack/slacktest"

	"amicable/bot"
	"amicable/bot/bottest"
)

func TestSocketModeServesTheSame(t *testing.T) {
	s := newSocketServer(t)
	w, stop := s.start(t)
	c := accept(t, s)

	tell(t, c, envelope("e1", "slash_commands", object{
		"team_id": "T1", "user_id": "U1", "channel_id": "C1", "command": "/flag", "text": "acme private words", "trigger_id": "t1", "response_url": hook,
	}))
	if id, payload := hear(t, c); id != "e1" || (call{args: payload}).text() != "did command" || payload["response_type"] != "ephemeral" {
		t.Errorf("command: %s %v", id, payload)
	}
	if err := w.adapter.Ready(); err != nil {
		t.Errorf("connected, but %v", err)
	}

	tell(t, c, envelope("e2", "events_api", callback("E1", reaction("reaction_added", "U1", "ghost", "C1"))))
	if id, payload := hear(t, c); id != "e2" || payload != nil {
		t.Errorf("event: %s %v", id, payload)
	}
	tell(t, c, envelope("e3", "interactive", object{
		"type": "view_submission", "team": object{"id": "T1"}, "user": object{"id": "U1"}, "trigger_id": "t2",
		"view": object{"type": "modal", "callback_id": "flag", "private_metadata": "C1||||", "state": object{"values": typedNote}},
	}))
	if id, payload := hear(t, c); id != "e3" || payload != nil {
		t.Errorf("form: %s %v", id, payload)
	}
	for _, strange := range []string{
		envelope("e4", "events_api", callback("E2", object{"type": "no_such_event"})), // slack-go cannot read it
		envelope("e5", "events_api", object{"type": "event_callback"}),
		envelope("e6", "no_such_type", object{}),
		envelope("e7", "slash_commands", object{"text": "private words"}),
		envelope("e8", "interactive", "private words"),
	} {
		tell(t, c, strange)
		hear(t, c)
	}
	tell(t, c, `private words`)
	tell(t, c, `{"type":"x"}`)

	kinds := []bot.Kind{}
	for _, e := range w.seen() {
		kinds = append(kinds, e.Kind)
	}
	if fmt.Sprint(kinds) != "[command reaction_added form]" {
		t.Errorf("the handler got %v", kinds)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
	if w.adapter.Ready() == nil {
		t.Error("ready after the end")
	}
}

func TestSocketModeFailedEventIsNotAcknowledged(t *testing.T) {
	s := newSocketServer(t)
	w, stop := s.start(t)
	c := accept(t, s)
	w.mu.Lock()
	w.answer = func(context.Context, bot.Event) (bot.Reply, error) { return bot.Reply{}, context.DeadlineExceeded }
	w.mu.Unlock()
	tell(t, c, envelope("e1", "events_api", callback("E1", reaction("reaction_added", "U1", "ghost", "C1"))))
	tell(t, c, envelope("e2", "events_api", callback("E2", object{"type": "no_such_event"})))
	if id, _ := hear(t, c); id != "e2" {
		t.Errorf("%s was acknowledged", id)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}

func TestSocketModeReconnects(t *testing.T) {
	s := newSocketServer(t)
	_, stop := s.start(t)
	tell(t, accept(t, s), `{"type":"disconnect","reason":"warning"}`)
	c := accept(t, s)
	_ = c.Close() // no goodbye
	c = accept(t, s)
	tell(t, c, envelope("e1", "events_api", callback("E1", reaction("reaction_added", "U1", "ghost", "C1"))))
	if id, _ := hear(t, c); id != "e1" {
		t.Errorf("got %s", id)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}

func TestSocketModeLongAnswerGoesTheOtherWay(t *testing.T) {
	s := newSocketServer(t)
	w, stop := s.start(t)
	c := accept(t, s)
	posted := make(chan struct{})
	s.fake.next("hook", func(http.ResponseWriter, *http.Request) { close(posted) })
	w.mu.Lock()
	w.answer = func(context.Context, bot.Event) (bot.Reply, error) { return says(strings.Repeat("€\x01", 4900)), nil }
	w.mu.Unlock()
	tell(t, c, envelope("e1", "slash_commands", object{
		"team_id": "T1", "user_id": "U1", "channel_id": "C1", "command": "/draft", "trigger_id": "t1", "response_url": s.URL + "/commands/T1",
	}))
	if id, payload := hear(t, c); id != "e1" || payload != nil {
		t.Errorf("%s %v", id, payload)
	}
	select {
	case <-posted:
	case <-time.After(patience):
		t.Error("the answer was lost")
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}

// The picture waits for a text that takes the other way.
func TestSocketModePictureFollows(t *testing.T) {
	for name, text := range map[string]string{"acknowledgement": "short", "other way": strings.Repeat("€\x01", 4900)} {
		t.Run(name, func(t *testing.T) {
			s := newSocketServer(t)
			w, stop := s.start(t)
			c := accept(t, s)
			s.fake.next("files.getUploadURLExternal", func(w http.ResponseWriter, _ *http.Request) {
				s.fake.mu.Lock()
				s.fake.files["F00000001"] = "room"
				s.fake.mu.Unlock()
				_, _ = fmt.Fprintf(w, `{"ok":true,"file_id":"F00000001","upload_url":"%s/upload/F00000001"}`, s.URL)
			})
			w.mu.Lock()
			w.answer = func(context.Context, bot.Event) (bot.Reply, error) { return illustrated(text), nil }
			w.mu.Unlock()
			tell(t, c, envelope("e1", "slash_commands", object{
				"team_id": "T1", "user_id": "U1", "channel_id": "C1", "command": "/assess", "trigger_id": "t1", "response_url": s.URL + "/commands/T1",
			}))
			hear(t, c)
			if err := stop(); err != nil {
				t.Error(err)
			}
			ctx, cancel := context.WithTimeout(t.Context(), patience)
			defer cancel()
			if err := w.adapter.Drain(ctx); err != nil {
				t.Fatal(err)
			}
			hooks := s.fake.to("hook")
			if n := len(s.fake.to("files.getUploadURLExternal")); n != 1 {
				t.Errorf("%d pictures", n)
			}
			if len(hooks) == 0 || hooks[len(hooks)-1].text() != "[private words rise]" || (len(hooks) == 2) != (name == "other way") {
				t.Errorf("calls %v\n%s", s.fake.all(), w.log)
			}
		})
	}
}

func TestSocketModeFinishesWhatItAccepted(t *testing.T) {
	s := newSocketServer(t)
	w, cancel, end := s.run(t)
	c := accept(t, s)
	entered, release := make(chan struct{}), make(chan struct{})
	w.mu.Lock()
	w.answer = func(context.Context, bot.Event) (bot.Reply, error) {
		close(entered)
		<-release
		return bot.Reply{}, nil
	}
	w.mu.Unlock()
	tell(t, c, envelope("e1", "events_api", callback("E1", reaction("reaction_added", "U1", "ghost", "C1"))))
	<-entered
	cancel() // while it is at work
	close(release)
	if id, _ := hear(t, c); id != "e1" {
		t.Errorf("got %s", id)
	}
	if err := end(); err != nil {
		t.Error(err)
	}
}

func TestRefusedTokens(t *testing.T) {
	for name, tc := range map[string]struct {
		bot, app func(http.ResponseWriter, *http.Request)
		want     string
	}{
		"bot token":        {bot: slackError("invalid_auth"), want: "refused the bot token (invalid_auth): check SLACK_BOT_TOKEN"},
		"app token":        {app: slackError("invalid_auth"), want: "refused the app token (invalid_auth): check SLACK_APP_TOKEN"},
		"a bot's as app's": {app: slackError("not_allowed_token_type"), want: "refused the app token (not_allowed_token_type)"},
		"wrong address":    {app: status(404), want: "no Socket Mode at this API address"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSocketServer(t)
			s.open = tc.app
			if tc.bot != nil {
				s.fake.next("auth.test", tc.bot)
			}
			w := socketWorld(t, s.URL+"/api/")
			ctx, cancel := context.WithTimeout(t.Context(), patience)
			defer cancel()
			err := w.adapter.Run(ctx)
			if err == nil || !strings.Contains(err.Error(), tc.want) || strings.Contains(err.Error(), "\n") {
				t.Fatalf("got %v", err)
			}
			bottest.Discreet(t, secrets, err.Error(), w.log.String())
		})
	}
}

func TestRunOverHTTPEndsWithItsContext(t *testing.T) {
	story(t, func(w *world) {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		w.slack.next("auth.test", status(503)) // no reason not to start
		if err := w.adapter.Run(ctx); err != nil {
			w.Error(err)
		}
		if err := w.adapter.Ready(); err != nil {
			w.Error(err)
		}
	})
}

// The same against slack-go's own test server.
func TestSocketModeOnSlacktest(t *testing.T) {
	server := slacktest.NewTestServer()
	server.Start()
	defer server.Stop()
	w := socketWorld(t, server.GetAPIURL())
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- w.adapter.Run(ctx) }()
	server.SendToWebsocket(envelope("e1", "slash_commands", object{
		"team_id": "T024BE7LD", "user_id": "W012A3CDE", "channel_id": "C0EAQDV4Z", "command": "/flag", "text": "acme", "trigger_id": "t1",
	}))
	select {
	case ack := <-server.SeenFeed:
		if !strings.Contains(ack, `"envelope_id":"e1"`) || !strings.Contains(ack, "did command") {
			t.Errorf("got %s", ack)
		}
	case <-time.After(patience):
		t.Error("no acknowledgement")
	}
	if e := w.only(); e.Actor.Name != "spengler" || !e.Actor.Admin {
		t.Errorf("%+v", e)
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
