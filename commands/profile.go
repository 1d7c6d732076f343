package commands

import (
	"slices"
	"strconv"
	"strings"
	"time"

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
	{"billing", oneOf("hourly", "fixed", "retainer")},
	{"hours", oneOf("office", "24/7")},
	{"notice", days},
	{"contract-end", date},
	{"open-work", nil},
	{"prepaid", nil},
	{"owed", nil},
	{"revenue", amount},
	{"language", nil},
	{"formality", oneOf("formal", "informal")},
	{"profession", nil},
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

// clearing is what is typed to forget a fact.
var clearing = []string{"", "-", "unknown", "clear"}

// fact checks what was typed for a key. "" forgets it.
func (rq *request) fact(key, typed string) (string, error) {
	typed = strings.TrimSpace(typed)
	i := slices.IndexFunc(profileKeys, func(k profileKey) bool { return k.name == key })
	if i < 0 {
		return "", trouble("unknown-fact", "Key", shorten(key, 40), "Known", strings.Join(profileNames(), ", "))
	}
	if slices.Contains(clearing, strings.ToLower(typed)) {
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
		for _, v := range values {
			if strings.EqualFold(v, typed) {
				return v, nil
			}
		}
		return "", trouble("fact-one-of", "Typed", shorten(typed, 40), "Known", strings.Join(values, ", "))
	}
}

// days reads a notice period: "30", "30 days", "2 weeks", "3 months" (of 30 days).
func days(_ *request, typed string) (string, error) {
	number, unit, _ := strings.Cut(strings.ToLower(typed), " ")
	n, err := strconv.Atoi(number)
	switch {
	case strings.HasPrefix(unit, "week"):
		n *= 7
	case strings.HasPrefix(unit, "month"):
		n *= 30
	case unit != "" && !strings.HasPrefix(unit, "day"):
		err = strconv.ErrSyntax
	}
	if err != nil || n < 0 || n > 3*365 {
		return "", trouble("fact-days", "Typed", shorten(typed, 40))
	}
	return strconv.Itoa(n), nil
}

// date reads a day, also one to come.
func date(rq *request, typed string) (string, error) {
	t, err := parse.Day(typed, rq.now, rq.zone)
	if err != nil {
		return "", err
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

// amount reads money a month, "4,500 EUR" or "€4500": digits are kept as typed.
func amount(_ *request, typed string) (string, error) {
	if _, _, ok := readAmount(typed); !ok {
		return "", trouble("fact-amount", "Typed", shorten(typed, 40))
	}
	return typed, nil
}
