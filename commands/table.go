package commands

import (
	"context"
	"fmt"

	"amicable/bot"
	"amicable/commands/locale"
	"amicable/commands/parse"
	"amicable/storage"
)

// command is one row of the table. Its words (usage, summary, examples) are in
// the catalogue under command.<name>, and a row without them is refused at start.
type command struct {
	name string
	// umbrella commands are reached through /amicable only.
	umbrella bool
	// admin commands are for those who may change the workspace.
	admin bool
	// records tells that a failure must say that nothing was recorded.
	records bool
	// about says which client the command needs; verbs are the command's own
	// words beside it, keys the options that it takes.
	about need
	verbs []string
	// choices are the verbs that the command's form offers; optional says that none needs be chosen.
	choices  []string
	optional bool
	keys     []string
	// sign tells that the text also names a sign.
	sign bool
	// options are the same parts, for platforms that ask for each by itself;
	// the required ones come first.
	options []option
	// split reads the options from the text of a command that is about no client;
	// without it the first option is all of the text.
	split func(text string) map[string]string
	// given makes more of a line made from options, where a part has a grammar of its own.
	given func(ctx context.Context, rq *request, names *storage.Directory, line parse.Line) (parse.Line, error)
	run   func(b *Bot, ctx context.Context, rq *request, line parse.Line) (bot.Reply, error)
}

// need says what a command wants to know of a client.
type need int

const (
	noClient    need = iota // the text is the command's own
	maybeClient             // works without one
	knownClient             // one that exists
	anyClient               // one that is created when it does not exist
)

// umbrella is the command that leads to all others and can collide with nobody's.
const umbrella = "amicable"

func table() []command {
	return []command{
		flagCommand, assessCommand, draftCommand, didCommand, praiseCommand,
		clientCommand, clientsCommand, historyCommand, undoCommand,
		helpCommand(), signsCommand, statusCommand, settingsCommand,
	}
}

// index refuses a table with a name twice, or a command without words.
func index(table []command, p *locale.Printer) (map[string]command, error) {
	byName := make(map[string]command, len(table))
	for _, c := range table {
		if _, twice := byName[c.name]; twice || c.name == umbrella {
			return nil, fmt.Errorf("commands: %q is registered twice", c.name)
		}
		for _, key := range []string{"summary", "examples"} {
			if id := "command." + c.name + "." + key; !p.Has(id) {
				return nil, fmt.Errorf("commands: %q has no words for %s", c.name, id)
			}
		}
		for _, o := range c.options {
			if id := o.key("summary"); !p.Has(id) {
				return nil, fmt.Errorf("commands: %q has no words for %s", c.name, id)
			}
			if o.shown(p) != o.name {
				return nil, fmt.Errorf("commands: %q is called %q in the catalogue, in %s", o.name, o.shown(p), c.name)
			}
		}
		byName[c.name] = c
	}
	return byName, nil
}

// usage is what can stand after the command; some take nothing.
func (c command) usage(p *locale.Printer) string {
	key := "command." + c.name + ".usage"
	if !p.Has(key) {
		return ""
	}
	return p.S(key)
}

// Table describes the commands to the platforms: in English, and in every other
// language that has words of its own for them.
func (b *Bot) Table() []bot.Command {
	p, others := b.words.For(english), b.languages()
	row := func(name, usage string) bot.Command {
		summary := "command." + name + ".summary"
		return bot.Command{Name: name, Usage: usage, Summary: p.S(summary), SummaryIn: inOthers(others, summary, asItIs)}
	}
	all := []bot.Command{row(umbrella, p.S("command.amicable.usage"))}
	for _, c := range b.table {
		r := row(c.name, c.usage(p))
		r.Umbrella, r.Admin = c.umbrella, c.admin
		for _, o := range c.options {
			r.Options = append(r.Options, o.described(p, others))
		}
		all = append(all, r)
	}
	return all
}
