package gateway

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
)

const (
	messageLimit   = 16 << 20         // bytes; a large server comes in one message
	helloTime      = 15 * time.Second // for dialling, and for Hello to come
	introducedTime = time.Minute      // for READY, or between two events that are repeated
	silenceTime    = 15 * time.Second // beyond two heartbeats without any message
	writeTime      = 10 * time.Second
	hangUpTime     = time.Second
)

// Opcodes. https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway-gateway-opcodes
const (
	opDispatch       = 0
	opHeartbeat      = 1
	opIdentify       = 2
	opResume         = 6
	opReconnect      = 7
	opInvalidSession = 9
	opHello          = 10
	opHeartbeatAck   = 11
)

// packet is what goes either way.
type packet struct {
	Op   int             `json:"op"`
	Data json.RawMessage `json:"d"`
	Seq  int64           `json:"s"`
	Type string          `json:"t"`
}

var (
	errNoHello   = errors.New("no Hello came")
	errNoReady   = errors.New("the session did not begin")
	errSilent    = errors.New("nothing came any more")
	errZombie    = errors.New("heartbeats were not answered")
	errReconnect = errors.New("discord asked to reconnect")
	errSession   = errors.New("discord ended the session")
	errLeaving   = errors.New("leaving")
)

// link is one connection, from Hello to its end.
type link struct {
	shard *shard
	ws    *websocket.Conn
	// session is nil until READY, unless one is resumed.
	session *session
	// introduced is called when IDENTIFY is sent; nil when a session is resumed.
	introduced func()

	watch    *time.Timer // hangs up when nothing comes for too long
	interval time.Duration
	up       bool        // READY or RESUMED came …
	healthy  atomic.Bool // … and healthyTime has passed since
	age      *time.Timer
	heart    heart

	writing sync.Mutex
	budget  int // messages that may still be sent, besides heartbeats by the clock

	ending sync.Once
	why    error // set once ending is done
}

// run reads until the connection ends. It leaves no goroutine behind.
func (l *link) run(ctx context.Context) ending {
	defer context.AfterFunc(ctx, func() { l.hangUp(errLeaving) })()
	l.ws.SetReadLimit(messageLimit)
	l.budget = sendBudget
	l.watch = time.AfterFunc(helloTime, func() { l.hangUp(errNoHello) })
	defer func() { l.watch.Stop() }() // whichever it is by then
	beating, still := context.WithCancel(ctx)
	var hearts sync.WaitGroup
	e := l.read(ctx, func() { hearts.Go(func() { l.beat(beating) }) })
	l.hangUp(e.why) // and waits for a hang-up under way
	if e.next == resume && l.why != nil {
		e.why = l.why // says more than that the connection is closed
	}
	still()
	hearts.Wait()
	if l.age != nil {
		l.age.Stop()
	}
	return e
}

func (l *link) read(ctx context.Context, startHeart func()) ending {
	for {
		_, raw, err := l.ws.ReadMessage()
		if err != nil {
			return ended(err)
		}
		var p packet
		if err := json.Unmarshal(raw, &p); err != nil {
			l.shard.log.Warn("discord: gateway message ignored", "reason", "it is malformed")
			continue
		}
		switch p.Op {
		case opHello:
			if l.interval > 0 {
				continue
			}
			if err := l.hello(p.Data); err != nil {
				return ending{why: err}
			}
			startHeart()
		case opHeartbeat:
			if err := l.sendBeat(false); err != nil {
				return ending{why: err}
			}
		case opHeartbeatAck:
			l.heart.answered()
		case opReconnect:
			return ending{why: errReconnect}
		case opInvalidSession:
			e := ending{next: renew, why: errSession, pause: time.Second + rand.N(4*time.Second)}
			if string(p.Data) == "true" {
				e.next = resume
			}
			return e
		case opDispatch:
			if l.interval == 0 {
				continue // before Hello nothing can have begun
			}
			if err := l.dispatch(ctx, p); err != nil {
				return ending{why: err}
			}
		}
		l.heard(p.Op)
	}
}

