package commands

import (
	"context"
	"maps"
	"slices"
	"strings"

	"amicable/bot"
	"amicable/commands/locale"
	"amicable/commands/parse"
)

// idiom is what people are told differently on a platform. Behaviour never
// depends on it, and this table is all that is known of platforms here.
type idiom struct {
	// options: commands are typed option by option, so that what texts show as
	// "/assess acme" is typed "/assess client:acme".
	options bool
	// roles: guests can be told by a role.
	roles bool
	// apart: what answers a reaction arrives far from the message.
	apart bool
}

var idioms = map[string]idiom{
	"discord": {options: true, roles: true, apart: true},
}

func (rq *request) idiom() idiom { return idioms[rq.Platform] }

// here is the key of a text as it is for the person's platform: its
// text for Discord ends in "-discord", where the catalogue has one.
func (rq *request) here(key string) string {
	if own := key + "-" + rq.Platform; rq.p.Has(own) {
		return own
	}
	return key
}

// inIdiom words the commands that a reply shows as they are typed on the
// person's platform. It is for replies as they go out, once.
func (b *Bot) inIdiom(rq *request, r bot.Reply) bot.Reply {
	if !rq.idiom().options {
		return r
	}
	for i, block := range r.Blocks {
		r.Blocks[i] = b.blockInIdiom(rq, block)
	}
	if better := r.Later; better != nil {
		r.Later = func(ctx context.Context) (bot.Reply, error) {
			reply, err := better(ctx)
			return b.inIdiom(rq, reply), err
		}
	}
	return r
}

func (b *Bot) blockInIdiom(rq *request, block bot.Block) bot.Block {
	if !rq.idiom().options {
		return block
	}
	line := func(l bot.Line) bot.Line { return b.lineInIdiom(rq, l) }
	switch block := block.(type) {
	case bot.Text:
		return bot.Text{Line: line(block.Line)}
	case bot.Note:
		return bot.Note{Line: line(block.Line)}
	case bot.Fields:
		for i := range block.Fields {
			for k, l := range block.Fields[i].Lines {
				block.Fields[i].Lines[k] = line(l)
			}
		}
		return block
	case bot.List:
		for i := range block.Items {
			block.Items[i].Line, block.Items[i].Detail = line(block.Items[i].Line), line(block.Items[i].Detail)
		}
		return block
	case bot.Form:
		block.Intro = line(block.Intro)
		return block
	case bot.Meter, bot.Draft, bot.Image, bot.Actions:
		return block
	}
	return block
}

func (b *Bot) lineInIdiom(rq *request, l bot.Line) bot.Line {
	for i, s := range l {
		if s.Style != bot.Code {
			continue
		}
		if strings.HasPrefix(s.Text, "/") {
			l[i].Text = b.byOptions(rq, s.Text)
			continue
		}
		// A day by itself: `on:"3 days ago"` is typed without key and quotes.
		l[i].Text = parse.Unquote(strings.TrimPrefix(s.Text, "on:"))
	}
	return l
}

// byOptions writes a command with the names of its options: "/assess acme"
// becomes "/assess client:acme". What it does not understand stays as it is.
func (b *Bot) byOptions(rq *request, typed string) string {
	name, text := cutWord(strings.TrimPrefix(typed, "/"))
	if name == umbrella {
		name, text = cutWord(text)
	}
	c, ok := b.byName[name]
	if !ok || text == "" || typed == b.usage(rq, c) {
		return typed
	}
	line, err := b.typed(rq, c, text)
	if err != nil {
		return typed
	}
	parts := []string{c.invocation()}
	own := b.words.For(rq.Actor.Locale) // the platform names options in the person's language
	for _, o := range c.options {
		if value := o.of(rq, line); value != "" {
			parts = append(parts, o.shown(own)+":"+value)
		}
	}
	return strings.Join(parts, " ")
}

// typed reads a command that a text of ours shows. Its clients are nobody's.
func (b *Bot) typed(rq *request, c command, text string) (parse.Line, error) {
	known := parse.Context{Signs: b.signs(), Now: rq.now, Zone: rq.zone, Verbs: c.verbs}
	switch {
	case c.sign:
		return parse.Flag(known, text)
	case c.about != noClient:
		return parse.Client(known, text, c.keys...)
	}
	return parse.Line{Options: c.own(&request{Event: bot.Event{Text: text}})}, nil
}

// of is what the option is in a line, as it is typed.
func (o option) of(rq *request, line parse.Line) string {
	switch o.fills {
	case fillsClient:
		return line.Name
	case fillsSign:
		return first(string(line.Sign), line.SignText)
	case fillsVerb:
		return line.Verb
	case fillsNote:
		var facts []string
		for _, key := range slices.Sorted(maps.Keys(line.Options)) {
			facts = append(facts, key+"="+quotedValue(line.Options[key]))
		}
		return first(strings.Join(facts, " "), parse.Unquote(line.Note))
	case fillsOn:
		if line.At.IsZero() {
			return ""
		}
		return rq.day(line.At)
	case fillsSeverity:
		return string(line.Severity)
	default:
		return line.Options[o.name]
	}
}

// shown is the option's name in a language.
func (o option) shown(p *locale.Printer) string {
	if key := o.key("name"); p.Has(key) {
		return strings.ToLower(p.S(key))
	}
	return o.name
}

// parts are a command's options as help shows them: "<client> <sign> [note]".
func (c command) parts(p *locale.Printer) string {
	var all []string
	for _, o := range c.options {
		if o.required {
			all = append(all, "<"+o.shown(p)+">")
		} else {
			all = append(all, "["+o.shown(p)+"]")
		}
	}
	return strings.Join(all, " ")
}
