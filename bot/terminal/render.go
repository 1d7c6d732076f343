package terminal

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"amicable/bot"
)

// Options say how a reply is shown.
type Options struct {
	// Width is the number of columns to wrap at; 0 does not wrap.
	Width int
	// Colour allows escape sequences for bold, dim and colour.
	Colour bool
	// After is the last number given out before, so that buttons shown earlier keep theirs.
	After int
}

// Press is a button, or one option of a menu, under the number that presses it.
type Press struct {
	Number string // "3", or "3b" for the second option of a menu
	Label  string
	Action string
	Value  string
	// Confirm is asked before the press counts; empty for none.
	Confirm string
}

// Render writes a reply as plain text and returns what can be pressed in it.
// A form is only described: Session asks its questions.
func Render(w io.Writer, r bot.Reply, o Options) ([]Press, error) {
	page := &page{Options: o, next: o.After}
	page.reply(r)
	_, err := io.WriteString(w, page.text.String())
	if err != nil {
		return nil, fmt.Errorf("showing a reply: %w", err)
	}
	return page.presses, nil
}

// The escape sequences in use (ECMA-48 §8.3.117).
const (
	boldOn   = "\x1b[1m"
	dimOn    = "\x1b[2m"
	italicOn = "\x1b[3m"
	codeOn   = "\x1b[36m"
	redOn    = "\x1b[31m"
)

// page collects the text of one reply.
type page struct {
	Options
	text    strings.Builder
	presses []Press
	next    int // the last number given out
}

func (p *page) reply(r bot.Reply) {
	if title := oneLine(r.Title); title != "" {
		p.line("", styled(title, p.on(boldOn)))
	}
	for i, b := range r.Blocks {
		if i > 0 && apart(r.Blocks[i-1], b) {
			p.text.WriteByte('\n')
		}
		p.block(b)
	}
	form, _ := r.Form()
	for _, label := range fieldErrors(r, form) {
		p.line("", styled("! "+label, p.on(redOn)))
	}
}

// apart tells whether a blank line reads better between two blocks.
func apart(above, below bot.Block) bool {
	_, list := below.(bot.List) // follows what introduces it
	return standsOut(above) || (standsOut(below) && !list)
}

// standsOut tells which blocks are more than a line or a paragraph.
func standsOut(b bot.Block) bool {
	switch b.(type) {
	case bot.Draft, bot.List, bot.Fields, bot.Form:
		return true
	case bot.Text, bot.Note, bot.Meter, bot.Image, bot.Actions:
	}
	return false
}

// block shows one block; bot/bottest fails when a kind is missing here.
func (p *page) block(b bot.Block) {
	switch b := b.(type) {
	case bot.Text:
		p.paragraph("", "", b.Line, "")
	case bot.Note:
		p.paragraph("", "", b.Line, p.on(dimOn))
	case bot.Fields:
		p.fields(b)
	case bot.List:
		p.list(b)
	case bot.Meter:
		p.meter(b)
	case bot.Draft:
		p.draft(b)
	case bot.Image:
		p.paragraph("", "", bot.P("["+oneLine(first(b.Alt, b.Title))+"]"), p.on(dimOn))
	case bot.Actions:
		p.actions(b)
	case bot.Form:
		p.form(b)
	}
}

func (p *page) fields(f bot.Fields) {
	const widest = 26 // columns a label may take before its text moves to the next line
	label := 0
	for _, fact := range f.Fields {
		if n := columns(oneLine(fact.Label)); n <= widest {
			label = max(label, n)
		}
	}
	indent := strings.Repeat(" ", label+2)
	for _, fact := range f.Fields {
		name := oneLine(fact.Label)
		head := styled(name, p.on(boldOn)) + strings.Repeat(" ", max(0, label+2-columns(name)))
		lines := fact.Lines
		if columns(name) > label || len(lines) == 0 {
			p.line("", strings.TrimRight(head, " "))
			head = indent
		}
		for _, l := range lines {
			p.paragraph(head, indent, l, "")
			head = indent
		}
	}
}

