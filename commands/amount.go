package commands

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// figure is a number as people write amounts: 4500, 4,500.50, 4.500,50, 4 500,
// also with the spaces that do not break.
var figure = regexp.MustCompile("\\d[\\d.,' \u00a0\u202f]*")

// belowZero is what stands before the figure of an amount with a minus: "-300",
// "- € 300", "EUR −300". A dash within a word ("pre-paid 300") is none.
var belowZero = regexp.MustCompile(`(^|\s)[-−–]\s*[\p{Sc}\p{L}]*\s*$|[-−–]$`)

// negative tells that what was typed is an amount below zero.
func negative(s string) bool {
	at := figure.FindStringIndex(s)
	return at != nil && belowZero.MatchString(s[:at[0]])
}

// readAmount reads an amount of money and its currency as typed, "4,500 EUR" or
// "€ 4.500,00". A last separator with one or two digits after it is the decimal one.
func readAmount(s string) (x float64, currency string, ok bool) {
	m := figure.FindString(s)
	if m == "" {
		return 0, "", false
	}
	currency = strings.ToUpper(strings.Join(strings.FieldsFunc(strings.Replace(s, m, " ", 1), func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsPunct(r)
	}), " "))
	m = strings.TrimRight(m, ".,' \u00a0\u202f")
	whole, part := m, ""
	if i := strings.LastIndexAny(m, ".,"); i >= 0 && len(m)-i-1 <= 2 {
		whole, part = m[:i], m[i+1:]
	}
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, whole)
	x, err := strconv.ParseFloat(digits+"."+part+"0", 64)
	return x, currency, err == nil
}
