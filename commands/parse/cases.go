package parse

import (
	"slices"
	"strings"

	"amicable/storage"
)

// Languages with cases put endings on words: of "spóźniona płatność" people make
// "za spóźnioną płatność", of Kowalski "z Kowalskim", of Acme "sa Acmeom". For a
// sign the stem is enough, as only one sign has it; a name that fits only so is
// taken to show something, and asked about before anything is recorded.

// caseEndings are the endings of cases in Polish, Czech and Serbian, and of
// Italian and Dutch plurals, plainly; the longest first.
var caseEndings = func() []string {
	all := strings.Fields(`
		owego owymi iego iemu ymi imi ych ich ego emu ego ami emi ach ech ima ama oga omu ovi owi ove ova
		ej em om ou og oj ym im ow um ie iu ia en iem a e i o u y m`)
	slices.SortStableFunc(all, func(a, b string) int { return len(b) - len(a) })
	return slices.Compact(all)
}()

// A stem keeps so many letters, and shorter words have none.
const (
	leastStem   = 5
	leastForm   = 6
	leastName   = 3
	nominatives = "aeoiy" // endings of names that another ending replaces
)

// stem is a folded word without its ending.
func stem(w string) string {
	if len(w) < leastForm {
		return w
	}
	for _, e := range caseEndings {
		if len(w)-len(e) >= leastStem && strings.HasSuffix(w, e) {
			return w[:len(w)-len(e)]
		}
	}
	return w
}

// stems are the words of a folded phrase without their endings.
func stems(phrase string) string {
	if !strings.Contains(phrase, " ") {
		return stem(phrase)
	}
	words := strings.Fields(phrase)
	for i, w := range words {
		words[i] = stem(w)
	}
	return strings.Join(words, " ")
}

// inflected finds the clients whose name, in some case, is what was typed: its
// last word bears the ending.
func inflected(names Names, typed string) []storage.Known {
	before, last := "", fold(typed)
	if i := strings.LastIndexByte(last, ' '); i >= 0 {
		before, last = last[:i+1], last[i+1:]
	}
	var all []storage.Known
	add := func(name string) {
		if k, ok := names.Find(before + name); ok && !slices.ContainsFunc(all, func(o storage.Known) bool { return o.ID == k.ID }) {
			all = append(all, k)
		}
	}
	for _, e := range caseEndings {
		base, ok := strings.CutSuffix(last, e)
		if !ok || len(base) < leastName {
			continue
		}
		add(base)
		for _, n := range nominatives {
			add(base + string(n))
		}
	}
	return all
}

// nearClients are the clients that a name may be meant for: those of which it is a
// case, then those with similar names.
func (r *reader) nearClients(name string) []storage.Known {
	all := inflected(r.c.Names, name)
	for _, k := range r.c.Names.Near(name, MaxNear) {
		if !slices.ContainsFunc(all, func(o storage.Known) bool { return o.ID == k.ID }) {
			all = append(all, k)
		}
	}
	return all[:min(len(all), MaxNear)]
}
