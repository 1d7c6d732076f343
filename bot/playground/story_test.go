package playground

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"amicable/bot"
)

func TestWhatIsTypedBecomesAnEvent(t *testing.T) {
	p, tp := newTestPage(t)
	for _, c := range []struct {
		name string
		ask  ask
		want bot.Event
	}{
		{"a command", ask{Text: " /Flag acme late-payment "}, bot.Event{Kind: bot.KindCommand, Command: "flag", Text: "acme late-payment", Channel: bot.Channel{ID: "general", Name: "general"}}},
		{"a mention", ask{Text: "@Amicable how is acme?", Channel: "client-acme"}, bot.Event{Kind: bot.KindMessage, Text: "how is acme?", Channel: bot.Channel{ID: "client-acme", Name: "client-acme"}}},
		{"words to the bot", ask{Text: "how is acme?", Channel: "direct-ana"}, bot.Event{Kind: bot.KindMessage, Text: "how is acme?", Channel: bot.Channel{ID: "direct-ana", Direct: true}}},
		{"where the client reads along", ask{Text: "/assess", Channel: "shared-northwind"}, bot.Event{Kind: bot.KindCommand, Command: "assess", Channel: bot.Channel{ID: "shared-northwind", Name: "shared-northwind", Exposed: true}}},
	} {
		c.ask.ID, c.ask.Zone, c.ask.Locale = "x1", "Europe/Warsaw", "pl"
		if code, got := post(t, p, "/say", c.ask); code != http.StatusOK || got.Notice != "" {
			t.Errorf("%s: %d %+v", c.name, code, got)
		}
		c.want.ID, c.want.Platform, c.want.Workspace, c.want.At = "page/ana/x1", Platform, Workspace, noon
		c.want.Actor = bot.Actor{ID: "ana", Name: "Ana", Admin: true, Locale: "pl", TimeZone: "Europe/Warsaw"}
		if d := cmp.Diff(c.want, tp.last()); d != "" {
			t.Errorf("%s: %s", c.name, d)
		}
		p, _ = tp.start(t), tp.forget()
	}
	if code, _ := post(t, p, "/say", ask{Text: "good morning", Channel: "general"}); code != http.StatusOK || len(tp.events) != 0 {
		t.Errorf("words to the others went to the bot: %d, %v", code, tp.events)
	}
}

func (tp *testPage) forget() error {
	tp.events, tp.memory.records = nil, nil
	return nil
}

// Private answers are seen by the person alone, answers out of place in the
// person's own conversation, public ones by everybody.
func TestWhoSeesAnAnswer(t *testing.T) {
	p, tp := newTestPage(t)
	say := func(r bot.Reply) {
		r.Blocks = []bot.Block{bot.Text{Line: bot.P("answer")}}
		tp.handle = func(bot.Event) (bot.Reply, error) { return r, nil }
		post(t, p, "/say", ask{Text: "/x"})
	}
	say(bot.Reply{})
	if got := texts(sees(t, p, "ben"), "general"); len(got) != 0 {
		t.Errorf("ben sees what is private: %q", got)
	}
	if got := texts(sees(t, p, "ana"), "general"); !slices.Equal(got, []string{"bot: answer"}) {
		t.Errorf("ana sees %q", got)
	}
	say(bot.Reply{Direct: true})
	if got := texts(sees(t, p, "ana"), "direct-ana"); !slices.Equal(got, []string{"bot: answer"}) {
		t.Errorf("ana's own conversation: %q", got)
	}
	say(bot.Reply{Visibility: bot.Public})
	if got := texts(sees(t, p, "ben"), "general"); !slices.Equal(got, []string{"bot: answer"}) {
		t.Errorf("ben sees %q of what is public", got)
	}
	for _, m := range sees(t, p, "ben").Messages {
		if m.Channel == "direct-ana" {
			t.Error("ben reads ana's own conversation")
		}
	}
	if code, _ := post(t, p, "/say", ask{Who: "ben", Text: "hm", Channel: "direct-ana"}); code != http.StatusBadRequest {
		t.Errorf("ben writes in ana's own conversation: %d", code)
	}
}

