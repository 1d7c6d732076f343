package terminal

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"
	"time"

	"amicable/bot"
)

// Session is a conversation in a terminal. A typed line is one of
//
//	/flag acme late-payment   a command
//	how is Acme doing?        plain words to the bot
//	2   or   3b               the button, or the menu's option, of that number
//	:as ben                   a meta line; `:help` lists them
//
// The exported fields are set before Run and not changed afterwards.
type Session struct {
	In      io.Reader
	Out     io.Writer
	Handler bot.Handler
	// Now tells the time; ids are made by NewID. Both are needed.
	Now   func() time.Time
	NewID func() string
	// Wait moves the clock on, for the line `:wait 7 days`; nil when the clock is the real one.
	Wait func(time.Duration)
	// Settle, when set, does what became due before the next line is read, so
	// that a story sees an alert where it belongs.
	Settle func(context.Context)
	// Suggester completes Search fields; nil for none.
	Suggester bot.Suggester
	// Phrases words what the adapter says by itself; nil falls back to English.
	Phrases bot.Phrases

	Workspace string    // default "local"
	Actor     bot.Actor // who is speaking at first; default "you", an admin
	Options   Options
	// Interactive shows a prompt. Otherwise each line read is repeated behind
	// the prompt, so that the output reads as a whole conversation.
	Interactive bool
	// Greeting is said first; empty for none.
	Greeting string

	mu      sync.Mutex // guards Out: alerts arrive while a reply is written
	lines   <-chan string
	actor   bot.Actor
	channel bot.Channel
	message *bot.Message
	posted  int
	presses []Press
	last    bot.Event
	// improving are the better versions that are worked on beside the conversation.
	improving sync.WaitGroup
}

// errQuit ends the conversation.
var errQuit = errors.New("the conversation ended")

// Run holds the conversation until the input ends, somebody types `:quit`, or ctx ends.
func (s *Session) Run(ctx context.Context) error {
	s.actor = s.Actor
	if s.actor.ID == "" {
		s.actor = bot.Actor{ID: "you", Name: "you", Admin: true}
	}
	s.channel = directChannel(s.actor)
	ctx, cancel := context.WithCancel(ctx)
	defer s.improving.Wait()
	defer cancel()
	stop := make(chan struct{})
	defer close(stop)
	s.lines = readLines(s.In, stop)
	if s.Greeting != "" {
		s.printf("%s\n", s.Greeting)
	}
	for {
		line, err := s.ask(ctx, s.prompt())
		if err == nil {
			err = s.take(ctx, strings.TrimSpace(line))
		}
		if err == nil && s.Settle != nil {
			s.Settle(ctx)
		}
		switch {
		case err == nil:
		case errors.Is(err, io.EOF), errors.Is(err, errQuit), ctx.Err() != nil:
			return nil
		default:
			return err
		}
	}
}

// directChannel is the private conversation between a person and the bot.
func directChannel(a bot.Actor) bot.Channel {
	return bot.Channel{ID: "direct-" + a.ID, Direct: true}
}

// maxLine bounds one typed line, in bytes.
const maxLine = 1 << 20

// readLines reads lines until the input ends or stop is closed. A read that is
// under way when stop is closed ends with its line: a terminal cannot be
// interrupted, and the process ends then anyway.
func readLines(in io.Reader, stop <-chan struct{}) <-chan string {
	lines := make(chan string)
	go func() {
		defer close(lines)
		scan := bufio.NewScanner(in)
		scan.Buffer(make([]byte, 0, 4096), maxLine)
		for scan.Scan() {
			select {
			case lines <- scan.Text():
			case <-stop:
				return
			}
		}
	}()
	return lines
}

// ask shows a prompt and returns the next line, or io.EOF when there is none.
func (s *Session) ask(ctx context.Context, prompt string) (string, error) {
	if s.Interactive {
		s.printf("%s", prompt)
	}
	select {
	case <-ctx.Done():
		return "", io.EOF
	case line, ok := <-s.lines:
		if !ok {
			return "", io.EOF
		}
		line = strings.ToValidUTF8(line, "\ufffd")
		if !s.Interactive {
			s.printf("%s%s\n", prompt, clean(line))
		}
		return line, nil
	}
}

// prompt tells who is speaking and where, unless both are as in the beginning.
func (s *Session) prompt() string {
	var parts []string
	if s.actor.ID != first(s.Actor.ID, "you") {
		parts = append(parts, oneLine(s.actor.Name))
	}
	if !s.channel.Direct {
		parts = append(parts, "#"+oneLine(s.channel.Name))
	}
	return strings.Join(append(parts, "> "), " ")
}

