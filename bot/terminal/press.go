package terminal

import (
	"context"
	"strings"

	"amicable/bot"
)

// pressed finds what a typed number presses in the latest reply.
func (s *Session) pressed(line string) (Press, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	number := strings.ToLower(strings.Trim(line, "[]"))
	for _, p := range s.presses {
		if p.Number == number {
			return p, true
		}
	}
	return Press{}, false
}

// press sends the button's event, after asking when the button says so.
func (s *Session) press(ctx context.Context, p Press) error {
	if p.Confirm != "" {
		answer, err := s.ask(ctx, p.Confirm+" (yes/no) ")
		if err != nil {
			return err
		}
		if !s.yes(answer) {
			s.printf("Nothing was done.\n\n")
			return nil
		}
	}
	e := s.event(bot.KindAction)
	e.Action, e.Value = p.Action, p.Value
	return s.send(ctx, e)
}

// yes tells whether an answer agrees, in English or in the bot's own word.
func (s *Session) yes(answer string) bool {
	answer = strings.TrimSpace(answer)
	own := "yes"
	if s.Phrases != nil {
		own = s.Phrases.Phrase(s.actor.Locale, bot.PhraseYes)
	}
	return strings.EqualFold(answer, "y") || strings.EqualFold(answer, "yes") || strings.EqualFold(answer, own)
}
