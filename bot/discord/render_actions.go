package discord

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

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
	text := cmp.Or(label(m.Label, maxPlaceholder), "…")
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
		if blank(o.Value) || blank(text) || length(o.Value) > maxOptionText || offered[o.Value] || len(all) == maxOptions {
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

// list renders items without buttons as text, and each item with a button as a
// section that has it at its side. Once sections have taken their share of the
// messages, further items keep their text and lose the button.
func (l *layout) list(list bot.List) {
	const most = (maxMessages - 1) * maxComponents / sectionCount
	var run []string
	flush := func() {
		l.text(run...)
		run = nil
	}
	sections := 0
	for i, it := range list.Items {
		lines := itemLines(list.Ordered, i+1, it)
		if it.Button == nil || sections == most {
			run = append(run, lines...)
			continue
		}
		c, ok := l.button(*it.Button)
		if !ok {
			run = append(run, lines...)
			continue
		}
		sections++
		flush()
		l.section(lines, c)
	}
	flush()
}

// sectionCount is how many components a section is: itself, its text and its button.
const sectionCount = 3

func (l *layout) section(lines []string, c control) {
	text := strings.Join(lines, "\n")
	if blank(text) {
		text = "…" // a section needs a text beside its button
	}
	if weigh(text) > maxText/4 { // let the text go on in another message
		l.text(lines...)
		l.row(c)
		return
	}
	l.parts = append(l.parts, part{
		component: sdk.Section{Components: []sdk.MessageComponent{sdk.TextDisplay{Content: text}}, Accessory: c.component},
		count:     sectionCount, weight: weigh(text) + c.weight, questions: c.questions,
	})
}

// itemLines are an item's lines. Its number is escaped: Discord would begin a
// list of its own with it, and number the items that follow by itself.
func itemLines(ordered bool, n int, it bot.Item) []string {
	lead := "• "
	if ordered {
		lead = strconv.Itoa(n) + `\. `
	}
	if it.Done != nil {
		lead = map[bool]string{true: "☑ ", false: "☐ "}[*it.Done]
		if ordered {
			lead = strconv.Itoa(n) + `\. ` + lead
		}
	}
	lines := plainLines("", it.Line)
	if blank(strings.Join(lines, "")) && len(it.Detail) == 0 {
		return nil
	}
	lines[0] = lead + lines[0]
	if details := plainLines("-# ", it.Detail); !blank(strings.Join(details, "")) {
		lines = append(lines, details...)
	}
	return lines
}

// meterCells is the width of a meter's bar.
const meterCells = 16

// meterText draws a bar, with its marks in words behind it.
func meterText(m bot.Meter) string {
	share := m.Value / m.Max
	if math.IsNaN(share) || m.Max <= 0 {
		share = 0
	}
	full := int(math.Round(min(max(share, 0), 1) * meterCells))
	bar := strings.Repeat("▓", full) + strings.Repeat("░", meterCells-full)
	var marks []string
	for _, k := range m.Marks {
		mark := k.Label
		if !math.IsNaN(k.At) && !math.IsInf(k.At, 0) {
			mark += " " + strconv.FormatFloat(math.Round(k.At*10)/10, 'f', -1, 64)
		}
		marks = append(marks, mark)
	}
	words := strings.Join(marks, " · ")
	if words == "" {
		words = m.Alt
	}
	return strings.TrimSpace(bar + "  " + words)
}
