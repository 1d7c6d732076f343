package parse

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// MaxYears is how far back something may have happened.
const MaxYears = 5

// maxDateWords bounds the words of a date: "on the 3rd of October 2026 at 14:30".
const maxDateWords = 8

// maxDate bounds a date that is a whole note, in bytes.
const maxDate = 60

// Date reads a day as people write it, in zone (nil is UTC): 2026-10-03,
// 3.10.2026, 03/10/2026 (the day first), 3 October, Oct 3, today, yesterday,
// 3 days ago, two weeks ago, last Monday, and any of them "at 14:30". Without
// a year it is the latest such day. Without a time it is noon, but today is now.
// Times are to the second. Its errors are Problems: DateUnreadable, DateFuture
// and DateTooOld.
func Date(text string, now time.Time, zone *time.Location) (time.Time, error) {
	if zone == nil {
		zone = time.UTC
	}
	now = now.In(zone).Truncate(time.Second)
	d, ok := readDate(text, now)
	if !ok {
		return time.Time{}, problem(DateUnreadable, "Text", strings.TrimSpace(text))
	}
	today := startOf(now)
	day := startOf(d.day)
	switch {
	case day.After(today):
		return time.Time{}, problem(DateFuture, "Text", strings.TrimSpace(text))
	case day.Before(addMonths(today, -12*MaxYears)):
		return time.Time{}, problem(DateTooOld, "Text", strings.TrimSpace(text), "Years", strconv.Itoa(MaxYears))
	case d.timed && d.day.After(now):
		return time.Time{}, problem(DateFuture, "Text", strings.TrimSpace(text))
	case d.timed:
		return d.day, nil
	case day.Equal(today):
		return now, nil
	default:
		y, m, n := day.Date()
		return time.Date(y, m, n, 12, 0, 0, 0, zone), nil
	}
}

// moment is a day, with a time of day if one was given.
type moment struct {
	day   time.Time
	timed bool
}

func startOf(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, t.Location())
}

// addMonths is so many months later, but at most the end of that month: a month before 31 March is 28 February.
func addMonths(t time.Time, n int) time.Time {
	y, m, d := t.Date()
	first := time.Date(y, m+time.Month(n), 1, 0, 0, 0, 0, t.Location())
	return first.AddDate(0, 0, min(d, daysIn(first.Year(), first.Month()))-1)
}

func daysIn(y int, m time.Month) int { return time.Date(y, m+1, 0, 0, 0, 0, 0, time.UTC).Day() }

// calendar is the day of these numbers, if there is one.
func calendar(y, m, d int, zone *time.Location) (time.Time, bool) {
	if y < 100 {
		y += 2000
	}
	if y < 1000 || m < 1 || m > 12 || d < 1 || d > daysIn(y, time.Month(m)) {
		return time.Time{}, false
	}
	return time.Date(y, time.Month(m), d, 0, 0, 0, 0, zone), true
}

var (
	isoDay   = regexp.MustCompile(`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$`)
	dayFirst = regexp.MustCompile(`^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})$`)
	dayMonth = regexp.MustCompile(`^(\d{1,2})[/.](\d{1,2})\.?$`)
	dayNo    = regexp.MustCompile(`^(\d{1,2})(st|nd|rd|th|\.)?$`)
	clock24  = regexp.MustCompile(`^(\d{1,2})[:.](\d{2})(?::(\d{2}))?$`)
	clock12  = regexp.MustCompile(`^(\d{1,2})(?:[:.](\d{2}))? ?(am|pm)$`)
)

