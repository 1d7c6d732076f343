package parse

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"amicable/scoring"
)

// Vocabulary holds what people type for signs. It is safe for concurrent use.
type Vocabulary struct {
	exact    map[string]scoring.SignID
	prefixes map[string]bool // the first words of every entry of several
	// stems and stemPrefixes are the same without the endings of cases; a stem
	// that two signs share is of no sign.
	stems        map[string]scoring.SignID
	stemPrefixes map[string]bool
	// loose are entries without the "us" in them, see pronoun.go; what two signs share is of none.
	loose         map[string]scoring.SignID
	loosePrefixes map[string]bool
	longer        map[string][]word // entries of several words, by the first word
	byLength      [][]word          // every entry, by its runes
	// hyphened are the ids as such: typed so, they are meant so.
	hyphened map[string]scoring.SignID
	// symbols are emoji, which folding would drop: "💸" and ":money_with_wings:".
	symbols map[string]scoring.SignID
}

// word is an entry of a Vocabulary, folded.
type word struct {
	text  string
	runes []rune
	id    scoring.SignID
	// letters has a bit for each letter in it, see differs.
	letters uint64
}

// NewVocabulary knows the ids in words, and for each the words given, which may
// be emoji or their names between colons. Where two signs claim a word, the sign whose id sorts first has it; an id is always its own.
func NewVocabulary(words map[scoring.SignID][]string) *Vocabulary {
	v := &Vocabulary{
		exact: map[string]scoring.SignID{}, prefixes: map[string]bool{},
		stems: map[string]scoring.SignID{}, stemPrefixes: map[string]bool{},
		loose: map[string]scoring.SignID{}, loosePrefixes: map[string]bool{},
		longer: map[string][]word{}, hyphened: map[string]scoring.SignID{},
		symbols: map[string]scoring.SignID{},
	}
	ids := slices.Sorted(maps.Keys(words))
	for _, id := range ids {
		v.add(id, string(id))
		if strings.Contains(string(id), "-") {
			v.hyphened[strings.ToLower(string(id))] = id
		}
	}
	for _, id := range ids {
		for _, text := range words[id] {
			v.add(id, text)
		}
	}
	return v
}

func (v *Vocabulary) add(id scoring.SignID, text string) {
	if s, ok := symbol(text); ok {
		if v.symbols[s] == "" {
			v.symbols[s] = id
		}
		return
	}
	key := fold(text)
	if key == "" || v.exact[key] != "" {
		return
	}
	v.exact[key] = id
	w := word{key, []rune(key), id, letters([]rune(key))}
	for len(v.byLength) <= len(w.runes) {
		v.byLength = append(v.byLength, nil)
	}
	v.byLength[len(w.runes)] = append(v.byLength[len(w.runes)], w)
	bare := stems(key)
	if other, taken := v.stems[bare]; taken && other != id {
		v.stems[bare] = ""
	} else {
		v.stems[bare] = id
	}
	eachPrefix(bare, v.stemPrefixes)
	v.loosen(key, id)
	first, _, several := strings.Cut(key, " ")
	if !several {
		return
	}
	v.longer[first] = append(v.longer[first], w)
	eachPrefix(key, v.prefixes)
}

// eachPrefix notes the first word, the first two and so on of a phrase.
func eachPrefix(phrase string, in map[string]bool) {
	for i, r := range phrase {
		if r == ' ' {
			in[phrase[:i]] = true
		}
	}
}

// Sign returns the sign that text names, in any case, with spaces or hyphens, or by an emoji.
func (v *Vocabulary) Sign(text string) (scoring.SignID, bool) {
	if v == nil {
		return "", false
	}
	if id, ok := v.symbol(text); ok {
		return id, true
	}
	key := fold(text)
	if id, ok := v.exact[key]; ok {
		return id, true
	}
	if id := v.stems[stems(key)]; id != "" && len(key) >= leastForm {
		return id, true
	}
	words := strings.Fields(text)
	id, n := v.span(words, true)
	return id, n > 0 && n == len(words)
}

