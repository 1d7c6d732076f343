package slack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"sync"
	"time"

	"github.com/cenkalti/backoff/v5"
	"github.com/gorilla/websocket"
	sdk "github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

	"amicable/bot"
)

const (
	maxSocketRequests = 64 // worked on at once; more wait unread
	socketHandshake   = 15 * time.Second
	socketWriteBuffer = 32 << 10 // above maxSocketAnswer: Slack drops answers split over frames
	socketReadLimit   = 4 << 20  // bytes of one message
	longestBackoff    = time.Minute
	// flushTime is what the last acknowledgements get to leave; slack-go does not tell when they have.
	flushTime = 200 * time.Millisecond
)

// socketState says whether Socket Mode is connected.
type socketState struct {
	mu        sync.Mutex
	enabled   bool
	connected bool
}

func (s *socketState) ready() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.enabled && !s.connected {
		return errors.New("slack: Socket Mode is not connected")
	}
	return nil
}

func (s *socketState) set(connected bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.connected = connected
}

// checkToken tells early that Slack refuses the bot token. A Slack that cannot
// be reached is no reason not to start.
func (a *Adapter) checkToken(ctx context.Context) error {
	if a.cfg.BotToken == "" {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, callTime)
	defer cancel()
	t, err := a.clientWith(a.cfg.BotToken, "").AuthTestContext(ctx)
	switch {
	case err == nil:
		a.selves.Put(t.TeamID, self{user: t.UserID, url: t.URL})
	case refused(err):
		return fmt.Errorf("slack: Slack refused the bot token (%s): check SLACK_BOT_TOKEN", code(err))
	case ctx.Err() == nil:
		a.cfg.Log.Warn("slack: bot token not checked", "error", err)
	}
	return nil
}

// runSocket holds the connection until ctx ends, then finishes the requests under way.
func (a *Adapter) runSocket(ctx context.Context) error {
	// The connection outlives ctx by what it takes to finish.
	life, hangUp := context.WithCancel(a.life)
	defer hangUp()
	client := socketmode.New(a.clientWith(a.cfg.BotToken, a.cfg.AppToken),
		socketmode.OptionDialer(&websocket.Dialer{
			Proxy: http.ProxyFromEnvironment, HandshakeTimeout: socketHandshake, WriteBufferSize: socketWriteBuffer,
		}),
		socketmode.OptionReadLimit(socketReadLimit),
		socketmode.OptionLog(log.New(io.Discard, "", 0)),
	)
	var lost error // why the connection can never be made; read once ended is closed
	ended := make(chan struct{})
	go func() { defer close(ended); lost = a.connect(life, client) }()
	defer a.socket.set(false)

	var requests sync.WaitGroup
	slots := make(chan struct{}, maxSocketRequests)
	for {
		select {
		case <-ctx.Done():
			requests.Wait()
			_ = a.sleep(life, flushTime) // ends early only when life does
			hangUp()
			for { // whoever waits to tell us something must be heard out
				select {
				case <-client.Events:
				case <-ended:
					return nil
				}
			}
		case <-ended:
			requests.Wait()
			return lost
		case evt := <-client.Events:
			req, err := a.heard(evt)
			if err != nil {
				requests.Wait()
				hangUp()
				<-ended
				return err
			}
			if req == nil || !a.work.Enter() {
				continue
			}
			slots <- struct{}{} // frees up within handlerTime
			requests.Go(func() {
				defer func() { <-slots; a.work.Leave() }()
				a.serve(ctx, life, client, req)
			})
		}
	}
}

// connect keeps slack-go's client running. It returns by itself on some errors
// that pass and on some that do not.
func (a *Adapter) connect(life context.Context, client *socketmode.Client) error {
	pause := backoff.NewExponentialBackOff()
	pause.MaxInterval = longestBackoff
	for {
		err := client.RunContext(life)
		a.socket.set(false)
		if fatal := appTokenError(err); fatal != nil || life.Err() != nil {
			return fatal
		}
		a.cfg.Log.Warn("slack: Socket Mode ended, connecting again", "error", discreet(err))
		_ = a.sleep(life, pause.NextBackOff()) // ends early only when life does
	}
}

// appTokenError words an error that waiting cannot mend, or is nil.
func appTokenError(err error) error {
	var status sdk.StatusCodeError
	switch {
	case refused(err):
		return fmt.Errorf("slack: Slack refused the app token (%s): check SLACK_APP_TOKEN, its scope connections:write, and that Socket Mode is on", code(err))
	case errors.As(err, &status) && status.Code == http.StatusNotFound:
		return errors.New("slack: there is no Socket Mode at this API address (404): check SLACK_API_URL and SLACK_APP_TOKEN")
	}
	return nil
}

