package drafts

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// wordlists are one language's lists, ready for the check. Each is a file
// words/<language>/<name>.txt; doc.go says what each holds.
type wordlists struct {
	latin, bare letters
	names       inflection

	blame, hostile, unwanted         list // D3, D4, D6
	threat, negotiation, overjustify list // D11
	furtherReasons, reasonShape      list // D1, D5
	handover, referral, thanks       list // D8, D9, D10
	lastDay, ends, refund, debt      list // D7, D12
	suspicion, meeting               list // D3, D11: in some cases only
	units                            list // D12: what a number in words counts
	topics                           []topic
	holds                            map[string]*list // what a trade's letter must hold, by its code
	signoff, introduction            list             // D13: names below the one and right behind the other are the sender's
	ambiguous, abbreviations, idioms map[string]bool
	holes                            []string
	spelt                            map[string][]string // whole contractions
	speltStarts, speltEnds           []ending
	numbers                          initials[numeral]
	currencies                       map[string]string // symbol, code or word → code
	months                           map[string]time.Month
	weekdays                         map[string]time.Weekday
	ordinals, dateLinks, today       map[string]bool // today: and the other days that are named from it
	dayFirst, dotted                 bool            // 21/12 is in December; "21. 12." is a date
}

// topic is one thing that a reason can be about.
type topic struct {
	name  string
	words list
}

// ending is a contraction's ending, or its beginning, and what it stands for.
type ending struct {
	part  string
	words []string
}

// numeral is a number in words.
type numeral struct {
	words element
	value int
}

// The lists that every language must have, and those that it may need.
var (
	requiredLists = []string{
		"blame", "hostile", "unwanted", "threat", "negotiation", "overjustify", "further-reasons", "reason", "handover",
		"referral", "thanks", "last-day", "ends", "refund", "debt", "units", "signoff", "introduction", "suspicion", "meeting",
		"topics", "placeholders", "calendar", "why", "numbers", "currencies", "none", "holds",
	}
	optionalLists = []string{"ambiguous-names", "abbreviations", "idioms", "contractions", "names", "bare", "latin"}
)

func loadWordlists(p *pack) (*wordlists, error) {
	w := &wordlists{
		latin: readLetters(p.values["latin"]), bare: readLetters(p.values["bare"]),
		spelt: map[string][]string{}, currencies: map[string]string{}, months: map[string]time.Month{}, weekdays: map[string]time.Weekday{},
	}
	w.readContractions(p.values["contractions"])
	w.names = readInflection(w, p.values["names"])
	for name, into := range map[string]*list{
		"blame": &w.blame, "hostile": &w.hostile, "unwanted": &w.unwanted,
		"threat": &w.threat, "negotiation": &w.negotiation, "overjustify": &w.overjustify,
		"further-reasons": &w.furtherReasons, "reason": &w.reasonShape,
		"handover": &w.handover, "referral": &w.referral, "thanks": &w.thanks,
		"suspicion": &w.suspicion, "meeting": &w.meeting,
		"last-day": &w.lastDay, "ends": &w.ends, "refund": &w.refund, "debt": &w.debt, "units": &w.units, "signoff": &w.signoff, "introduction": &w.introduction,
	} {
		l, err := w.newList(p.lines[name])
		if err != nil {
			return nil, fmt.Errorf("word list %s: %w", name, err)
		}
		*into = l
	}
	var err error
	if w.topics, err = w.readTopics(p.values["topics"]); err != nil {
		return nil, fmt.Errorf("word list topics: %w", err)
	}
	if w.holds, err = w.readHolds(p.values["holds"]); err != nil {
		return nil, fmt.Errorf("word list holds: %w", err)
	}
	w.ambiguous, w.abbreviations, w.idioms = w.set(p.lines["ambiguous-names"]), w.set(p.lines["abbreviations"]), w.set(p.lines["idioms"])
	for _, label := range p.values["placeholders"] {
		w.holes = append(w.holes, "["+label+"]")
	}
	slices.Sort(w.holes)
	for code, names := range p.values["currencies"] {
		for name := range strings.FieldsSeq(names) {
			w.currencies[w.canon(name)] = code
		}
	}
	w.readCalendar(p.values["calendar"])
	if w.numbers, err = w.readNumbers(p.values["numbers"]); err != nil {
		return nil, fmt.Errorf("word list numbers: %w", err)
	}
	return w, nil
}