func TestReactionsAndButtons(t *testing.T) {
	p, tp := newTestPage(t)
	post(t, p, "/say", ask{ID: "m1", Text: "they called at night", Channel: "client-acme", Who: "ben"})
	tp.clock.Move(time.Hour)
	post(t, p, "/react", ask{Message: "m1", Emoji: "🌙", On: true, Channel: "client-acme"})
	want := bot.Event{Kind: bot.KindReactionAdded, Emoji: "🌙", Message: &bot.Message{ID: "m1", Author: "ben", Text: "they called at night", At: noon}}
	got := tp.last()
	if d := cmp.Diff(want, bot.Event{Kind: got.Kind, Emoji: got.Emoji, Message: got.Message}); d != "" {
		t.Error(d)
	}
	n := len(tp.events)
	post(t, p, "/react", ask{Message: "m1", Emoji: "🌙", On: true, Channel: "client-acme"})
	if len(tp.events) != n {
		t.Error("the same reaction twice is two events")
	}
	post(t, p, "/react", ask{Message: "m1", Emoji: "🌙", Channel: "client-acme"})
	if tp.last().Kind != bot.KindReactionRemoved {
		t.Errorf("taking it off is %v", tp.last().Kind)
	}
	if code, _ := post(t, p, "/react", ask{Message: "nothing", Emoji: "🌙", On: true}); code != http.StatusNotFound {
		t.Errorf("a message that is not there: %d", code)
	}
	post(t, p, "/flag", ask{Message: "m1", Channel: "client-acme"})
	if e := tp.last(); e.Kind != bot.KindShortcut || e.Message == nil || e.Message.ID != "m1" {
		t.Errorf("flagging a message is %+v", e)
	}

	// A button's answer takes the place of its message when it asks to.
	tp.handle = func(e bot.Event) (bot.Reply, error) {
		return bot.Reply{Replace: e.Kind == bot.KindAction, Blocks: []bot.Block{bot.Text{Line: bot.P(string(e.Kind) + e.Action + e.Value)}}}, nil
	}
	post(t, p, "/say", ask{ID: "q", Text: "/ask"})
	post(t, p, "/press", ask{Message: "re-page/ana/q", Action: "answer:1", Value: "yes"})
	if got := texts(sees(t, p, "ana"), "general"); !slices.Equal(got, []string{"bot: actionanswer:1yes"}) {
		t.Errorf("after the press: %q", got)
	}
	if code, _ := post(t, p, "/press", ask{Who: "ben", Message: "re-page/ana/q", Action: "answer:1"}); code != http.StatusNotFound {
		t.Errorf("ben presses what only ana sees: %d", code)
	}
}

func TestForms(t *testing.T) {
	p, tp := newTestPage(t)
	tp.handle = func(e bot.Event) (bot.Reply, error) {
		switch {
		case e.Kind == bot.KindCommand:
			return bot.Reply{Blocks: []bot.Block{bot.Form{ID: "flag", State: "s", Title: "Flag", Fields: []bot.Field{{ID: "client", Kind: bot.Search, Label: "Client"}}}}}, nil
		case e.Field("client") == "":
			return bot.Reply{FieldErrors: map[string]string{"client": "Which one?"}}, nil
		}
		return bot.Reply{Blocks: []bot.Block{bot.Text{Line: bot.P(e.Action + e.Value + e.Field("client"))}}}, nil
	}
	_, got := post(t, p, "/say", ask{Text: "/flag"})
	if got.Form == nil || got.Form.Fields[0].Kind != "search" {
		t.Fatalf("no form: %+v", got)
	}
	_, got = post(t, p, "/form", ask{Action: "flag", Value: "s", Fields: map[string]string{"client": " "}})
	if got.Errors["client"] != "Which one?" {
		t.Errorf("the empty answer: %+v", got)
	}
	post(t, p, "/form", ask{Action: "flag", Value: "s", Fields: map[string]string{"client": "acme"}})
	if got := texts(sees(t, p, "ana"), "general"); !slices.Equal(got, []string{"bot: flagsacme"}) {
		t.Errorf("the answer: %q", got)
	}
}

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
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 4, 2))); err != nil {
		t.Fatal(err)
	}
	post(t, p, "/say", ask{ID: "m1", Text: "they called", Channel: "client-acme"})
	post(t, p, "/react", ask{Message: "m1", Emoji: "🌙", On: true, Channel: "client-acme", Who: "cleo"})
	post(t, p, "/later", ask{})
	err := p.Send(t.Context(), bot.Target{User: "ana"}, bot.Reply{Title: "Alert", Blocks: []bot.Block{bot.Image{PNG: picture.Bytes(), Alt: "a course"}}})
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
	if data, err := p.history.picture(t.Context(), strings.TrimPrefix(source, "picture/")); err != nil || !bytes.Equal(data, picture.Bytes()) {
		t.Errorf("the picture %q: %d bytes, %v", source, len(data), err)
	}
}