// heard notes what happened to the connection, and returns the request that an
// event holds, if any. The error is for a connection that can never be made.
func (a *Adapter) heard(evt socketmode.Event) (*socketmode.Request, error) {
	switch evt.Type {
	case socketmode.EventTypeConnecting:
		a.socket.set(false)
	case socketmode.EventTypeConnected, socketmode.EventTypeHello:
		a.socket.set(true)
	case socketmode.EventTypeConnectionError:
		if e, ok := evt.Data.(*sdk.ConnectionErrorEvent); ok {
			if fatal := appTokenError(e.ErrorObj); fatal != nil {
				return nil, fatal
			}
			a.cfg.Log.Warn("slack: Socket Mode not connected", "try", e.Attempt, "error", discreet(e.ErrorObj))
		}
	case socketmode.EventTypeErrorBadMessage:
		// slack-go could not read it; that may be an event it does not know.
		bad, ok := evt.Data.(*socketmode.ErrorBadMessage)
		req := &socketmode.Request{}
		if ok && json.Unmarshal(bad.Message, req) == nil && req.EnvelopeID != "" {
			return req, nil
		}
		a.cfg.Log.Warn("slack: message ignored", "reason", "it is malformed")
	case socketmode.EventTypeEventsAPI, socketmode.EventTypeSlashCommand, socketmode.EventTypeInteractive:
		return evt.Request, nil
	case socketmode.EventTypeErrorWriteFailed:
		a.cfg.Log.Warn("slack: acknowledgement not written")
	case socketmode.EventTypeInvalidAuth, socketmode.EventTypeIncomingError, socketmode.EventTypeDisconnect:
		// What follows from them is told by another event, or by the client's return.
	}
	return nil, nil
}

// serve works on one request and acknowledges it, unless it failed: then Slack delivers it again.
func (a *Adapter) serve(ctx, life context.Context, client *socketmode.Client, req *socketmode.Request) {
	ans, responseURL, err := a.socketRequest(req)
	if err != nil {
		a.cfg.Log.Warn("slack: request refused", "path", "socket/"+req.Type, "reason", err.Error())
		ans = ok(nil) // delivering it again would not mend it
	}
	if ans.status != http.StatusOK {
		return
	}
	payload := ans.body
	if m, isMessage := payload.(message); isMessage && responseURL != "" {
		// When the connection is about to close, or the answer is too long for
		// it, the answer takes the other way.
		if raw, err := json.Marshal(m); err != nil || len(raw) >= maxSocketAnswer || ctx.Err() != nil {
			payload = nil
			then := ans.sent
			ans.then = nil
			if !a.jobs.Add(func() {
				if a.respond(responseURL, m) {
					then()
				}
			}) {
				a.cfg.Log.Error("slack: reply not delivered", "error", errCrowded)
			}
		}
	}
	if s, isList := payload.(suggestions); isList {
		payload = s.within(maxSocketAnswer)
	}
	if err := client.AckCtx(life, req.EnvelopeID, payload); err != nil {
		if life.Err() == nil {
			a.cfg.Log.Warn("slack: not acknowledged", "path", "socket/"+req.Type, "error", err)
		}
		return
	}
	ans.sent()
}

// respond posts to a response_url and tells whether that worked.
func (a *Adapter) respond(responseURL string, m message) bool {
	ctx, cancel := context.WithTimeout(a.life, jobTime)
	defer cancel()
	if err := a.retrying(ctx, func(ctx context.Context) error { return a.postTo(ctx, responseURL, m) }); err != nil {
		a.cfg.Log.Error("slack: reply not delivered", "error", err)
		return false
	}
	return true
}

// socketRequest takes a request to the entrance it belongs to.
func (a *Adapter) socketRequest(req *socketmode.Request) (ans answer, responseURL string, err error) {
	id := func(kind, trigger string) string {
		if trigger != "" {
			return digest(kind, req.Payload)
		}
		return digest(kind, req.Payload, []byte(req.EnvelopeID))
	}
	switch req.Type {
	case socketmode.RequestTypeEventsAPI:
		ans, err = a.event(req.Payload)
		return ans, "", err
	case socketmode.RequestTypeSlashCommands:
		var p commandPayload
		if json.Unmarshal(req.Payload, &p) != nil {
			return answer{}, "", errMalformed
		}
		if err := p.check(); err != nil {
			return answer{}, "", err
		}
		return a.command(p, id("command", p.TriggerID)), p.ResponseURL, nil
	case socketmode.RequestTypeInteractive:
		p, err := parseInteraction(req.Payload)
		if err != nil {
			return answer{}, "", err
		}
		return a.interaction(p, id("interaction", p.TriggerID)), "", nil
	}
	a.cfg.Log.Info("slack: request ignored", "type", bot.Cut(req.Type, 40))
	return ok(nil), "", nil
}
