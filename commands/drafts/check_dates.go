package drafts

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// dated is a date as a text writes it.
type dated struct {
	from, to     int // tokens
	day          time.Time
	hasYear      bool
	valid        bool // the calendar has such a day
	wrongWeekday bool
}

// findDates finds "21 December 2026", "21st of December", "December 21, 2026",
// "2026-12-21", "21/12/2026" and "21. 12. 2026", with the weekday before them if there is one.
func findDates(r *reading, p *pack) []dated {
	var found []dated
	for i := 0; i < len(r.tokens); i++ {
		d, ok := dateAt(r, p, i)
		if !ok {
			continue
		}
		if i > 0 && r.tokens[i-1].sentence == r.tokens[i].sentence {
			if day, is := p.check.weekdays[r.tokens[i-1].word]; is && (len(found) == 0 || found[len(found)-1].to < i-1) {
				d.from = i - 1
				d.wrongWeekday = d.valid && d.hasYear && d.day.Weekday() != day
			}
		}
		found = append(found, d)
		i = d.to
	}
	return found
}

func dateAt(r *reading, p *pack, i int) (dated, bool) {
	t := r.tokens[i]
	switch {
	case t.number && strings.ContainsAny(t.word, "-/."):
		return numericDate(r, p, i)
	case t.number:
		if d, ok := dottedDate(r, p, i); ok {
			return d, true
		}
		// 21 December, 21st of December
		if day, ok := number(t.word); ok && day <= 31 {
			n := i + 1
			for n < len(r.tokens) && (r.tokens[n].start == t.end && p.check.ordinals[r.tokens[n].word] || p.check.dateLinks[r.tokens[n].word]) {
				n++
			}
			if month, ok := monthAt(r, p, n, t.sentence); ok {
				return withYear(r, i, n, day, month), true
			}
		}
	default:
		// December 21, December 21st
		month, ok := monthAt(r, p, i, t.sentence)
		if !ok || i+1 >= len(r.tokens) || r.tokens[i+1].sentence != t.sentence {
			return dated{}, false
		}
		if day, ok := number(r.tokens[i+1].word); ok && day <= 31 {
			to := i + 1
			if to+1 < len(r.tokens) && r.tokens[to+1].start == r.tokens[to].end && p.check.ordinals[r.tokens[to+1].word] {
				to++
			}
			return withYear(r, i, to, day, month), true
		}
	}
	return dated{}, false
}

func monthAt(r *reading, p *pack, i, sentence int) (time.Month, bool) {
	if i >= len(r.tokens) || r.tokens[i].sentence != sentence {
		return 0, false
	}
	m, ok := p.check.months[r.tokens[i].word]
	return m, ok
}

func number(word string) (int, bool) {
	n, err := strconv.Atoi(word)
	return n, err == nil && len(word) <= 4
}

// withYear completes a date whose last word so far is token to, and whose year may follow.
func withYear(r *reading, from, to, day int, month time.Month) dated {
	d := dated{from: from, to: to}
	year := leapYear
	if to+1 < len(r.tokens) && r.tokens[to+1].sentence == r.tokens[to].sentence {
		if y, ok := number(r.tokens[to+1].word); ok && len(r.tokens[to+1].word) == 4 {
			year, d.hasYear, d.to = y, true, to+1
		}
	}
	d.day, d.valid = calendarDay(year, int(month), day)
	return d
}

