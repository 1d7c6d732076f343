package playground

import (
	"context"
	"math"
	"net/url"
	"strconv"

	"amicable/bot"
)

// render turns a reply into what the page shows. Pictures are kept aside under
// a name made from their content. A form is no part of it: see renderForm.
func (p *Playground) render(ctx context.Context, r bot.Reply) *Body {
	b := &Body{Title: r.Title, Plain: r.Plain()}
	for _, part := range r.Blocks {
		if shown, ok := renderBlock(part); ok {
			if picture, is := part.(bot.Image); is {
				p.history.keepPicture(ctx, &shown, picture.PNG)
			}
			b.Blocks = append(b.Blocks, shown)
		}
	}
	return b
}

// renderBlock shows one block; bot/bottest fails when a kind is missing here.
func renderBlock(b bot.Block) (block, bool) {
	switch b := b.(type) {
	case bot.Text:
		return block{Type: "text", Line: spans(b.Line)}, len(b.Line) > 0
	case bot.Note:
		return block{Type: "note", Line: spans(b.Line)}, len(b.Line) > 0
	case bot.Fields:
		return block{Type: "fields", Facts: facts(b.Fields)}, len(b.Fields) > 0
	case bot.List:
		return block{Type: "list", Ordered: b.Ordered, Items: items(b.Items)}, len(b.Items) > 0
	case bot.Meter:
		return meter(b), true
	case bot.Draft:
		return block{Type: "draft", Label: b.Label, Text: b.Text}, b.Text != ""
	case bot.Image:
		return block{Type: "image", Alt: b.Alt, Label: b.Title}, b.Alt != "" || b.Title != "" || len(b.PNG) > 0
	case bot.Actions:
		return block{Type: "actions", Buttons: buttons(b.Buttons), Menus: menus(b.Menus)}, len(b.Buttons)+len(b.Menus) > 0
	case bot.Form:
		return block{}, false
	}
	return block{}, false
}

// spans keeps links to the web and to mail only.
func spans(l bot.Line) []span {
	all := make([]span, 0, len(l))
	for _, s := range l {
		all = append(all, span{Text: s.Text, Style: styles[s.Style], URL: safe(s.URL)})
	}
	return all
}

var styles = map[bot.Style]string{bot.Bold: "b", bot.Italic: "i", bot.Code: "c"}

// safe lets through addresses that a click may open, and nothing that could run.
func safe(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	switch u.Scheme {
	case "http", "https", "mailto":
		return u.String()
	}
	return ""
}

func facts(all []bot.Fact) []fact {
	shown := make([]fact, 0, len(all))
	for _, f := range all {
		lines := make([][]span, 0, len(f.Lines))
		for _, l := range f.Lines {
			lines = append(lines, spans(l))
		}
		shown = append(shown, fact{f.Label, lines})
	}
	return shown
}

func items(all []bot.Item) []item {
	shown := make([]item, 0, len(all))
	for _, i := range all {
		it := item{Line: spans(i.Line), Detail: spans(i.Detail), Done: i.Done}
		if i.Button != nil {
			b := buttons([]bot.Button{*i.Button})[0]
			it.Button = &b
		}
		shown = append(shown, it)
	}
	return shown
}

// meter shows values as parts of the whole, so that the page needs no arithmetic.
func meter(m bot.Meter) block {
	b := block{Type: "meter", Part: part(m.Value, m.Max), Alt: m.Alt}
	for _, mk := range m.Marks {
		at := ""
		if !math.IsNaN(mk.At) && !math.IsInf(mk.At, 0) {
			at = strconv.FormatFloat(math.Round(mk.At*10)/10, 'f', -1, 64)
		}
		b.Marks = append(b.Marks, mark{Part: part(mk.At, m.Max), At: at, Label: mk.Label})
	}
	return b
}

// part is value/whole within 0 and 1; 0 for what is no number.
func part(value, whole float64) float64 {
	if p := value / whole; p > 0 { // does not hold for NaN
		return min(1, p)
	}
	return 0
}

func buttons(all []bot.Button) []button {
	shown := make([]button, 0, len(all))
	for _, b := range all {
		s := button{Label: b.Label, Action: b.Action, Value: b.Value, Look: looks[b.Look], Confirm: b.Confirm}
		if b.URL != "" {
			s = button{Label: b.Label, URL: safe(b.URL), Look: s.Look}
		}
		shown = append(shown, s)
	}
	return shown
}

var looks = map[bot.Look]string{bot.Primary: "primary", bot.Danger: "danger"}

func menus(all []bot.Menu) []menu {
	shown := make([]menu, 0, len(all))
	for _, m := range all {
		shown = append(shown, menu{m.Label, m.Action, options(m.Options)})
	}
	return shown
}

func options(all []bot.Option) []option {
	shown := make([]option, 0, len(all))
	for _, o := range all {
		shown = append(shown, option(o))
	}
	return shown
}

func renderForm(f bot.Form) form {
	shown := form{ID: f.ID, State: f.State, Title: f.Title, Submit: f.Submit, Cancel: f.Cancel, Intro: spans(f.Intro), Fields: []field{}}
	for _, q := range f.Fields {
		shown.Fields = append(shown.Fields, field{
			ID: q.ID, Label: q.Label, Kind: string(q.Kind), Hint: q.Hint, Value: q.Value, Shown: q.Shown,
			Options: options(q.Options), Optional: q.Optional, MaxRunes: q.MaxRunes,
		})
	}
	return shown
}
