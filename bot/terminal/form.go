package terminal

import (
	"context"
	"strconv"
	"strings"
	"unicode"

	"amicable/bot"
)

// fill asks a form's questions one by one and submits the answers. An empty
// line keeps what is filled in, or skips an optional question; `cancel` leaves.
// Answers that the bot refuses are asked again, with what was said against them.
func (s *Session) fill(ctx context.Context, f bot.Form, refused map[string]string) error {
	s.printf("%s", s.formHead(f))
	answers := map[string]string{}
	for _, field := range f.Fields {
		answers[field.ID] = field.Value
	}
	for again := false; ; again = true {
		for _, field := range f.Fields {
			if again && refused[field.ID] == "" {
				continue
			}
			field.Value, field.Shown = answers[field.ID], shownAnswer(field, answers[field.ID])
			answer, left, err := s.question(ctx, field)
			if err != nil {
				return err
			}
			if left {
				s.printf("Left the form; nothing was sent.\n\n")
				return nil
			}
			answers[field.ID] = answer
		}
		e := s.event(bot.KindForm)
		e.Action, e.Value, e.Fields = f.ID, f.State, answers
		reply, ok := s.handle(ctx, e)
		if !ok {
			return nil
		}
		if len(reply.FieldErrors) == 0 {
			return s.show(ctx, reply)
		}
		refused = reply.FieldErrors
		asked := false
		for _, field := range f.Fields {
			asked = asked || refused[field.ID] != ""
		}
		for _, problem := range fieldErrors(reply, f) {
			s.printf("! %s\n", problem)
		}
		if !asked {
			return nil
		}
	}
}

// shownAnswer keeps a Search field's label for as long as its value is the one it belongs to.
func shownAnswer(f bot.Field, answer string) string {
	if answer == f.Value {
		return f.Shown
	}
	return ""
}

func (s *Session) formHead(f bot.Form) string {
	p := &page{Options: s.Options}
	p.line("", styled(oneLine(f.Title), p.on(boldOn)))
	if len(f.Intro) > 0 {
		p.paragraph("", "", f.Intro, "")
	}
	p.paragraph("", "", bot.P("(an empty line keeps or skips, “cancel” leaves)"), p.on(dimOn))
	return p.text.String()
}

// question asks for one field until there is an answer to send; left tells that the form was left.
func (s *Session) question(ctx context.Context, f bot.Field) (answer string, left bool, err error) {
	if f.Hint != "" {
		s.printf("  %s\n", oneLine(f.Hint))
	}
	for i, o := range f.Options {
		text := oneLine(o.Label)
		if o.Detail != "" {
			text += " · " + oneLine(o.Detail)
		}
		s.printf("  %2d  %s\n", i+1, text)
	}
	for {
		line, err := s.ask(ctx, "  "+fieldLabel(f)+": ")
		if err != nil {
			return "", false, err
		}
		line = strings.TrimSpace(line)
		switch {
		case strings.EqualFold(line, "cancel"):
			return "", true, nil
		case line == "" && (f.Value != "" || f.Optional):
			return f.Value, false, nil
		case line == "":
			s.printf("  This one is needed.\n")
			continue
		case f.MaxRunes > 0 && len([]rune(line)) > f.MaxRunes:
			s.printf("  That is longer than %d characters.\n", f.MaxRunes)
			continue
		case f.Kind == bot.Search:
			return s.search(ctx, f, line)
		case len(f.Options) > 0:
			if o, ok := choose(f.Options, line); ok {
				return o.Value, false, nil
			}
			s.printf("  Please type one of the numbers.\n")
			continue
		}
		return line, false, nil
	}
}

// search completes what was typed into a Search field. A label typed in full,
// or the only offer, is taken; several are shown to choose from.
func (s *Session) search(ctx context.Context, f bot.Field, typed string) (answer string, left bool, err error) {
	if s.Suggester == nil {
		return typed, false, nil
	}
	e := s.event(bot.KindForm)
	offers, err := s.Suggester.Suggest(ctx, e, f.ID, typed)
	if err != nil {
		// Completion is a convenience: the bot understands what was typed as well.
		return typed, false, nil //nolint:nilerr // see above
	}
	for _, o := range offers {
		if strings.EqualFold(o.Label, typed) || o.Value == typed {
			return o.Value, false, nil
		}
	}
	if len(offers) == 0 {
		return typed, false, nil
	}
	for i, o := range offers {
		s.printf("  %d  %s\n", i+1, oneLine(o.Label))
	}
	line, err := s.ask(ctx, "  Which one? (an empty line keeps “"+oneLine(typed)+"”) ")
	if err != nil {
		return "", false, err
	}
	line = strings.TrimSpace(line)
	if strings.EqualFold(line, "cancel") {
		return "", true, nil
	}
	if o, ok := choose(offers, line); ok {
		return o.Value, false, nil
	}
	return first(line, typed), false, nil
}

// choose finds the option that was typed: its number, its label or its value.
func choose(options []bot.Option, typed string) (bot.Option, bool) {
	if n, err := strconv.Atoi(typed); err == nil && n >= 1 && n <= len(options) {
		return options[n-1], true
	}
	for _, o := range options {
		// An emoji in front of a label is not typed.
		words := strings.TrimLeftFunc(o.Label, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		if strings.EqualFold(o.Label, typed) || strings.EqualFold(words, typed) || strings.EqualFold(o.Value, typed) {
			return o, true
		}
	}
	return bot.Option{}, false
}
