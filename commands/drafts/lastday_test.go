package drafts

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestLastDay(t *testing.T) {
	friday := day(2026, time.November, 20)
	for _, c := range []struct {
		name string
		f    Facts
		want string
		why  string
	}{
		{"as asked", Facts{LastDay: day(2026, 12, 11)}, "2026-12-11", WhyAsked},
		{"as asked, today", Facts{LastDay: friday}, "2026-11-20", WhyAsked},
		{"as asked, on a Sunday", Facts{LastDay: day(2026, 12, 13)}, "2026-12-13", WhyAsked},
		{"asked before the notice is up", Facts{LastDay: day(2026, 12, 11), HasNotice: true, NoticeDays: 28}, "2026-12-18", WhyNotice},
		{"asked for the very day of the notice", Facts{LastDay: day(2026, 12, 18), HasNotice: true, NoticeDays: 28}, "2026-12-18", WhyAsked},
		{"asked for a Saturday that keeps the notice", Facts{LastDay: day(2026, 12, 19), HasNotice: true, NoticeDays: 29}, "2026-12-19", WhyAsked},
		{"the contract's end", Facts{ContractEnd: day(2027, 1, 31), HasNotice: true, NoticeDays: 30}, "2027-01-31", WhyContract},
		{"the contract ends before the notice is up", Facts{ContractEnd: day(2026, 12, 1), HasNotice: true, NoticeDays: 28}, "2026-12-18", WhyNotice},
		{"the contract ended long ago", Facts{ContractEnd: day(2026, 3, 1)}, "2026-12-18", WhyThirtyDays},
		{"notice", Facts{HasNotice: true, NoticeDays: 14}, "2026-12-04", WhyNotice},
		{"notice up on a Sunday: the Monday after", Facts{HasNotice: true, NoticeDays: 30}, "2026-12-21", WhyNotice},
		{"no notice at all", Facts{HasNotice: true}, "2026-11-20", WhyNotice},
		{"three calendar months", Facts{HasNotice: true, NoticeMonths: 3}, "2027-02-22", WhyNotice},
		{"asked a day before three months are up", Facts{LastDay: day(2027, 2, 19), HasNotice: true, NoticeMonths: 3}, "2027-02-22", WhyNotice},
		{"a month that has no such day", Facts{HasNotice: true, NoticeMonths: 3, CoolingUntil: day(2026, 11, 30)}, "2027-03-01", WhyNotice},
		{"negative notice", Facts{HasNotice: true, NoticeDays: -5}, "2026-11-20", WhyNotice},
		{"nothing known: thirty days, on a Sunday: the Friday before", Facts{}, "2026-12-18", WhyThirtyDays},
		{"notice counts from the end of the cooling-off", Facts{HasNotice: true, NoticeDays: 14, CoolingUntil: day(2026, 11, 24)}, "2026-12-08", WhyNotice},
		{"work under way that lasts longer", Facts{HasNotice: true, NoticeDays: 14, OpenUntil: day(2027, 1, 15)}, "2027-01-15", WhyOpenWork},
		{"work under way until a Saturday", Facts{OpenUntil: day(2027, 1, 16)}, "2027-01-18", WhyOpenWork},
		{"work under way that ends in time", Facts{HasNotice: true, NoticeDays: 30, OpenUntil: day(2026, 12, 1)}, "2026-12-21", WhyNotice},
		{"work whose description names its day", Facts{HasNotice: true, NoticeDays: 14, OpenWork: "the return due 15 January 2027"}, "2027-01-15", WhyOpenWork},
		{"the day without its year is the next one", Facts{HasNotice: true, NoticeDays: 14, OpenWork: "the return due 15 January"}, "2027-01-15", WhyOpenWork},
		{"threats do not wait for the work", Facts{HasNotice: true, NoticeDays: 14, OpenUntil: day(2027, 1, 15), Leading: because("physical-abuse")}, "2026-12-04", WhyNotice},
		{"a day asked for stays", Facts{LastDay: day(2026, 12, 11), OpenUntil: day(2027, 1, 15)}, "2026-12-11", WhyAsked},
		{"a cooling-off that is over", Facts{HasNotice: true, NoticeDays: 14, CoolingUntil: day(2026, 11, 3)}, "2026-12-04", WhyNotice},
	} {
		c.f.Today, c.f.Zone = friday, warsaw
		got, why, err := LastDayOf(c.f)
		if err != nil || got.Format(time.DateOnly) != c.want || why != c.why {
			t.Errorf("%s: got %s (%s, %v), want %s (%s)", c.name, got.Format(time.DateOnly), why, err, c.want, c.why)
		}
	}
	if _, _, err := LastDayOf(Facts{Today: friday, LastDay: day(2026, 11, 19), Zone: warsaw}); !errors.Is(err, ErrLastDayPast) {
		t.Errorf("a day in the past: %v", err)
	}
}

// Late in the evening in UTC it is the next day in Warsaw already.
func TestLastDayIsInTheZone(t *testing.T) {
	f := Facts{Today: time.Date(2026, 11, 19, 23, 30, 0, 0, time.UTC), Zone: warsaw, HasNotice: true, NoticeDays: 14}
	if got, _, _ := LastDayOf(f); !got.Equal(day(2026, 12, 4)) {
		t.Errorf("got %s", got)
	}
}

func TestNoticeIsNeverShortened(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := func(name string) time.Time {
			if n := rapid.IntRange(-40, 400).Draw(t, name); n >= 0 {
				return day(2026, 11, 20).AddDate(0, 0, n)
			}
			return time.Time{}
		}
		f := Facts{Today: day(2026, 11, 20), Zone: warsaw, HasNotice: true, NoticeDays: rapid.IntRange(0, 200).Draw(t, "notice")}
		f.LastDay, f.ContractEnd, f.CoolingUntil = at("asked"), at("contract"), at("cooling")
		got, why, err := LastDayOf(f)
		if err != nil {
			t.Fatal(err)
		}
		from := f.Today
		if f.CoolingUntil.After(from) {
			from = f.CoolingUntil
		}
		if got.Before(from.AddDate(0, 0, f.NoticeDays)) {
			t.Errorf("%s (%s) comes before the notice is up", got, why)
		}
	})
}
