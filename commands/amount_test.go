package commands

import "testing"

func TestAmountsAsPeopleWriteThem(t *testing.T) {
	for in, want := range map[string]struct {
		x        float64
		currency string
	}{
		"4500 EUR":      {4500, "EUR"},
		"4,500 eur":     {4500, "EUR"},
		"€4.500,50":     {4500.5, "€"},
		"4 500 zł":      {4500, "ZŁ"},
		"EUR 1'200.00":  {1200, "EUR"},
		"12":            {12, ""},
		"4\u202f500 zł": {4500, "ZŁ"},
		"0.5 EUR":       {0.5, "EUR"},
		"1.234.567":     {1234567, ""},
	} {
		x, currency, ok := readAmount(in)
		if !ok || x != want.x || currency != want.currency {
			t.Errorf("readAmount(%q) = %v, %q, %v; want %v, %q", in, x, currency, ok, want.x, want.currency)
		}
	}
	if _, _, ok := readAmount("a lot"); ok {
		t.Error("“a lot” was read as an amount")
	}
}

func TestAMinusIsReadAsOne(t *testing.T) {
	for in, want := range map[string]bool{
		"-300 EUR": true, "−300": true, "– 300 EUR": true, "-€300": true, "€-300": true, "EUR -300": true, "- EUR 300": true,
		"300 EUR": false, "300,- EUR": false, "pre-paid 300 EUR": false, "EUR 300.-": false, "€300 - net": false, "a lot - too much": false,
	} {
		if got := negative(in); got != want {
			t.Errorf("negative(%q) = %v", in, got)
		}
	}
}
