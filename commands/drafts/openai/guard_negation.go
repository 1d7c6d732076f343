package openai

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// opposite finds texts that turn what is said around: "We have not decided", "The
// decision is still open". A part has as many negations as before, but for what
// the check found fault with, and no sentence has more than those that it rewords. Of the decision, the end and the last day,
// nothing else is denied than before, and no doubt is raised.
func (g *guard) opposite(text string) {
	was, least := sentences(g.base), 0
	for _, s := range was {
		if !slices.ContainsFunc(g.faulty, func(passage string) bool { return strings.Contains(s, passage) }) {
			least += len(g.denied(s))
		}
	}
	if n := len(g.denied(text)); n < least || n > len(g.denied(g.base)) {
		g.report("negation", "")
	}
	for _, s := range sentences(text) {
		if slices.Contains(was, s) {
			continue
		}
		about := was
		if g.decides(s) { // what another sentence denies or leaves open is no excuse
			about = slices.DeleteFunc(slices.Clone(was), func(s string) bool { return !g.decides(s) })
		}
		of := reworded(s, about)
		now, before := g.denied(s), g.denied(of)
		if len(now) > len(before) {
			g.report("negation", s)
			continue
		}
		if !g.decides(s) {
			continue
		}
		if slices.ContainsFunc(now, func(what string) bool { return !slices.Contains(before, what) }) {
			g.report("negation", s)
		}
		said, may := spaced(lowerWords(s)), spaced(lowerWords(of))
		for _, d := range lists.doubts[g.tag] {
			if strings.Contains(said, d) && !strings.Contains(may, d) {
				g.report("doubt", s)
				break
			}
		}
	}
}

// denied lists what a text's negations bear on: the word itself where it is a
// part of one, else the next word that carries meaning in the sentence, else the
// one before.
func (g *guard) denied(text string) (all []string) {
	for _, s := range sentences(text) {
		words := lowerWords(s)
		for i, w := range words {
			negates, fused := lists.negations[g.tag].match(w)
			if !negates {
				continue
			}
			what := begin(w, fusedStem)
			if !fused {
				before := slices.Clone(words[:i])
				slices.Reverse(before)
				what = ""
				for _, near := range slices.Concat(words[i+1:], before) {
					if utf8.RuneCountInString(near) >= deniedLetters && !lists.common[g.tag][near] {
						what = begin(near, deniedLetters)
						break
					}
				}
			}
			all = append(all, what)
		}
	}
	return all
}

// How much of a word is compared, in letters.
const (
	deniedLetters = 4
	fusedStem     = 6
)

func begin(word string, most int) string {
	r := []rune(word)
	return string(r[:min(len(r), most)])
}

// decides tells that a sentence speaks of the decision, the end or the last day.
func (g *guard) decides(sentence string) bool {
	said := spaced(lowerWords(sentence))
	return slices.ContainsFunc(lists.decisions[g.tag], func(d string) bool { return strings.Contains(said, d) })
}

// Two sentences say the same if they share so much of their words; one that is
// so much contained in another was taken up into it.
const (
	sameSentence = 0.25
	takenUp      = 0.6
)

// reworded are the sentences that a sentence rewords, on a line each: the one
// most like it, and those that it took up.
func reworded(sentence string, of []string) string {
	begins := func(s string) map[string]bool {
		found := map[string]bool{}
		for _, w := range lowerWords(s) {
			found[begin(w, deniedLetters)] = true
		}
		return found
	}
	is := begins(sentence)
	best, most := -1, sameSentence
	var all []string
	for i, s := range of {
		was, shared := begins(s), 0.0
		for w := range was {
			if is[w] {
				shared++
			}
		}
		if alike := 2 * shared / float64(max(len(is)+len(was), 1)); alike > most {
			best, most = i, alike
		}
		if len(was) >= judgedStems && shared >= takenUp*float64(len(was)) {
			all = append(all, s)
		}
	}
	if best >= 0 && !slices.Contains(all, of[best]) {
		all = append(all, of[best])
	}
	return strings.Join(all, "\n")
}

// negations are the words of a language that deny, and those that only look so.
type negations struct{ words, prefixes, not []string }

// match tells that a word negates, and whether it does so by its beginning. The
// longest entry decides.
func (n negations) match(word string) (negates, fused bool) {
	if slices.Contains(n.words, word) {
		return true, false
	}
	longest := func(of []string) (most int) {
		for _, p := range of {
			if strings.HasPrefix(word, p) {
				most = max(most, len(p))
			}
		}
		return most
	}
	by := longest(n.prefixes)
	return by > longest(n.not), true
}
