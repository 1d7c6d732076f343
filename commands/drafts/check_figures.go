package drafts

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// givenFigures is D12: every figure and every date comes from the facts, an
// amount keeps its currency, and money is mentioned only where money was given.
func (c *checking) givenFigures() {
	for n, d := range c.dates {
		switch {
		case c.judged[n] || c.insideFact(d):
		case !d.valid || !c.givenDay(d):
			c.report(c.passage(d.from, d.to), "date-not-given")
		case d.wrongWeekday:
			c.report(c.passage(d.from, d.to), "weekday-wrong")
		}
	}
	for i, t := range c.tokens {
		if t.given && t.number && c.mixedUp(i) { // "€300" is a fact, and may be said as another one
			c.report(c.figureAsWritten(i), "amount-mixed-up")
		}
		if !t.content() || c.inDate(t) {
			continue
		}
		switch {
		case t.number:
			c.checkNumber(i)
		case c.countsWith(i):
			if from, n := c.inWords(i); !c.allowed.has(figure{value: itoa(n)}) {
				c.report(c.passage(from, i+1), "figure-not-given")
			}
		}
	}
	if !slices.Contains(moneyNamed, c.role) {
		return
	}
	if given(c.f.Prepaid) == "" {
		c.reportAll(&c.words.refund, "refund-not-given")
	}
	if given(c.f.Owed) == "" {
		c.reportAll(&c.words.debt, "debt-not-given")
	}
}

// moneyNamed are the roles in which a refund or a debt is named only where the
// facts hold one. Elsewhere payment may be what the text is about.
var moneyNamed = []string{RoleScript, RoleAnswers, RoleConfirmation, RoleNotice}

// countsWith tells that a number in words counts something: "thirty days". One
// by itself counts nothing: "one day" is as often a day to come.
func (c *checking) countsWith(i int) bool {
	if _, ok := c.words.numberInWords(c.tokens[i]); !ok || i+1 >= len(c.tokens) {
		return false
	}
	if _, n := c.inWords(i); n == 1 {
		return false
	}
	return c.tokens[i+1].sentence == c.tokens[i].sentence && c.words.units.at(c.tokens, i+1) > i
}

// inWords is the number that ends at token i, and where it begins: "twenty-eight" is one number.
func (c *checking) inWords(i int) (from, n int) {
	n, _ = c.words.numberInWords(c.tokens[i])
	if i > 0 && n < 10 {
		tens, _ := c.words.numberInWords(c.tokens[i-1])
		if between := c.text[c.tokens[i-1].end:c.tokens[i].start]; tens >= 20 && tens < 100 && (between == "-" || between == " ") {
			return i - 1, tens + n
		}
	}
	return i, n
}

func (c *checking) checkNumber(i int) {
	t := c.tokens[i]
	if c.words.idioms[t.word] || c.listMark(t) {
		return
	}
	if c.allowed.has(figure{canonical(t.word), c.currencyOf(i)}) || c.ordinalOfGivenDay(i) {
		if c.mixedUp(i) {
			c.report(c.figureAsWritten(i), "amount-mixed-up")
		}
		return
	}
	if strings.ContainsAny(t.word, "-/:") { // a range or a time: each part for itself
		all := true
		for part := range strings.FieldsFuncSeq(t.word, func(r rune) bool { return strings.ContainsRune("-/:", r) }) {
			all = all && c.allowed.has(figure{canonical(part), c.currencyOf(i)})
		}
		if all {
			return
		}
	}
	c.report(c.figureAsWritten(i), "figure-not-given")
}

// mixedUp tells that a sentence about a refund names the amount owed, or the other way round.
func (c *checking) mixedUp(i int) bool {
	if c.currencyOf(i) == "" && !c.tokens[i].given {
		return false
	}
	refund, debt := c.inSentence(i, &c.words.refund), c.inSentence(i, &c.words.debt)
	if refund == debt {
		return false
	}
	right, wrong := c.f.Owed, c.f.Prepaid
	if refund {
		right, wrong = wrong, right
	}
	own, others := c.figuresIn(right), c.figuresIn(wrong)
	from, to := c.sentence(i)
	for _, t := range c.tokens[from : to+1] {
		if t.number && own[figure{value: canonical(t.word)}] { // it names both amounts
			return false
		}
	}
	return others[figure{value: canonical(c.tokens[i].word)}]
}

// figuresIn are the numbers of a text, without their currencies.
func (c *checking) figuresIn(text string) figures {
	s := figures{}
	for _, t := range c.words.tokenize(text) {
		if t.number {
			s[figure{value: canonical(t.word)}] = true
		}
	}
	return s
}

