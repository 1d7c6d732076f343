package parse

import (
	"strconv"
	"strings"
	"time"
)

// maxBack is more of any unit than anything can be ago here; it keeps sums in range.
const maxBack = 99999

// ago reads "3 days ago", "tydzień temu", "пре 3 дана", "před týdnem", "last
// month", "la settimana scorsa".
func ago(words []string, today time.Time) (moment, bool) {
	c := dates()
	if len(words) == 2 {
		for i, w := range words {
			if c.which[w] == lastOne && !c.unclear[words[1-i]] {
				day, ok := back(today, 1, c.units[words[1-i]])
				return moment{day: day, relative: true}, ok && c.units[words[1-i]] < anHour && c.units[words[1-i]] != aDay
			}
		}
	}
	if len(words) < 2 {
		return moment{}, false
	}
	last := len(words) - 1
	switch {
	case c.agoAfter[strings.TrimSuffix(words[last], ".")]:
		words = words[:last]
	case c.agoBefore[words[0]]:
		words = words[1:]
	default:
		return moment{}, false
	}
	n, u, ok := c.amount(words)
	if !ok {
		return moment{}, false
	}
	day, ok := back(today, n, u)
	return moment{day: day, sure: true, relative: true}, ok
}

// vagueAgo tells that text is a day that cannot be told: "a few days ago", "пре неколико дана".
func vagueAgo(text string) bool {
	words, _ := dateWords(text)
	c, last := dates(), len(words)-1
	switch {
	case last < 2:
		return false
	case c.agoAfter[strings.TrimSuffix(words[last], ".")]:
		words = words[:last]
	case c.agoBefore[words[0]]:
		words = words[1:]
	default:
		return false
	}
	last = len(words) - 1
	u := c.unit(words[last])
	return last <= 2 && u != noUnit && u != anHour && c.vague[words[last-1]]
}

// unit is the one that a word names, cut short or not: "tyg." is a week.
func (c *calendar) unit(word string) unit { return c.units[strings.TrimSuffix(word, ".")] }

// amount reads "3 days", "two weeks", "2 tyg.", "tydzień", "месец дана".
func (c *calendar) amount(words []string) (n int, u unit, ok bool) {
	last := len(words) - 1
	if last > 0 && c.unit(words[last]) == aDay && c.unit(words[last-1]) != noUnit {
		last-- // "недељу дана"
	}
	if last < 0 {
		return 0, noUnit, false
	}
	if u = c.unit(words[last]); u == noUnit {
		return 0, noUnit, false
	}
	count := strings.Join(words[:last], " ")
	if n, ok = c.counts[count]; ok {
		return n, u, true
	}
	if count == "" {
		return 1, u, c.bare[words[last]]
	}
	x, err := strconv.ParseUint(count, 10, 32)
	return int(min(x, maxBack)), u, err == nil
}

// back is the day so many units before today.
func back(today time.Time, n int, u unit) (time.Time, bool) {
	switch u {
	case aDay:
		return today.AddDate(0, 0, -n), true
	case aWeek:
		return today.AddDate(0, 0, -7*n), true
	case aFortnight:
		return today.AddDate(0, 0, -14*n), true
	case aMonth:
		return addMonths(today, -n), true
	case aYear:
		return addMonths(today, -12*n), true
	case anHour:
		return today, n < 24
	default:
		return time.Time{}, false
	}
}