// take does what one line asks for.
func (s *Session) take(ctx context.Context, line string) error {
	switch {
	case line == "" || strings.HasPrefix(line, "##"):
		return nil
	case strings.HasPrefix(line, ":"):
		return s.meta(ctx, line[1:])
	case strings.HasPrefix(line, "/"):
		name, text, _ := strings.Cut(line[1:], " ")
		e := s.event(bot.KindCommand)
		e.Command, e.Text = strings.ToLower(name), strings.TrimSpace(text)
		return s.send(ctx, e)
	}
	if p, ok := s.pressed(line); ok {
		return s.press(ctx, p)
	}
	if isNumber(line) {
		s.printf("There is no button [%s] to press.\n", strings.Trim(line, "[]"))
		return nil
	}
	e := s.event(bot.KindMessage)
	e.Text = line
	return s.send(ctx, e)
}

// isNumber tells whether somebody meant to press a button: "3", "3b" or "[3]".
func isNumber(line string) bool {
	number := strings.TrimRight(strings.Trim(line, "[]"), "abcdefghijklmnopqrstuvwxyz")
	_, err := strconv.Atoi(number)
	return err == nil
}

// event starts an event by the person who is speaking.
func (s *Session) event(kind bot.Kind) bot.Event {
	return bot.Event{
		ID: s.NewID(), Kind: kind, Platform: Platform, Workspace: first(s.Workspace, "local"),
		Channel: s.channel, Actor: s.actor, At: s.Now(),
	}
}

// Platform is Event.Platform of this adapter.
const Platform = "terminal"

// send hands an event to the bot and shows what it answers.
func (s *Session) send(ctx context.Context, e bot.Event) error {
	reply, ok := s.handle(ctx, e)
	if !ok {
		return nil
	}
	return s.show(ctx, reply)
}

// handle asks the bot. When it fails, the person is told and there is nothing more to do.
func (s *Session) handle(ctx context.Context, e bot.Event) (bot.Reply, bool) {
	s.last = e
	reply, err := s.Handler.Handle(ctx, e)
	if err != nil {
		s.printf("%s\n", s.phrase(bot.PhraseFailed))
	}
	return reply, err == nil
}

// show writes a reply; a form's questions are asked at once.
func (s *Session) show(ctx context.Context, r bot.Reply) error {
	if form, ok := r.Form(); ok {
		return s.fill(ctx, form, r.FieldErrors)
	}
	if r.Empty() {
		return nil
	}
	switch {
	case r.Direct && !s.channel.Direct:
		s.printf("(directly to %s)\n", oneLine(s.actor.Name))
	case r.Visibility == bot.Public && !s.channel.Direct:
		s.printf("(for everybody in #%s)\n", oneLine(s.channel.Name))
	}
	s.mu.Lock()
	s.presses = nil
	err := s.render(r)
	s.mu.Unlock()
	if err == nil && r.Later != nil {
		s.improve(ctx, r.Later)
	}
	return err
}

// improve shows the better version of a reply below it. Somebody at a keyboard
// goes on meanwhile; a story waits, so that it reads the same each time.
func (s *Session) improve(ctx context.Context, later func(context.Context) (bot.Reply, error)) {
	work := func() {
		ctx, cancel := context.WithTimeout(ctx, bot.LaterTime)
		defer cancel()
		next, err := later(ctx)
		if err != nil || next.Empty() {
			return // what stands there is good
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		_ = s.render(next) // a terminal that is gone ends the input too
	}
	if !s.Interactive {
		work()
		return
	}
	s.improving.Go(work)
}

// render shows a reply whose buttons are numbered on from those that can be
// pressed already. The caller holds mu.
func (s *Session) render(r bot.Reply) error {
	o := s.Options
	for _, p := range s.presses {
		n, _ := strconv.Atoi(strings.TrimRight(p.Number, "abcdefghijklmnopqrstuvwxyz"))
		o.After = max(o.After, n)
	}
	presses, err := Render(s.Out, r, o)
	if err != nil {
		return err
	}
	s.presses = append(s.presses, presses...)
	_, err = io.WriteString(s.Out, "\n")
	if err != nil {
		return fmt.Errorf("showing a reply: %w", err)
	}
	return nil
}

// Send shows a reply that nobody asked for. The buttons that were there before
// keep their numbers: a finger may be on its way to one. It implements bot.Sender.
func (s *Session) Send(_ context.Context, to bot.Target, r bot.Reply) error {
	where := "directly to " + oneLine(to.User)
	if to.User == "" {
		where = "in #" + oneLine(strings.TrimPrefix(to.Channel, "#"))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := fmt.Fprintf(s.Out, "(%s)\n", where); err != nil {
		return fmt.Errorf("showing a reply: %w", err)
	}
	return s.render(r)
}

func (s *Session) printf(format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	// A terminal that is gone ends the input too, which ends the conversation.
	_, _ = fmt.Fprintf(s.Out, format, args...)
}

// phrase words what the adapter says by itself.
func (s *Session) phrase(p bot.Phrase) string {
	if s.Phrases != nil {
		return clean(s.Phrases.Phrase(s.actor.Locale, p))
	}
	return "Something went wrong on our side. Please try again."
}
