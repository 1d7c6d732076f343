package playground

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"
)

// Bounds of what is kept.
const (
	maxMessages = 2000 // in memory, over all channels; the transcript has its own bound
	maxShown    = 200  // of each channel, on a page
	maxUnsaved  = 500  // while the store is away
)

// history is what was said: in memory for the pages, in the transcript for the
// next start. Memory is changed first and the store right after; while the
// store is away the pages go on, are told, and it is caught up with later.
type history struct {
	transcript Transcript
	clock      Clock
	log        *slog.Logger

	loading turn // while the transcript is read
	saving  turn // while records are written, so that they keep their order

	mu       sync.Mutex
	loaded   bool
	messages []*Message // by time; a message here is never changed, only replaced
	byID     map[string]*Message
	order    int64
	shift    time.Duration
	played   bool // the example month, to its end
	unsaved  []*Message
	away     bool // the store did not answer the last time
	pictures map[string][]byte
	named    []string // those in pictures, oldest first
	kept     []string // those in the store, oldest first
	watchers map[*watcher]bool
}

func newHistory(t Transcript, c Clock, log *slog.Logger) *history {
	return &history{
		transcript: t, clock: c, log: log, loading: newTurn(), saving: newTurn(),
		byID: map[string]*Message{}, pictures: map[string][]byte{}, watchers: map[*watcher]bool{},
	}
}

// load reads the transcript once and sets the clock to where it was.
func (h *history) load(ctx context.Context) error {
	if h.isLoaded() {
		return nil
	}
	done, err := h.loading.take(ctx)
	if err != nil {
		return fmt.Errorf("reading what was said: %w", err)
	}
	if h.isLoaded() {
		done(nil)
		return nil
	}
	records, err := h.transcript.Records(ctx)
	defer func() { done(err) }()
	if err != nil {
		h.setAway(true)
		return fmt.Errorf("reading what was said: %w", err)
	}
	h.mu.Lock()
	for _, record := range records {
		var m Message
		if err := json.Unmarshal(record, &m); err != nil {
			h.log.WarnContext(ctx, "playground: a message could not be read", "error", err)
			continue
		}
		h.order, h.shift = max(h.order, m.Order), max(h.shift, m.Shift)
		h.played = h.played || m.Played || m.ID == exampleEnd
		if m.ID == "" {
			continue
		}
		h.kept = append(h.kept, m.pictures()...)
		h.insert(&m)
	}
	h.kept = lastOfEach(h.kept)
	h.loaded = true
	h.shift = min(h.shift, Farthest)
	h.clock.Move(h.shift)
	h.away = false
	for w := range h.watchers { // pages that were opened meanwhile connect anew, to all of it
		close(w.out)
	}
	clear(h.watchers)
	h.mu.Unlock()
	return nil
}

func (h *history) isLoaded() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.loaded
}

// insert puts a message in its place, or in the place of its earlier version. The caller holds mu.
func (h *history) insert(m *Message) {
	if was, ok := h.byID[m.ID]; ok {
		m.Order = was.Order
		i := slices.Index(h.messages, was)
		if was.At.Equal(m.At) {
			h.messages[i], h.byID[m.ID] = m, m
			return
		}
		h.messages = slices.Delete(h.messages, i, i+1)
	}
	h.byID[m.ID] = m
	i, _ := slices.BinarySearchFunc(h.messages, m, func(a, b *Message) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Order, b.Order))
	})
	h.messages = slices.Insert(h.messages, i, m)
	for len(h.messages) > maxMessages {
		delete(h.byID, h.messages[0].ID)
		h.messages = slices.Delete(h.messages, 0, 1)
	}
}

// put says a message: the pages get it, then it is stored.
func (h *history) put(ctx context.Context, m Message) {
	h.mu.Lock()
	h.say(m)
	h.mu.Unlock()
	h.save(ctx)
}

