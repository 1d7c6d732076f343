package playground

import (
	"context"
	"net/http"
	"regexp"
	"strings"
	"time"

	"amicable/bot"
)

// asked is what a person on the page asks for.
type asked struct {
	ask
	by person
}

// maxText bounds what can be written at once, in bytes.
const maxText = 16 << 10

// The ways in which something cannot be done.
var (
	storeAway   = &problem{http.StatusServiceUnavailable, "store-away"}
	notHere     = &problem{http.StatusBadRequest, "not-here"}
	tooLong     = &problem{http.StatusRequestEntityTooLarge, "too-long"}
	farEnough   = &problem{http.StatusConflict, "later-enough"}
	messageGone = &problem{http.StatusNotFound, "message-gone"}
)

// ready finds the place, with the transcript read: before that the clock may be wrong.
func (p *Playground) ready(ctx context.Context, a asked) (bot.Channel, *problem) {
	where, ok := place(a.by.ID, a.Channel)
	if !ok {
		return where, notHere
	}
	if p.history.load(ctx) != nil {
		return where, storeAway
	}
	if a.Thread != "" {
		root, ok := p.history.get(a.Thread, a.by.ID)
		if !ok {
			return where, messageGone
		}
		if root.Channel != where.ID {
			return where, notHere
		}
	}
	return where, nil
}

// about is ready for what is done with a message, and finds that too.
func (p *Playground) about(ctx context.Context, a asked) (bot.Channel, Message, *problem) {
	where, wrong := p.ready(ctx, a)
	if wrong != nil {
		return where, Message{}, wrong
	}
	m, ok := p.history.get(a.Message, a.by.ID)
	if !ok || m.Channel != where.ID {
		return where, Message{}, messageGone
	}
	return where, m, nil
}

// event starts an event by the person who asks.
func (p *Playground) event(a asked, where bot.Channel, kind bot.Kind) bot.Event {
	e := bot.Event{
		ID: "page/" + a.by.ID + "/" + a.ID, Kind: kind, Platform: Platform, Workspace: Workspace,
		Channel: where, Thread: a.Thread, At: p.cfg.Clock.Now(), Actor: a.by.actor(a.Locale),
	}
	for _, c := range channels {
		if name := "#" + c.Name; strings.Contains(a.Text, name) {
			if e.Channels == nil {
				e.Channels = map[string]string{}
			}
			e.Channels[name] = c.ID
		}
	}
	if _, err := time.LoadLocation(a.Zone); err == nil && a.Zone != "Local" {
		e.Actor.TimeZone = a.Zone
	}
	return e
}

func (p person) actor(locale string) bot.Actor {
	return bot.Actor{ID: p.ID, Name: p.Name, Admin: p.Admin, Locale: locale}
}

// mention is the bot's name in a message.
var mention = regexp.MustCompile(`(?i)(^|\s)@amicable\b[,:]?`)

// say takes what was typed: a command, words to the bot, or words to the others.
func (p *Playground) say(ctx context.Context, a asked) (answer, *problem) {
	where, wrong := p.ready(ctx, a)
	text := strings.TrimSpace(strings.ToValidUTF8(a.Text, "\ufffd"))
	switch {
	case wrong != nil:
		return answer{}, wrong
	case len(text) > maxText:
		return answer{}, tooLong
	case text == "":
		return answer{}, nil
	}
	if line, ok := strings.CutPrefix(text, "/"); ok {
		e := p.event(a, where, bot.KindCommand)
		name, rest, _ := strings.Cut(line, " ")
		e.Command, e.Text = strings.ToLower(name), strings.TrimSpace(rest)
		return p.handle(ctx, e, text, ""), nil
	}
	if p.history.has(a.ID) {
		return answer{}, nil // sent again, because the answer was lost
	}
	p.history.put(ctx, Message{ID: a.ID, Channel: where.ID, Thread: a.Thread, Author: a.by.ID, At: p.cfg.Clock.Now(), Text: text})
	if where.Direct || mention.MatchString(text) {
		e := p.event(a, where, bot.KindMessage)
		e.Text = strings.TrimSpace(mention.ReplaceAllString(text, " "))
		return p.handle(ctx, e, "", ""), nil
	}
	return answer{}, nil
}

