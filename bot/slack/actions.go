package slack

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	sdk "github.com/slack-go/slack"

	"amicable/bot"
)

// linkAction is the action id of buttons that only open a link; Slack reports
// their presses all the same.
const linkAction = "open-link"

// row renders buttons and menus, in further rows past maxActionElements.
func (p *page) row(a bot.Actions) {
	var elements []sdk.BlockElement
	for _, b := range a.Buttons {
		if usable(b) && p.afford(&p.kept, buttonCost(b)) {
			elements = append(elements, p.button(b))
		}
	}
	for _, m := range a.Menus {
		if menu := p.menu(m); menu != nil {
			elements = append(elements, menu)
		}
	}
	for part := range slices.Chunk(elements, maxActionElements) {
		p.add(sdk.NewActionBlock("", part...))
	}
}

// afford takes a cost from a budget, or notes that something had to be left out.
func (p *page) afford(budget *int, cost int) bool {
	if cost > *budget {
		p.shortened = true
		return false
	}
	*budget -= cost
	return true
}

// rowCost counts the characters of a row, as far as they will be shown.
func rowCost(a bot.Actions) int {
	n := 0
	for _, b := range a.Buttons {
		n += buttonCost(b)
	}
	for _, m := range a.Menus {
		n += min(bot.Length(m.Label), maxPlaceholder)
		for _, o := range m.Options {
			n += optionCost(o)
		}
	}
	return n
}

func buttonCost(b bot.Button) int {
	n := min(bot.Length(b.Label), maxButtonLabel)
	if b.Confirm != "" {
		n += min(bot.Length(b.Label), maxConfirmTitle) + min(bot.Length(b.Confirm), maxConfirmText) + 2*maxConfirmButton
	}
	return n
}

func optionCost(o bot.Option) int {
	return min(max(bot.Length(o.Label), bot.Length(o.Value)), maxOptionText) + min(bot.Length(o.Detail), maxOptionText)
}

// usable tells whether Slack can show a button and carry its value.
func usable(b bot.Button) bool {
	return strings.TrimSpace(b.Label) != "" && bot.Length(b.Value) <= maxButtonValue
}

func (p *page) button(b bot.Button) *sdk.ButtonBlockElement {
	e := sdk.NewButtonBlockElement(p.actionID(b.Action), b.Value, plainText(b.Label, maxButtonLabel))
	if linkable(b.URL) {
		e.URL, e.Value = b.URL, ""
		e.ActionID = p.actionID(linkAction)
	}
	switch b.Look {
	case bot.Primary:
		e.Style = sdk.StylePrimary
	case bot.Danger:
		e.Style = sdk.StyleDanger
	case bot.Default:
	}
	if b.Confirm != "" {
		e.Confirm = sdk.NewConfirmationBlockObject(
			plainText(b.Label, maxConfirmTitle), plainText(b.Confirm, maxConfirmText),
			plainText(p.phrase(bot.PhraseYes), maxConfirmButton), plainText(p.phrase(bot.PhraseNo), maxConfirmButton))
	}
	return e
}

func (p *page) menu(m bot.Menu) *sdk.SelectBlockElement {
	label := bot.Cut(cmp.Or(strings.TrimSpace(m.Label), "…"), maxPlaceholder)
	if !p.afford(&p.kept, bot.Length(label)) {
		return nil
	}
	var fitting []bot.Option
	for _, o := range m.Options {
		if p.afford(&p.kept, optionCost(o)) {
			fitting = append(fitting, o)
		}
	}
	options := optionObjects(fitting)
	if len(options) == 0 {
		return nil
	}
	return sdk.NewOptionsSelectBlockElement(sdk.OptTypeStatic, plainText(label, maxPlaceholder), p.actionID(m.Action), options...)
}

// optionObjects leaves out what Slack cannot carry back: a value that is too
// long, for cutting it would make it another one.
func optionObjects(options []bot.Option) []*sdk.OptionBlockObject {
	var all []*sdk.OptionBlockObject
	for _, o := range options {
		if obj := optionObject(o); obj != nil && len(all) < maxOptions {
			all = append(all, obj)
		}
	}
	return all
}

func optionObject(o bot.Option) *sdk.OptionBlockObject {
	label := o.Label
	if strings.TrimSpace(label) == "" {
		label = o.Value
	}
	if o.Value == "" || strings.TrimSpace(label) == "" || bot.Length(o.Value) > maxOptionValue {
		return nil
	}
	obj := sdk.NewOptionBlockObject(o.Value, plainText(label, maxOptionText), nil)
	if o.Detail != "" {
		obj.Description = plainText(o.Detail, maxOptionText)
	}
	return obj
}

var numbered = regexp.MustCompile(`#\d+$`)

// actionID makes an action's id unique within the message, as Slack demands of
// each block: the second "assess" becomes "assess#2".
func (p *page) actionID(action string) string {
	action = bot.Cut(action, maxActionID-8)
	p.actions[action]++
	if n := p.actions[action]; n > 1 || numbered.MatchString(action) {
		return action + "#" + strconv.Itoa(n)
	}
	return action
}

// actionOf is the inverse of actionID.
func actionOf(id string) string { return numbered.ReplaceAllString(id, "") }
