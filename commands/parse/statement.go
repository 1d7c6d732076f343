package parse

import (
	"slices"
	"strings"
	"time"
)

// statement understands "Acme paid late again": a known client, a sign right
// behind it, and little else. Whatever denies, asks or supposes is no report.
func (in *intent) statement() (command, text string, ok bool) {
	if in.question {
		return "", "", false
	}
	said, at := in.said.typed, time.Time{}
	if in.dated {
		said, at = in.before.typed, in.at
	}
	line, ok := in.report(said)
	if !ok && !in.dated {
		if said, at = in.withoutDay(said); !at.IsZero() {
			line, ok = in.report(said)
		}
	}
	if !ok {
		line, ok = in.report(in.withoutAgain(said))
	}
	line.At = at
	return "flag", line.String(), ok
}

// report reads a statement in which the sign's words stand together. A denial
// within them is what the sign is about ("does not answer"); any other is one
// of the sign.
func (in *intent) report(said string) (Line, bool) {
	r := reader{c: in.c, text: said, toks: scan(said), sign: true}
	i := r.opening()
	client := r.client(i)
	if client.n == 0 || r.toks[i].quoted {
		return Line{}, false
	}
	k := r.linked(i+client.n, r.isTerm)
	if k < 0 {
		return Line{}, false
	}
	n := r.term(k).n
	next := r.takeTerm(k)
	if r.line.Sign == "" {
		return Line{}, false
	}
	denial := false
	for _, t := range r.toks[k : k+n] {
		denial = denial || in.denying(fold(t.text))
	}
	if denial {
		next = k + n // "has not paid" late says another thing
		if !in.theirs(&r, k, n) {
			return Line{}, false
		}
	}
	// One word says too little: Acme may be late for lunch.
	if !in.c.Signs.isID(r.toks[k].text) && !in.c.Signs.tellsOf(r.words(k, next-k)) {
		return Line{}, false
	}
	if suiting(strings.Fields(said)) {
		return Line{}, false
	}
	for j, t := range r.toks {
		f := fold(t.text)
		switch {
		case f == "" || k <= j && j < next:
		case in.denies(t.text),
			j >= next && !in.c.lex.says(after, f),
			j >= next && denial && in.c.lex.says(narrow, f):
			return Line{}, false
		}
	}
	return Line{Client: client.known, Sign: r.line.Sign}, true
}

// theirs tells that the sign of n words at token k is what the client does.
// "Acme has no answer" may be our doing; "Acme: no answer" is a report.
func (in *intent) theirs(r *reader, k, n int) bool {
	first := fold(r.toks[k].text)
	if r.separator(k-1) || strings.HasSuffix(r.toks[k-1].text, ":") || !allWords().none[first] && !in.c.lex.says(link|again, first) {
		return true
	}
	return !slices.ContainsFunc(r.toks[k:k+n], func(t token) bool { return allWords().none[fold(t.text)] })
}

// denying tells that a folded word denies: a small word, or a Czech verb with "ne" in it.
func (in *intent) denying(f string) bool {
	return in.c.lex.says(deny, f) || allWords().none[f] || allWords().alone[f] && strings.HasPrefix(f, "ne")
}

// withoutDay takes a day out of the middle: "Acme heeft gisteren te laat
// betaald". The time is zero when there is none.
func (in *intent) withoutDay(said string) (rest string, at time.Time) {
	words := strings.Fields(said)
	zone := in.c.Zone
	if zone == nil {
		zone = time.UTC
	}
	for i := 1; i < len(words)-1; i++ {
		if !dates().starts(words[i]) {
			continue
		}
		for n := min(maxDateWords, len(words)-1-i); n > 0; n-- {
			if last := fold(words[i+n-1]); dates().filler[last] || dates().on[last] {
				continue // "yesterday about" the invoices
			}
			text := strings.Join(words[i:i+n], " ")
			if d, ok := readDate(text, in.c.Now.In(zone)); !ok || !d.sure {
				continue
			}
			if at, err := Date(text, in.c.Now, zone); err == nil {
				return strings.Join(append(words[:i:i], words[i+n:]...), " "), at
			}
		}
	}
	return said, time.Time{}
}

// withoutAgain takes out the words that may stand anywhere in a report:
// "Acme zapłacił znowu po terminie". "Does not always answer" keeps its "always".
func (in *intent) withoutAgain(said string) string {
	var kept []string
	denied := false
	for i, w := range strings.Fields(said) {
		f := fold(w)
		if i == 0 || !in.c.lex.says(again, f) || denied && in.c.lex.says(narrow, f) {
			kept = append(kept, w)
		}
		denied = denied || in.denying(f)
	}
	return strings.Join(kept, " ")
}
