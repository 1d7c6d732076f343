package discordtest

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// commandName is Discord's own pattern
// (https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-naming).
var commandName = regexp.MustCompile(`^[-_'\p{L}\p{N}\p{Devanagari}\p{Thai}]{1,32}$`)

// The kinds of commands and options.
const (
	chatCommand    = 1
	userCommand    = 2
	messageCommand = 3

	optionSubcommand = 1
	optionGroup      = 2
)

// commands checks a bulk overwrite.
func (c *checker) commands(all []any) {
	names, counts := map[string]bool{}, map[int]int{}
	for _, raw := range all {
		m, _ := raw.(map[string]any)
		kind := chatCommand
		if k, ok := m["type"].(float64); ok {
			kind = int(k)
		}
		counts[kind]++
		key := fmt.Sprint(kind, " ", textOf(m["name"]))
		if names[key] {
			c.wrong("command %q is there twice", textOf(m["name"]))
		}
		names[key] = true
		if kind == chatCommand {
			c.named("command", m)
			c.options(textOf(m["name"]), array(m["options"]), 1)
			if n := weighCommand(m); n > 8000 {
				c.wrong("command %q has %d characters", textOf(m["name"]), n)
			}
			continue
		}
		c.text("command name", textOf(m["name"]), 1, 32)
		if textOf(m["description"]) != "" || len(array(m["options"])) > 0 {
			c.wrong("command %q of a menu has a description or options", textOf(m["name"]))
		}
	}
	for kind, most := range map[int]int{chatCommand: 100, userCommand: 15, messageCommand: 15} {
		if counts[kind] > most {
			c.wrong("%d commands of type %d", counts[kind], kind)
		}
	}
}

// named checks a name and a description, and both in all languages.
func (c *checker) named(what string, m map[string]any) {
	for _, name := range inAllLanguages(m, "name") {
		if !commandName.MatchString(name) || name != strings.ToLower(name) {
			c.wrong("%s name %q", what, name)
		}
	}
	for _, text := range inAllLanguages(m, "description") {
		c.text(what+" description", text, 1, 100)
	}
}

func inAllLanguages(m map[string]any, key string) []string {
	all := []string{textOf(m[key])}
	translated, _ := m[key+"_localizations"].(map[string]any)
	for _, v := range translated {
		all = append(all, textOf(v))
	}
	slices.Sort(all[1:])
	return all
}

func (c *checker) options(of string, options []any, depth int) {
	if len(options) > 25 || depth > 3 {
		c.wrong("%s has %d options at depth %d", of, len(options), depth)
	}
	names := map[string]bool{}
	optional, nested := false, 0
	for _, raw := range options {
		o, _ := raw.(map[string]any)
		name := of + " " + textOf(o["name"])
		c.named("option", o)
		for _, n := range inAllLanguages(o, "name")[:1] {
			if names[n] {
				c.wrong("option %q is there twice", name)
			}
			names[n] = true
		}
		if o["required"] == true && optional {
			c.wrong("option %q is required and stands after one that is not", name)
		}
		optional = optional || o["required"] != true
		choices := array(o["choices"])
		if len(choices) > 25 || len(choices) > 0 && o["autocomplete"] == true {
			c.wrong("option %q has %d choices, and autocomplete is %v", name, len(choices), o["autocomplete"])
		}
		c.choices(name, choices)
		if kind, _ := o["type"].(float64); kind == optionSubcommand || kind == optionGroup {
			nested++
			c.options(name, array(o["options"]), depth+1)
		} else if len(array(o["options"])) > 0 {
			c.wrong("option %q has options", name)
		}
	}
	if nested > 0 && nested < len(options) {
		c.wrong("%s has subcommands beside options", of)
	}
}

func (c *checker) choices(of string, choices []any) {
	names, values := map[string]bool{}, map[any]bool{}
	for _, raw := range choices {
		o, _ := raw.(map[string]any)
		for _, n := range inAllLanguages(o, "name") {
			c.text("choice of "+of, n, 1, 100)
		}
		if s, ok := o["value"].(string); ok {
			c.text("value of a choice of "+of, s, 1, 100)
		}
		if names[textOf(o["name"])] || values[o["value"]] {
			c.wrong("%s offers %q twice", of, textOf(o["name"]))
		}
		names[textOf(o["name"])], values[o["value"]] = true, true
	}
}

// weighCommand counts names, descriptions and values; of those in several languages the longest.
func weighCommand(m map[string]any) int {
	n := 0
	for _, key := range []string{"name", "description"} {
		longest := 0
		for _, s := range inAllLanguages(m, key) {
			longest = max(longest, length(s))
		}
		n += longest
	}
	if s, ok := m["value"].(string); ok {
		n += length(s)
	}
	for _, key := range []string{"options", "choices"} {
		for _, raw := range array(m[key]) {
			inner, _ := raw.(map[string]any)
			n += weighCommand(inner)
		}
	}
	return n
}
