package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"amicable/commands"
	"amicable/commands/drafts"
	"amicable/commands/drafts/openai"
	"amicable/scoring"
	"amicable/storage"
)

// wording joins the language model of the settings to the bot; nil when there is none.
func wording(s Settings, store *storage.Store, now func() time.Time, log *slog.Logger) (commands.Wording, error) {
	if s.OpenAIModel == "" {
		return nil, nil
	}
	writer, err := openai.New(openai.Config{
		BaseURL: s.OpenAIBaseURL, Key: s.OpenAIKey.Reveal(), Model: s.OpenAIModel,
		Now: now, Log: log, Budget: store, TokensPerDay: s.ModelTokens,
		CostPerDay: s.ModelCost, PromptPrice: s.ModelPromptPrice, AnswerPrice: s.ModelAnswerPrice,
	})
	switch {
	case errors.Is(err, openai.ErrBaseURL):
		return nil, &settingError{"OPENAI_BASE_URL", "must look like https://host/v1, without user, query and fragment."}
	case errors.Is(err, openai.ErrKey):
		return nil, &settingError{"OPENAI_API_KEY", "holds a character that no key has. Copy it again, without spaces and line breaks."}
	case errors.Is(err, openai.ErrModel):
		return nil, &settingError{"OPENAI_MODEL", "must be the name of a model that the server knows."}
	case err != nil:
		return nil, fmt.Errorf("preparing the language model: %w", err)
	}
	return modelWords{writer}, nil
}

// modelWords is a Writer as the bot knows it.
type modelWords struct{ *openai.Writer }

// Word words a draft; the reasons for none are the bot's own.
func (m modelWords) Word(ctx context.Context, tenant string, o drafts.Order) (drafts.Document, error) {
	doc, err := m.Writer.Word(ctx, tenant, o)
	switch {
	case errors.Is(err, openai.ErrFixed):
		err = fmt.Errorf("%w: %w", commands.ErrWordingFixed, err)
	case errors.Is(err, openai.ErrDeclined):
		err = fmt.Errorf("%w: %w", commands.ErrWordingDeclined, err)
	case errors.Is(err, openai.ErrUnreadable):
		err = fmt.Errorf("%w: %w", commands.ErrWordingUnread, err)
	case errors.Is(err, openai.ErrRejected):
		err = fmt.Errorf("%w: %w", commands.ErrWordingRefused, err)
	case errors.Is(err, openai.ErrBudget):
		err = fmt.Errorf("%w: %w", commands.ErrWordingSpent, err)
	case errors.Is(err, openai.ErrRefused):
		err = fmt.Errorf("%w: %w", commands.ErrWordingDenied, err)
	}
	return doc, err
}

// Sign suggests a sign.
func (m modelWords) Sign(ctx context.Context, tenant, text string, signs []commands.SignBrief) (scoring.SignID, error) {
	briefs := make([]openai.Sign, len(signs))
	for i, s := range signs {
		briefs[i] = openai.Sign{ID: s.ID, Name: s.Name, Summary: s.About}
	}
	id, err := m.Writer.Sign(ctx, tenant, text, briefs)
	return scoring.SignID(id), err
}
