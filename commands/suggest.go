package commands

import (
	"context"

	"amicable/bot"
)

// maxSuggestions is how many completions every platform can show.
const maxSuggestions = 25

// Suggest completes clients' names while somebody types.
func (b *Bot) Suggest(ctx context.Context, e bot.Event, field, typed string) ([]bot.Option, error) {
	if e.Actor.Guest {
		return nil, nil
	}
	rq, err := b.begin(ctx, e)
	if err != nil {
		return nil, err
	}
	if field != "client" {
		return nil, nil
	}
	names, err := rq.ws.Directory(ctx)
	if err != nil {
		return nil, err
	}
	var options []bot.Option
	for _, k := range names.Prefix(typed, maxSuggestions) {
		options = append(options, bot.Option{Label: k.Name, Value: knownPrefix + string(k.ID)})
	}
	return options, nil
}