// hello takes the pace of the heart and introduces the bot.
func (l *link) hello(data json.RawMessage) error {
	var h struct {
		Interval int64 `json:"heartbeat_interval"` // milliseconds
	}
	if err := json.Unmarshal(data, &h); err != nil || h.Interval <= 0 {
		return errors.New("a Hello without a heartbeat interval")
	}
	l.interval = min(max(time.Duration(min(h.Interval, 1<<32))*time.Millisecond, shortestBeat), longestBeat)
	s := l.shard
	if l.session != nil {
		return l.send(opResume, map[string]any{
			"token": s.gateway.cfg.Token, "session_id": l.session.id, "seq": l.session.progress.handled(),
		})
	}
	defer l.introduced()
	return l.send(opIdentify, map[string]any{
		"token": s.gateway.cfg.Token, "intents": s.gateway.cfg.Intents, "shard": []int{s.id, s.count},
		"properties": map[string]string{"os": runtime.GOOS, "browser": "amicable", "device": "amicable"},
	})
}

// heard winds the watch up again. Until the session stands only what brings it nearer counts.
func (l *link) heard(op int) {
	switch {
	case l.up:
		l.rewatch(2*l.interval+silenceTime, errSilent)
	case op == opHello, op == opDispatch:
		l.rewatch(introducedTime, errNoReady)
	}
}

func (l *link) rewatch(d time.Duration, why error) {
	l.watch.Stop()
	l.watch = time.AfterFunc(d, func() { l.hangUp(why) })
}

// dispatch hands an event over, and waits while there is no room for it.
func (l *link) dispatch(ctx context.Context, p packet) error {
	switch {
	case p.Type == "READY" && l.session == nil:
		var ready struct {
			ID  string `json:"session_id"`
			URL string `json:"resume_gateway_url"`
		}
		if err := json.Unmarshal(p.Data, &ready); err != nil || ready.ID == "" {
			return errors.New("a READY without a session")
		}
		l.session = &session{id: ready.ID, url: ready.URL, progress: newProgress(max(p.Seq, 1) - 1)}
		l.upNow()
	case p.Type == "RESUMED" && !l.up && l.session != nil:
		l.upNow()
	case l.session == nil:
		return nil // of no session that we know
	}
	if l.session.progress.begin(p.Seq) {
		l.watch.Stop() // not reading is no silence
		err := l.shard.take(ctx, l.session, p, l.heart.stall)
		l.heart.goOn()
		if err != nil {
			return errLeaving
		}
	}
	if p.Type == "RESUMED" {
		l.session.progress.caughtUp()
	}
	return nil
}

func (l *link) upNow() {
	l.up = true
	l.age = time.AfterFunc(healthyTime, func() { l.healthy.Store(true) })
	l.shard.stands(l.session)
}

// send writes a message, within the time and the number that are allowed.
func (l *link) send(op int, data any) error {
	message, err := json.Marshal(map[string]any{"op": op, "d": data})
	if err != nil {
		return fmt.Errorf("packing a message to the gateway: %w", err)
	}
	l.writing.Lock()
	defer l.writing.Unlock()
	// gorilla's deadline would need the date; a connection that takes nothing is closed.
	late := time.AfterFunc(writeTime, func() { _ = l.ws.NetConn().Close() })
	defer late.Stop()
	if err := l.ws.WriteMessage(websocket.TextMessage, message); err != nil {
		return fmt.Errorf("writing to the gateway: %w", err)
	}
	return nil
}

// hangUp closes the connection so that the session can be resumed. The first reason counts.
func (l *link) hangUp(why error) {
	l.ending.Do(func() {
		l.why = why
		late := time.AfterFunc(hangUpTime, func() { _ = l.ws.NetConn().Close() })
		defer late.Stop()
		// A connection that is gone already needs no farewell.
		_ = l.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(closeKeeping, ""), time.Time{})
		_ = l.ws.Close()
	})
}
