package playground

import (
	"context"
	"fmt"
	"strings"
	"time"

	"amicable/bot"
)

// Line is something that somebody in the workspace once said or did.
type Line struct {
	Ago     time.Duration
	Who     string // "ana", "ben" or "cleo"
	Channel string // "general", "client-acme" or "shared-northwind"
	// Text is said in the channel; or it is a command, "/flag …", whose answer is not shown.
	Text string
	// Reactions are put on the message by others: whom, and which emoji.
	Reactions []By
}

// By is somebody's reaction.
type By struct{ Who, Emoji string }

const (
	openingScene = "opening"
	exampleScene = "example"
	exampleEnd   = exampleScene + "-end" // the message that ends it
)

// open fills a workspace in which nothing was said yet.
func (p *Playground) open(ctx context.Context, locale string) {
	p.scene.Lock()
	defer p.scene.Unlock()
	if !p.history.empty() {
		return
	}
	if err := p.play(ctx, openingScene, locale, p.cfg.Opening(locale)); err != nil {
		p.cfg.Log.WarnContext(ctx, "playground: the opening broke off", "error", err)
	}
}

// example plays the example month, once, and shows where everybody stands.
func (p *Playground) example(ctx context.Context, a asked) (answer, *problem) {
	a.Channel = channels[0].ID
	where, wrong := p.ready(ctx, a)
	if wrong != nil {
		return answer{}, wrong
	}
	p.scene.Lock()
	defer p.scene.Unlock()
	if p.history.wasPlayed() {
		return answer{Notice: p.cfg.Words.Text(a.Locale, wordPrefix+"example-there")}, nil
	}
	if err := p.play(ctx, exampleScene, a.Locale, p.cfg.Example(a.Locale)); err != nil {
		p.cfg.Log.WarnContext(ctx, "playground: the example month broke off", "error", err)
		return answer{}, storeAway
	}
	p.history.notePlayed(ctx)
	e := p.event(a, where, bot.KindCommand)
	e.Command = "clients"
	reply, err := p.cfg.Handler.Handle(ctx, e)
	if err != nil {
		p.cfg.Log.WarnContext(ctx, "playground: the bot failed", "error", err)
		return answer{}, storeAway
	}
	p.post(ctx, Message{ID: exampleEnd, Channel: where.ID, Author: botID, Only: a.by.ID, Asked: "/clients"}, reply)
	return answer{}, nil
}

// play has lines said and done as if it were then. What it does has ids of its
// own, so a scene that broke off can be played again and nothing counts twice.
func (p *Playground) play(ctx context.Context, scene, locale string, lines []Line) error {
	now := p.cfg.Clock.Now()
	for i, l := range lines {
		id := fmt.Sprintf("%s-%d", scene, i)
		who, known := personByID(l.Who)
		where, ok := place(l.Who, l.Channel)
		if !known || !ok {
			return fmt.Errorf("playing %s: nobody %q in %q", id, l.Who, l.Channel)
		}
		a := asked{ask{ID: id, Who: who.ID, Locale: locale, Channel: where.ID}, who}
		if line, is := strings.CutPrefix(l.Text, "/"); is {
			e := p.event(a, where, bot.KindCommand)
			e.Command, e.Text, _ = strings.Cut(line, " ")
			if _, err := p.cfg.Handler.Handle(ctx, e); err != nil {
				return fmt.Errorf("playing %s: %w", id, err)
			}
			continue
		}
		if err := p.playMessage(ctx, a, where, l, now.Add(-l.Ago)); err != nil {
			return err
		}
	}
	return nil
}

// playMessage says something, and has others react to it.
func (p *Playground) playMessage(ctx context.Context, a asked, where bot.Channel, l Line, at time.Time) error {
	m := Message{ID: a.ID, Channel: where.ID, Author: a.by.ID, At: at, Text: l.Text}
	if was, ok := p.history.get(a.ID, a.by.ID); ok {
		m = was // from a scene that broke off: its time is part of what was recorded
	}
	for _, by := range l.Reactions {
		m, _ = m.react(by.Emoji, by.Who, true)
	}
	p.history.put(ctx, m)
	for n, by := range l.Reactions {
		who, ok := personByID(by.Who)
		if !ok {
			return fmt.Errorf("playing %s: nobody %q", a.ID, by.Who)
		}
		reacting := asked{a.ask, who}
		reacting.ID = fmt.Sprintf("%s-%d", a.ID, n)
		e := p.event(reacting, where, bot.KindReactionAdded)
		e.Emoji, e.Message = by.Emoji, m.message()
		if _, err := p.cfg.Handler.Handle(ctx, e); err != nil {
			return fmt.Errorf("playing %s: %w", reacting.ID, err)
		}
	}
	return nil
}