// change says a message anew, as edit makes it, unless edit says that there is
// nothing to change. It tells whether there was such a message and it changed.
func (h *history) change(ctx context.Context, id string, edit func(Message) (Message, bool)) bool {
	h.mu.Lock()
	m, ok := h.byID[id]
	if !ok {
		h.mu.Unlock()
		return false
	}
	changed, did := edit(*m)
	if did {
		h.say(changed)
	}
	h.mu.Unlock()
	h.save(ctx)
	return did
}

// say puts a message into memory and tells the pages. The caller holds mu.
func (h *history) say(m Message) {
	h.order++
	m.Order = h.order
	h.insert(&m)
	h.write(&m)
	h.broadcast(&m)
}

// write has a record stored next. Each tells where the workspace stands, so that
// it does not matter which of the older ones were dropped. The caller holds mu.
func (h *history) write(m *Message) {
	m.Shift, m.Played = h.shift, h.played
	h.unsaved = append(h.unsaved, m)
	if over := len(h.unsaved) - maxUnsaved; over > 0 {
		h.unsaved = slices.Delete(h.unsaved, 0, over)
	}
}

// save stores what is not stored yet. While the store is away nobody waits for
// it: the page's Run tries again.
func (h *history) save(ctx context.Context) {
	h.mu.Lock()
	away := h.away
	h.mu.Unlock()
	if !away {
		h.settle(ctx)
	}
}

// settle stores what is not stored yet, in order, once the transcript was read.
func (h *history) settle(ctx context.Context) {
	if h.load(ctx) != nil {
		return
	}
	done, err := h.saving.take(ctx)
	if err != nil { // whoever had the turn tells that the store is away
		return
	}
	defer func() { done(err) }()
	for {
		h.mu.Lock()
		if len(h.unsaved) == 0 {
			h.mu.Unlock()
			return
		}
		m := h.unsaved[0]
		h.mu.Unlock()
		var record []byte
		if record, err = json.Marshal(m); err == nil {
			err = h.transcript.Append(ctx, record)
		}
		if err != nil {
			h.log.WarnContext(ctx, "playground: a message was not stored", "error", err)
			h.setAway(true)
			return
		}
		h.setAway(false)
		h.mu.Lock()
		if len(h.unsaved) > 0 && h.unsaved[0] == m {
			h.unsaved = h.unsaved[1:]
		}
		h.mu.Unlock()
	}
}

// get returns a message that somebody may see.
func (h *history) get(id, who string) (Message, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	m, ok := h.byID[id]
	if !ok || !m.visible(who) {
		return Message{}, false
	}
	return *m, true
}

// has tells whether a message was said already.
func (h *history) has(id string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	_, ok := h.byID[id]
	return ok
}

// empty tells whether nothing was said yet.
func (h *history) empty() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.messages) == 0
}

// shown is what somebody's page shows: the latest messages of each channel. The caller holds mu.
func (h *history) shown(who string) []*Message {
	count := map[string]int{}
	all := []*Message{}
	for _, m := range slices.Backward(h.messages) {
		if m.visible(who) && count[m.Channel] < maxShown {
			count[m.Channel]++
			all = append(all, m)
		}
	}
	slices.Reverse(all)
	return all
}

// moveOn moves the clock, and stores how far it is now. It tells whether the
// clock may go that far.
func (h *history) moveOn(ctx context.Context, d time.Duration) bool {
	h.mu.Lock()
	if d < 0 || d > Farthest-h.shift {
		h.mu.Unlock()
		return false
	}
	h.shift += d
	h.clock.Move(d)
	h.tellTime()
	h.write(&Message{})
	h.mu.Unlock()
	h.save(ctx)
	return true
}

// notePlayed stores that the example month was played.
func (h *history) notePlayed(ctx context.Context) {
	h.mu.Lock()
	h.played = true
	h.write(&Message{})
	h.mu.Unlock()
	h.save(ctx)
}

// wasPlayed tells whether the example month was played to its end.
func (h *history) wasPlayed() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.played
}
