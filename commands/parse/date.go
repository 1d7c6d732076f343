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

// Date reads a day as people write it in any of our languages, in zone (nil is
// UTC): 2026-10-03, 3.10.2026, 03/10/2026 (the day first), 3 October, Oct 3,
// 3 października, today, yesterday, wczoraj, 3 days ago, 3 giorni fa, пре 3 дана,
// last Monday, and any of them "at 14:30". Without
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
	// sure tells that it can be nothing but a day, relative that it is counted
	// from today, today that it is said by that very word.
	sure, relative, today bool
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

// onDay is the day of these numbers, if there is one.
func onDay(y, m, d int, zone *time.Location) (time.Time, bool) {
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
	dayFirst = regexp.MustCompile(`^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})\.?$`)
	dayMonth = regexp.MustCompile(`^(\d{1,2})[/.](\d{1,2})\.?$`)
	dayNo    = regexp.MustCompile(`^(\d{1,2})(?:st|nd|rd|th|\.|-?e|de|ste|-?ego|-?go|[°ºo])?$`)
	yearNo   = regexp.MustCompile(`^(\d{4})\.?$`)
	clock24  = regexp.MustCompile(`^(\d{1,2})[:.](\d{2})(?::(\d{2}))?h?$`)
	clock12  = regexp.MustCompile(`^(\d{1,2})(?:[:.](\d{2}))? ?(am|pm)$`)
	hourOnly = regexp.MustCompile(`^(\d{1,2}) ?h?$`)
)

// readDate reads a day, whether or not it may be given. now is in the zone meant.
func readDate(text string, now time.Time) (moment, bool) {
	text = strings.TrimSpace(text)
	if len(text) >= len("2006-01-02T15:04") && text[4] == '-' {
		if t, err := time.Parse(time.RFC3339, text); err == nil {
			return moment{day: t.In(now.Location()), timed: true, sure: true}, t.Year() > 0
		}
		for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02T15:04"} {
			if t, err := time.ParseInLocation(layout, text, now.Location()); err == nil {
				return moment{day: t, timed: true, sure: true}, true
			}
		}
	}
	words, on := dateWords(text)
	if len(words) == 0 || len(words) > maxDateWords {
		return moment{}, false
	}
	for i, w := range words {
		if i == 0 || !dates().at[w] {
			continue
		}
		h, m, s, ok := readClock(words[i+1:])
		if !ok {
			continue
		}
		d, ok := readDay(words[:i], now)
		if !ok {
			return moment{}, false
		}
		y, mo, day := d.day.Date()
		d.day, d.timed = time.Date(y, mo, day, h, m, s, 0, now.Location()), true
		d.sure = d.sure || on
		return d, true
	}
	d, ok := readDay(words, now)
	d.sure = d.sure || on
	return d, ok
}

// dateWords splits a date into plain words without commas, and leaves out what
// carries no meaning. on tells that it began with a word such as "on".
func dateWords(text string) (words []string, on bool) {
	c := dates()
	for _, w := range strings.Fields(plainly(text)) {
		w = strings.TrimRight(w, ",;!?")
		for _, e := range c.elided {
			if rest, ok := strings.CutPrefix(w, e); ok && rest != "" {
				w = rest
			}
		}
		if w == "" || c.filler[strings.TrimSuffix(w, ".")] {
			continue
		}
		if len(words) == 0 && c.on[w] {
			on = true
			continue
		}
		words = append(words, w)
	}
	return words, on
}

