package locale

import (
	"math"
	"testing"
	"time"
)

func TestDatesInWords(t *testing.T) {
	p := catalogue(t).For("en")
	warsaw, err := time.LoadLocation("Europe/Warsaw")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 21, 15, 4, 5, 0, time.UTC)
	if got := p.Date(time.Date(2026, 12, 5, 12, 0, 0, 0, time.UTC)); got != "5 December 2026" {
		t.Error(got)
	}
	if got := p.Day(time.Date(2026, 12, 5, 12, 0, 0, 0, time.UTC), now); got != "5 Dec" {
		t.Error(got)
	}
	if got := p.Day(time.Date(2027, 1, 16, 12, 0, 0, 0, time.UTC), now); got != "16 Jan 2027" {
		t.Error(got)
	}
	if got := catalogue(t).For("it").Date(time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC)); got != "1°\u00a0dicembre 2026" {
		t.Errorf("the first of a month in Italian is %q", got)
	}
	late := time.Date(2026, 12, 31, 23, 30, 0, 0, time.UTC)
	if got := p.In(warsaw).Day(late, now); got != "1 Jan 2027" {
		t.Errorf("in Warsaw it is the new year already: %s", got)
	}
	if got := p.In(nil).Day(late, now) + " " + p.Time(late); got != "31 Dec 23:30" {
		t.Error(got)
	}
	for days, want := range map[int]string{
		0: "today", 1: "yesterday", 2: "2 days ago", 13: "13 days ago", 14: "2 weeks ago", 35: "5 weeks ago", 62: "8 weeks ago",
		63: "2 months ago", 365: "12 months ago", 730: "2 years ago", 1500: "4 years ago", -1: "tomorrow", -3: "in 3 days", -21: "in 3 weeks", -100: "in 3 months",
	} {
		if got := p.Ago(now.AddDate(0, 0, -days), now); got != want {
			t.Errorf("%d days: %q, want %q", days, got, want)
		}
	}
	// Midnights count, not hours, also on the short day when the clocks change.
	a := time.Date(2026, 3, 28, 23, 0, 0, 0, warsaw)
	b := time.Date(2026, 3, 30, 1, 0, 0, 0, warsaw)
	if got := p.In(warsaw).Ago(a, b); got != "2 days ago" {
		t.Error(got)
	}
}

func TestNumbersInWords(t *testing.T) {
	p := catalogue(t).For("en")
	for _, c := range []struct{ got, want string }{
		{p.Number(13.84, 1), "13.8"},
		{p.Number(0, 1), "0.0"},
		{p.Number(-0.04, 1), "0.0"},
		{p.Number(-4, 1), "−4.0"},
		{p.Number(999, 0), "999"},
		{p.Number(1234567.5, 2), "1,234,567.50"},
		{p.Number(math.NaN(), 1), "–"},
		{p.Number(math.Inf(1), 1), "–"},
		{p.Signed(8, 1), "+8.0"},
		{p.Signed(-8, 1), "−8.0"},
		{p.Signed(0.01, 1), "0.0"},
		{p.Points(13.84, 1), "13.8 points"},
		{p.Points(1, 1), "1.0 points"},
		{p.Points(1, 0), "1 point"},
		{p.Points(math.NaN(), 0), "– points"},
		{p.Percent(0.41), "41%"},
		{p.Percent(1), "100%"},
		{p.Money("1200.50", "eur"), "€1,200.50"},
		{p.Money("1200", "GBP"), "£1,200"},
		{p.Money("1200.00", "USD"), "$1,200"},
		{p.Money("1200.5", "PLN"), "PLN\u00a01,200.50"},
		{p.Money("-5", "EUR"), "−€5"},
		{p.Money("12", ""), "12"},
		{p.Money("about 12", "EUR"), "about 12 EUR"},
		{p.Money("", "EUR"), "EUR"},
		{p.List(nil), ""},
		{p.List([]string{"a"}), "a"},
		{p.List([]string{"a", "b"}), "a and b"},
		{p.List([]string{"a", "b", "{{.C}}"}), "a, b and {{.C}}"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
	if got := p.Remedy("talk") + ", " + p.Severity("high") + ", " + p.Remedy("dance"); got != "talk held, high, dance" {
		t.Error(got)
	}
}
