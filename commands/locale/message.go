package locale

import (
	"strconv"
	"strings"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// message is a compiled text, in one or several plural forms.
type message struct {
	forms [plural.Many + 1]text // by plural.Form; nil: there is none
	// several tells a text that depends on a count.
	several bool
}

// formNames are the CLDR plural categories; a table with "other" in it is a text in several forms.
var formNames = map[string]plural.Form{
	"zero": plural.Zero, "one": plural.One, "two": plural.Two, "few": plural.Few, "many": plural.Many, "other": plural.Other,
}

// other is the form that every text has.
func (m message) other() text { return m.forms[plural.Other] }

// form is the text in a plural form, or in the one that stands in for it.
func (m message) form(f plural.Form) text {
	if t := m.forms[f]; t != nil {
		return t
	}
	return m.other()
}

// formOf is the plural form that goes with a count.
func formOf(tag language.Tag, n int) plural.Form {
	const million = 1_000_000 // what MatchPlural tells apart
	n = max(n, -n)
	if n >= 10*million {
		n = n%million + million
	}
	return plural.Cardinal.MatchPlural(tag, n, 0, 0, 0, 0)
}

// formOfDecimal is the plural form that goes with a number written so: "13.8".
func formOfDecimal(tag language.Tag, digits string) plural.Form {
	whole, fraction, _ := strings.Cut(strings.TrimPrefix(digits, "-"), ".")
	i, _ := strconv.Atoi(whole) // digits that we wrote ourselves
	f, _ := strconv.Atoi(fraction)
	short := strings.TrimRight(fraction, "0")
	t, _ := strconv.Atoi(short)
	return plural.Cardinal.MatchPlural(tag, i%10_000_000, len(fraction), len(short), f, t)
}
