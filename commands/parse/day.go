package parse

import (
	"regexp"
	"strings"
	"time"
)

var withYear = regexp.MustCompile(`\b\d{4}\b|\d[./] ?\d{1,2}[./] ?\d{2}\.?$`)

// Day reads a day that may be still to come, such as a last day or the end of
// a contract: what Date reads, and "tomorrow", "in 30 days", "za 30 dni", "end
// of next month". Without a year it is the next such day. The time is the start
// of that day in zone. Its error is a Problem, DateUnreadable.
func Day(text string, now time.Time, zone *time.Location) (time.Time, error) {
	if zone == nil {
		zone = time.UTC
	}
	today := startOf(now.In(zone))
	if words, _ := dateWords(text); len(words) > 0 && len(words) <= maxDateWords {
		if day, ok := ahead(words, today); ok {
			return day, nil
		}
		if day, ok := endOf(words, today); ok {
			return day, nil
		}
	}
	d, ok := readDate(text, now.In(zone).Truncate(time.Second))
	if !ok {
		return time.Time{}, problem(DateUnreadable, "Text", strings.TrimSpace(text))
	}
	day := startOf(d.day)
	if day.Before(today) && !d.relative && !withYear.MatchString(text) {
		day = addMonths(day, 12)
	}
	return day, nil
}

// ahead reads "in 30 days", "over een maand", "za týden".
func ahead(words []string, today time.Time) (time.Time, bool) {
	c := dates()
	if len(words) < 2 || !c.aheadBefore[words[0]] {
		return time.Time{}, false
	}
	n, u, ok := c.amount(words[1:])
	if !ok || u == anHour || n > maxBack/30 {
		return time.Time{}, false
	}
	return back(today, -n, u)
}

// endOf reads "end of the month", "fine del mese prossimo", "konec roku".
func endOf(words []string, today time.Time) (time.Time, bool) {
	c := dates()
	for len(words) > 0 && (c.at[words[0]] || c.on[words[0]]) {
		words = words[1:]
	}
	if len(words) < 2 || len(words) > 3 || !c.ends[words[0]] {
		return time.Time{}, false
	}
	u, w := noUnit, noWhich
	for _, word := range words[1:] {
		switch {
		case u == noUnit && c.units[word] != noUnit:
			u = c.units[word]
		case w == noWhich && c.which[word] != noWhich:
			w = c.which[word]
		default:
			return time.Time{}, false
		}
	}
	y, m, _ := today.Date()
	switch {
	case u == aYear && w != lastOne:
		m = time.December
		if w == nextOne {
			y++
		}
	case u == aMonth && w != lastOne:
		if w == nextOne {
			m++
		}
	default:
		return time.Time{}, false
	}
	return time.Date(y, m+1, 0, 0, 0, 0, 0, today.Location()), true
}
