package playground

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"amicable/bot"
)

func TestExampleIsPlayedOnce(t *testing.T) {
	p, tp := newTestPage(t)
	for range 2 {
		if code, _ := post(t, p, "/example", ask{}); code != http.StatusOK {
			t.Fatal(code)
		}
	}
	var kinds []string
	for _, e := range tp.events {
		kinds = append(kinds, string(e.Kind)+" "+e.Command+" "+e.Actor.ID)
		if e.Message != nil && !e.Message.At.Equal(noon.Add(-48*time.Hour)) {
			t.Errorf("the message is of %v", e.Message.At)
		}
	}
	want := []string{"command flag ana", "reaction_added  ben", "command clients ana"}
	if d := cmp.Diff(want, kinds); d != "" {
		t.Error(d)
	}
}

// A scene that broke off is played again with the ids it had.
func TestExampleBreaksOff(t *testing.T) {
	p, tp := newTestPage(t)
	tp.handle = func(e bot.Event) (bot.Reply, error) {
		if e.Kind == bot.KindReactionAdded {
			return bot.Reply{}, errAway
		}
		return bot.Reply{}, nil
	}
	if code, _ := post(t, p, "/example", ask{}); code != http.StatusServiceUnavailable {
		t.Errorf("%d", code)
	}
	tp.handle = nil
	tp.clock.Move(time.Hour)
	if code, _ := post(t, p, "/example", ask{}); code != http.StatusOK {
		t.Errorf("%d", code)
	}
	a, b := tp.events[1], tp.events[3]
	if a.ID != b.ID || !a.Message.At.Equal(b.Message.At) {
		t.Errorf("first %s at %v, then %s at %v", a.ID, a.Message.At, b.ID, b.Message.At)
	}
}

// However much is said after the example month, and after a restart that knows
// only the latest of it, the month is not played again.
func TestExampleIsPlayedOnceForGood(t *testing.T) {
	p, tp := newTestPage(t)
	post(t, p, "/example", ask{})
	for i := range maxMessages + 1 {
		p.history.put(t.Context(), Message{ID: fmt.Sprint("m", i), Channel: "general", Author: "ana", At: noon.Add(time.Minute), Text: "hm"})
	}
	if p.history.has(exampleEnd) {
		t.Fatal("the message that ends the month is still there")
	}
	tp.memory.records = tp.memory.records[len(tp.memory.records)-10:]
	n := len(tp.events)
	for _, p := range []*Playground{p, tp.start(t)} {
		if code, got := post(t, p, "/example", ask{}); code != http.StatusOK || got.Notice != "example-there" || len(tp.events) != n {
			t.Errorf("%d %+v, %d events more", code, got, len(tp.events)-n)
		}
	}
}

// The move itself is stored, not only with what is said after it.
func TestLaterSurvivesARestart(t *testing.T) {
	p, tp := newTestPage(t)
	for range 4 {
		if code, _ := post(t, p, "/later", ask{}); code != http.StatusOK {
			t.Fatal(code)
		}
	}
	tp.clock.at = noon // a new process starts with the real time
	s := sees(t, tp.start(t), "ana")
	if want := noon.Add(4 * week); !s.Now.Equal(want) || len(s.Messages) != 0 {
		t.Errorf("it is %v, want %v; messages %v", s.Now, want, s.Messages)
	}
}

func TestTheTimeMachineHasABound(t *testing.T) {
	p, tp := newTestPage(t)
	moves := int(Farthest / week)
	for range moves {
		post(t, p, "/later", ask{})
	}
	for range 2 {
		if code, got := post(t, p, "/later", ask{}); code != http.StatusConflict || got.Notice != "later-enough" {
			t.Errorf("beyond: %d %+v", code, got)
		}
	}
	if want := noon.Add(time.Duration(moves) * week); !tp.clock.Now().Equal(want) {
		t.Errorf("it is %v, want %v", tp.clock.Now(), want)
	}
}
