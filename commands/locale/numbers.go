package locale

import (
	"math"
	"strconv"
	"strings"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// Number writes x with so many digits after the decimal mark: 13.8.
func (p *Printer) Number(x float64, digits int) string {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return "–"
	}
	s := strconv.FormatFloat(math.Abs(x), 'f', max(0, digits), 64)
	whole, fraction, _ := strings.Cut(s, ".")
	s = p.grouped(whole)
	if fraction != "" {
		s += p.S("number.decimal") + fraction
	}
	if x < 0 && strings.Trim(whole+fraction, "0") != "" {
		s = p.S("number.minus") + s
	}
	return s
}

// Signed is Number with its sign always shown, but for zero: +8.0.
func (p *Printer) Signed(x float64, digits int) string {
	s := p.Number(x, digits)
	if x > 0 && s != p.Number(0, digits) {
		return p.S("number.plus") + s
	}
	return s
}

// Points words an amount of points with its unit, to so many digits after the
// decimal mark: 13.8 points.
func (p *Printer) Points(x float64, digits int) string {
	shown := strconv.FormatFloat(x, 'f', max(0, digits), 64)
	count := func(tag language.Tag) plural.Form { return formOfDecimal(tag, shown) }
	return p.render("points", count, map[string]any{"N": p.Number(x, digits)}).String()
}

// grouped sets the thousands of a run of digits apart, where it is long enough
// for the language; years and the like never come here.
func (p *Printer) grouped(digits string) string {
	if from, err := strconv.Atoi(p.S("number.group-from")); err != nil || len(digits) < from {
		return digits
	}
	mark := p.S("number.group")
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteString(mark)
		}
		b.WriteRune(d)
	}
	return b.String()
}

// Percent writes a share, 0.41 as 41%.
func (p *Printer) Percent(x float64) string {
	return p.S("number.percent", "X", p.Number(x*100, 0))
}

// Money writes an amount, a decimal number with a point such as "1200.50", in
// a currency given by its ISO 4217 code: €1,200.50. An amount that is no number
// is shown as it is.
func (p *Printer) Money(amount, currency string) string {
	amount, currency = strings.TrimSpace(amount), strings.ToUpper(strings.TrimSpace(currency))
	whole, fraction, pointed := strings.Cut(amount, ".")
	digits := strings.TrimPrefix(whole, "-")
	if !allDigits(digits) || (pointed && !allDigits(fraction)) {
		return strings.TrimSpace(amount + " " + currency)
	}
	shown := p.grouped(digits)
	if strings.Trim(fraction, "0") != "" {
		shown += p.S("number.decimal") + fraction + strings.Repeat("0", max(0, 2-len(fraction)))
	}
	minus := ""
	if len(digits) < len(whole) {
		minus = p.S("number.minus")
	}
	if currency == "" {
		return minus + shown
	}
	if key := "currency." + currency; p.Has(key) {
		return minus + p.S("money.sign", "Sign", p.S(key), "Amount", shown)
	}
	return p.S("money.code", "Code", currency, "Amount", minus+shown)
}

func allDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// List joins items: a, b and c.
func (p *Printer) List(items []string) string {
	switch n := len(items); n {
	case 0:
		return ""
	case 1:
		return items[0]
	default:
		return p.S("list.end",
			"Start", strings.Join(items[:n-1], p.S("list.comma")),
			"Last", items[n-1])
	}
}
