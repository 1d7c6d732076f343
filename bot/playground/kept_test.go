package playground

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"amicable/bot"
)

// What is sent again because its answer was lost happens once.
func TestSentAgain(t *testing.T) {
	p, tp := newTestPage(t)
	for range 2 {
		post(t, p, "/say", ask{ID: "once", Text: "hello"})
		post(t, p, "/say", ask{ID: "twice", Text: "/flag acme"})
	}
	if got := texts(sees(t, p, "ana"), "general"); !slices.Equal(got, []string{"ana: hello", "bot: heard command flagacme"}) {
		t.Errorf("said: %q", got)
	}
	if a, b := tp.events[0].ID, tp.events[1].ID; a != b {
		t.Errorf("the bot cannot tell that %q and %q are one", a, b)
	}
}

// After a restart everything is as it was: messages, reactions, pictures, and
// how far the clock was moved.
func TestRestart(t *testing.T) {
	p, tp := newTestPage(t)
	picture := painting(t, 0)
	post(t, p, "/say", ask{ID: "m1", Text: "they called", Channel: "client-acme"})
	post(t, p, "/react", ask{Message: "m1", Emoji: "🌙", On: true, Channel: "client-acme", Who: "cleo"})
	post(t, p, "/later", ask{})
	err := p.Send(t.Context(), bot.Target{User: "ana"}, bot.Reply{Title: "Alert", Blocks: []bot.Block{bot.Image{PNG: picture, Alt: "a course"}}})
	if err != nil {
		t.Fatal(err)
	}
	before := sees(t, p, "ana")
	tp.clock.at = noon // a new process starts with the real time
	p = tp.start(t)
	after := sees(t, p, "ana")
	if d := cmp.Diff(before, after, cmp.AllowUnexported(span{})); d != "" {
		t.Error(d)
	}
	if want := noon.Add(week); !after.Now.Equal(want) {
		t.Errorf("it is %v, want %v", after.Now, want)
	}
	source := after.Messages[len(after.Messages)-1].Body.Blocks[0].Source
	if data, err := p.history.picture(t.Context(), strings.TrimPrefix(source, "picture/")); err != nil || !bytes.Equal(data, picture) {
		t.Errorf("the picture %q: %d bytes, %v", source, len(data), err)
	}
}

// While the store is away nothing that was shown is lost, the pages know, and
// it is caught up with.
func TestStoreGoesAway(t *testing.T) {
	p, tp := newTestPage(t)
	post(t, p, "/say", ask{Text: "before"})
	tp.memory.setAway(true)
	if code, _ := post(t, p, "/say", ask{Text: "meanwhile"}); code != http.StatusOK {
		t.Errorf("%d", code)
	}
	if s := sees(t, p, "ana"); !s.Away || !slices.Equal(texts(s, "general"), []string{"ana: before", "ana: meanwhile"}) {
		t.Errorf("away %v, %q", s.Away, texts(s, "general"))
	}
	tp.memory.setAway(false)
	p.history.settle(t.Context())
	if s := sees(t, tp.start(t), "ana"); s.Away || !slices.Equal(texts(s, "general"), []string{"ana: before", "ana: meanwhile"}) {
		t.Errorf("stored: away %v, %q", s.Away, texts(s, "general"))
	}
}

// Started without its store the page does nothing, because it may not know what time it is.
func TestStartsWithoutItsStore(t *testing.T) {
	p, tp := newTestPage(t)
	tp.memory.setAway(true)
	code, got := post(t, p, "/say", ask{Text: "/flag acme late-payment"})
	if code != http.StatusServiceUnavailable || got.Notice != "store-away" || len(tp.events) != 0 {
		t.Errorf("%d %+v, events %v", code, got, tp.events)
	}
	early := p.history.watch("ana")
	if first := string(<-early.out); !strings.Contains(first, `"away":true`) {
		t.Errorf("a page opened meanwhile is told %s", first)
	}
	tp.memory.setAway(false)
	p.history.settle(t.Context()) // as Run does
	if _, more := <-early.out; more {
		t.Error("the page that was opened meanwhile does not connect anew")
	}
	if code, _ := post(t, p, "/say", ask{Text: "/flag acme late-payment"}); code != http.StatusOK || len(tp.events) != 1 {
		t.Errorf("%d, events %v", code, tp.events)
	}
}

// The answer is stored before the page hears that all is well.
func TestStoredBeforeAnswered(t *testing.T) {
	p, tp := newTestPage(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel() // the page was closed meanwhile
	code, _ := post(t, p, "/say", ask{Text: "hello"}, func(r *http.Request) { *r = *r.WithContext(ctx) })
	if code != http.StatusOK || len(tp.memory.records) != 1 {
		t.Errorf("%d, %d stored", code, len(tp.memory.records))
	}
}

// While one message waits for a store that hangs, the others wait with it and
// not in turn after it; then nobody waits, until the store is back.
func TestAStoreThatHangs(t *testing.T) {
	p, tp := newTestPage(t)
	if err := p.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	tp.memory.asked = make(chan struct{}, 10)
	ctx, cancel := context.WithCancel(t.Context())
	var all sync.WaitGroup
	say := func(ctx context.Context, id string) {
		all.Go(func() { p.history.put(ctx, Message{ID: id, Channel: "general", Author: "ana", At: noon, Text: id}) })
	}
	say(ctx, "first")
	<-tp.memory.asked
	for i := range 5 {
		say(t.Context(), fmt.Sprint("behind ", i))
	}
	for len(sees(t, p, "ana").Messages) < 6 { // all are said
		runtime.Gosched()
	}
	cancel()
	all.Wait()
	p.history.put(t.Context(), Message{ID: "after", Channel: "general", Author: "ana", At: noon, Text: "after"})
	if s := sees(t, p, "ana"); !s.Away {
		t.Error("the page does not say that the store is away")
	}
	tp.memory.asked = nil
	p.history.settle(t.Context()) // as Run does
	if s := sees(t, tp.start(t), "ana"); len(s.Messages) != 7 {
		t.Errorf("%d messages were stored", len(s.Messages))
	}
}

// Ten thousand messages leave a bounded list behind, the latest ones.
func TestTenThousandMessages(t *testing.T) {
	p, _ := newTestPage(t)
	if err := p.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	watcher := p.history.watch("ana")
	for i := range 10_000 {
		p.history.put(t.Context(), Message{ID: fmt.Sprint("m", i), Channel: "general", Author: "ana", At: noon, Text: fmt.Sprint(i)})
	}
	if n := len(p.history.messages); n != maxMessages || len(p.history.byID) != n {
		t.Errorf("%d messages, %d by id", n, len(p.history.byID))
	}
	got := texts(sees(t, p, "ana"), "general")
	if len(got) != maxShown || got[len(got)-1] != "ana: 9999" {
		t.Errorf("%d shown, the last %q", len(got), got[len(got)-1])
	}
	n := 0
	for range watcher.out {
		n++
	}
	if n != backlog {
		t.Errorf("a page that did not read got %d events before it was let go", n)
	}
}
