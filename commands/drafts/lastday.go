package drafts

import "time"

// Why the last day falls where it does.
const (
	WhyAsked      = "asked"
	WhyContract   = "contract"
	WhyNotice     = "notice"
	WhyThirtyDays = "thirty-days"
	WhyOpenWork   = "open-work" // the work under way takes longer than the notice
)

// usualDays is the notice where no contract names one (S1: about 30 days).
const usualDays = 30

// LastDayOf chooses the last day, at noon in Facts.Zone, and says why: the day
// asked for, else the contract's end, else the end of its notice, else about
// thirty days (PLAYBOOK §3.4). The error is ErrLastDayPast.
//
// Two choices beyond that. The contract's notice always holds: a day asked for,
// or a contract's end, before the notice is up gives way to the end of the
// notice, because a draft must not propose a breach. And notice runs from the
// day the message can be sent, which is not before the cooling-off ends.
//
// A computed day that falls on a weekend moves to a working day: after notice to
// the following one, so that it never becomes shorter; after thirty days to the
// preceding one. A day asked for and the contract's own end stay as they are.
//
// No computed day leaves a client stranded: where the work under way is known to
// take longer, and nothing grave is among the signs, its end is the last day. A
// day asked for, or the contract's end, stays; Write asks about it.
func LastDayOf(f Facts) (day time.Time, why string, err error) {
	start := startOf(f)
	noticeEnd := time.Time{}
	if f.HasNotice {
		noticeEnd = noticeUp(start, f)
	}
	// The bare end, not moved off a weekend, is what a person's own day must keep to.
	tooEarly := func(day time.Time) bool { return f.HasNotice && day.Before(noticeEnd) }
	switch asked, end := noon(f.LastDay, f), noon(f.ContractEnd, f); {
	case !asked.IsZero() && asked.Before(noon(f.Today, f)):
		return time.Time{}, "", ErrLastDayPast
	case !asked.IsZero() && !tooEarly(asked):
		return asked, WhyAsked, nil
	case asked.IsZero() && end.After(start) && !tooEarly(end):
		return end, WhyContract, nil
	case f.HasNotice:
		day, why = following(noticeEnd), WhyNotice
	default:
		day, why = preceding(start.AddDate(0, 0, usualDays)), WhyThirtyDays
	}
	if open := openUntil(f); open.After(day) && handle(f.Leading).class < serious {
		return following(open), WhyOpenWork, nil
	}
	return day, why, nil
}

// openUntil is the day on which the work under way will be done: as given, or
// the latest day that its description names ("the return due 15 January 2027").
func openUntil(f Facts) time.Time {
	latest := noon(f.OpenUntil, f)
	for _, d := range datesIn(given(f.OpenWork), packFor(f.Language)) {
		if day := d.after(noon(f.Today, f)); d.valid && day.After(latest) {
			latest = day
		}
	}
	return latest
}

// after is the date as a day at noon; where its year was left out, the first one that is not before today.
func (d dated) after(today time.Time) time.Time {
	year := d.day.Year()
	if !d.hasYear {
		year = today.Year()
	}
	day := time.Date(year, d.day.Month(), d.day.Day(), 12, 0, 0, 0, today.Location())
	if !d.hasYear && day.Before(today) {
		return day.AddDate(1, 0, 0)
	}
	return day
}

// noticeUp is the day on which the notice ends. A month later is the same day of
// that month, or its last where there is no such day.
func noticeUp(start time.Time, f Facts) time.Time {
	y, m, d := start.Date()
	first := time.Date(y, m+time.Month(max(f.NoticeMonths, 0)), 1, 12, 0, 0, 0, start.Location())
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(d, last)-1+max(f.NoticeDays, 0))
}

// startOf is the day from which notice runs: today, or the end of the cooling-off.
func startOf(f Facts) time.Time {
	start := noon(f.Today, f)
	if c := noon(f.CoolingUntil, f); c.After(start) {
		return c
	}
	return start
}

// noon is midday of t's date in the facts' zone, and zero for a zero t. Midday
// keeps the date the same in every zone that a reader is likely to be in.
func noon(t time.Time, f Facts) time.Time {
	if t.IsZero() {
		return t
	}
	zone := f.Zone
	if zone == nil {
		zone = f.Today.Location()
	}
	y, m, d := t.In(zone).Date()
	return time.Date(y, m, d, 12, 0, 0, 0, zone)
}

func weekend(t time.Time) bool {
	return t.Weekday() == time.Saturday || t.Weekday() == time.Sunday
}

func following(t time.Time) time.Time {
	for weekend(t) {
		t = t.AddDate(0, 0, 1)
	}
	return t
}

func preceding(t time.Time) time.Time {
	for weekend(t) {
		t = t.AddDate(0, 0, -1)
	}
	return t
}
