package drafts

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// inflection is how a language declines names (words/<language>/names.txt). A
// language without one leaves names as they are.
type inflection struct {
	endings  []string            // case endings; "-" in the file stands for none
	softened map[string][]string // what a stem's end may become before an ending: "k" → "c"
	fleeting string              // vowels that a stem may lose before its last letter: Marek, Marka
}

// The shortest name that is declined, and the least that is left of it before
// an ending, in letters: Eva, Evy.
const (
	shortestName = 3
	shortestStem = 2
)

// forms are the forms that a name's word may take, in canonical form: the word
// itself and, for languages that decline names, its stems with every ending.
// They are more than the language has, which does no harm: they are only
// compared with words that are written as a name, or stand in for a fact.
func (w *wordlists) forms(name string) map[string]bool {
	all := map[string]bool{name: true}
	if len(w.names.endings) == 0 {
		return all
	}
	for _, stem := range w.stems(name) {
		for _, ending := range w.names.endings {
			all[stem+ending] = true
		}
	}
	for form := range all {
		all[w.fold(form)] = true
	}
	return all
}

func (w *wordlists) stems(name string) []string {
	stems := []string{name}
	for _, ending := range w.names.endings {
		if stem, ok := strings.CutSuffix(name, ending); ok && ending != "" && utf8.RuneCountInString(stem) >= shortestStem {
			stems = append(stems, stem)
		}
	}
	for _, stem := range stems[:len(stems):len(stems)] {
		if short, ok := w.withoutFleeting(stem); ok {
			stems = append(stems, short)
		}
	}
	for _, stem := range stems[:len(stems):len(stems)] {
		for end, others := range w.names.softened {
			if base, ok := strings.CutSuffix(stem, end); ok && base != "" {
				for _, other := range others {
					stems = append(stems, base+other)
				}
			}
		}
	}
	return stems
}

// withoutFleeting drops the vowel before a stem's last letter: "pavel" → "pavl".
func (w *wordlists) withoutFleeting(stem string) (string, bool) {
	r := []rune(stem)
	if n := len(r); n > shortestName && strings.ContainsRune(w.names.fleeting, r[n-2]) {
		return string(r[:n-2]) + string(r[n-1]), true
	}
	return "", false
}

func readInflection(w *wordlists, values map[string]string) inflection {
	in := inflection{fleeting: w.canon(strings.ReplaceAll(values["fleeting"], " ", "")), softened: map[string][]string{}}
	for ending := range strings.FieldsSeq(w.canon(values["endings"])) {
		in.endings = append(in.endings, strings.TrimPrefix(ending, "-"))
	}
	for pair := range strings.FieldsSeq(w.canon(values["softened"])) {
		end, others, _ := strings.Cut(pair, ":")
		in.softened[end] = append(in.softened[end], strings.Split(others, "|")...)
	}
	return in
}

// namesInText marks facts that stand in a text in another form than they were
// given in: "z Anną Vogel", "Acmes". What is written as a name in the facts must
// be so in the text.
func (r *reading) namesInText(f Facts, w *wordlists) {
	if len(w.names.endings) == 0 {
		return
	}
	facts := f.inserted()
	for part := range strings.FieldsSeq(f.Contact) {
		if utf8.RuneCountInString(part) >= shortestName && written(part) {
			facts = append(facts, part)
		}
	}
	for _, fact := range facts {
		r.markForms(formsOf(fact, w))
	}
}

// form is one word of a fact: the forms that it may take, its length in letters,
// and whether it is written as a name.
type form struct {
	words  map[string]bool
	length int
	name   bool
}

func formsOf(fact string, w *wordlists) []form {
	var all []form
	for _, t := range w.tokenize(fact) {
		one := form{words: map[string]bool{t.word: true}, length: utf8.RuneCountInString(t.word), name: written(fact[t.start:t.end])}
		if !t.number && one.length >= shortestName {
			one.words = w.forms(t.word)
		}
		all = append(all, one)
	}
	return all
}

func (r *reading) markForms(fact []form) {
	if len(fact) == 0 {
		return
	}
	for i := 0; i+len(fact) <= len(r.tokens); i++ {
		if !r.hasForms(fact, i) {
			continue
		}
		for n := range fact {
			r.tokens[i+n].given = true
		}
		i += len(fact) - 1
	}
}

func (r *reading) hasForms(fact []form, i int) bool {
	for n, one := range fact {
		t := r.tokens[i+n]
		if !one.words[t.word] || one.name && !written(r.text[t.start:t.end]) {
			return false
		}
	}
	return true
}

// written tells that a word is written as a name: not in small letters, where its script has any.
func written(word string) bool {
	for _, r := range word {
		return !unicode.IsLower(r)
	}
	return false
}
