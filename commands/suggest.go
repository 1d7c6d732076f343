package commands

import (
	"context"
	"slices"
	"strings"

	"amicable/bot"
	"amicable/commands/parse"
	"amicable/storage"
)

// Bounds that every platform can show.
const (
	maxSuggestions = 25
	maxSuggestion  = 100 // runes of a label or a value
)

// Suggest completes what somebody types into a form's field or a command's option.
func (b *Bot) Suggest(ctx context.Context, e bot.Event, field, typed string) ([]bot.Option, error) {
	if e.Actor.Guest {
		return nil, nil
	}
	rq, err := b.begin(ctx, e)
	if err != nil {
		return nil, err
	}
	if rq.Command == umbrella {
		rq.Command, _ = cutWord(rq.Text)
	}
	typed = strings.TrimSpace(typed)
	switch field {
	case "client", "name":
		return b.suggestClients(ctx, rq, typed)
	case "sign":
		return b.suggestSigns(rq, typed), nil
	case "on":
		return suggestDays(rq, typed, parse.Date, "today", "yesterday", "2 days ago", "3 days ago", "a week ago"), nil
	case "last-day":
		return suggestDays(rq, typed, parse.Day, "in two weeks", "in 30 days", "end of the month", "end of next month", "end of the year"), nil
	case "command":
		return suggestWords(typed, b.names()), nil
	case "value":
		return b.suggestValue(ctx, rq, typed)
	}
	return nil, nil
}

// suggestClients offers clients, the best match first. Before anything is
// typed, those that make most trouble; closed ones come last.
func (b *Bot) suggestClients(ctx context.Context, rq *request, typed string) ([]bot.Option, error) {
	names, err := rq.ws.Directory(ctx)
	if err != nil {
		return nil, err
	}
	// Closed clients are few; some more than are shown makes room for the open ones.
	found := names.Prefix(typed, 2*maxSuggestions)
	var before []storage.Known
	if exact, ok := names.Find(typed); ok {
		before = append(before, exact)
	}
	if typed == "" {
		page, err := rq.ws.Portfolio(ctx, 0, maxSuggestions)
		if err != nil {
			return nil, err
		}
		for _, c := range page.Clients {
			before = append(before, storage.Known{ID: c.ID, Name: c.Name})
		}
	}
	for _, closed := range []bool{false, true} {
		for _, k := range found {
			if k.Closed == closed {
				before = append(before, k)
			}
		}
	}
	var options []bot.Option
	seen := map[storage.ClientID]bool{}
	for _, k := range before {
		if len(options) == maxSuggestions {
			break
		}
		if seen[k.ID] {
			continue
		}
		seen[k.ID] = true
		label := k.Name
		if k.Closed {
			label = rq.p.S("suggest.closed", "Client", k.Name)
		}
		options = append(options, bot.Option{Label: shorten(label, maxSuggestion), Value: knownPrefix + string(k.ID)})
	}
	return options, nil
}

// suggestWords offers those of some words that begin with what was typed, then
// those that hold it. What they say is what they mean.
func suggestWords(typed string, words []string) []bot.Option {
	typed = strings.ToLower(typed)
	var begin, hold []bot.Option
	for _, w := range words {
		folded := strings.ToLower(w)
		switch o := (bot.Option{Label: w, Value: w}); {
		case len([]rune(w)) > maxSuggestion:
		case strings.HasPrefix(folded, typed):
			begin = append(begin, o)
		case strings.Contains(folded, typed):
			hold = append(hold, o)
		}
	}
	all := slices.Concat(begin, hold)
	return all[:min(len(all), maxSuggestions)]
}

// names are the commands' own.
func (b *Bot) names() []string {
	names := make([]string, len(b.table))
	for i, c := range b.table {
		names[i] = c.name
	}
	return names
}