func (p *page) list(l bot.List) {
	for i, item := range l.Items {
		mark := "• "
		if l.Ordered {
			mark = pad(strconv.Itoa(i+1)+".", len(strconv.Itoa(len(l.Items)))+2)
		}
		if item.Done != nil {
			mark += map[bool]string{true: "[x] ", false: "[ ] "}[*item.Done]
		}
		indent := strings.Repeat(" ", columns(mark))
		line := item.Line
		if item.Button != nil {
			line = bot.Join(line, bot.P("  "+p.button(*item.Button)))
		}
		p.paragraph(mark, indent, line, "")
		if len(item.Detail) > 0 {
			p.paragraph(indent, indent, item.Detail, p.on(dimOn))
		}
	}
}

// meterColumns is how many columns a meter's bar takes.
const meterColumns = 16

func (p *page) meter(m bot.Meter) {
	filled := 0
	if part := m.Value / m.Max; m.Max > 0 && part > 0 { // neither holds for NaN
		filled = int(math.Round(meterColumns * min(1, part)))
	}
	bar := strings.Repeat("▓", filled) + strings.Repeat("░", meterColumns-filled)
	marks := make([]string, 0, len(m.Marks))
	for _, mark := range m.Marks {
		at := strconv.FormatFloat(math.Round(mark.At*10)/10, 'f', -1, 64)
		marks = append(marks, oneLine(mark.Label)+" "+at)
	}
	p.paragraph(bar+"  ", strings.Repeat(" ", meterColumns+2), bot.P(strings.Join(marks, " · ")), "")
}

// draft shows text exactly as it will be sent: unwrapped, between two rules, so that it can be copied.
func (p *page) draft(d bot.Draft) {
	width := p.Width
	if width == 0 || width > 72 {
		width = 72
	}
	head := "── "
	if label := oneLine(d.Label); label != "" {
		head += label + " "
	}
	p.line("", styled(head+strings.Repeat("─", max(2, width-columns(head))), p.on(dimOn)))
	for line := range strings.SplitSeq(strings.TrimRight(clean(d.Text), "\n"), "\n") {
		p.line("", line)
	}
	p.line("", styled(strings.Repeat("─", width), p.on(dimOn)))
}

func (p *page) actions(a bot.Actions) {
	var row []word
	for _, b := range a.Buttons {
		// A button is not broken across lines.
		row = append(row, word{text: p.button(b) + " "})
	}
	if len(row) > 0 {
		for _, l := range wrap(row, p.Width) {
			p.line("", strings.TrimRight(l, " "))
		}
	}
	for _, m := range a.Menus {
		p.menu(m)
	}
}

// button numbers a button and returns what to show for it.
func (p *page) button(b bot.Button) string {
	label := oneLine(b.Label)
	if b.URL != "" {
		return label + " <" + oneLine(b.URL) + ">"
	}
	p.next++
	number := strconv.Itoa(p.next)
	p.presses = append(p.presses, Press{
		Number: number, Label: label, Action: b.Action, Value: b.Value, Confirm: clean(b.Confirm),
	})
	return "[" + number + "] " + label
}

func (p *page) menu(m bot.Menu) {
	p.next++
	number := strconv.Itoa(p.next)
	line := bot.P("[" + number + "] " + oneLine(m.Label) + ":")
	for i, o := range m.Options {
		sub := number + letter(i)
		p.presses = append(p.presses, Press{
			Number: sub, Label: oneLine(o.Label), Action: m.Action, Value: o.Value,
		})
		line = append(line, bot.Span{Text: " [" + sub + "] " + oneLine(o.Label)})
	}
	p.paragraph("", "    ", line, "")
}

// letter names the i-th option of a menu: a, b, …, z, aa, ab, …
func letter(i int) string {
	if i < 26 {
		return string(rune('a' + i))
	}
	return letter(i/26-1) + letter(i%26)
}

func (p *page) form(f bot.Form) {
	p.line("", styled(oneLine(f.Title), p.on(boldOn)))
	if len(f.Intro) > 0 {
		p.paragraph("", "", f.Intro, "")
	}
	for _, field := range f.Fields {
		p.line("  ", fieldLabel(field))
	}
}