func numericDate(r *reading, p *pack, i int) (dated, bool) {
	parts := strings.FieldsFunc(r.tokens[i].word, func(r rune) bool { return strings.ContainsRune("-/.", r) })
	var n []int
	for _, part := range parts {
		v, err := strconv.Atoi(part)
		if err != nil || len(part) > 4 {
			return dated{}, false
		}
		n = append(n, v)
	}
	d := dated{from: i, to: i, hasYear: true}
	switch {
	case len(n) == 2 && p.check.dotted && strings.Count(r.tokens[i].word, ".") == 1: // "21.12." or, with two digits each, "21.12"
		d.day, d.valid, d.hasYear = dayOfYear(n[0], n[1])
		return d, r.dotAfter(i) || d.valid && len(r.tokens[i].word) == len("21.12")
	case len(n) != 3:
		return dated{}, false
	case len(parts[0]) == 4:
		d.day, d.valid = calendarDay(n[0], n[1], n[2])
	case len(parts[2]) != 4:
		return dated{}, false
	case p.check.dayFirst:
		d.day, d.valid = calendarDay(n[2], n[1], n[0])
	default:
		d.day, d.valid = calendarDay(n[2], n[0], n[1])
	}
	return d, true
}

// dottedDate finds "21. 12. 2026" and, where the language writes dates so, "21. 12.".
func dottedDate(r *reading, p *pack, i int) (dated, bool) {
	if !r.dotThenNumber(i) {
		return dated{}, false
	}
	day, ok := number(r.tokens[i].word)
	month, ok2 := number(r.tokens[i+1].word)
	if !ok || !ok2 || day > 31 || month > 12 {
		return dated{}, false
	}
	if r.dotThenNumber(i + 1) {
		if year, ok := number(r.tokens[i+2].word); ok && len(r.tokens[i+2].word) == 4 {
			d := dated{from: i, to: i + 2, hasYear: true}
			d.day, d.valid = calendarDay(year, month, day)
			return d, true
		}
	}
	if !p.check.dotted || !r.dotAfter(i+1) {
		return dated{}, false
	}
	d := dated{from: i, to: i + 1}
	d.day, d.valid, d.hasYear = dayOfYear(day, month)
	return d, true
}

// dotThenNumber tells that only a full stop and spaces stand between a token and a number after it.
func (r *reading) dotThenNumber(i int) bool {
	if i+1 >= len(r.tokens) || !r.tokens[i+1].number {
		return false
	}
	between, dot := strings.CutPrefix(r.text[r.tokens[i].end:r.tokens[i+1].start], ".")
	return dot && strings.Trim(between, " \u00a0") == ""
}

func (r *reading) dotAfter(i int) bool { return strings.HasPrefix(r.text[r.tokens[i].end:], ".") }

// dayOfYear is a day whose year was left out.
func dayOfYear(day, month int) (at time.Time, valid, hasYear bool) {
	at, valid = calendarDay(leapYear, month, day)
	return at, valid, false
}

// leapYear stands for a year left out, so that 29 February is a day.
const leapYear = 2000

func calendarDay(year, month, day int) (time.Time, bool) {
	t := time.Date(year, time.Month(month), day, 12, 0, 0, 0, time.UTC)
	return t, t.Day() == day && int(t.Month()) == month
}

// is tells that a date as written means the day; a year left out may be any.
func (d dated) is(day time.Time) bool {
	return d.valid && d.day.Month() == day.Month() && d.day.Day() == day.Day() && (!d.hasYear || d.day.Year() == day.Year())
}

// datesIn are the dates that a text names.
func datesIn(text string, p *pack) []dated {
	return findDates(&reading{text: text, tokens: p.check.tokenize(text)}, p)
}

func (c *checking) givenDay(d dated) bool { return slices.ContainsFunc(c.days, d.is) }

// insideFact tells that a date is part of a fact inserted literally.
func (c *checking) insideFact(d dated) bool {
	for i := d.from; i <= d.to; i++ {
		if !c.tokens[i].given {
			return false
		}
	}
	return true
}

// inDate tells that a token belongs to a date.
func (r *reading) inDate(t token) bool {
	i, ok := slices.BinarySearchFunc(r.dates, t.start, func(d dated, start int) int {
		switch {
		case r.tokens[d.to].end <= start:
			return -1
		case r.tokens[d.from].start > start:
			return 1
		}
		return 0
	})
	return ok && i >= 0
}

func itoa(n int) string { return strconv.Itoa(n) }
