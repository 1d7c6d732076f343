package drafts

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// inflection is how a language declines names (words/<language>/names.txt). A
// language without one leaves names as they are.
type inflection struct {
	endings  map[string]bool     // case endings; "-" in the file stands for none
	folded   map[string]bool     // the same as typed without marks
	softened map[string][]string // what a stem's end may become before an ending: "k" → "c"
	fleeting string              // vowels that a stem may lose before its last letter: Marek, Marka
}

// The shortest name that is declined, and the least that is left of it before
// an ending, in letters: Eva, Evy.
const (
	shortestName = 3
	shortestStem = 2
)

// form is one word of a name or another fact, with the forms that it may take:
// its stems with any ending. They are more than the language has, which does no
// harm, since only words are held against them that are written as a name or
// stand where a fact does.
type form struct {
	text          string   // canonical
	stems, folded []string // each as it is, and as typed without marks; nil where it is not declined
	length        int      // in letters
	name          bool     // written as a name
}

// is tells whether a token is the word in one of its forms.
func (f *form) is(t *token, w *wordlists) bool {
	return t.word == f.text || ends(t.word, f.stems, w.names.endings) || t.bare && ends(t.word, f.folded, w.names.folded)
}

// ends tells that a word is one of the stems with one of the endings.
func ends(word string, stems []string, endings map[string]bool) bool {
	for _, stem := range stems {
		if ending, ok := strings.CutPrefix(word, stem); ok && endings[ending] {
			return true
		}
	}
	return false
}

// formsOf are the words of a fact, given its tokens.
func formsOf(fact string, tokens []token, w *wordlists) []form {
	all := make([]form, 0, len(tokens))
	for _, t := range tokens {
		one := form{text: t.word, length: utf8.RuneCountInString(t.word), name: written(fact[t.start:t.end])}
		if len(w.names.endings) > 0 && !t.number && one.length >= shortestName {
			one.stems = w.stems(t.word)
			one.folded = make([]string, len(one.stems))
			for i, stem := range one.stems {
				one.folded[i] = w.fold(stem)
			}
		}
		all = append(all, one)
	}
	return all
}

func (w *wordlists) stems(name string) []string {
	stems := []string{name}
	for ending := range w.names.endings {
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
	in := inflection{
		endings: map[string]bool{}, folded: map[string]bool{}, softened: map[string][]string{},
		fleeting: w.canon(strings.ReplaceAll(values["fleeting"], " ", "")),
	}
	for ending := range strings.FieldsSeq(w.canon(values["endings"])) {
		ending = strings.TrimPrefix(ending, "-")
		in.endings[ending], in.folded[w.fold(ending)] = true, true
	}
	for pair := range strings.FieldsSeq(w.canon(values["softened"])) {
		end, others, _ := strings.Cut(pair, ":")
		in.softened[end] = append(in.softened[end], strings.Split(others, "|")...)
	}
	return in
}

// markForms marks a fact that stands in a text in another form than it was given
// in: "z Anną Vogel", "Acmes". What is written as a name in the facts must be so
// in the text.
func (r *reading) markForms(fact []form, w *wordlists) {
	if len(fact) == 0 {
		return
	}
	for i := 0; i+len(fact) <= len(r.tokens); i++ {
		if !r.hasForms(fact, i, w) {
			continue
		}
		for n := range fact {
			r.tokens[i+n].given = true
		}
		i += len(fact) - 1
	}
}

func (r *reading) hasForms(fact []form, i int, w *wordlists) bool {
	for n := range fact {
		one, t := &fact[n], &r.tokens[i+n]
		if !one.is(t, w) || one.name && !written(r.text[t.start:t.end]) {
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
