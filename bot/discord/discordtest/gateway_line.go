package discordtest

import (
	"encoding/json"
	"errors"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// line is one connection to the gateway.
type line struct {
	gateway *Gateway
	ws      *websocket.Conn
	bad     Behaviour
	host    string
	query   string

	out  chan []byte   // packets, the payloads of closes, and nothing for a pause
	gone chan struct{} // closed when the reader ends

	// Under the gateway's lock:
	session *session
	asked   bool // Op 1 was sent
	times   []time.Time
	ended   bool // a close was queued
}

func (l *line) serve() {
	var writer sync.WaitGroup
	writer.Go(l.write)
	if !l.bad.NoHello {
		interval := l.gateway.Interval
		if interval == 0 {
			interval = 41250 * time.Millisecond
		}
		if l.bad.Interval != 0 {
			interval = l.bad.Interval
		}
		for _, raw := range l.bad.First {
			l.say([]byte(raw))
		}
		if l.bad.Reconnect {
			l.say([]byte(`{"op":7,"d":null}`))
		} else {
			l.say(pack(map[string]any{"op": 10, "d": map[string]any{"heartbeat_interval": interval.Milliseconds()}}))
		}
	}
	code := l.read()
	g := l.gateway
	g.mu.Lock()
	delete(g.lines, l)
	if !l.ended { // else it is the answer to ours
		g.seen.Closes = append(g.seen.Closes, code)
	}
	if l.session != nil && (code == websocket.CloseNormalClosure || code == websocket.CloseGoingAway) {
		delete(g.sessions, l.session.id) // as Discord does
	}
	g.happened()
	g.mu.Unlock()
	close(l.gone)
	_ = l.ws.Close()
	writer.Wait()
}

// say queues a packet; the queue never fills up in a test.
func (l *line) say(b []byte) {
	select {
	case l.out <- b:
	default:
		panic("discordtest: far too many packets wait to be read")
	}
}

func (l *line) write() {
	for {
		select {
		case b := <-l.out:
			if len(b) == 0 {
				l.idle()
				continue
			}
			kind := websocket.TextMessage
			if b[0] != '{' {
				kind = websocket.CloseMessage
			}
			if l.ws.WriteMessage(kind, b) != nil {
				return
			}
		case <-l.gone:
			return
		}
	}
}

// idle keeps all that is queued waiting.
func (l *line) idle() {
	t := time.NewTimer(l.bad.Slow)
	defer t.Stop()
	select {
	case <-t.C:
	case <-l.gone:
	}
}

// close queues a close with a code. The lock is held.
func (l *line) close(code int) {
	l.ended = true
	l.say(websocket.FormatCloseMessage(code, "told so"))
}

// read returns the code that the client closed with.
func (l *line) read() int {
	for {
		_, raw, err := l.ws.ReadMessage()
		if err != nil {
			var closed *websocket.CloseError
			if errors.As(err, &closed) {
				return closed.Code
			}
			return websocket.CloseAbnormalClosure
		}
		l.gateway.mu.Lock()
		if !l.ended {
			l.hear(raw)
		}
		l.gateway.happened()
		l.gateway.mu.Unlock()
	}
}

// hear answers a packet. The lock is held.
func (l *line) hear(raw []byte) {
	g := l.gateway
	now := time.Now()
	for len(l.times) > 0 && now.Sub(l.times[0]) >= time.Minute {
		l.times = l.times[1:]
	}
	if l.times = append(l.times, now); len(l.times) > 120 {
		g.fault("more than 120 messages in 60 s")
		l.close(4008)
		return
	}
	var p struct {
		Op   int             `json:"op"`
		Data json.RawMessage `json:"d"`
	}
	if json.Unmarshal(raw, &p) != nil {
		g.fault("not JSON: %.40q", raw)
		l.close(4002)
		return
	}
	switch p.Op {
	case 1:
		l.heartbeat(p.Data)
	case 2:
		l.identify(p.Data)
	case 6:
		l.resume(p.Data)
	default:
		g.fault("opcode %d", p.Op)
		l.close(4001)
	}
}

func (l *line) heartbeat(data json.RawMessage) {
	h := Heartbeat{Shard: -1, Seq: -1, Asked: l.asked}
	l.asked = false
	if l.session != nil {
		h.Shard = l.session.shard
	}
	if string(data) != "null" && json.Unmarshal(data, &h.Seq) != nil {
		l.gateway.fault("a heartbeat with %.40q", data)
	}
	l.gateway.seen.Heartbeats = append(l.gateway.seen.Heartbeats, h)
	if !l.bad.NoAcks {
		l.say([]byte(`{"op":11,"d":null}`))
	}
}

// misbehave answers IDENTIFY or RESUME as told, and tells whether it did.
func (l *line) misbehave() bool {
	if l.bad.Slow > 0 {
		l.say(nil)
	}
	switch {
	case l.bad.Close != 0:
		l.close(l.bad.Close)
	case l.bad.Invalid != "":
		l.say([]byte(`{"op":9,"d":` + l.bad.Invalid + `}`))
	case l.bad.NoReady:
	default:
		return false
	}
	return true
}

func (l *line) identify(data json.RawMessage) {
	g := l.gateway
	var d struct {
		Token      string            `json:"token"`
		Intents    int               `json:"intents"`
		Shard      []int             `json:"shard"`
		Properties map[string]string `json:"properties"`
	}
	if json.Unmarshal(data, &d) != nil || len(d.Shard) != 2 || d.Properties["os"] == "" || d.Properties["browser"] == "" {
		g.fault("an IDENTIFY that cannot be read")
		l.close(4002)
		return
	}
	shard, count, now := d.Shard[0], d.Shard[1], time.Now()
	g.seen.Identifies = append(g.seen.Identifies, Identify{Shard: shard, Count: count, Intents: d.Intents, At: now})
	bucket := shard % g.buckets()
	last, before := g.began[bucket]
	g.began[bucket] = now
	switch {
	case l.misbehave():
	case g.Token != "" && d.Token != g.Token:
		l.close(4004)
	case l.session != nil:
		l.close(4005)
	case shard < 0 || shard >= count:
		l.close(4010)
	case before && now.Sub(last) < 5*time.Second:
		g.fault("sessions of one bucket begin %v after each other", now.Sub(last))
		l.say([]byte(`{"op":9,"d":false}`))
	default:
		g.take(shard, l)
		s := &session{id: "session-" + now.Format("150405.000000000") + "-" + string(rune('a'+shard%26)), shard: shard, count: count, events: map[int64][]byte{}}
		g.sessions[s.id] = s
		ready := map[string]any{
			"v": 10, "user": map[string]any{"id": "1", "username": "amicable", "bot": true}, "guilds": []any{},
			"application": map[string]any{"id": "1"}, "shard": d.Shard,
		}
		if g.Ready != nil {
			for k, v := range g.Ready(shard) {
				ready[k] = v
			}
		}
		ready["session_id"], ready["resume_gateway_url"] = s.id, "ws://"+l.host
		l.session = s
		l.say(s.events[s.number("READY", ready)])
	}
}

func (l *line) resume(data json.RawMessage) {
	g := l.gateway
	var d struct {
		Token   string `json:"token"`
		Session string `json:"session_id"`
		Seq     int64  `json:"seq"`
	}
	if json.Unmarshal(data, &d) != nil {
		g.fault("a RESUME that cannot be read")
		l.close(4002)
		return
	}
	s := g.sessions[d.Session]
	r := Resume{Shard: -1, Seq: d.Seq, Query: l.query}
	if s != nil {
		r.Shard = s.shard
	}
	g.seen.Resumes = append(g.seen.Resumes, r)
	switch {
	case l.misbehave():
	case g.Token != "" && d.Token != g.Token:
		l.close(4004)
	case s == nil:
		l.say([]byte(`{"op":9,"d":false}`))
	case d.Seq > s.seq || d.Seq < 0:
		l.close(4007)
	default:
		g.take(s.shard, l)
		l.session = s
		for _, n := range s.after(d.Seq) {
			l.say(s.events[n])
		}
		l.say(s.events[s.number("RESUMED", map[string]any{})])
	}
}

// take ends the connection that a shard had before, as Discord does. The lock is held.
func (g *Gateway) take(shard int, by *line) {
	if old := g.line(shard); old != nil && old != by && !old.ended {
		g.seen.Overlaps++
		old.close(4000)
		old.session = nil
	}
}