// readTopics reads lines "name = pattern, pattern".
func (w *wordlists) readTopics(values map[string]string) ([]topic, error) {
	var topics []topic
	for name, words := range values {
		l, err := w.newList(strings.Split(words, ", "))
		if err != nil {
			return nil, err
		}
		topics = append(topics, topic{name, l})
	}
	slices.SortFunc(topics, func(a, b topic) int { return strings.Compare(a.name, b.name) })
	return topics, nil
}

// readHolds reads lines "code = pattern, pattern".
func (w *wordlists) readHolds(values map[string]string) (map[string]*list, error) {
	holds := make(map[string]*list, len(values))
	for code, words := range values {
		l, err := w.newList(strings.Split(words, ", "))
		if err != nil {
			return nil, err
		}
		holds[code] = &l
	}
	return holds, nil
}

func (w *wordlists) readNumbers(values map[string]string) (all initials[numeral], err error) {
	for _, words := range slices.Sorted(maps.Keys(values)) {
		n, err := strconv.Atoi(values[words])
		if err != nil {
			return all, err
		}
		p, err := w.parsePattern(words)
		if err != nil {
			return all, err
		}
		all.add(p[0].words, numeral{p[0], n})
	}
	return all, nil
}

// numberInWords is the number that a token writes in words.
func (w *wordlists) numberInWords(t token) (int, bool) {
	for _, some := range [][]numeral{w.numbers.of(t.word), w.numbers.any} {
		for i := range some {
			if some[i].words.is(&t) {
				return some[i].value, true
			}
		}
	}
	return 0, false
}

func (w *wordlists) readCalendar(c map[string]string) {
	w.slots(c["months"]+" "+c["other-months"], func(name string, i int) { w.months[name] = time.Month(i%12 + 1) })
	w.slots(c["weekdays"]+" "+c["other-weekdays"], func(name string, i int) { w.weekdays[name] = time.Weekday(i % 7) })
	w.ordinals, w.dateLinks = w.set(strings.Fields(c["ordinals"])), w.set(strings.Fields(c["links"]))
	w.today = w.set(strings.Fields(c["today"]))
	w.dayFirst, w.dotted = c["order"] == "day-first", c["dotted"] == "yes"
}

// slots calls each with the names in a row of slots, which may hold several: "sty/stycz".
func (w *wordlists) slots(row string, each func(name string, i int)) {
	for i, slot := range strings.Fields(row) {
		for name := range strings.SplitSeq(w.canon(slot), "/") {
			each(name, i)
			each(w.fold(name), i)
		}
	}
}

func (w *wordlists) readContractions(values map[string]string) {
	for key, value := range values {
		key, words := w.canon(key), strings.Fields(w.canon(value))
		if end, ok := strings.CutPrefix(key, "*"); ok {
			w.speltEnds = append(w.speltEnds, ending{end, words})
		} else if start, ok := strings.CutSuffix(key, "*"); ok {
			w.speltStarts = append(w.speltStarts, ending{start, words})
		} else {
			w.spelt[key] = words
		}
	}
	longest := func(a, b ending) int { // "nell'" before "l'"
		if n := len(b.part) - len(a.part); n != 0 {
			return n
		}
		return strings.Compare(a.part, b.part)
	}
	slices.SortFunc(w.speltStarts, longest)
	slices.SortFunc(w.speltEnds, longest)
}

// spellOut appends a word or, if it is a contraction, the words it stands for.
func (w *wordlists) spellOut(to []string, word string) []string {
	if words, ok := w.spelt[word]; ok {
		return append(to, words...)
	}
	if !strings.Contains(word, "'") {
		return append(to, word)
	}
	for _, e := range w.speltStarts {
		if rest, ok := strings.CutPrefix(word, e.part); ok && rest != "" {
			return append(append(to, e.words...), rest)
		}
	}
	for _, e := range w.speltEnds {
		if rest, ok := strings.CutSuffix(word, e.part); ok && rest != "" {
			return append(append(to, rest), e.words...)
		}
	}
	return append(to, word)
}

func (w *wordlists) set(words []string) map[string]bool {
	s := make(map[string]bool, len(words))
	for _, word := range words {
		s[w.canon(word)] = true
	}
	return s
}
