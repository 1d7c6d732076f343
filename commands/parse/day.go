package parse

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

var (
	inDays   = regexp.MustCompile(`^in (\d{1,4}|a|an|one|two|three) (day|week|month|year)s?$`)
	monthEnd = regexp.MustCompile(`^(?:at )?(?:the )?end of (?:the |this |next )?(month|year)$`)
	withYear = regexp.MustCompile(`\b\d{4}\b|\d[./]\d{1,2}[./]\d{2}$`)
)

// Day reads a day that may be still to come, such as a last day or the end of
// a contract: what Date reads, and "tomorrow", "in 30 days", "end of next
// month". Without a year it is the next such day. The time is the start of that
// day in zone. Its error is a Problem, DateUnreadable.
func Day(text string, now time.Time, zone *time.Location) (time.Time, error) {
	if zone == nil {
		zone = time.UTC
	}
	today := startOf(now.In(zone))
	typed := strings.Join(strings.Fields(strings.ToLower(text)), " ")
	if typed == "tomorrow" {
		return today.AddDate(0, 0, 1), nil
	}
	if m := inDays.FindStringSubmatch(typed); m != nil {
		return ahead(today, m[1], m[2]), nil
	}
	if m := monthEnd.FindStringSubmatch(typed); m != nil {
		next := strings.Contains(typed, " next ")
		return endOf(today, m[1], next), nil
	}
	d, ok := readDate(text, now.In(zone).Truncate(time.Second))
	if !ok {
		return time.Time{}, problem(DateUnreadable, "Text", strings.TrimSpace(text))
	}
	day := startOf(d.day)
	relative := strings.HasSuffix(typed, " ago") || strings.HasPrefix(typed, "last ") || typed == "yesterday"
	if day.Before(today) && !relative && !withYear.MatchString(typed) {
		day = addMonths(day, 12)
	}
	return day, nil
}

// ahead counts from today; the pattern lets through only what is handled here.
func ahead(today time.Time, count, unit string) time.Time {
	n, err := strconv.Atoi(count)
	if err != nil {
		n = map[string]int{"a": 1, "an": 1, "one": 1, "two": 2, "three": 3}[count]
	}
	switch unit {
	case "day":
		return today.AddDate(0, 0, n)
	case "week":
		return today.AddDate(0, 0, 7*n)
	case "month":
		return addMonths(today, n)
	default:
		return addMonths(today, 12*n)
	}
}

// endOf is the last day of this month or year, or of the next.
func endOf(today time.Time, unit string, next bool) time.Time {
	y, m, _ := today.Date()
	if unit == "year" {
		m = time.December
		if next {
			y++
		}
	} else if next {
		m++
	}
	return time.Date(y, m+1, 0, 0, 0, 0, 0, today.Location())
}
