package discord

import (
	"context"
	"strings"

	"amicable/bot"
	"amicable/bot/internal/work"
)

// The bounds of suggestions
// (https://docs.discord.com/developers/interactions/application-commands#autocomplete).
const (
	maxSuggestions = 25
	maxSuggestion  = 100 // characters of a name or a value
)

// choice is one suggestion.
type choice struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type choices struct {
	Choices []choice `json:"choices"`
}

// suggest answers while somebody types an option. There is nobody to tell a
// problem to: then there are no suggestions, and what is typed is taken as it is.
func (a *Adapter) suggest(p interaction, c commandPayload) answer {
	return answer{response: response{Type: respondSuggestions, Data: choices{a.suggestions(p, c)}}}
}

func (a *Adapter) suggestions(p interaction, c commandPayload) []choice {
	none := []choice{}
	if a.cfg.Suggester == nil {
		return none
	}
	ctx, cancel := context.WithTimeout(a.life, suggestTime)
	defer cancel()
	at := place{guild: p.GuildID, user: p.who().ID, locale: p.Locale}
	at, who, failed := a.asker(ctx, p, at)
	if failed != "" || who.nobody || who.actor.Guest {
		return none
	}
	name, given := c.chosen()
	e := bot.Event{
		ID: "interaction/" + p.ID, Kind: bot.KindCommand, Platform: platform, Workspace: at.guild,
		Channel: at.channel, Thread: at.thread, Actor: who.actor, Command: name, Options: map[string]string{}, At: a.cfg.Now(),
	}
	var field, typed string
	for _, o := range given {
		if o.Focused {
			field, typed = o.Name, o.text()
			continue
		}
		e.Options[o.Name] = o.text()
	}
	if field == "" {
		return none
	}
	found, err := a.askSuggester(ctx, e, field, typed)
	if err != nil {
		a.cfg.Log.Warn("discord: no suggestions", "workspace", at.guild, "field", field, "error", err)
		return none
	}
	return choicesOf(found)
}

// choicesOf leaves out what Discord cannot carry back: a value that is too long,
// for cutting it would make it another one, or that was offered already.
func choicesOf(options []bot.Option) []choice {
	all := []choice{}
	offered := map[string]bool{}
	for _, o := range options {
		name := label(o.Label, maxSuggestion)
		if blank(name) {
			name = label(o.Value, maxSuggestion)
		}
		if strings.TrimSpace(o.Value) == "" || blank(name) || bot.Length(o.Value) > maxSuggestion || offered[o.Value] || len(all) == maxSuggestions {
			continue
		}
		offered[o.Value] = true
		all = append(all, choice{Name: name, Value: o.Value})
	}
	return all
}

// askSuggester asks the Suggester within its time, with a net below.
func (a *Adapter) askSuggester(ctx context.Context, e bot.Event, field, typed string) ([]bot.Option, error) {
	type result struct {
		options []bot.Option
		err     error
	}
	done := work.Begin(a.work, func() (r result) {
		r.options, r.err = work.Guard(ctx, func(ctx context.Context) ([]bot.Option, error) {
			return a.cfg.Suggester.Suggest(ctx, e, field, typed)
		}, func(stack string) {
			a.cfg.Log.Error("discord: suggester panicked", "field", field, "stack", stack)
		})
		return r
	})
	select {
	case r := <-done:
		return r.options, r.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
