package parse

import "testing"

func TestPeriods(t *testing.T) {
	for text, want := range map[string][2]int{
		"30 days": {0, 30}, "1 day": {0, 1}, "two weeks": {0, 14}, "3 Months": {3, 0}, "a year": {12, 0},
		"30 dni": {0, 30}, "2 tygodnie": {0, 14}, "trzy miesiące": {3, 0},
		"30 giorni": {0, 30}, "due settimane": {0, 14}, "3 mesi": {3, 0},
		"30 dagen": {0, 30}, "twee weken": {0, 14}, "3 maanden": {3, 0},
		"30 dnů": {0, 30}, "2 týdny": {0, 14}, "tři měsíce": {3, 0},
		"30 дана": {0, 30}, "две недеље": {0, 14}, "3 meseca": {3, 0},
	} {
		if months, days, ok := Period(text); !ok || months != want[0] || days != want[1] {
			t.Errorf("%q: %d months, %d days, %v", text, months, days, ok)
		}
	}
	for _, text := range []string{"", "days", "soon", "3", "3 hours", "-3 days", "3 days ago", "3 x"} {
		if months, days, ok := Period(text); ok {
			t.Errorf("%q: %d months, %d days", text, months, days)
		}
	}
}
