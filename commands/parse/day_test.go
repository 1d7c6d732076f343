package parse_test

import (
	"testing"
	"time"

	"amicable/commands/parse"
)

func TestDaysToCome(t *testing.T) {
	now := time.Date(2026, 11, 21, 15, 0, 0, 0, time.UTC)
	for typed, want := range map[string]string{
		"2026-12-31":          "2026-12-31",
		"31.12.2026":          "2026-12-31",
		"31 December":         "2026-12-31",
		"Jan 31":              "2027-01-31",
		"3 October":           "2027-10-03",
		"3 October 2026":      "2026-10-03",
		"today":               "2026-11-21",
		"tomorrow":            "2026-11-22",
		"in 30 days":          "2026-12-21",
		"in two weeks":        "2026-12-05",
		"in a month":          "2026-12-21",
		"end of the month":    "2026-11-30",
		"end of next month":   "2026-12-31",
		"the end of the year": "2026-12-31",
		"yesterday":           "2026-11-20",
		"  In   30   Days  ":  "2026-12-21",
		"29 February 2028":    "2028-02-29",
		"end of next year":    "2027-12-31",
		"at the end of month": "2026-11-30",
		"2031-01-01":          "2031-01-01",
	} {
		got, err := parse.Day(typed, now, time.UTC)
		if err != nil || got.Format(time.DateOnly) != want {
			t.Errorf("Day(%q) = %v, %v, want %s", typed, got.Format(time.DateOnly), err, want)
		}
	}
	for _, typed := range []string{"", "soon", "2026-02-30", "32 December", "in x days"} {
		if got, err := parse.Day(typed, now, time.UTC); err == nil {
			t.Errorf("Day(%q) = %v, want an error", typed, got)
		}
	}
}
