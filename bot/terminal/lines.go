package terminal

import (
	"slices"
	"strings"

	"amicable/bot"
)

// on returns a style's escape sequence when colours are allowed.
func (p *page) on(style string) string {
	if p.Colour {
		return style
	}
	return ""
}

// line writes one line as it is.
func (p *page) line(indent, text string) {
	p.text.WriteString(indent + text + "\n")
}

// paragraph writes a Line wrapped to the width: head before its first line,
// indent before the others, and base as the style of its plain spans.
func (p *page) paragraph(head, indent string, l bot.Line, base string) {
	width := 0
	if p.Width > 0 {
		width = max(20, p.Width-columns(indent))
	}
	for _, words := range p.words(l, base) {
		for _, text := range wrap(words, width) {
			p.line("", strings.TrimRight(head+text, " "))
			head = indent
		}
	}
}

// words splits a Line at its line breaks and spaces.
func (p *page) words(l bot.Line, base string) [][]word {
	lines := [][]word{nil}
	glued := false
	for _, s := range l {
		text, style := p.span(s, base)
		for i, part := range strings.Split(text, "\n") {
			if i > 0 {
				lines = append(lines, nil)
				glued = false
			}
			last := len(lines) - 1
			if part == "" {
				continue
			}
			// Only plain spaces break: a no-break space does what its name says.
			for field := range strings.FieldsFuncSeq(part, func(r rune) bool { return r == ' ' }) {
				follows := glued && strings.HasPrefix(part, field)
				lines[last] = append(lines[last], word{field, style, follows})
				glued = false
			}
			glued = !strings.HasSuffix(part, " ")
		}
	}
	return lines
}

// span returns a span's cleaned text with its link, and the style it is shown in.
func (p *page) span(s bot.Span, base string) (text, style string) {
	text = strings.ReplaceAll(clean(s.Text), "\t", "    ")
	web := strings.HasPrefix(s.URL, "https://") || strings.HasPrefix(s.URL, "http://")
	if web && s.URL != s.Text {
		text += " <" + oneLine(s.URL) + ">"
	}
	switch s.Style {
	case bot.Bold:
		return text, p.on(boldOn)
	case bot.Italic:
		return text, p.on(italicOn)
	case bot.Code:
		return text, p.on(codeOn)
	default:
		return text, base
	}
}

// fieldErrors words what is wrong with a form's answers, in the form's order as far as the form is known.
func fieldErrors(r bot.Reply, form bot.Form) []string {
	labels := map[string]string{}
	var order []string
	for _, f := range form.Fields {
		labels[f.ID] = oneLine(f.Label)
		order = append(order, f.ID)
	}
	var rest []string
	for id := range r.FieldErrors {
		if _, known := labels[id]; !known {
			rest = append(rest, id)
		}
	}
	slices.Sort(rest)
	var out []string
	for _, id := range append(order, rest...) {
		if problem, ok := r.FieldErrors[id]; ok {
			out = append(out, first(labels[id], oneLine(id))+": "+oneLine(problem))
		}
	}
	return out
}

// fieldLabel shows a form's field with what is filled in.
func fieldLabel(f bot.Field) string {
	text := oneLine(f.Label)
	if f.Optional {
		text += " (optional)"
	}
	if shown := oneLine(shownValue(f)); shown != "" {
		text += " [" + shown + "]"
	}
	return text
}

// shownValue returns what a field is filled in with, as people read it.
func shownValue(f bot.Field) string {
	for _, o := range f.Options {
		if o.Value == f.Value && f.Value != "" {
			return o.Label
		}
	}
	return first(f.Shown, f.Value)
}

// first returns the first text that is not empty.
func first(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}
