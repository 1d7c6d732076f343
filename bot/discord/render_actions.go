package discord

import (
	"maps"
	"slices"

	sdk "github.com/bwmarrin/discordgo"

	"amicable/bot"
)

// control is a button or a menu, and what comes with it.
type control struct {
	component sdk.MessageComponent
	weight    int
	questions map[string]string
}

// actions adds rows of buttons, and a row for each menu.
func (l *layout) actions(a bot.Actions) {
	var buttons []control
	for _, b := range a.Buttons {
		if c, ok := l.button(b); ok {
			buttons = append(buttons, c)
		}
	}
	for row := range slices.Chunk(buttons, maxRowButtons) {
		l.row(row...)
	}
	for _, m := range a.Menus {
		if c, ok := l.menu(m); ok {
			l.row(c)
		}
	}
}

func (l *layout) row(controls ...control) {
	p := part{count: 1 + len(controls), row: true, questions: map[string]string{}}
	var row sdk.ActionsRow
	for _, c := range controls {
		row.Components = append(row.Components, c.component)
		p.weight += c.weight
		maps.Copy(p.questions, c.questions)
	}
	p.component = row
	l.parts = append(l.parts, p)
}

// button renders a button, unless Discord can neither show nor carry it.
func (l *layout) button(b bot.Button) (control, bool) {
	text := label(b.Label, maxButtonLabel)
	if blank(text) {
		return control{}, false
	}
	if address, ok := linkable(b.URL); ok {
		return control{
			component: sdk.Button{Label: text, Style: sdk.LinkButton, URL: address}, weight: weigh(text) + weigh(address),
		}, true
	}
	id, ok := l.id(press{action: b.Action, value: b.Value, ask: b.Confirm != ""})
	if !ok {
		return control{}, false
	}
	style := sdk.SecondaryButton
	switch b.Look {
	case bot.Primary:
		style = sdk.PrimaryButton
	case bot.Danger:
		style = sdk.DangerButton
	case bot.Default:
	}
	c := control{component: sdk.Button{Label: text, Style: style, CustomID: id}, weight: weigh(text) + weigh(id)}
	if b.Confirm != "" {
		c.questions = map[string]string{id: b.Confirm}
	}
	return c, true
}

// id is the custom id of a press, unlike all others of the reply.
func (l *layout) id(p press) (string, bool) {
	p.workspace = l.workspace
	id, ok := p.id(l.used[p])
	l.used[p]++
	return id, ok
}

// menu renders a drop-down. Its options lose their details when those would
// take more than half of a message.
func (l *layout) menu(m bot.Menu) (control, bool) {
	text := label(m.Label, maxPlaceholder)
	if blank(text) {
		text = "…"
	}
	options, weight := selectOptions(m.Options, true)
	if weight > maxText/2 {
		options, weight = selectOptions(m.Options, false)
	}
	if len(options) == 0 {
		return control{}, false
	}
	id, ok := l.id(press{action: m.Action})
	if !ok {
		return control{}, false
	}
	return control{
		component: sdk.SelectMenu{MenuType: sdk.StringSelectMenu, CustomID: id, Placeholder: text, Options: options},
		weight:    weigh(text) + weigh(id) + weight,
	}, true
}

// selectOptions leaves out what Discord cannot carry back: a value that is too
// long, for cutting it would make it another one, or that was offered already.
func selectOptions(options []bot.Option, details bool) (all []sdk.SelectMenuOption, weight int) {
	offered := map[string]bool{}
	for _, o := range options {
		text := label(o.Label, maxOptionText)
		if blank(text) {
			text = label(o.Value, maxOptionText)
		}
		if blank(o.Value) || blank(text) || bot.Length(o.Value) > maxOptionText || offered[o.Value] || len(all) == maxOptions {
			continue
		}
		offered[o.Value] = true
		option := sdk.SelectMenuOption{Label: text, Value: o.Value}
		if details {
			option.Description = label(o.Detail, maxOptionText)
		}
		weight += weigh(option.Label) + weigh(option.Value) + weigh(option.Description)
		all = append(all, option)
	}
	return all, weight
}