// readDate reads a day, whether or not it may be given. now is in the zone meant.
func readDate(text string, now time.Time) (moment, bool) {
	text = strings.TrimSpace(text)
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return moment{t.In(now.Location()), true}, t.Year() > 0
	}
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02T15:04"} {
		if t, err := time.ParseInLocation(layout, text, now.Location()); err == nil {
			return moment{t, true}, true
		}
	}
	words := dateWords(text)
	if len(words) == 0 || len(words) > maxDateWords {
		return moment{}, false
	}
	for i, w := range words {
		if w != "at" || i == 0 {
			continue
		}
		h, m, s, ok := readClock(strings.Join(words[i+1:], " "))
		day, dayOK := readDay(words[:i], now)
		if !ok || !dayOK {
			return moment{}, false
		}
		y, mo, d := day.Date()
		return moment{time.Date(y, mo, d, h, m, s, 0, now.Location()), true}, true
	}
	day, ok := readDay(words, now)
	return moment{day: day}, ok
}

// fillers carry no meaning in a date, so a date in a text does not end with one.
var fillers = set("", "of", "the", "about", "around", "on")

// dateWords splits a date into lower-case words without commas, and leaves out what carries no meaning.
func dateWords(text string) []string {
	var words []string
	for _, w := range strings.Fields(strings.ToLower(text)) {
		w = strings.TrimRight(w, ",;!?")
		switch w {
		case "", "of", "the", "about", "around":
			continue
		case "on":
			if len(words) == 0 {
				continue
			}
		}
		words = append(words, w)
	}
	return words
}

func readClock(text string) (h, m, s int, ok bool) {
	switch text {
	case "noon":
		return 12, 0, 0, true
	case "midnight":
		return 0, 0, 0, true
	}
	if f := clock12.FindStringSubmatch(text); f != nil {
		h, m = number(f[1]), number(f[2])
		if h < 1 || h > 12 || m > 59 {
			return 0, 0, 0, false
		}
		h %= 12
		if f[3] == "pm" {
			h += 12
		}
		return h, m, 0, true
	}
	f := clock24.FindStringSubmatch(text)
	if f == nil {
		return 0, 0, 0, false
	}
	h, m, s = number(f[1]), number(f[2]), number(f[3])
	return h, m, s, h < 24 && m < 60 && s < 60
}

