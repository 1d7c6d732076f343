package discord

import (
	"cmp"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"amicable/bot"
)

// The limits of commands
// (https://docs.discord.com/developers/interactions/application-commands#application-command-object).
const (
	maxCommands       = 100
	maxCommandOptions = 25
	maxCommandChoices = 25
	maxDescription    = 100
	maxMenuName       = 32
	maxChoiceName     = 100
	maxOptionLength   = 6_000
	// maxCommandSize bounds the names, descriptions and values of a whole command,
	// of each of which the longest translation counts.
	maxCommandSize = 8_000
)

// Where commands work: in guilds that installed the bot, and in its direct messages.
const (
	installedInGuild = 0
	contextGuild     = 0
	contextDirect    = 1
)

// languages are those of the bot that Discord has, too; there is no Serbian.
var languages = []string{"cs", "it", "nl", "pl"}

// umbrella is the command that always works, should another app have taken a name.
const umbrella = "amicable"

// appCommand is a command as Discord registers it.
type appCommand struct {
	Type             int               `json:"type"`
	Name             string            `json:"name"`
	NameIn           map[string]string `json:"name_localizations,omitempty"`
	Description      string            `json:"description,omitempty"`
	DescriptionIn    map[string]string `json:"description_localizations,omitempty"`
	Options          []appOption       `json:"options,omitempty"`
	IntegrationTypes []int             `json:"integration_types"`
	Contexts         []int             `json:"contexts"`
	// Members is null: everybody may use every command, and the handler knows
	// who may change what.
	Members *string `json:"default_member_permissions"`
}

type appOption struct {
	Type          int               `json:"type"`
	Name          string            `json:"name"`
	NameIn        map[string]string `json:"name_localizations,omitempty"`
	Description   string            `json:"description"`
	DescriptionIn map[string]string `json:"description_localizations,omitempty"`
	Required      bool              `json:"required,omitempty"`
	Autocomplete  bool              `json:"autocomplete,omitempty"`
	MaxLength     int               `json:"max_length,omitempty"`
	Choices       []appChoice       `json:"choices,omitempty"`
	Options       []appOption       `json:"options,omitempty"`
}

type appChoice struct {
	Name   string            `json:"name"`
	NameIn map[string]string `json:"name_localizations,omitempty"`
	Value  string            `json:"value"`
}

// registration is what Discord shall have: a command for each that is not
// Umbrella, one for all of them, and the entry in a message's menu.
func registration(commands []bot.Command, phrases bot.Phrases) ([]appCommand, error) {
	all := []appCommand{}
	above := appCommand{Type: commandTyped, Name: umbrella, Description: "Everything the bot can do"}
	for _, c := range commands {
		if c.Name == umbrella {
			above.Description = describe(c.Summary, c.Name)
			above.DescriptionIn = translated(c.SummaryIn, maxDescription)
			continue
		}
		if !nameable(c.Name) {
			return nil, fmt.Errorf("discord: %q cannot be a command's name there", c.Name)
		}
		one := appCommand{
			Type: commandTyped, Name: c.Name, Description: describe(c.Summary, c.Name),
			DescriptionIn: translated(c.SummaryIn, maxDescription), Options: options(c.Options),
		}
		above.Options = append(above.Options, appOption{
			Type: optionSubcommand, Name: c.Name, Description: one.Description, DescriptionIn: one.DescriptionIn, Options: one.Options,
		})
		if !c.Umbrella {
			all = append(all, one)
		}
	}
	if n := len(above.Options); n > maxCommandOptions {
		return nil, fmt.Errorf("discord: %d commands below /%s, but there may be %d", n, umbrella, maxCommandOptions)
	}
	if len(above.Options) > 0 {
		all = append(all, above)
	}
	if phrases != nil {
		all = append(all, menuEntry(phrases))
	}
	for i, c := range all {
		all[i].IntegrationTypes = []int{installedInGuild}
		all[i].Contexts = []int{contextGuild, contextDirect}
		if n := c.size(); n > maxCommandSize {
			return nil, fmt.Errorf("discord: /%s is described with %d characters, but there may be %d", c.Name, n, maxCommandSize)
		}
	}
	if len(all) > maxCommands {
		return nil, fmt.Errorf("discord: %d commands, but an app may have %d", len(all), maxCommands)
	}
	return all, nil
}

