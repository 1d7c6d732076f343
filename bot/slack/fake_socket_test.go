package slack

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"amicable/bot/bottest"
)

const patience = 10 * time.Second // for what happens in real time; a test that passes never waits that long

// socketServer is a Slack that speaks Socket Mode and hands each connection to the test.
type socketServer struct {
	*httptest.Server
	fake  *fakeSlack
	conns chan *websocket.Conn
	open  func(w http.ResponseWriter, r *http.Request) // answers apps.connections.open once set
}

func newSocketServer(t *testing.T) *socketServer {
	s := &socketServer{fake: newFakeSlack(), conns: make(chan *websocket.Conn, 8)}
	mux := http.NewServeMux()
	mux.Handle("/", s.fake)
	mux.HandleFunc("/api/apps.connections.open", func(w http.ResponseWriter, r *http.Request) {
		if s.open != nil {
			s.open(w, r)
			return
		}
		if got := r.Header.Get("Authorization"); got != "Bearer "+testApp {
			t.Errorf("the connection was opened with %q", got)
		}
		_, _ = fmt.Fprintf(w, `{"ok":true,"url":"ws%s/ws?ticket=very-secret"}`, strings.TrimPrefix(s.URL, "http"))
	})
	up := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	mux.HandleFunc("/ws", func(w http.ResponseWriter, r *http.Request) {
		c, err := up.Upgrade(w, r, nil)
		if err != nil {
			t.Error(err)
			return
		}
		s.conns <- c
	})
	s.Server = httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

// socketWorld is a bot that is to use Socket Mode at an API address.
func socketWorld(t *testing.T, address string) *world {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{}}
	t.Cleanup(client.CloseIdleConnections)
	return newWorld(t, func(c *Config) {
		c.AppToken, c.SigningSecret, c.APIURL, c.HTTPClient = testApp, "", address, client
	})
}

// start runs a bot in Socket Mode; stop ends Run and returns its error.
func (s *socketServer) start(t *testing.T) (w *world, stop func() error) {
	t.Helper()
	w, cancel, ended := s.run(t)
	return w, func() error { cancel(); return ended() }
}

// run is start, with the end told apart from waiting for it.
func (s *socketServer) run(t *testing.T) (w *world, cancel func(), ended func() error) {
	t.Helper()
	w = socketWorld(t, s.URL+"/api/")
	ctx, cancel := context.WithCancel(t.Context())
	end := make(chan error, 1)
	go func() { end <- w.adapter.Run(ctx) }()
	return w, cancel, func() error {
		select {
		case err := <-end:
			bottest.Discreet(t, append([]string{"private words"}, secrets...), w.log.String())
			return err
		case <-time.After(patience):
			t.Fatal("Run does not end")
			return nil
		}
	}
}

func accept(t *testing.T, s *socketServer) *websocket.Conn {
	t.Helper()
	select {
	case c := <-s.conns:
		t.Cleanup(func() { _ = c.Close() })
		tell(t, c, `{"type":"hello","num_connections":1}`)
		return c
	case <-time.After(patience):
		t.Fatal("nobody connected")
		return nil
	}
}

func tell(t *testing.T, c *websocket.Conn, envelope string) {
	t.Helper()
	if err := c.WriteMessage(websocket.TextMessage, []byte(envelope)); err != nil {
		t.Fatal(err)
	}
}

// hear returns the next acknowledgement.
func hear(t *testing.T, c *websocket.Conn) (id string, payload object) {
	t.Helper()
	_ = c.SetReadDeadline(time.Now().Add(patience))
	var ack struct {
		EnvelopeID string `json:"envelope_id"`
		Payload    object `json:"payload"`
	}
	if err := c.ReadJSON(&ack); err != nil {
		t.Fatal(err)
	}
	return ack.EnvelopeID, ack.Payload
}

func envelope(id, kind string, payload any) string {
	raw, err := json.Marshal(object{"envelope_id": id, "type": kind, "payload": payload, "accepts_response_payload": true})
	if err != nil {
		panic(err)
	}
	return string(raw)
}

func callback(id string, inner object) object {
	return object{
		"type": "event_callback", "team_id": "T1", "event_id": id, "event": inner,
		"authorizations": []object{{"team_id": "T1", "user_id": "UBOT", "is_bot": true}},
	}
}
