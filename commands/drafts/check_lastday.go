package drafts

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// namesLastDay is D7: the last day stands in the text, it is the one that
// follows from the facts, so that contract and notice are kept, and no other is
// named beside it.
func (c *checking) namesLastDay() {
	if c.last.IsZero() {
		if len(c.dates) == 0 {
			c.report("", "no-last-day")
		}
		return
	}
	for n, d := range c.dates {
		if d.is(c.last) && !d.wrongWeekday {
			c.judged[n] = true
			c.endsOnce()
			return
		}
	}
	// Not there. A date in a sentence about the end is the wrong last day; without one the day is missing.
	for _, m := range c.words.lastDay.all(c.tokens) {
		for n, d := range c.dates {
			if c.tokens[d.from].sentence == c.tokens[m.from].sentence {
				c.judged[n] = true
				c.report(c.passage(d.from, d.to), "last-day-differs")
				return
			}
		}
	}
	c.report("", "no-last-day")
}

// How far the day may stand from the words that say the end: after them, or
// before them at the beginning of the clause ("On Friday we stop").
const (
	wordsToDay   = 5
	wordsFromDay = 1
)

// endsOnce reports where a text that names the last day lets the work end on another one too.
func (c *checking) endsOnce() {
	for _, m := range c.words.ends.all(c.tokens) {
		from, to, date, ok := c.dayNear(m)
		if !ok || date >= 0 && c.mayEnd(c.dates[date]) {
			continue
		}
		if date >= 0 {
			c.judged[date] = true
		}
		c.report(c.passage(from, to), "last-day-differs")
	}
}

// dayNear finds the day that belongs to the words of an end, in the same clause.
func (c *checking) dayNear(m match) (from, to, date int, ok bool) {
	for i := m.from + 1; i <= m.to+1+wordsToDay && i < len(c.tokens) && c.sameClause(i); i++ {
		if to, date, ok = c.dayAt(i); ok {
			return i, to, date, true
		}
	}
	start := m.from
	for start > 0 && c.sameClause(start) {
		start--
	}
	for i := start; i < m.from && i <= start+1; i++ {
		if to, date, ok = c.dayAt(i); ok && m.from-to-1 <= wordsFromDay {
			return i, to, date, true
		}
	}
	return 0, 0, 0, false
}

// shortestWeekday leaves out short forms, which are too often other words ("zo", "mar").
const shortestWeekday = 4

// dayAt is the day that begins at token i: one of the dates, or, with -1 in its
// place, "today" or a weekday other than that of the last day. Sunday is left
// out, being "week" too in some languages, and no day on which work ends.
func (c *checking) dayAt(i int) (to, date int, ok bool) {
	for n, d := range c.dates {
		if d.from == i {
			return d.to, n, true
		}
	}
	t := c.tokens[i]
	if !t.content() {
		return 0, 0, false
	}
	day, weekday := c.words.weekdays[t.word]
	weekday = weekday && day != time.Sunday && day != c.last.Weekday() && utf8.RuneCountInString(t.word) >= shortestWeekday
	return i, -1, weekday || c.words.today[t.word]
}

// sameClause tells that no comma or the like stands between a token and the one before it.
func (c *checking) sameClause(i int) bool {
	a, b := c.tokens[i-1], c.tokens[i]
	return a.sentence == b.sentence && (a.end > b.start || !strings.ContainsAny(c.text[a.end:b.start], ",;:()–—\n"))
}

// mayEnd tells that something may end on a date: on the last day, or on another
// day that is neither today nor on record. One that the facts do not hold is for D12.
func (c *checking) mayEnd(d dated) bool {
	if d.is(c.last) || c.insideFact(d) {
		return true
	}
	past := []time.Time{noon(c.f.Today, c.f)}
	for _, at := range c.f.Incidents {
		past = append(past, noon(at, c.f))
	}
	return !slices.ContainsFunc(past, d.is)
}
