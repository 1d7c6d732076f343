package commands

import (
	"context"
	"errors"

	"amicable/bot"
	"amicable/commands/drafts"
	"amicable/scoring"
)

// Wording is a language model that words drafts. It decides nothing: what it
// writes goes through the draft check like anybody's words, and without it
// everything works, in the templates' words.
type Wording interface {
	// Word returns the order's draft in other words, already checked. The
	// errors that people are told about are the ErrWording ones.
	Word(ctx context.Context, tenant string, o drafts.Order) (drafts.Document, error)
	// Sign names the sign that a text seems to tell of, or "".
	Sign(ctx context.Context, tenant, text string, signs []SignBrief) (scoring.SignID, error)
	// Where tells people where their words go: the host, and the model's name.
	Where() (host, model string)
}

// SignBrief describes a sign to a Wording.
type SignBrief struct{ ID, Name, About string }

// Why there are no better words.
var (
	ErrWordingFixed    = errors.New("no word of the draft is the language model's to choose")
	ErrWordingRefused  = errors.New("the words did not pass the check")
	ErrWordingDeclined = errors.New("the language model declined to answer")
	ErrWordingUnread   = errors.New("the language model's answer cannot be read")
	ErrWordingSpent    = errors.New("the workspace's words for today are used up")
	ErrWordingDenied   = errors.New("the language model's server refuses us")
)

// words tells whether drafts of this workspace may be worded by the language model.
func (b *Bot) wordsDrafts(rq *request) bool {
	return b.wording != nil && rq.settings[settingModel] == "on"
}

// suggestSign adds to a question about a sign, a moment later, the one that the
// text seems to tell of. It is offered, never chosen: press makes the button.
func (b *Bot) suggestSign(rq *request, question *bot.Reply, text string, press func(scoring.SignID) bot.Button) {
	if !b.wordsDrafts(rq) || text == "" {
		return
	}
	first := *question
	question.Later = func(ctx context.Context) (bot.Reply, error) {
		var signs []SignBrief
		for _, s := range b.policy.Signs {
			signs = append(signs, SignBrief{string(s.ID), rq.p.Sign(s.ID), rq.p.SignAbout(s.ID)})
		}
		id, err := b.wording.Sign(ctx, rq.Tenant(), text, signs)
		if _, known := b.policy.Sign(id); err != nil || !known {
			return bot.Reply{}, err
		}
		better := first
		better.Blocks = append([]bot.Block{}, first.Blocks...)
		better.Blocks = append(better.Blocks,
			bot.Text{Line: rq.p.L("ask.sign-suggested")}, bot.Actions{Buttons: []bot.Button{press(id)}})
		return better, nil
	}
}