// menuEntry is "Flag this message".
func menuEntry(phrases bot.Phrases) appCommand {
	c := appCommand{Type: commandMessage, Name: label(phrases.Phrase("en", bot.PhraseFlagThis), maxMenuName)}
	others := map[string]string{}
	for _, l := range languages {
		others[l] = phrases.Phrase(l, bot.PhraseFlagThis)
	}
	c.NameIn = translated(others, maxMenuName)
	for l, name := range c.NameIn {
		if name == c.Name { // there is no translation
			delete(c.NameIn, l)
		}
	}
	return c
}

// options are the required ones first, as Discord demands.
func options(from []bot.CommandOption) []appOption {
	var all []appOption
	taken := map[string]map[string]bool{"": {}} // names by language
	for _, l := range languages {
		taken[l] = map[string]bool{}
	}
	for _, o := range from {
		if !nameable(o.Name) || taken[""][o.Name] || len(all) == maxCommandOptions {
			continue
		}
		taken[""][o.Name] = true
		one := appOption{
			Type: optionString, Name: o.Name, Description: describe(o.Summary, o.Name),
			DescriptionIn: translated(o.SummaryIn, maxDescription), Required: o.Required, Choices: fixed(o.Choices),
		}
		one.Autocomplete = o.Suggest && len(one.Choices) == 0
		if len(one.Choices) == 0 {
			one.MaxLength = min(max(o.MaxRunes, 0), maxOptionLength)
		}
		for _, l := range languages {
			// Two options must not have the same name in any language, nor one of
			// them that of another in English.
			name := o.NameIn[l]
			if name == "" || name == o.Name || !nameable(name) || taken[l][name] || hasOption(from, name) {
				continue
			}
			taken[l][name] = true
			if one.NameIn == nil {
				one.NameIn = map[string]string{}
			}
			one.NameIn[l] = name
		}
		all = append(all, one)
	}
	slices.SortStableFunc(all, func(a, b appOption) int {
		return cmp.Compare(strconv.FormatBool(b.Required), strconv.FormatBool(a.Required))
	})
	return all
}

func hasOption(options []bot.CommandOption, name string) bool {
	return slices.ContainsFunc(options, func(o bot.CommandOption) bool { return o.Name == name })
}

func fixed(from []bot.CommandChoice) []appChoice {
	var all []appChoice
	for _, c := range from {
		if c.Value == "" || bot.Length(c.Value) > maxChoiceName || len(all) == maxCommandChoices {
			continue
		}
		all = append(all, appChoice{
			Name: label(cmp.Or(c.Label, c.Value), maxChoiceName), NameIn: translated(c.LabelIn, maxChoiceName), Value: c.Value,
		})
	}
	return all
}

// commandName is what Discord takes as the name of a typed command or an option.
var commandName = regexp.MustCompile(`^[-_'\p{L}\p{N}]{1,32}$`)

func nameable(name string) bool {
	return commandName.MatchString(name) && name == strings.ToLower(name)
}

func describe(summary, name string) string {
	return label(cmp.Or(strings.TrimSpace(summary), name), maxDescription)
}

// translated are the texts in the languages that Discord has.
func translated(in map[string]string, limit int) map[string]string {
	var out map[string]string
	for _, l := range languages {
		if text := label(in[l], limit); !blank(text) {
			if out == nil {
				out = map[string]string{}
			}
			out[l] = text
		}
	}
	return out
}

// size counts a command as Discord does for maxCommandSize.
func (c appCommand) size() int {
	return longest(c.Name, c.NameIn) + longest(c.Description, c.DescriptionIn) + optionsSize(c.Options)
}

func optionsSize(all []appOption) int {
	n := 0
	for _, o := range all {
		n += longest(o.Name, o.NameIn) + longest(o.Description, o.DescriptionIn) + optionsSize(o.Options)
		for _, c := range o.Choices {
			n += longest(c.Name, c.NameIn) + bot.Length(c.Value)
		}
	}
	return n
}

func longest(text string, in map[string]string) int {
	n := bot.Length(text)
	for _, t := range in {
		n = max(n, bot.Length(t))
	}
	return n
}

// invited is what the bot asks for when it is invited, each with what breaks without it.
const invited = viewChannel | // messages that mention it, reactions, and who else may look
	sendMessages | // alerts
	sendInThreads | // the same in threads
	attachFiles // pictures

// InviteURL is the address at which the bot is invited to a guild, with the least rights it needs.
func InviteURL(applicationID string) string {
	return "https://discord.com/oauth2/authorize?" + url.Values{
		"client_id":   {applicationID},
		"scope":       {"bot applications.commands"},
		"permissions": {strconv.FormatUint(uint64(invited), 10)},
	}.Encode()
}