// number reads digits that a pattern has already bounded; "" is 0.
func number(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

// readDay reads a day from its words.
func readDay(words []string, now time.Time) (time.Time, bool) {
	today, zone := startOf(now), now.Location()
	if len(words) == 0 {
		return time.Time{}, false
	}
	if days, ok := namedDays[strings.Join(words, " ")]; ok {
		return today.AddDate(0, 0, -days), true
	}
	if len(words) == 1 {
		w := words[0]
		if f := isoDay.FindStringSubmatch(w); f != nil {
			return calendar(number(f[1]), number(f[2]), number(f[3]), zone)
		}
		if f := dayFirst.FindStringSubmatch(w); f != nil {
			return calendar(number(f[3]), number(f[2]), number(f[1]), zone)
		}
		if f := dayMonth.FindStringSubmatch(w); f != nil {
			return latest(number(f[2]), number(f[1]), today)
		}
	}
	for _, read := range []func([]string, time.Time) (time.Time, bool){weekday, ago, monthDay} {
		if day, ok := read(words, today); ok {
			return day, true
		}
	}
	return time.Time{}, false
}

// latest is the latest such day of a year that is not after today.
func latest(month, day int, today time.Time) (time.Time, bool) {
	for y := today.Year(); y > today.Year()-9; y-- { // 29 February may be 8 years back
		if t, ok := calendar(y, month, day, today.Location()); ok && !t.After(today) {
			return t, true
		}
	}
	return time.Time{}, false
}

// namedDays are days back from today.
var namedDays = map[string]int{
	"today": 0, "now": 0, "just now": 0, "this morning": 0, "this afternoon": 0, "this evening": 0, "tonight": 0, "earlier today": 0,
	"yesterday": 1, "last night": 1, "yesterday morning": 1, "yesterday afternoon": 1, "yesterday evening": 1,
	"day before yesterday": 2, "tomorrow": -1, "day after tomorrow": -2,
}

var weekdays = map[string]time.Weekday{
	"monday": 1, "mon": 1, "tuesday": 2, "tue": 2, "tues": 2, "wednesday": 3, "wed": 3, "thursday": 4, "thu": 4, "thur": 4, "thurs": 4,
	"friday": 5, "fri": 5, "saturday": 6, "sat": 6, "sunday": 0, "sun": 0,
}

// weekday reads "monday" and "this monday", which may be today, "last monday", which may not, and "next monday".
func weekday(words []string, today time.Time) (time.Time, bool) {
	which := ""
	if len(words) == 2 && (words[0] == "last" || words[0] == "this" || words[0] == "next" || words[0] == "past") {
		which, words = words[0], words[1:]
	}
	day, ok := weekdays[words[0]]
	if !ok || len(words) != 1 {
		return time.Time{}, false
	}
	back := (int(today.Weekday()-day) + 7) % 7
	switch {
	case which == "next":
		back -= 7
	case (which == "last" || which == "past") && back == 0:
		back = 7
	}
	return today.AddDate(0, 0, -back), true
}

var counts = map[string]int{
	"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
	"nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "a couple": 2, "couple": 2,
}

// maxBack is more of any unit than anything can be ago here; it keeps sums in range.
const maxBack = 99999

// ago reads "3 days ago", "a week ago", "last month".
func ago(words []string, today time.Time) (time.Time, bool) {
	var n int
	var unit string
	switch {
	case len(words) == 2 && words[0] == "last":
		n, unit = 1, words[1]
	case len(words) >= 3 && words[len(words)-1] == "ago":
		count := strings.Join(words[:len(words)-2], " ")
		unit = words[len(words)-2]
		if c, ok := counts[count]; ok {
			n = c
		} else if c, err := strconv.ParseUint(count, 10, 32); err == nil {
			n = int(min(c, maxBack))
		} else {
			return time.Time{}, false
		}
	default:
		return time.Time{}, false
	}
	switch strings.TrimSuffix(unit, "s") {
	case "day":
		return today.AddDate(0, 0, -n), len(words) > 2
	case "week", "wk":
		return today.AddDate(0, 0, -7*n), true
	case "fortnight":
		return today.AddDate(0, 0, -14*n), true
	case "month":
		return addMonths(today, -n), true
	case "year", "yr":
		return addMonths(today, -12*n), true
	case "hour", "hr", "minute", "min":
		return today, len(words) > 2 && n < 24
	default:
		return time.Time{}, false
	}
}

var months = map[string]int{
	"january": 1, "jan": 1, "february": 2, "feb": 2, "march": 3, "mar": 3, "april": 4, "apr": 4, "may": 5, "june": 6, "jun": 6,
	"july": 7, "jul": 7, "august": 8, "aug": 8, "september": 9, "sep": 9, "sept": 9, "october": 10, "oct": 10,
	"november": 11, "nov": 11, "december": 12, "dec": 12,
}

// monthDay reads "3 October", "Oct 3rd", "3 Oct 2026", "Saturday 3 October".
func monthDay(words []string, today time.Time) (time.Time, bool) {
	if _, ok := weekdays[words[0]]; ok && len(words) > 1 {
		words = words[1:]
	}
	if len(words) < 2 || len(words) > 3 {
		return time.Time{}, false
	}
	first, second := strings.TrimSuffix(words[0], "."), strings.TrimSuffix(words[1], ".")
	month, day := months[second], dayNo.FindStringSubmatch(first)
	if month == 0 {
		month, day = months[first], dayNo.FindStringSubmatch(second)
	}
	if month == 0 || day == nil {
		return time.Time{}, false
	}
	if len(words) == 2 {
		return latest(month, number(day[1]), today)
	}
	if len(words[2]) != 4 || strings.Trim(words[2], "0123456789") != "" {
		return time.Time{}, false
	}
	return calendar(number(words[2]), month, number(day[1]), today.Location())
}
