package playground

import (
	"context"
	"strings"

	"amicable/bot"
)

// suggestion is one way to go on with what is being typed.
type suggestion struct {
	Label  string `json:"label"`
	Detail string `json:"detail,omitempty"`
	// Text is what the composer then holds; for a form's field, the field's text.
	Text string `json:"text"`
	// Value is what a form's field sends.
	Value string `json:"value,omitempty"`
}

// maxSuggestions is how many are shown at once.
const maxSuggestions = 12

// umbrella is the command that leads to all others.
const umbrella = "amicable"

// complete offers how to go on with the text before the cursor: a command, and
// then what its usage says comes next: a client, a sign, one of several words.
func (p *Playground) complete(ctx context.Context, a asked) (answer, *problem) {
	line, is := strings.CutPrefix(a.Text, "/")
	where, ok := place(a.by.ID, a.Channel)
	if !is || !ok {
		return answer{}, nil
	}
	name, rest, spaced := strings.Cut(line, " ")
	before, under := "/", false
	if strings.EqualFold(name, umbrella) && spaced {
		before, under = "/"+umbrella+" ", true
		name, rest, spaced = strings.Cut(rest, " ")
	}
	if !spaced {
		return answer{Options: p.completeCommand(before, strings.ToLower(name), under)}, nil
	}
	for _, c := range p.cfg.Commands {
		if strings.EqualFold(c.Name, name) {
			return answer{Options: p.completeArgument(ctx, p.event(a, where, bot.KindCommand), c, before+c.Name+" ", rest)}, nil
		}
	}
	return answer{}, nil
}

// completeCommand offers the commands that begin with what was typed.
func (p *Playground) completeCommand(before, typed string, under bool) []suggestion {
	var all []suggestion
	for _, c := range p.cfg.Commands {
		if !strings.HasPrefix(c.Name, typed) || c.Umbrella && !under || under && c.Name == umbrella {
			continue
		}
		end := " "
		if c.Usage == "" {
			end = ""
		}
		all = append(all, suggestion{
			Label: strings.TrimSpace(before + c.Name + " " + c.Usage), Detail: c.Summary, Text: before + c.Name + end,
		})
	}
	return all
}

// completeArgument offers what the usage says stands where the text ends.
func (p *Playground) completeArgument(ctx context.Context, e bot.Event, c bot.Command, before, rest string) []suggestion {
	done, typed := lastWord(rest)
	kinds := strings.Fields(c.Usage)
	if done >= len(kinds) {
		return nil
	}
	before += rest[:len(rest)-len(typed)]
	typed = strings.ToLower(strings.TrimPrefix(typed, `"`))
	var all []suggestion
	add := func(label, detail, word string) {
		if len(all) < maxSuggestions {
			all = append(all, suggestion{Label: label, Detail: detail, Text: before + quote(word) + " "})
		}
	}
	switch kind := strings.Trim(kinds[done], "<>[]…"); {
	case kind == "client" || kind == "name" && c.Name == "client":
		for _, o := range p.suggested(ctx, e, "client", typed) {
			add(o.Label, o.Detail, o.Label)
		}
	case kind == "sign":
		for _, r := range p.cfg.Reactions(e.Actor.Locale) {
			if r.Word != "" && (strings.HasPrefix(r.Word, typed) || strings.Contains(strings.ToLower(r.Label), typed)) {
				add(strings.TrimSpace(r.Emoji+" "+r.Label), r.Word, r.Word)
			}
		}
	case strings.Contains(kind, "|"):
		for word := range strings.SplitSeq(kind, "|") {
			if strings.HasPrefix(word, typed) {
				add(word, "", word)
			}
		}
	}
	return all
}

// lastWord counts the words before the one that is being typed, and returns
// that one. A quotation is one word, also while it is open.
func lastWord(text string) (before int, last string) {
	start, quoted := 0, false
	for i, r := range text {
		switch {
		case r == '"':
			quoted = !quoted
		case r == ' ' && !quoted:
			if i > start {
				before++
			}
			start = i + 1
		}
	}
	return before, text[start:]
}

// quote puts a name of several words in quotation marks.
func quote(word string) string {
	if strings.Contains(word, " ") && !strings.Contains(word, `"`) {
		return `"` + word + `"`
	}
	return word
}

// suggest completes a form's search field.
func (p *Playground) suggest(ctx context.Context, a asked) (answer, *problem) {
	where, ok := place(a.by.ID, a.Channel)
	if !ok {
		return answer{}, notHere
	}
	var all []suggestion
	for _, o := range p.suggested(ctx, p.event(a, where, bot.KindForm), a.Field, a.Text) {
		all = append(all, suggestion{Label: o.Label, Detail: o.Detail, Text: o.Label, Value: o.Value})
	}
	return answer{Options: all}, nil
}

// suggested asks the bot. That it cannot say is no reason to stop typing.
func (p *Playground) suggested(ctx context.Context, e bot.Event, field, typed string) []bot.Option {
	options, err := p.cfg.Suggester.Suggest(ctx, e, field, typed)
	if err != nil {
		p.cfg.Log.WarnContext(ctx, "playground: no suggestions", "field", field, "error", err)
		return nil
	}
	return options[:min(len(options), maxSuggestions)]
}
