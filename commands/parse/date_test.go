package parse_test

import (
	"testing"
	"time"

	"amicable/commands/parse"
)

func TestDateAsPeopleWriteIt(t *testing.T) {
	cases := []struct{ text, want string }{
		{"2026-10-03", "2026-10-03 12:00"},
		{"2026/10/3", "2026-10-03 12:00"},
		{"3.10.2026", "2026-10-03 12:00"},
		{"03.10.2026", "2026-10-03 12:00"},
		{"3.10.26", "2026-10-03 12:00"},
		{"03/10/2026", "2026-10-03 12:00"},
		{"3/10", "2026-10-03 12:00"},
		{"3.10.", "2026-10-03 12:00"},
		{"3.12.", "2025-12-03 12:00"},
		{"3-10-2026", "2026-10-03 12:00"},
		{"3 October", "2026-10-03 12:00"},
		{"Oct 3", "2026-10-03 12:00"},
		{"October 3rd, 2025", "2025-10-03 12:00"},
		{"the 3rd of October", "2026-10-03 12:00"},
		{"3. Oct 2026", "2026-10-03 12:00"},
		{"Sat 3 Oct", "2026-10-03 12:00"},
		{"on 3 October", "2026-10-03 12:00"},
		{"24 Dec", "2025-12-24 12:00"},
		{"29 Feb", "2024-02-29 12:00"},
		{"today", "2026-11-21 15:04"},
		{"2026-11-21", "2026-11-21 15:04"},
		{"21 November", "2026-11-21 15:04"},
		{"this morning", "2026-11-21 15:04"},
		{"Yesterday", "2026-11-20 12:00"},
		{"YESTERDAY.", "unreadable"},
		{"yesterday,", "2026-11-20 12:00"},
		{"the day before yesterday", "2026-11-19 12:00"},
		{"3 days ago", "2026-11-18 12:00"},
		{"a week ago", "2026-11-14 12:00"},
		{"two weeks ago", "2026-11-07 12:00"},
		{"a couple of days ago", "2026-11-19 12:00"},
		{"1 month ago", "2026-10-21 12:00"},
		{"last month", "2026-10-21 12:00"},
		{"last week", "2026-11-14 12:00"},
		{"a year ago", "2025-11-21 12:00"},
		{"2 hours ago", "2026-11-21 15:04"},
		{"0 days ago", "2026-11-21 15:04"},
		{"last monday", "2026-11-16 12:00"},
		{"monday", "2026-11-16 12:00"},
		{"saturday", "2026-11-21 15:04"},
		{"last saturday", "2026-11-14 12:00"},
		{"this friday", "2026-11-20 12:00"},
		{"last Sun", "2026-11-15 12:00"},
		{"yesterday at 14:30", "2026-11-20 14:30"},
		{"yesterday at 3pm", "2026-11-20 15:00"},
		{"3 Oct at 9.05 am", "2026-10-03 09:05"},
		{"today at 9:00", "2026-11-21 09:00"},
		{"today at 23:00", "future"},
		{"2026-10-03T14:30", "2026-10-03 14:30"},
		{"2026-10-03T14:30:00Z", "2026-10-03 16:30"},
		{"today at noon", "2026-11-21 12:00"},
		{"tomorrow", "future"},
		{"next monday", "future"},
		{"2026-11-22", "future"},
		{"22.11.2026", "future"},
		{"9999-12-31", "future"},
		{"2021-11-21", "2021-11-21 12:00"},
		{"2021-11-20", "too-old"},
		{"6 years ago", "too-old"},
		{"99999999999 days ago", "unreadable"},
		{"4294967295 years ago", "too-old"},
		{"99999 days ago", "too-old"},
		{"1066-10-14", "too-old"},
		{"0001-01-01", "too-old"},
		{"31.2.2026", "unreadable"},
		{"12/25/2025", "unreadable"},
		{"2026-13-01", "unreadable"},
		{"0/1/2026", "unreadable"},
		{"29.2.2025", "unreadable"},
		{"", "unreadable"},
		{" ", "unreadable"},
		{"blah", "unreadable"},
		{"3", "unreadable"},
		{"days ago", "unreadable"},
		{"-3 days ago", "unreadable"},
		{"last", "unreadable"},
		{"last day", "unreadable"},
		{"at 14:30", "unreadable"},
		{"yesterday at 25:00", "unreadable"},
		{"\x00", "unreadable"},
		{"３ October", "unreadable"},
		{"yesterday yesterday", "unreadable"},
	}
	for _, c := range cases {
		var got string
		at, err := parse.Date(c.text, now, warsaw)
		if err != nil {
			got = err.Error()[len("problem date-"):]
		} else {
			got = at.In(warsaw).Format("2006-01-02 15:04")
		}
		if got != c.want {
			t.Errorf("%q: got %s, want %s", c.text, got, c.want)
		}
	}
}

// What day it is depends on where one is, and short days are still days.
func TestDateKeepsToItsZone(t *testing.T) {
	late := time.Date(2026, 3, 31, 23, 30, 0, 0, time.UTC) // already 1 April in Warsaw
	if at, err := parse.Date("2026-04-01", late, warsaw); err != nil || !at.Equal(late) {
		t.Errorf("today in Warsaw: got %v, %v", at, err)
	}
	if _, err := parse.Date("2026-04-01", late, nil); err == nil {
		t.Error("1 April has not begun in UTC, and was taken")
	}
	if at, err := parse.Date("last month", late, nil); err != nil || at.Format("2006-01-02") != "2026-02-28" {
		t.Errorf("a month before 31 March: got %v, %v", at, err)
	}
	dst := time.Date(2026, 3, 30, 9, 0, 0, 0, warsaw)
	if at, err := parse.Date("yesterday", dst, warsaw); err != nil || at.Format("2006-01-02 15:04") != "2026-03-29 12:00" {
		t.Errorf("the day the clocks changed: got %v, %v", at, err)
	}
}
