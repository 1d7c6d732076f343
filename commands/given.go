package commands

import (
	"context"
	"slices"
	"strings"

	"amicable/commands/parse"
	"amicable/storage"
)

// given reads the options that a platform asked for one by one.
func (b *Bot) given(ctx context.Context, rq *request, c command, names *storage.Directory) (parse.Line, error) {
	var g parse.Given
	for _, o := range c.options {
		typed := strings.TrimSpace(rq.Options[o.name])
		if typed == "" {
			continue
		}
		switch o.fills {
		case fillsClient:
			if id, ok := chosen(typed); ok {
				var err error
				if g.Client, err = rq.client(ctx, names, id); err != nil {
					return parse.Line{}, err
				}
			}
			g.Name = typed
		case fillsSign:
			g.Sign = typed
		case fillsVerb:
			if g.Verb = strings.ToLower(typed); !slices.Contains(c.verbs, g.Verb) {
				return parse.Line{}, trouble("fact-one-of", "Typed", shorten(typed, 40), "Known", strings.Join(o.choices, ", "))
			}
		case fillsNote:
			g.Note = typed
		case fillsOn:
			g.On = typed
		case fillsSeverity:
			g.Severity = typed
		case fillsOptions:
			if g.Options == nil {
				g.Options = map[string]string{}
			}
			g.Options[o.name] = typed
		}
	}
	line, err := g.Line(rq.grammar(b, names, c.verbs))
	if err == nil && c.given != nil {
		line, err = c.given(ctx, rq, names, line)
	}
	return line, err
}

// chosen is the client that was taken from the suggestions; what people type
// themselves is a name, even "client: x".
func chosen(typed string) (storage.ClientID, bool) {
	id, ok := strings.CutPrefix(typed, knownPrefix)
	return storage.ClientID(id), ok && id != "" && strings.Trim(id, "0123456789abcdefghijklmnopqrstuvwxyz") == ""
}

// own are the options of a command that is about no client, however they came.
func (c command) own(rq *request) map[string]string {
	switch text := strings.TrimSpace(rq.Text); {
	case len(rq.Options) > 0:
		own := map[string]string{}
		for _, o := range c.options {
			own[o.name] = strings.TrimSpace(rq.Options[o.name])
		}
		return own
	case c.split != nil:
		return c.split(text)
	case len(c.options) > 0:
		return map[string]string{c.options[0].name: text}
	default:
		return nil
	}
}

// givenValue reads what /client's value means for its action: facts to set, or a name.
func givenValue(ctx context.Context, rq *request, names *storage.Directory, line parse.Line) (parse.Line, error) {
	value := line.Note
	switch {
	case value == "":
		return line, nil
	case line.Verb == "", line.Verb == "set":
		facts, err := parse.Client(parse.Context{Now: rq.now, Zone: rq.zone, Verbs: []string{"set"}}, `"-" set `+value, profileNames()...)
		if err != nil {
			return parse.Line{}, err
		}
		line.Verb, line.Options, line.Note, line.Words = "set", facts.Options, facts.Note, facts.Words
	default:
		if id, ok := chosen(value); ok {
			into, err := rq.client(ctx, names, id)
			if err != nil {
				return parse.Line{}, err
			}
			value = into.Name
		}
		line.Note = parse.Quote(value)
	}
	return line, nil
}
