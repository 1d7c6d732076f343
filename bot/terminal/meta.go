package terminal

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"amicable/bot"
)

// metaHelp lists the meta lines.
const metaHelp = `Lines that start with a colon set the scene:
  :as ben [admin|guest]     somebody else is speaking (":as you" is you again)
  :in #acme [exposed]       in a channel; exposed: the client may be reading along
  :in direct                in private with the bot
  :say some text            post a message, to react to or to flag
  :react 💸  /  :unreact 💸  put a reaction on that message, or take it off
  :shortcut                 choose "Flag this message" on it
  :home                     open the bot's home page
  :again                    deliver the last event once more, as platforms do
  :wait 7 days              move the clock on (with --at only)
  :quit                     leave
`

// meta does what a line that starts with a colon asks for.
func (s *Session) meta(ctx context.Context, line string) error {
	name, rest, _ := strings.Cut(line, " ")
	rest = strings.TrimSpace(rest)
	switch strings.ToLower(name) {
	case "as":
		s.as(rest)
		return nil
	case "in":
		s.in(rest)
		return nil
	case "say":
		s.say(rest)
		return nil
	case "react":
		return s.about(ctx, bot.KindReactionAdded, rest)
	case "unreact":
		return s.about(ctx, bot.KindReactionRemoved, rest)
	case "shortcut":
		return s.about(ctx, bot.KindShortcut, "")
	case "home":
		return s.send(ctx, s.event(bot.KindHome))
	case "again":
		if s.last.ID == "" {
			s.printf("Nothing was sent yet.\n")
			return nil
		}
		return s.send(ctx, s.last)
	case "wait":
		s.wait(rest)
		return nil
	case "quit", "q", "exit":
		return errQuit
	case "help":
		s.printf("%s", metaHelp)
		return nil
	default:
		s.printf("I do not know :%s. :help lists what there is.\n", oneLine(name))
		return nil
	}
}

// as changes who is speaking. A private conversation goes along with the person.
func (s *Session) as(who string) {
	words := strings.Fields(who)
	if len(words) == 0 {
		s.printf("Who? For instance :as ben\n")
		return
	}
	name := words[0]
	next := bot.Actor{ID: strings.ToLower(name), Name: name}
	if next.ID == first(s.Actor.ID, "you") {
		next = s.Actor
		if next.ID == "" {
			next = bot.Actor{ID: "you", Name: "you", Admin: true}
		}
	}
	for _, w := range words[1:] {
		switch w {
		case "admin":
			next.Admin = true
		case "guest":
			next.Guest = true
		}
	}
	s.actor = next
	if s.channel.Direct {
		s.channel = directChannel(next)
	}
}

// in changes where the conversation is.
func (s *Session) in(where string) {
	words := strings.Fields(where)
	if len(words) == 0 {
		s.printf("Where? For instance :in #acme\n")
		return
	}
	if words[0] == "direct" {
		s.channel = directChannel(s.actor)
		return
	}
	name := strings.TrimPrefix(words[0], "#")
	s.channel = bot.Channel{
		ID: name, Name: name, Exposed: len(words) > 1 && words[1] == "exposed",
	}
}

// say posts a message by the person who is speaking.
func (s *Session) say(text string) {
	s.posted++
	at := s.Now()
	s.message = &bot.Message{
		ID:     fmt.Sprintf("%d.%06d", at.Unix(), s.posted),
		Author: s.actor.ID, Text: text, At: at,
	}
}

// about sends an event about the message posted last.
func (s *Session) about(ctx context.Context, kind bot.Kind, emoji string) error {
	if s.message == nil {
		s.printf("There is no message yet. Post one with :say\n")
		return nil
	}
	if kind != bot.KindShortcut && emoji == "" {
		s.printf("Which emoji? For instance :react 💸\n")
		return nil
	}
	e := s.event(kind)
	message := *s.message
	e.Emoji, e.Message = emoji, &message
	return s.send(ctx, e)
}

// wait moves the clock on.
func (s *Session) wait(text string) {
	d, ok := duration(text)
	switch {
	case s.Wait == nil:
		s.printf("The clock is the real one; start with --at to move it.\n")
	case !ok:
		s.printf("How long? For instance :wait 7 days, :wait 3 hours or :wait 90m\n")
	default:
		s.Wait(d)
	}
}

// units are the lengths of time that can be waited, by the beginning of their names.
var units = map[string]time.Duration{
	"second": time.Second, "minute": time.Minute, "hour": time.Hour,
	"day": 24 * time.Hour, "week": 7 * 24 * time.Hour, "month": 30 * 24 * time.Hour, "year": 365 * 24 * time.Hour,
}

// longest bounds one wait.
const longest = 10 * 365 * 24 * time.Hour

// duration reads "7 days", "1 week" or Go's "90m".
func duration(text string) (time.Duration, bool) {
	if d, err := time.ParseDuration(text); err == nil {
		return d, d > 0 && d <= longest
	}
	words := strings.Fields(text)
	if len(words) != 2 {
		return 0, false
	}
	n, err := strconv.Atoi(words[0])
	unit, ok := units[strings.TrimSuffix(strings.ToLower(words[1]), "s")]
	if err != nil || !ok || n <= 0 || time.Duration(n) > longest/unit {
		return 0, false
	}
	return time.Duration(n) * unit, true
}
