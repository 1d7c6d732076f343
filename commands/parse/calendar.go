package parse

import (
	"strings"
	"sync"
	"time"
)

// calendar are the words of dates, of all languages at once: none of them means
// two things (a test sees to that). All are plain, see plainly.
type calendar struct {
	days     map[string]namedDay // of one word or several
	weekdays map[string]time.Weekday
	months   map[string]int
	units    map[string]unit
	counts   map[string]int // of one word or two
	which    map[string]which
	// unclear are units that "last" may not go with: "прошле недеље" is last week or Sunday.
	unclear map[string]bool
	// bare are units that need no count: "tydzień temu".
	bare map[string]bool
	// vague are counts that are none: "a few".
	vague map[string]bool
	// agoAfter stands behind "3 days", agoBefore and aheadBefore before it.
	agoAfter, agoBefore, aheadBefore map[string]bool
	// on leads a date in, filler says nothing anywhere in it, at leads in a time
	// of day, clock is said behind its hour, year behind a year.
	on, filler, at, clock, year map[string]bool
	hours                       map[string]int // "noon"
	ends                        map[string]bool
	// elided is written together with what follows: "l'8 ottobre".
	elided []string
	// starters are all words that a date can begin with, but numbers.
	starters map[string]bool
}

// namedDay is a day by its name, counted back from today.
type namedDay struct {
	back int
	// sure tells that the name says nothing but the day, as "this morning" does.
	sure bool
	// today is the very word for it.
	today bool
}

type unit int

const (
	noUnit unit = iota
	aDay
	aWeek
	aFortnight
	aMonth
	aYear
	anHour // and anything shorter
)

var unitNames = map[string]unit{"day": aDay, "week": aWeek, "fortnight": aFortnight, "month": aMonth, "year": aYear, "hour": anHour}

type which int

const (
	noWhich which = iota
	lastOne
	thisOne
	nextOne
)

var whichNames = map[string]which{"last": lastOne, "this": thisOne, "next": nextOne}

// dateWordsFile is the part of a language's file that is about dates. Lists of
// single words are separated by spaces, those of phrases are lists.
type dateWordsFile struct {
	Today           []string
	Yesterday       []string
	BeforeYesterday []string `toml:"before-yesterday"`
	// Loose are names of days that say more than the day, by days back.
	Loose       map[string][]string
	Weekdays    []string // Monday first, the forms of each
	Months      []string
	Units       map[string]string
	Bare        string
	Unclear     string
	Vague       string
	Counts      []string            // one, two, three …: the forms of each
	CountOthers map[string][]string `toml:"count-others"`
	Which       map[string]string
	AgoAfter    string `toml:"ago-after"`
	AgoBefore   string `toml:"ago-before"`
	AheadBefore string `toml:"ahead-before"`
	On          string
	Filler      string
	At          string
	Clock       string
	Year        string
	Noon        string
	Midnight    string
	Ends        string
	Elided      string
}

// dates are the words of dates; they are read once.
var dates = sync.OnceValue(func() *calendar {
	c := &calendar{
		days: map[string]namedDay{}, weekdays: map[string]time.Weekday{}, months: map[string]int{}, units: map[string]unit{},
		bare: map[string]bool{}, vague: map[string]bool{}, unclear: map[string]bool{}, counts: map[string]int{}, which: map[string]which{}, agoAfter: map[string]bool{}, agoBefore: map[string]bool{},
		aheadBefore: map[string]bool{}, on: map[string]bool{}, filler: map[string]bool{}, at: map[string]bool{},
		clock: map[string]bool{}, year: map[string]bool{}, hours: map[string]int{}, ends: map[string]bool{}, starters: map[string]bool{},
	}
	for _, l := range allWords().languages {
		c.add(&l.Dates)
	}
	for _, words := range []map[string]bool{c.agoBefore, c.aheadBefore, c.on, c.filler, c.ends, c.vague} {
		addKeys(c.starters, words)
	}
	addKeys(c.starters, c.weekdays)
	addKeys(c.starters, c.months)
	addKeys(c.starters, c.units)
	addKeys(c.starters, c.which)
	for _, phrase := range []map[string]bool{keys(c.days), keys(c.counts)} {
		for p := range phrase {
			first, _, _ := strings.Cut(p, " ")
			c.starters[first] = true
		}
	}
	return c
})