// press takes a pressed button or a choice from a menu.
func (p *Playground) press(ctx context.Context, a asked) (answer, *problem) {
	where, wrong := p.ready(ctx, a)
	if wrong != nil {
		return answer{}, wrong
	}
	if m, ok := p.history.get(a.Message, a.by.ID); ok {
		a.Thread = m.Thread
	} else if a.Message != "" { // the home page is no message
		return answer{}, messageGone
	}
	e := p.event(a, where, bot.KindAction)
	e.Action, e.Value = a.Action, a.Value
	return p.handle(ctx, e, "", a.Message), nil
}

// form takes a form's answers.
func (p *Playground) form(ctx context.Context, a asked) (answer, *problem) {
	where, wrong := p.ready(ctx, a)
	if wrong != nil {
		return answer{}, wrong
	}
	e := p.event(a, where, bot.KindForm)
	e.Action, e.Value, e.Fields = a.Action, a.Value, a.Fields
	return p.handle(ctx, e, "", ""), nil
}

// react puts an emoji on a message or takes it off, and tells the bot.
func (p *Playground) react(ctx context.Context, a asked) (answer, *problem) {
	where, m, wrong := p.about(ctx, a)
	if wrong != nil {
		return answer{}, wrong
	}
	if a.Emoji == "" || len(a.Emoji) > 64 {
		return answer{}, notHere
	}
	did := p.history.change(ctx, m.ID, func(m Message) (Message, bool) { return m.react(a.Emoji, a.by.ID, a.On) })
	if !did {
		return answer{}, nil
	}
	kind := bot.KindReactionAdded
	if !a.On {
		kind = bot.KindReactionRemoved
	}
	a.Thread = m.Thread
	e := p.event(a, where, kind)
	e.Emoji, e.Message = a.Emoji, m.message()
	return p.handle(ctx, e, "", ""), nil
}

// flag is "Flag this message", chosen on a message.
func (p *Playground) flag(ctx context.Context, a asked) (answer, *problem) {
	where, m, wrong := p.about(ctx, a)
	if wrong != nil {
		return answer{}, wrong
	}
	e := p.event(a, where, bot.KindShortcut)
	e.Message = m.message()
	return p.handle(ctx, e, "", ""), nil
}

// home is the bot's page as the person sees it. It is shown, not said.
func (p *Playground) home(ctx context.Context, a asked) (answer, *problem) {
	a.Channel = directID(a.by.ID)
	where, wrong := p.ready(ctx, a)
	if wrong != nil {
		return answer{}, wrong
	}
	reply, err := p.cfg.Handler.Handle(ctx, p.event(a, where, bot.KindHome))
	if err != nil {
		p.cfg.Log.WarnContext(ctx, "playground: the home page failed", "error", err)
		return answer{Notice: p.cfg.Phrases.Phrase(a.Locale, bot.PhraseFailed)}, nil
	}
	body := p.render(ctx, reply)
	if reply.Picture != nil {
		if shown, ok := p.follow(ctx, reply.Picture); ok {
			body.Blocks = append(body.Blocks, shown)
		}
	}
	return answer{Body: body}, nil
}

// message is a message as the bot sees it.
func (m *Message) message() *bot.Message {
	text := m.Text
	if m.Body != nil {
		text = m.Body.Plain
	}
	return &bot.Message{ID: m.ID, Author: m.Author, Text: text, At: m.At}
}

// handle asks the bot and shows what it answers. command is what was typed,
// pressed the message whose button was pressed.
func (p *Playground) handle(ctx context.Context, e bot.Event, command, pressed string) answer {
	reply, err := p.cfg.Handler.Handle(ctx, e)
	if err != nil {
		p.cfg.Log.WarnContext(ctx, "playground: the bot failed", "kind", e.Kind, "error", err)
		failed := bot.P(p.cfg.Phrases.Phrase(e.Actor.Locale, bot.PhraseFailed))
		reply = bot.Reply{Blocks: []bot.Block{bot.Text{Line: failed}}}
	}
	if len(reply.FieldErrors) > 0 {
		return answer{Errors: reply.FieldErrors}
	}
	if f, ok := reply.Form(); ok {
		shown := renderForm(f)
		return answer{Form: &shown}
	}
	m := Message{ID: "re-" + e.ID, Channel: e.Channel.ID, Thread: e.Thread, Author: botID, Asked: command}
	if was, ok := p.history.get(pressed, e.Actor.ID); ok && reply.Replace && was.Author == botID {
		m = was
	}
	if reply.Direct {
		m.Channel, m.Thread = directID(e.Actor.ID), ""
	}
	if reply.Visibility == bot.Private && !strings.HasPrefix(m.Channel, directPrefix) {
		m.Only = e.Actor.ID
	}
	p.post(ctx, m, reply)
	return answer{}
}
