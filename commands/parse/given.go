package parse

import (
	"strings"
	"unicode/utf8"

	"amicable/storage"
)

// Given are the parts of a line where a platform asks for each by itself.
// They are not written into a text to be read again, but understood one by one:
// nothing in one can become part of another, whatever it holds.
type Given struct {
	Client   storage.Known // when it was chosen from those there are
	Name     string        // else the client's name as typed
	Sign     string        // its id, or anything that people call it
	Verb     string
	Note     string
	On       string
	Severity string
	Options  map[string]string
}

// Line understands the parts as Flag and Client do. Its errors are Problems.
func (g Given) Line(c Context) (Line, error) {
	r := reader{c: c.complete(), line: Line{Client: g.Client, Verb: g.Verb, Options: g.Options}}
	if name := clean(valid(g.Name)); name != "" && g.Client.ID == "" {
		if p := checkName(name); p != nil {
			return Line{}, p
		}
		r.name(name)
	}
	if typed := clean(valid(g.Sign)); typed != "" {
		if id, ok := c.Signs.Sign(typed); ok {
			r.line.Sign = id
		} else {
			r.line.SignText, r.line.NearSigns = typed, c.Signs.Near(typed, MaxNear)
		}
	}
	if typed := clean(valid(g.On)); typed != "" {
		at, err := Date(typed, c.Now, c.Zone)
		if err != nil {
			return Line{}, err
		}
		r.line.At = at
	}
	if typed := clean(valid(g.Severity)); typed != "" {
		s := allWords().severities[fold(typed)]
		if s == "" {
			return Line{}, problem(SeverityUnknown, "Text", typed)
		}
		r.line.Severity = s
	}
	r.line.Note = strings.TrimSpace(valid(g.Note))
	if n := utf8.RuneCountInString(r.line.Note); n > MaxNote {
		return Line{}, tooLong(n)
	}
	for _, t := range scan(r.line.Note) {
		r.line.Words = append(r.line.Words, t.text)
	}
	return r.line, nil
}

func valid(s string) string { return strings.ToValidUTF8(s, string(utf8.RuneError)) }

// Unquote takes the quotation marks off a name that stands in them.
func Unquote(name string) string {
	name = strings.TrimSpace(name)
	if inner, end, ok := quotation(name, 0); ok && end == len(name) {
		return strings.TrimSpace(inner)
	}
	return name
}
