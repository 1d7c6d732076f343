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
	maxPictures = 64   // in memory; the others are read from the store
)

// history is what was said: in memory for the pages, in the transcript for the
// next start. Memory is changed first and the store right after; while the
// store is away the pages go on, are told, and it is caught up with later.
type history struct {
	transcript Transcript
	clock      Clock
	log        *slog.Logger

	loading sync.Mutex // held while the transcript is read
	saving  sync.Mutex // held while records are written, so that they keep their order

	mu       sync.Mutex
	loaded   bool
	messages []*Message // by time; a message here is never changed, only replaced
	byID     map[string]*Message
	order    int64
	shift    time.Duration
	unsaved  []*Message
	away     bool // the store did not answer the last time
	pictures map[string][]byte
	named    []string // pictures, oldest first
	watchers map[*watcher]bool
}

func newHistory(t Transcript, c Clock, log *slog.Logger) *history {
	return &history{
		transcript: t, clock: c, log: log,
		byID: map[string]*Message{}, pictures: map[string][]byte{}, watchers: map[*watcher]bool{},
	}
}

// load reads the transcript once and sets the clock to where it was.
func (h *history) load(ctx context.Context) error {
	h.loading.Lock()
	defer h.loading.Unlock()
	h.mu.Lock()
	loaded := h.loaded
	h.mu.Unlock()
	if loaded {
		return nil
	}
	records, err := h.transcript.Records(ctx)
	if err != nil {
		h.setAway(true)
		return fmt.Errorf("reading what was said: %w", err)
	}
	h.mu.Lock()
	for _, record := range records {
		var m Message
		if err := json.Unmarshal(record, &m); err != nil || m.ID == "" {
			h.log.WarnContext(ctx, "playground: a message could not be read", "error", err)
			continue
		}
		h.order, h.shift = max(h.order, m.Order), max(h.shift, m.Shift)
		h.insert(&m)
	}
	h.loaded = true
	h.clock.Move(h.shift)
	h.away = false
	for w := range h.watchers { // pages that were opened meanwhile connect anew, to all of it
		close(w.out)
	}
	clear(h.watchers)
	h.mu.Unlock()
	return nil
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
	h.settle(ctx)
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
	h.settle(ctx)
	return did
}

// say puts a message into memory and tells the pages. The caller holds mu.
func (h *history) say(m Message) {
	h.order++
	m.Order, m.Shift = h.order, h.shift
	h.insert(&m)
	h.unsaved = append(h.unsaved, &m)
	if over := len(h.unsaved) - maxUnsaved; over > 0 {
		h.unsaved = slices.Delete(h.unsaved, 0, over)
	}
	h.broadcast(&m)
}

// settle stores what is not stored yet, in order, once the transcript was read.
func (h *history) settle(ctx context.Context) {
	if h.load(ctx) != nil {
		return
	}
	h.saving.Lock()
	defer h.saving.Unlock()
	for {
		h.mu.Lock()
		if len(h.unsaved) == 0 {
			h.mu.Unlock()
			return
		}
		m := h.unsaved[0]
		h.mu.Unlock()
		record, err := json.Marshal(m)
		if err == nil {
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

// moveOn moves the clock. The shift is stored with the messages that follow.
func (h *history) moveOn(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.shift += d
	h.clock.Move(d)
	h.tellTime()
}

// remember keeps a picture at hand.
func (h *history) remember(name string, data []byte) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if _, known := h.pictures[name]; known {
		return
	}
	if len(h.named) >= maxPictures {
		delete(h.pictures, h.named[0])
		h.named = h.named[1:]
	}
	h.pictures[name] = data
	h.named = append(h.named, name)
}

// picture finds a picture, or nil.
func (h *history) picture(ctx context.Context, name string) ([]byte, error) {
	h.mu.Lock()
	data := h.pictures[name]
	h.mu.Unlock()
	if data != nil {
		return data, nil
	}
	data, err := h.transcript.Picture(ctx, name)
	if err != nil {
		return nil, fmt.Errorf("reading a picture: %w", err)
	}
	if data != nil {
		h.remember(name, data)
	}
	return data, nil
}