// readClock reads a time of day: 14:30, 3pm, noon, alle ore 9.15, 14 uur.
func readClock(words []string) (h, m, s int, ok bool) {
	c := dates()
	for len(words) > 1 && c.at[words[0]] {
		words = words[1:]
	}
	spoken := false
	if n := len(words); n > 1 && c.clock[words[n-1]] {
		words, spoken = words[:n-1], true
	}
	text := strings.Join(words, " ")
	if h, named := c.hours[text]; named {
		return h, 0, 0, true
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
	if f := hourOnly.FindStringSubmatch(text); f != nil && (spoken || strings.HasSuffix(text, "h")) {
		h = number(f[1])
		return h, 0, 0, h < 24
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
func readDay(words []string, now time.Time) (moment, bool) {
	if len(words) == 0 {
		return moment{}, false
	}
	c, today := dates(), startOf(now)
	if d, ok := c.days[strings.Join(words, " ")]; ok {
		return moment{day: today.AddDate(0, 0, -d.back), sure: d.sure, today: d.today, relative: true}, true
	}
	if n := len(words); n > 1 && c.year[words[n-1]] && yearIn(words[n-2]) { // "3 października 2026 r."
		words = words[:n-1]
	}
	if d, ok := numeric(strings.Join(words, ""), words, today); ok {
		return d, true
	}
	for _, read := range []func([]string, time.Time) (moment, bool){weekday, ago, monthDay} {
		if d, ok := read(words, today); ok {
			return d, true
		}
	}
	return moment{}, false
}

// yearIn tells that a word is a year or ends with one: "2026.", "3.10.2026".
func yearIn(word string) bool {
	word = strings.TrimSuffix(word, ".")
	return len(word) >= 4 && strings.Trim(word[len(word)-4:], "0123456789") == ""
}

// numeric reads a day in figures. With spaces it has a full stop behind each
// number but the year, as Czechs write it: "3. 10. 2026".
func numeric(text string, words []string, today time.Time) (moment, bool) {
	if text[0] < '0' || text[0] > '9' || len(words) > 3 {
		return moment{}, false
	}
	for i, w := range words[:len(words)-1] {
		if len(words) > 1 && (!strings.HasSuffix(w, ".") || i == 0 && len(w) > 3) {
			return moment{}, false
		}
	}
	if len(words) == 2 && !strings.HasSuffix(words[1], ".") {
		return moment{}, false
	}
	if f := isoDay.FindStringSubmatch(text); f != nil {
		day, ok := onDay(number(f[1]), number(f[2]), number(f[3]), today.Location())
		return moment{day: day, sure: true}, ok
	}
	if f := dayFirst.FindStringSubmatch(text); f != nil {
		day, ok := onDay(number(f[3]), number(f[2]), number(f[1]), today.Location())
		return moment{day: day, sure: true}, ok
	}
	if f := dayMonth.FindStringSubmatch(text); f != nil {
		day, ok := latest(number(f[2]), number(f[1]), today)
		return moment{day: day}, ok
	}
	return moment{}, false
}

// latest is the latest such day of a year that is not after today.
func latest(month, day int, today time.Time) (time.Time, bool) {
	for y := today.Year(); y > today.Year()-9; y-- { // 29 February may be 8 years back
		if t, ok := onDay(y, month, day, today.Location()); ok && !t.After(today) {
			return t, true
		}
	}
	return time.Time{}, false
}

// weekday reads "monday" and "this monday", which may be today, "last monday",
// which may not, and "next monday"; "lunedì scorso" has it the other way round.
func weekday(words []string, today time.Time) (moment, bool) {
	c, w := dates(), noWhich
	if len(words) == 2 {
		if w = c.which[words[0]]; w != noWhich {
			words = words[1:]
		} else if w = c.which[words[1]]; w != noWhich {
			words = words[:1]
		}
	}
	day, ok := c.weekdays[words[0]]
	if !ok || len(words) != 1 {
		return moment{}, false
	}
	back := (int(today.Weekday()-day) + 7) % 7
	switch {
	case w == nextOne:
		back -= 7
	case w == lastOne && back == 0:
		back = 7
	}
	return moment{day: today.AddDate(0, 0, -back), sure: w == lastOne, relative: w == lastOne}, true
}

// monthDay reads "3 October", "Oct 3rd", "3. října 2026", "Saturday 3 October".
func monthDay(words []string, today time.Time) (moment, bool) {
	c := dates()
	if _, ok := c.weekdays[words[0]]; ok && len(words) > 1 {
		words = words[1:]
	}
	if len(words) < 2 || len(words) > 3 {
		return moment{}, false
	}
	first, second := strings.TrimSuffix(words[0], "."), strings.TrimSuffix(words[1], ".")
	month, day := c.months[second], dayNo.FindStringSubmatch(first)
	if month == 0 {
		month, day = c.months[first], dayNo.FindStringSubmatch(second)
	}
	if month == 0 || day == nil {
		return moment{}, false
	}
	if len(words) == 2 {
		t, ok := latest(month, number(day[1]), today)
		return moment{day: t}, ok
	}
	year := yearNo.FindStringSubmatch(words[2])
	if year == nil {
		return moment{}, false
	}
	t, ok := onDay(number(year[1]), month, number(day[1]), today.Location())
	return moment{day: t}, ok
}
