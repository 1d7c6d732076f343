package parse

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"amicable/storage"
)

func tooLong(length int) *Problem {
	return problem(NoteTooLong, "Limit", strconv.Itoa(MaxNote), "Length", strconv.Itoa(length))
}

// checkName tells whether a name is too long for a client.
func checkName(name string) *Problem {
	if n := utf8.RuneCountInString(name); n > storage.MaxName {
		return problem(NameTooLong, "Limit", strconv.Itoa(storage.MaxName), "Length", strconv.Itoa(n))
	}
	return nil
}

// note takes the rest from token i on, as it was typed but for the options in it.
func (r *reader) note(i int) error {
	verbatim := false
	for ; i < len(r.toks); i++ {
		if r.toks[i].dashes() {
			verbatim = true
			i++
			break
		}
		if !r.separator(i) {
			break
		}
	}
	if i >= len(r.toks) {
		return nil
	}
	note := r.rest(r.toks[i].start)
	if n := utf8.RuneCountInString(note); n > MaxNote {
		return tooLong(n)
	}
	// A note that is nothing but a day says when it was.
	if !verbatim && len(note) <= maxDate && r.line.At.IsZero() && slices.Contains(r.keys, optionOn) {
		if at, err := Date(note, r.c.Now, r.c.Zone); err == nil {
			r.line.At = at
			return nil
		}
	}
	r.line.Note = note
	for _, t := range r.toks[i:] {
		if !slices.Contains(r.cut, span{t.start, t.end}) {
			r.line.Words = append(r.line.Words, t.text)
		}
	}
	return nil
}

// rest is the text from start on without what was cut out of it and the space before that.
func (r *reader) rest(start int) string {
	var b strings.Builder
	add := func(s string) {
		if b.Len() == 0 {
			s = strings.TrimLeftFunc(s, unicode.IsSpace)
		}
		b.WriteString(s)
	}
	for _, c := range r.cut {
		if c.end <= start {
			continue
		}
		add(strings.TrimRightFunc(r.text[start:max(start, c.start)], unicode.IsSpace))
		start = c.end
	}
	add(r.text[start:])
	return strings.TrimSpace(b.String())
}
