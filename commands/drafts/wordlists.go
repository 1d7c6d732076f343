package drafts

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// wordlists are one language's lists, ready for the check. Each is a file words/<language>/<name>.txt.
type wordlists struct {
	blame, hostile, unwanted         list // D3, D4, D6
	threat, negotiation, overjustify list // D11
	furtherReasons, reasonShape      list // D1, D5
	handover, referral, thanks       list // D8, D9, D10
	lastDay, refund, debt            list // D7, D12
	units                            list // D12: what a number in words counts
	topics                           []topic
	signoff                          list // D13: names below it are a signature
	ambiguous                        map[string]bool
	idioms                           map[string]bool // numbers that count nothing: "24/7"
	holes                            []string
	spelt                            map[string][]string // whole contractions
	speltEnds                        []ending
	numbers                          map[string]int
	currencies                       map[string]string // symbol, code or word → code
	months                           map[string]time.Month
	weekdays                         map[string]time.Weekday
	ordinals, dateLinks              map[string]bool
	dayFirst                         bool
}

// topic is one thing that a reason can be about.
type topic struct {
	name  string
	words list
}

// ending is a contraction's ending and what it stands for.
type ending struct {
	suffix string
	words  []string
}

func loadWordlists(p *pack) (*wordlists, error) {
	w := &wordlists{spelt: map[string][]string{}, numbers: map[string]int{}, currencies: map[string]string{}, months: map[string]time.Month{}, weekdays: map[string]time.Weekday{}}
	for name, into := range map[string]*list{
		"blame": &w.blame, "hostile": &w.hostile, "unwanted": &w.unwanted,
		"threat": &w.threat, "negotiation": &w.negotiation, "overjustify": &w.overjustify,
		"further-reasons": &w.furtherReasons, "reason": &w.reasonShape,
		"handover": &w.handover, "referral": &w.referral, "thanks": &w.thanks,
		"last-day": &w.lastDay, "refund": &w.refund, "debt": &w.debt, "units": &w.units, "signoff": &w.signoff,
	} {
		lines, err := readLines(p.language, name)
		if err != nil {
			return nil, err
		}
		if *into, err = newList(lines); err != nil {
			return nil, fmt.Errorf("word list %s: %w", name, err)
		}
	}
	if err := w.loadTopics(p.language); err != nil {
		return nil, err
	}
	for name, into := range map[string]*map[string]bool{"ambiguous-names": &w.ambiguous, "idioms": &w.idioms} {
		lines, err := readLines(p.language, name)
		if err != nil {
			return nil, err
		}
		*into = set(lines)
	}
	for _, label := range p.values["placeholders"] {
		w.holes = append(w.holes, "["+label+"]")
	}
	slices.Sort(w.holes)
	return w, w.loadValues(p)
}

func (w *wordlists) loadTopics(language string) error {
	topics, err := readValues(language, "topics")
	if err != nil {
		return err
	}
	for name, words := range topics {
		l, err := newList(strings.Split(words, ", "))
		if err != nil {
			return fmt.Errorf("word list topics: %w", err)
		}
		w.topics = append(w.topics, topic{name, l})
	}
	slices.SortFunc(w.topics, func(a, b topic) int { return strings.Compare(a.name, b.name) })
	return nil
}

func (w *wordlists) loadValues(p *pack) error {
	for key, value := range p.values["contractions"] {
		if suffix, ok := strings.CutPrefix(key, "*"); ok {
			w.speltEnds = append(w.speltEnds, ending{suffix, strings.Fields(value)})
		} else {
			w.spelt[key] = strings.Fields(value)
		}
	}
	slices.SortFunc(w.speltEnds, func(a, b ending) int { return strings.Compare(a.suffix, b.suffix) })
	for word, value := range p.values["numbers"] {
		n, err := strconv.Atoi(value)
		if err != nil {
			return fmt.Errorf("word list numbers: %w", err)
		}
		w.numbers[word] = n
	}
	for code, names := range p.values["currencies"] {
		for name := range strings.FieldsSeq(names) {
			w.currencies[name] = code
		}
	}
	c := p.values["calendar"]
	for i, name := range strings.Fields(strings.ToLower(c["months"])) {
		w.months[name] = time.Month(i + 1)
	}
	for i, name := range strings.Fields(strings.ToLower(c["short-months"])) {
		w.months[name] = time.Month(i + 1)
	}
	for i, name := range strings.Fields(strings.ToLower(c["weekdays"])) {
		w.weekdays[name] = time.Weekday(i)
	}
	w.ordinals, w.dateLinks = set(strings.Fields(c["ordinals"])), set(strings.Fields(c["links"]))
	w.dayFirst = c["order"] == "day-first"
	return nil
}

// spellOut writes a contraction as the words it stands for.
func (w *wordlists) spellOut(word string) []string {
	if words, ok := w.spelt[word]; ok {
		return words
	}
	if !strings.Contains(word, "'") {
		return []string{word}
	}
	for _, e := range w.speltEnds {
		if base, ok := strings.CutSuffix(word, e.suffix); ok && base != "" {
			return append([]string{base}, e.words...)
		}
	}
	return []string{word}
}

func set(words []string) map[string]bool {
	s := make(map[string]bool, len(words))
	for _, w := range words {
		s[strings.ToLower(w)] = true
	}
	return s
}
