package playground

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// watcher is an open page.
type watcher struct {
	who string
	out chan []byte // closed when the page reads too slowly; it then connects anew
}

// backlog is how many events a page may lag behind.
const backlog = 256

// What a page is told. Its events have these names.
const (
	eventState   = "state"   // everything, at the beginning
	eventMessage = "message" // one message, new or changed
	eventTime    = "time"    // the clock was moved
	eventStore   = "store"   // the store went away or came back
)

// state is everything that a page shows.
type state struct {
	Now      time.Time  `json:"now"`
	Away     bool       `json:"away"`
	Messages []*Message `json:"messages"`
}

// watch registers a page, with the state as its first event.
func (h *history) watch(who string) *watcher {
	h.mu.Lock()
	defer h.mu.Unlock()
	w := &watcher{who: who, out: make(chan []byte, backlog)}
	w.out <- event(eventState, state{Now: h.clock.Now(), Away: h.away, Messages: h.shown(who)})
	h.watchers[w] = true
	return w
}

func (h *history) leave(w *watcher) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.watchers, w)
}

// broadcast tells every page of a message that it may show. The caller holds mu.
func (h *history) broadcast(m *Message) {
	text := event(eventMessage, m)
	for w := range h.watchers {
		if m.visible(w.who) {
			h.tell(w, text)
		}
	}
}

// tell never waits: a page that is too far behind is let go. The caller holds mu.
func (h *history) tell(w *watcher, text []byte) {
	select {
	case w.out <- text:
	default:
		close(w.out)
		delete(h.watchers, w)
	}
}

// tellTime tells every page what time it is. The caller holds mu.
func (h *history) tellTime() {
	text := event(eventTime, map[string]time.Time{"now": h.clock.Now()})
	for w := range h.watchers {
		h.tell(w, text)
	}
}

// setAway notes whether the store answers, and tells the pages when that changed.
func (h *history) setAway(away bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.away == away {
		return
	}
	h.away = away
	text := event(eventStore, map[string]bool{"away": away})
	for w := range h.watchers {
		h.tell(w, text)
	}
}

// event is a server-sent event (https://html.spec.whatwg.org/multipage/server-sent-events.html).
// JSON has no line break in it, so the data is one line.
func event(name string, data any) []byte {
	text, err := json.Marshal(data)
	if err != nil { // structs of texts, finite numbers and times: cannot happen
		text = []byte("null")
	}
	return fmt.Appendf(nil, "event: %s\ndata: %s\n\n", name, text)
}

const (
	// heartbeat keeps a quiet stream open, and finds out that a page is gone.
	heartbeat = 15 * time.Second
	// tryAgain has a page that lost its stream connect anew soon, in milliseconds.
	tryAgain = "retry: 700\n\n"
	// writeTime bounds each write to a page.
	writeTime = 10 * time.Second
)

// stream sends somebody's page what happens, until it leaves.
func (p *Playground) stream(w http.ResponseWriter, r *http.Request) {
	who, ok := personByID(r.URL.Query().Get("who"))
	if !ok {
		http.Error(w, "nobody of that name", http.StatusBadRequest)
		return
	}
	// Without the store the page still opens, and says what is wrong.
	if err := p.history.load(r.Context()); err != nil {
		p.cfg.Log.WarnContext(r.Context(), "playground: opened without the store", "error", err)
	} else {
		p.open(r.Context(), p.language(r.URL.Query().Get("locale")))
	}
	watcher := p.history.watch(who.ID)
	defer p.history.leave(watcher)
	w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
	w.WriteHeader(http.StatusOK)
	_, _ = w.Write([]byte(tryAgain)) // a page that is gone shows at the next write
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	control := http.NewResponseController(w)
	for {
		var text []byte
		select {
		case <-r.Context().Done():
			return
		case <-p.life.Done():
			return
		case text, ok = <-watcher.out:
			if !ok {
				return
			}
		case <-beat.C:
			text = []byte(": still here\n\n")
		}
		// The server's own deadline is for ordinary answers. Where it cannot be
		// moved the stream ends with it, and the page connects again.
		_ = control.SetWriteDeadline(p.deadline())
		if _, err := w.Write(text); err != nil {
			return
		}
		if err := control.Flush(); err != nil {
			return
		}
	}
}
