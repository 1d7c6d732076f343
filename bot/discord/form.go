package discord

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	sdk "github.com/bwmarrin/discordgo"

	"amicable/bot"
)

// The components of dialogs that discordgo lacks
// (https://docs.discord.com/developers/components/reference#label).
const (
	typeStringSelect = 3
	typeTextInput    = 4
	typeTextDisplay  = 10
	typeLabel        = 18
)

// modal is a dialog: the data of a response of type respondModal.
type modal struct {
	CustomID   string `json:"custom_id"`
	Title      string `json:"title"`
	Components []any  `json:"components"`
}

type modalText struct {
	Type    int    `json:"type"`
	Content string `json:"content"`
}

// modalLabel is a question with its label and hint.
type modalLabel struct {
	Type        int    `json:"type"`
	Label       string `json:"label"`
	Description string `json:"description,omitempty"`
	Component   any    `json:"component"`
}

type textInput struct {
	Type        int                `json:"type"`
	CustomID    string             `json:"custom_id"`
	Style       sdk.TextInputStyle `json:"style"`
	Required    bool               `json:"required"`
	Value       string             `json:"value,omitempty"`
	Placeholder string             `json:"placeholder,omitempty"`
	MaxLength   int                `json:"max_length"`
}

// choiceInput is a menu. min_values must be 0 when an answer is not required, and at least 1 when it is.
type choiceInput struct {
	Type      int                    `json:"type"`
	CustomID  string                 `json:"custom_id"`
	Required  bool                   `json:"required"`
	MinValues int                    `json:"min_values"`
	Options   []sdk.SelectMenuOption `json:"options"`
}

// modal renders a page of a form, counted from 0, as a dialog. A dialog holds
// five questions; a form with more of them has several pages, each of which is
// submitted by itself (see nextPage).
//
// key names what the adapter remembers of the form: the form itself, its State
// should it be too long for the dialog, and the answers to other pages. It is at
// most maxKey letters and digits.
func (r renderer) modal(f bot.Form, key string, page int) (modal, error) {
	pages, introApart := formPages(f)
	if page < 0 || page >= len(pages) {
		return modal{}, fmt.Errorf("form %.40q has %d pages, there is none with the number %d", f.ID, len(pages), page)
	}
	if f.ID == "" || len(f.ID) > maxFormID || strings.Contains(f.ID, idSeparator) || len(key) > maxKey {
		return modal{}, fmt.Errorf("form %.40q, remembered as %.40q, cannot be named in a dialog", f.ID, key)
	}
	fields := pages[page]
	ids, err := carry(ticket{form: f.ID, key: key, page: page, workspace: r.workspace, state: f.State}, fields)
	if err != nil {
		return modal{}, err
	}
	m := modal{CustomID: ids[0], Title: pageTitle(f, page, len(pages), maxModalTitle)}
	if intro := bot.P(literal(f.Intro.String())); page == 0 && !blank(intro.String()) {
		if introApart {
			text := strings.Join(plainLines("", f.Intro), "\n")
			m.Components = append(m.Components, modalText{typeTextDisplay, bot.Pieces(text, maxText, weigh)[0]})
		} else {
			fields = slices.Clone(fields)
			fields[0].Hint = strings.TrimSpace(intro.String() + " " + fields[0].Hint)
		}
	}
	for i, field := range fields {
		m.Components = append(m.Components, question(field, ids[i+1]))
	}
	if len(m.Components) == 0 { // Discord wants something there
		m.Components = append(m.Components, modalText{typeTextDisplay, escape(m.Title)})
	}
	return m, nil
}

// formPages are a form's questions by page, what must be answered first. The
// intro takes a place of its own when that adds no page, and otherwise stands
// above the first question.
func formPages(f bot.Form) (pages [][]bot.Field, introApart bool) {
	var fields []bot.Field
	seen := map[string]bool{}
	for _, field := range f.Fields {
		if field.ID == "" || len(field.ID) > maxFormID || strings.Contains(field.ID, idSeparator) || seen[field.ID] {
			continue // could not come back
		}
		seen[field.ID] = true
		fields = append(fields, field)
	}
	if len(fields) > maxModalComponents {
		slices.SortStableFunc(fields, func(a, b bot.Field) int {
			return cmp.Compare(strconv.FormatBool(a.Optional), strconv.FormatBool(b.Optional))
		})
	}
	first := maxModalComponents
	if len(fields)%maxModalComponents != 0 || len(fields) == 0 {
		introApart = !blank(f.Intro.String())
	}
	if introApart {
		first--
	}
	first = min(first, len(fields))
	pages = [][]bot.Field{fields[:first]}
	return slices.AppendSeq(pages, slices.Chunk(fields[first:], maxModalComponents)), introApart
}

// pageTitle is a form's title, numbered when it has several pages.
func pageTitle(f bot.Form, page, pages, limit int) string {
	number := ""
	if pages > 1 {
		number = fmt.Sprintf(" %d/%d", page+1, pages)
	}
	title := label(f.Title, limit-bot.Length(number))
	if blank(title) {
		title = label(f.Submit, limit-bot.Length(number))
	}
	if blank(title) {
		title = "…"
	}
	return title + number
}

// question renders one field. A label that is too long is told whole in the hint.
func question(f bot.Field, id string) modalLabel {
	if bot.Length(f.Label) > maxLabel {
		f.Hint = strings.TrimSpace(f.Label + " " + f.Hint)
	}
	q := modalLabel{Type: typeLabel, Label: label(f.Label, maxLabel), Component: input(f, id)}
	if blank(q.Label) {
		q.Label = label(f.ID, maxLabel)
	}
	if hint := label(f.Hint, maxLabelHint); !blank(hint) {
		q.Description = hint
	}
	return q
}

func input(f bot.Field, id string) any {
	options, _ := selectOptions(f.Options, true)
	if f.Kind == bot.Choice && len(options) > 0 && len(f.Options) <= maxOptions { // more are typed
		c := choiceInput{Type: typeStringSelect, CustomID: id, Required: !f.Optional, Options: options}
		if c.Required {
			c.MinValues = 1
		}
		for i, o := range c.Options {
			c.Options[i].Default = o.Value == f.Value
		}
		return c
	}
	t := textInput{
		Type: typeTextInput, CustomID: id, Style: sdk.TextInputShort, Required: !f.Optional,
		Value: bot.Cut(clean(prefilled(f)), maxInputText), MaxLength: maxInputText,
	}
	switch f.Kind {
	case bot.LongText:
		t.Style = sdk.TextInputParagraph
	case bot.Date:
		t.Placeholder = dateExample
	case bot.ShortText, bot.Choice, bot.Search:
	}
	if t.Style == sdk.TextInputShort {
		t.Value = strings.ReplaceAll(t.Value, "\n", " ")
	}
	if f.MaxRunes > 0 { // in runes, while Discord may count more
		t.MaxLength = min(max(f.MaxRunes, bot.Length(t.Value)), maxInputText)
	}
	return t
}

// dateExample stands where a date is to be typed, until one is: Discord has no date picker.
const dateExample = "2026-11-21"

// prefilled is what a text input begins with.
func prefilled(f bot.Field) string {
	if f.Kind == bot.Search {
		return cmp.Or(f.Shown, f.Value)
	}
	return f.Value
}
