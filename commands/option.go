package commands

import (
	"strings"

	"amicable/bot"
	"amicable/commands/locale"
	"amicable/commands/parse"
	"amicable/storage"
)

// option is one part of a command, for platforms that ask for each by itself.
// Its words are in the catalogue under option.<words>.
type option struct {
	name     string
	words    string // name, when empty
	fills    part
	required bool
	suggest  bool
	// choices are the only values; labels begins the keys of their words.
	choices []string
	labels  string
	max     int // runes; 0 is the platform's own bound
}

// part says what of a line an option fills.
type part int

const (
	fillsOptions part = iota // Line.Options, under its name
	fillsClient
	fillsSign
	fillsVerb
	fillsNote
	fillsOn
	fillsSeverity
)

// The options that several commands have.
var (
	clientOption   = option{name: "client", fills: fillsClient, required: true, suggest: true, max: storage.MaxName}
	noteOption     = option{name: "note", fills: fillsNote, max: parse.MaxNote}
	onOption       = option{name: "on", fills: fillsOn, suggest: true, max: maxOption}
	severityOption = option{name: "severity", fills: fillsSeverity, choices: []string{"low", "normal", "high"}, labels: "form.severity-"}
)

// maxOption bounds the short ones, in runes.
const maxOption = 100

// perhaps is the option where it may be left out.
func perhaps(o option) option {
	o.required = false
	return o
}

// key is where the catalogue words the option: option.<words>.name or .summary.
func (o option) key(what string) string {
	words := o.words
	if words == "" {
		words = o.name
	}
	return "option." + words + "." + what
}

// languages are the printers of all languages but English, which needs no translation.
func (b *Bot) languages() map[string]*locale.Printer {
	all := map[string]*locale.Printer{}
	for _, tag := range b.words.Languages() {
		if tag != english {
			all[tag] = b.words.For(tag)
		}
	}
	return all
}

// english is the language of the commands' own names.
const english = "en"

// inOthers words a key in the languages that have a text of their own for it.
func inOthers(others map[string]*locale.Printer, key string, shaped func(string) string) map[string]string {
	var in map[string]string
	for tag, p := range others {
		if !p.Has(key) {
			continue
		}
		if in == nil {
			in = map[string]string{}
		}
		in[tag] = shaped(p.S(key))
	}
	return in
}

// optionNames are the options that can be typed with their names, by their
// names in other languages.
func optionNames(table []command, others map[string]*locale.Printer) map[string]string {
	all := map[string]string{}
	for _, c := range table {
		for _, o := range c.options {
			if o.fills != fillsOptions && o.fills != fillsOn && o.fills != fillsSeverity {
				continue
			}
			for _, name := range inOthers(others, o.key("name"), strings.ToLower) {
				all[name] = o.name
			}
		}
	}
	return all
}

func asItIs(s string) string { return s }

// described is the option for the platforms.
func (o option) described(p *locale.Printer, others map[string]*locale.Printer) bot.CommandOption {
	d := bot.CommandOption{
		Name: o.name, Summary: p.S(o.key("summary")), Required: o.required, Suggest: o.suggest, MaxRunes: o.max,
		NameIn: inOthers(others, o.key("name"), strings.ToLower), SummaryIn: inOthers(others, o.key("summary"), asItIs),
	}
	for _, value := range o.choices {
		c := bot.CommandChoice{Label: value, Value: value}
		if key := o.labels + value; o.labels != "" && p.Has(key) {
			c.Label, c.LabelIn = capital(p.S(key)), inOthers(others, key, capital)
		}
		d.Choices = append(d.Choices, c)
	}
	return d
}
