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
	start := i
	if r.signs > 0 {
		start = r.signs - 1
	}
	if !verbatim && i < len(r.toks) && r.line.At.IsZero() && slices.Contains(r.keys, optionOn) {
		if err := r.vagueDay(i); err != nil {
			return err
		}
		next := r.noteDate(i)
		for k := i; k < next && start < i; k++ {
			r.drop(k)
		}
		if start == i {
			start = next
		}
	}
	if start >= len(r.toks) {
		return nil
	}
	note := r.rest(r.toks[start].start)
	if n := utf8.RuneCountInString(note); n > MaxNote {
		return tooLong(n)
	}
	r.line.Note = note
	for _, t := range r.toks[start:] {
		if !slices.Contains(r.cut, span{t.start, t.end}) {
			r.line.Words = append(r.line.Words, t.text)
		}
	}
	return nil
}

// noteDate takes the day that the note beginning at token i is, or begins with,
// and returns the token after it.
func (r *reader) noteDate(i int) (next int) {
	if all := r.rest(r.toks[i].start); len(all) <= maxDate {
		if at, err := Date(all, r.c.Now, r.c.Zone); err == nil {
			r.line.At = at
			return len(r.toks)
		}
	}
	return r.leadingDate(i)
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