// Span returns the sign that the longest run of words starting at words[0]
// names, and the run's length; 0 if none.
func (v *Vocabulary) Span(words []string) (scoring.SignID, int) { return v.span(words, false) }

// span lets the run begin with an "us" that is none of the entry's if led is true.
func (v *Vocabulary) span(words []string, led bool) (scoring.SignID, int) {
	var found scoring.SignID
	var n int
	if v == nil {
		return "", 0
	}
	if len(words) > 0 {
		if id, ok := v.symbol(words[0]); ok {
			return id, 1
		}
	}
	run, bare := "", ""
	loose := looseRun{led: led}
	for i, w := range words {
		f := fold(w)
		if f == "" {
			break // punctuation on its own ends a run
		}
		if i > 0 {
			run, bare = run+" "+f, bare+" "+stems(f)
		} else {
			run, bare = f, stems(f)
		}
		loose.add(f)
		if id, ok := v.exact[run]; ok {
			found, n = id, i+1
		} else if id := v.stems[bare]; id != "" && len(run) >= leastForm {
			found, n = id, i+1
		} else if id := v.loosely(loose); id != "" {
			found, n = id, i+1
		}
		if !v.prefixes[run] && !v.stemPrefixes[bare] && !v.goesOn(loose) {
			break
		}
	}
	return found, n
}

// Near returns up to n signs that text may have been meant for, best first;
// none when nothing is near.
func (v *Vocabulary) Near(text string, n int) []scoring.SignID {
	ids, _ := v.near(text, n)
	return ids
}

// maxNearRunes bounds the work: no entry is nearly as long.
const maxNearRunes = 60

// near also tells how far off the best is: slips by letter of the entry.
func (v *Vocabulary) near(text string, n int) (ids []scoring.SignID, off float64) {
	key := []rune(fold(text))
	if v == nil || len(key) > maxNearRunes {
		return nil, 1
	}
	best := map[scoring.SignID]float64{}
	mine := letters(key)
	for n := max(1, len(key)-maxSlips); n <= len(key)+maxSlips && n < len(v.byLength); n++ {
		limit := slips(max(len(key), n))
		for i := range v.byLength[n] {
			w := &v.byLength[n][i]
			if differs(mine, w.letters) > 2*limit {
				continue
			}
			d := distance(key, w.runes, limit)
			if d > limit || d >= len(key) {
				continue
			}
			score := float64(d) / float64(n)
			if was, ok := best[w.id]; !ok || score < was {
				best[w.id] = score
			}
		}
	}
	ids = slices.SortedFunc(maps.Keys(best), func(a, b scoring.SignID) int {
		return cmp.Or(cmp.Compare(best[a], best[b]), cmp.Compare(a, b))
	})
	if len(ids) == 0 {
		return nil, 1
	}
	return ids[:min(n, len(ids))], best[ids[0]]
}

// doubt returns the other sign that the words may have been meant for, although
// the first n of them name one: "missed paymnet" is no missed meeting. It looks
// at longer entries with the same beginning only, which are few.
func (v *Vocabulary) doubt(words []string, n int, id scoring.SignID) (other scoring.SignID, length int) {
	run := fold(strings.Join(words[:n], " "))
	first, _, _ := strings.Cut(run, " ")
	for _, w := range v.longer[first] {
		rest, ok := strings.CutPrefix(w.text, run+" ")
		if !ok || w.id == id {
			continue
		}
		length := n + strings.Count(rest, " ") + 1
		if length > len(words) {
			continue
		}
		typed := []rune(fold(strings.Join(words[n:length], " ")))
		if limit := slips(len(typed)); distance(typed, []rune(rest), limit) <= limit {
			return w.id, length
		}
	}
	return "", 0
}

// isID tells that text is a sign's id of several words, typed with hyphens.
func (v *Vocabulary) isID(text string) bool {
	if v == nil || !strings.Contains(text, "-") {
		return false
	}
	_, ok := v.hyphened[strings.ToLower(strings.TrimRight(text, ",.:;!"))]
	return ok
}