// A picture follows its text; one that fails, hangs on or panics leaves the text as it is.
func TestPictureFollowsTheText(t *testing.T) {
	p, tp := newTestPage(t)
	var data bytes.Buffer
	if err := png.Encode(&data, image.NewGray(image.Rect(0, 0, 4, 2))); err != nil {
		t.Fatal(err)
	}
	drawn := make(chan struct{})
	for name, c := range map[string]struct {
		draw func(context.Context) (bot.Image, error)
		want int
	}{
		"made": {func(context.Context) (bot.Image, error) {
			<-drawn
			return bot.Image{PNG: data.Bytes(), Alt: "a course"}, nil
		}, 2},
		"failed":   {func(context.Context) (bot.Image, error) { return bot.Image{}, errAway }, 1},
		"panicked": {func(context.Context) (bot.Image, error) { panic("no paint") }, 1},
	} {
		tp.handle = func(bot.Event) (bot.Reply, error) {
			return bot.Reply{Blocks: []bot.Block{bot.Text{Line: bot.P("first the text")}}, Picture: c.draw}, nil
		}
		post(t, p, "/say", ask{ID: name, Text: "/assess acme"})
		m, ok := p.history.get("re-page/ana/"+name, "ana")
		if !ok || len(m.Body.Blocks) != 1 {
			t.Fatalf("%s: the text waits for its picture: %+v", name, m)
		}
		if name == "made" {
			close(drawn)
		}
		p.drawing.Wait()
		if m, _ = p.history.get("re-page/ana/"+name, "ana"); len(m.Body.Blocks) != c.want {
			t.Errorf("%s: %d blocks, want %d", name, len(m.Body.Blocks), c.want)
		}
	}
}

func TestUnaskedReplies(t *testing.T) {
	p, _ := newTestPage(t)
	alert := bot.Reply{Title: "Alert"}
	for to, want := range map[bot.Target]error{
		{User: "ben"}: nil, {Channel: "#general"}: nil, {Channel: "client-acme"}: nil,
		{User: "dora"}: bot.ErrNotThere, {Channel: "elsewhere"}: bot.ErrNotThere, {Channel: "shared-northwind"}: bot.ErrNotThere,
	} {
		if err := p.Send(t.Context(), to, alert); !errors.Is(err, want) {
			t.Errorf("to %+v: %v, want %v", to, err, want)
		}
	}
	if got := texts(sees(t, p, "ben"), "direct-ben"); !slices.Equal(got, []string{"bot: Alert"}) {
		t.Errorf("ben got %q", got)
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

// The bot's own failure is told, in the bot's words.
func TestBotFails(t *testing.T) {
	p, tp := newTestPage(t)
	tp.handle = func(bot.Event) (bot.Reply, error) { return bot.Reply{}, errAway }
	post(t, p, "/say", ask{Text: "/flag acme late-payment"})
	if got := texts(sees(t, p, "ana"), "general"); !slices.Equal(got, []string{"bot: phrase failed"}) {
		t.Errorf("%q", got)
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

func TestCompletion(t *testing.T) {
	p, _ := newTestPage(t)
	for typed, want := range map[string][]string{
		"/":                        {"/amicable ", "/flag ", "/did ", "/clients"},
		"/fl":                      {"/flag "},
		"/amicable s":              {"/amicable settings "},
		"/flag a":                  {`/flag "Acme GmbH" `, "/flag Apex "},
		`/flag "Acme G`:            {`/flag "Acme GmbH" `},
		`/flag "Acme GmbH" `:       {`/flag "Acme GmbH" late-payment `, `/flag "Acme GmbH" always-on `},
		"/flag apex night":         nil,
		"/flag apex hours":         {"/flag apex always-on "},
		"/flag apex late-payment ": nil,
		"/amicable did apex t":     {"/amicable did apex talk "},
		"/nonsense a":              nil,
		"hello":                    nil,
	} {
		_, got := post(t, p, "/complete", ask{Text: typed})
		var all []string
		for _, o := range got.Options {
			all = append(all, o.Text)
		}
		if d := cmp.Diff(want, all); d != "" {
			t.Errorf("%q: %s", typed, d)
		}
	}
	if _, got := post(t, p, "/suggest", ask{Field: "client", Text: "glo"}); len(got.Options) != 1 || got.Options[0].Value != "client:Globex" {
		t.Errorf("in a form: %+v", got.Options)
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

func TestAThreadOfAnotherChannel(t *testing.T) {
	p, _ := newTestPage(t)
	post(t, p, "/say", ask{ID: "root", Text: "morning", Channel: "general"})
	if code, got := post(t, p, "/say", ask{Text: "hm", Channel: "client-acme", Thread: "root"}); code != http.StatusBadRequest || got.Notice != "not-here" {
		t.Errorf("%d %+v", code, got)
	}
	if got := texts(sees(t, p, "ana"), "client-acme"); len(got) != 0 {
		t.Errorf("said all the same: %q", got)
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
