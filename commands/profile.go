package commands

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"amicable/commands/drafts"
	"amicable/commands/parse"
	"amicable/scoring"
)

// profileKey is a fact about a client that people can set.
type profileKey struct {
	name string
	// check reads what was typed and returns it as it is kept; nil keeps any text.
	check func(rq *request, typed string) (string, error)
}

// profileKeys are in the order in which a profile shows them.
var profileKeys = []profileKey{
	{"service", nil},
	{"contact", nil},
	{"salutation", nil},
	{"billing", oneOf("hourly", "fixed", "retainer")},
	{"hours", oneOf("office", "24/7")},
	{"notice", notice},
	{"contract-end", date},
	{"open-work", nil},
	{"open-until", date},
	{"done", nil},
	{"deadlines", nil},
	{"records", nil},
	{"successor", nil},
	{"prepaid", money},
	{"owed", money},
	{"revenue", amount},
	{"new-price", amount},
	{"new-scope", nil},
	{"new-hours", nil},
	{"new-payment", nil},
	{"new-from", date},
	{"language", clientLanguage},
	{"formality", oneOf("formal", "informal")},
	{"profession", oneOf(drafts.Professions()...)},
	{"channel", nil},
	{"verdict", verdict},
	{"verdict-until", date},
	{"verdict-reason", nil},
}

// maxFact bounds what one fact may hold, in runes.
const maxFact = 300

func profileNames() []string {
	names := make([]string, len(profileKeys))
	for i, k := range profileKeys {
		names[i] = k.name
	}
	return names
}

// clearing is what is typed to put a setting back; "unknown" forgets a fact in any language.
var clearing = []string{"", "-", "unknown", "clear"}

// fact checks what was typed for a key. "" forgets it.
func (rq *request) fact(key, typed string) (string, error) {
	typed = strings.TrimSpace(typed)
	i := slices.IndexFunc(profileKeys, func(k profileKey) bool { return k.name == key })
	if i < 0 {
		return "", trouble("unknown-fact", "Key", shorten(key, 40), "Known", strings.Join(profileNames(), ", "))
	}
	if _, unknown := parse.Value(typed, "unknown"); unknown || typed == "" {
		return "", nil
	}
	if len([]rune(typed)) > maxFact {
		return "", trouble("fact-too-long", "Key", key, "Max", maxFact)
	}
	if check := profileKeys[i].check; check != nil {
		return check(rq, typed)
	}
	return typed, nil
}

func oneOf(values ...string) func(*request, string) (string, error) {
	return func(_ *request, typed string) (string, error) {
		if v, ok := parse.Value(typed, values...); ok {
			return v, nil
		}
		return "", trouble("fact-one-of", "Typed", shorten(typed, 40), "Known", strings.Join(values, ", "))
	}
}

// notice reads a notice period: "30", "30 days", "2 weeks", "3 months". Months
// are kept as months, since a contract means calendar months by them.
func notice(_ *request, typed string) (string, error) {
	if n, err := strconv.Atoi(typed); err == nil {
		typed = strconv.Itoa(n) + " days"
	}
	months, days, ok := parse.Period(typed)
	switch {
	case !ok, days > 3*365, months > 36:
		return "", trouble("fact-days", "Typed", shorten(typed, 40))
	case months > 0:
		return strconv.Itoa(months) + " months", nil
	}
	return strconv.Itoa(days) + " days", nil
}

// readNotice is a kept notice period.
func readNotice(kept string) (months, days int, ok bool) {
	number, unit, _ := strings.Cut(kept, " ")
	n, err := strconv.Atoi(number)
	if err != nil {
		return 0, 0, false
	}
	if unit == "months" {
		return n, 0, true
	}
	return 0, n, true
}

// money reads an amount that a letter may name, with its currency, or that there is none.
func money(_ *request, typed string) (string, error) {
	if none, ok := parse.Value(typed, "none"); ok {
		return none, nil
	}
	x, currency, ok := readAmount(typed)
	switch {
	case negative(typed):
		return "", trouble("fact-negative", "Typed", shorten(typed, 40))
	case !ok, x > 0 && currency == "":
		return "", trouble("fact-amount", "Typed", shorten(typed, 40))
	case x == 0:
		return "none", nil
	}
	return typed, nil
}

// date reads a day, also one to come.
func date(rq *request, typed string) (string, error) {
	t, err := parse.Day(typed, rq.now, rq.zone)
	if err != nil {
		return "", trouble("day-unreadable", "Typed", shorten(typed, 40))
	}
	return t.Format(time.DateOnly), nil
}

func verdict(rq *request, typed string) (string, error) {
	code := strings.ReplaceAll(strings.ToLower(typed), " ", "-")
	for _, v := range scoring.Verdicts() {
		if v.String() == code || strings.EqualFold(rq.p.Verdict(v), typed) {
			return v.String(), nil
		}
	}
	return "", trouble("fact-verdict", "Typed", shorten(typed, 40))
}

// clientLanguage is the tag of a language that we write, and as typed another
// one: what is true of a client can be noted whether it helps us or not.
func clientLanguage(rq *request, typed string) (string, error) {
	if tag, ok := rq.language(typed); ok {
		return tag, nil
	}
	return typed, nil
}

// amount reads money a month, "4,500 EUR" or "€4500": digits are kept as typed.
func amount(_ *request, typed string) (string, error) {
	if negative(typed) {
		return "", trouble("fact-negative", "Typed", shorten(typed, 40))
	}
	if _, _, ok := readAmount(typed); !ok {
		return "", trouble("fact-amount", "Typed", shorten(typed, 40))
	}
	return typed, nil
}