func keys[V any](m map[string]V) map[string]bool {
	all := make(map[string]bool, len(m))
	addKeys(all, m)
	return all
}

func addKeys[V any](to map[string]bool, from map[string]V) {
	for k := range from {
		to[k] = true
	}
}

// add takes in one language's words. What another language said first stays.
func (c *calendar) add(f *dateWordsFile) {
	name := func(phrases []string, d namedDay) {
		for _, p := range phrases {
			put(c.days, plainly(p), d)
		}
	}
	name(f.Today, namedDay{sure: true, today: true})
	name(f.Yesterday, namedDay{back: 1, sure: true})
	name(f.BeforeYesterday, namedDay{back: 2, sure: true})
	for back, phrases := range f.Loose {
		name(phrases, namedDay{back: number(strings.TrimPrefix(back, "-")) * sign(back)})
	}
	for i, forms := range f.Weekdays {
		each(forms, func(w string) { put(c.weekdays, w, time.Weekday((i+1)%7)) })
	}
	for i, forms := range f.Months {
		each(forms, func(w string) { put(c.months, w, i+1) })
	}
	for n, forms := range f.Units {
		each(forms, func(w string) { put(c.units, w, unitNames[n]) })
	}
	for i, forms := range f.Counts {
		each(forms, func(w string) { put(c.counts, w, i+1) })
	}
	for n, phrases := range f.CountOthers {
		for _, p := range phrases {
			put(c.counts, plainly(p), number(n))
		}
	}
	for n, forms := range f.Which {
		each(forms, func(w string) { put(c.which, w, whichNames[n]) })
	}
	each(f.Noon, func(w string) { put(c.hours, w, 12) })
	each(f.Midnight, func(w string) { put(c.hours, w, 0) })
	for words, to := range map[*string]map[string]bool{
		&f.Bare: c.bare, &f.Vague: c.vague, &f.Unclear: c.unclear, &f.AgoAfter: c.agoAfter, &f.AgoBefore: c.agoBefore, &f.AheadBefore: c.aheadBefore, &f.On: c.on, &f.Filler: c.filler,
		&f.At: c.at, &f.Clock: c.clock, &f.Year: c.year, &f.Ends: c.ends,
	} {
		each(*words, func(w string) { to[w] = true })
	}
	c.elided = append(c.elided, strings.Fields(f.Elided)...)
}

func sign(s string) int {
	if strings.HasPrefix(s, "-") {
		return -1
	}
	return 1
}

func put[V any](m map[string]V, key string, v V) {
	if _, taken := m[key]; !taken {
		m[key] = v
	}
}

// each calls f with every word of a list, plainly.
func each(list string, f func(string)) {
	for _, w := range strings.Fields(list) {
		f(plainly(w))
	}
}

// starts tells that a date may begin with the word.
func (c *calendar) starts(word string) bool {
	if strings.ContainsAny(word, "0123456789") {
		return true
	}
	return c.starters[strings.Trim(plainly(word), ",;:!?.")]
}

// Period reads a length of time in any language: "30 days", "2 tygodnie", "tre
// mesi". It is in whole months or in days; ok is false for what is neither.
func Period(text string) (months, days int, ok bool) {
	n, u, ok := dates().amount(strings.Fields(plainly(text)))
	if !ok {
		return 0, 0, false
	}
	switch u {
	case aDay:
		return 0, n, true
	case aWeek:
		return 0, 7 * n, true
	case aFortnight:
		return 0, 14 * n, true
	case aMonth:
		return n, 0, true
	case aYear:
		return 12 * n, 0, true
	case noUnit, anHour:
	}
	return 0, 0, false
}