// listMark tells that a number only counts a list's items: "1." at the start of
// a line, or after a colon or semicolon.
func (c *checking) listMark(t token) bool {
	before := strings.TrimRight(c.text[:t.start], " \t")
	after := strings.TrimPrefix(strings.TrimPrefix(c.text[t.end:], "."), ")")
	return t.end-t.start <= 2 && (before == "" || strings.ContainsRune("\n:;", rune(before[len(before)-1]))) &&
		len(after) < len(c.text[t.end:]) && strings.HasPrefix(after, " ")
}

// ordinalOfGivenDay allows "the 21st" for the day of a date in the facts.
func (c *checking) ordinalOfGivenDay(i int) bool {
	if i+1 >= len(c.tokens) || c.tokens[i+1].start != c.tokens[i].end || !c.words.ordinals[c.tokens[i+1].word] {
		return false
	}
	for _, d := range c.days {
		if canonical(c.tokens[i].word) == itoa(d.Day()) {
			return true
		}
	}
	return false
}

// figure is a number in canonical form, with its currency's code if it has one.
type figure struct{ value, currency string }

// anyCurrency stands for an amount that was given without its currency.
const anyCurrency = "?"

// figures are the numbers that the facts hold.
type figures map[figure]bool

// has tells whether a number may be used. A plain number may repeat an amount's
// digits; an amount in a currency needs that amount.
func (s figures) has(f figure) bool {
	if f.currency == "" {
		return s[figure{f.value, ""}]
	}
	return s[f] || s[figure{f.value, anyCurrency}]
}

func (d *dossier) allowedFigures() figures {
	s, amounts := figures{}, []string{d.f.Prepaid, d.f.Owed, d.f.Terms.Price, d.f.Terms.Payment}
	for n := range d.facts {
		r := &checking{reading: &d.facts[n].reading, dossier: d}
		money := slices.Contains(amounts, r.text)
		for i, t := range r.tokens {
			if !t.number {
				continue
			}
			value, currency := canonical(t.word), r.currencyOf(i)
			if money && currency == "" {
				currency = anyCurrency
			}
			s[figure{value, currency}], s[figure{value, ""}] = true, true
		}
	}
	if d.f.HasNotice {
		s[figure{itoa(d.f.NoticeDays), ""}], s[figure{itoa(d.f.NoticeMonths), ""}] = true, true
	} else {
		s[figure{itoa(usualDays), ""}] = true
	}
	for _, day := range d.days {
		s[figure{itoa(day.Year()), ""}] = true
	}
	return s
}

// currencyOf is the code of the currency written next to a number, "" if there is none.
func (c *checking) currencyOf(i int) string {
	t := c.tokens[i]
	before, _ := utf8.DecodeLastRuneInString(strings.TrimRight(c.text[:t.start], " \u00a0"))
	after, _ := utf8.DecodeRuneInString(strings.TrimLeft(c.text[t.end:], " \u00a0"))
	for _, r := range []rune{before, after} {
		if unicode.Is(unicode.Sc, r) {
			if code := c.words.currencies[string(r)]; code != "" {
				return code
			}
			return string(r)
		}
	}
	for _, n := range []int{i - 1, i + 1} {
		if n >= 0 && n < len(c.tokens) && !c.tokens[n].number && adjacent(c.text, c.tokens[min(n, i)], c.tokens[max(n, i)]) {
			if code := c.words.currencies[c.tokens[n].word]; code != "" {
				return code
			}
		}
	}
	return ""
}

// adjacent tells that nothing but spaces stands between two tokens.
func adjacent(text string, a, b token) bool {
	return a.end <= b.start && strings.Trim(text[a.end:b.start], " \u00a0") == ""
}

// figureAsWritten is a number with the currency sign that touches it.
func (c *checking) figureAsWritten(i int) string {
	t := c.tokens[i]
	if r, size := utf8.DecodeLastRuneInString(c.text[:t.start]); unicode.Is(unicode.Sc, r) {
		return c.text[t.start-size : t.end]
	}
	if r, size := utf8.DecodeRuneInString(c.text[t.end:]); unicode.Is(unicode.Sc, r) || r == '%' {
		return c.text[t.start : t.end+size]
	}
	return c.text[t.start:t.end]
}

// canonical writes a number without grouping and without decimal zeros, so that
// "1,200.00", "1.200" and "1200" compare equal. A last group of one or two
// digits after a separator is taken as decimals.
func canonical(number string) string {
	digits := make([]rune, 0, len(number))
	decimals := -1
	for _, r := range number {
		switch {
		case unicode.IsDigit(r):
			digits = append(digits, r)
		case r == '.' || r == ',':
			decimals = len(digits)
		case r == '-' || r == '/' || r == ':':
			return number
		}
	}
	whole, fraction := string(digits), ""
	if decimals >= 0 && len(digits)-decimals <= 2 {
		whole, fraction = string(digits[:decimals]), strings.TrimRight(string(digits[decimals:]), "0")
	}
	if whole = strings.TrimLeft(whole, "0"); whole == "" {
		whole = "0"
	}
	if fraction != "" {
		return whole + "." + fraction
	}
	return whole
}
