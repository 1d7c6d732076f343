package playground

import (
	"context"
	"errors"
	"testing"

	"amicable/bot"
)

func line(text string) bot.Reply {
	return bot.Reply{Title: text, Blocks: []bot.Block{bot.Text{Line: bot.P(text)}}}
}

func TestABetterVersionTakesTheMessagesPlace(t *testing.T) {
	for name, tc := range map[string]struct {
		next  bot.Reply
		fails error
		want  string
	}{
		"better":  {next: line("better words"), want: "better words"},
		"nothing": {want: "first words"},
		"failed":  {next: line("better words"), fails: errors.New("no words"), want: "first words"},
	} {
		t.Run(name, func(t *testing.T) {
			p, tp := newTestPage(t)
			write := make(chan struct{})
			tp.handle = func(bot.Event) (bot.Reply, error) {
				r := line("first words")
				r.Later = func(context.Context) (bot.Reply, error) {
					<-write
					return tc.next, tc.fails
				}
				return r, nil
			}
			post(t, p, "/say", ask{ID: "n1", Text: "/draft acme"})
			if m, _ := p.history.get("re-page/ana/n1", "ana"); m.Body == nil || m.Body.Title != "first words" {
				t.Errorf("at first there was %+v", m.Body)
			}
			close(write)
			p.drawing.Wait()
			if m, _ := p.history.get("re-page/ana/n1", "ana"); m.Body.Title != tc.want || m.Only != "ana" {
				t.Errorf("in the end there was %+v for %q", m.Body, m.Only)
			}
		})
	}
}

// A button may have put something else there meanwhile; that stays.
func TestABetterVersionComesTooLate(t *testing.T) {
	p, tp := newTestPage(t)
	write := make(chan struct{})
	tp.handle = func(e bot.Event) (bot.Reply, error) {
		if e.Kind == bot.KindAction {
			r := line("something else")
			r.Replace = true
			return r, nil
		}
		r := line("first words")
		r.Later = func(context.Context) (bot.Reply, error) { <-write; return line("better words"), nil }
		return r, nil
	}
	post(t, p, "/say", ask{ID: "n1", Text: "/draft acme"})
	post(t, p, "/press", ask{ID: "n2", Message: "re-page/ana/n1", Action: "x"})
	close(write)
	p.drawing.Wait()
	if m, _ := p.history.get("re-page/ana/n1", "ana"); m.Body.Title != "something else" {
		t.Errorf("there is %+v", m.Body)
	}
}

func TestTheEndWaitsForNoBetterVersion(t *testing.T) {
	p, tp := newTestPage(t)
	tp.handle = func(bot.Event) (bot.Reply, error) {
		r := line("first words")
		r.Later = func(ctx context.Context) (bot.Reply, error) { <-ctx.Done(); return bot.Reply{}, ctx.Err() }
		return r, nil
	}
	post(t, p, "/say", ask{ID: "n1", Text: "/draft acme"})
	p.finish() // or the test never ends
}
