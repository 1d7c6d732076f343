package drafts

import (
	"fmt"
	"strings"
	"time"
)

// render executes one named template on what it may show.
func (p *pack) render(name string, data any) (string, error) {
	var b strings.Builder
	if err := p.templates.ExecuteTemplate(&b, name, data); err != nil {
		return "", fmt.Errorf("rendering %q in %s: %w", name, p.language, err)
	}
	return tidy(p.written(b.String())), nil
}

// written is a text in the pack's script.
func (p *pack) written(text string) string {
	if p.toLatin {
		return p.check.latin.replace(text)
	}
	return text
}

// tidy removes what the templates' own line structure leaves behind: spaces at
// line ends, and more than one blank line in a row.
func tidy(s string) string {
	var out []string
	blank := true
	for line := range strings.SplitSeq(s, "\n") {
		line = strings.TrimRight(line, " \t\r")
		if line == "" && blank {
			continue
		}
		blank = line == ""
		out = append(out, line)
	}
	return strings.TrimSpace(strings.Join(out, "\n"))
}

// Day is a day as templates show it: by itself with its weekday, "Monday 21
// December 2026", and as {{.LastDay.Date}} without it, for languages in which
// the weekday would need another form after "until" or "on".
type Day struct{ long, date string }

func (d Day) String() string { return d.long }

// Date is the day without its weekday.
func (d Day) Date() string { return d.date }

// day writes a day as the language does; nil for none.
func (p *pack) day(t time.Time) *Day {
	if t.IsZero() {
		return nil
	}
	return &Day{long: p.date("long", t), date: p.date("short", t)}
}

// date writes a day by one of the calendar's patterns, "long" or "short".
func (p *pack) date(pattern string, t time.Time) string {
	c := p.values["calendar"]
	number := itoa(t.Day())
	if first := c["first"]; first != "" && t.Day() == 1 {
		number = first
	}
	return strings.NewReplacer(
		"{weekday}", strings.Fields(c["weekdays"])[t.Weekday()],
		"{day}", number,
		"{month}", strings.Fields(c["months"])[t.Month()-1],
		"{year}", itoa(t.Year()),
	).Replace(c[pattern])
}
