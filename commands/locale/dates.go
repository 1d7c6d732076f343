package locale

import (
	"strconv"
	"time"
)

// Date is a day in full: 5 December 2026.
func (p *Printer) Date(t time.Time) string { return p.date("date.full", "month.", t) }

// Day is a day in short, 5 Dec, with its year when that is not now's.
func (p *Printer) Day(t, now time.Time) string {
	if t.In(p.zone).Year() == now.In(p.zone).Year() {
		return p.date("date.short", "month-short.", t)
	}
	return p.date("date.short-year", "month-short.", t)
}

// Time is a time of day: 14:05.
func (p *Printer) Time(t time.Time) string {
	return p.S("date.time", "Clock", t.In(p.zone).Format("15:04"))
}

func (p *Printer) date(pattern, months string, t time.Time) string {
	year, month, day := t.In(p.zone).Date()
	number := strconv.Itoa(day)
	if day == 1 {
		number = p.S("date.first") // "1°", where it is read as an ordinal
	}
	return p.S(pattern,
		"Day", number,
		"Month", p.S(months+strconv.Itoa(int(month))),
		"Year", strconv.Itoa(year))
}

// Until these many days are told in the smaller unit: "13 days ago", then "2 weeks ago".
const (
	daysToldAsDays   = 14
	daysToldAsWeeks  = 9 * 7
	daysToldAsMonths = 24 * 30
)

// Ago says how long ago t was, in the printer's zone: today, yesterday, 3 days
// ago, 5 weeks ago; and likewise for what is to come: tomorrow, in 3 days.
func (p *Printer) Ago(t, now time.Time) string {
	days := p.days(t, now)
	when := "ago."
	if days < 0 {
		when, days = "ahead.", -days
	}
	switch {
	case days == 0:
		return p.S("ago.today")
	case days == 1:
		return p.S(when + "one-day")
	case days < daysToldAsDays:
		return p.N(when+"days", days)
	case days < daysToldAsWeeks:
		return p.N(when+"weeks", days/7)
	case days < daysToldAsMonths:
		return p.N(when+"months", max(2, int(float64(days)/30.44+0.5)))
	default:
		return p.N(when+"years", max(2, int(float64(days)/365.25+0.5)))
	}
}

// days counts the midnights between t and now in the printer's zone; negative when t is later.
func (p *Printer) days(t, now time.Time) int {
	return int(midnight(now.In(p.zone)).Sub(midnight(t.In(p.zone))).Hours() / 24)
}

// midnight is t's day as a UTC day, in which every day has 24 hours.
func midnight(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}
