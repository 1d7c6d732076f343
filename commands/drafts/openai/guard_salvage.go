package openai

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// salvaged is the present text with those of an answer's courtesies that stand
// between the right fixed sentences and are nothing more. All else is as it was.
func (g *guard) salvaged(answer string) string {
	was, is := sentencesAt(g.part.Text), sentencesAt(answer)
	said := make([]string, len(is))
	for i, at := range is {
		said[i] = typed(answer[at.start:at.end])
	}
	var b strings.Builder
	copied, met := 0, -1 // of the present text; the last sentence of the answer that was found in it
	for from := 0; from < len(was); {
		if g.places[from].fixed() {
			if at := slices.Index(said[met+1:], typed(g.places[from].text)); at >= 0 {
				met += 1 + at
			}
			from++
			continue
		}
		to := from
		for to < len(was) && !g.places[to].fixed() {
			to++
		}
		if run, ok := g.courtesies(answer, is, said, from, to, met); ok {
			b.WriteString(g.part.Text[copied:was[from].start] + run)
			copied = was[to-1].end
			if to < len(was) && !strings.Contains(g.part.Text[copied:was[to].start], "\n") && !strings.ContainsRune(".!?…", lastRune(run)) {
				b.WriteString("\n\n") // a greeting has its line for itself
				copied = was[to].start
			}
		}
		from = to
	}
	b.WriteString(g.part.Text[copied:])
	return b.String()
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

// courtesies are what the answer has in place of the open sentences [from, to),
// after its sentence met, if it is courtesy and between the same sentences.
func (g *guard) courtesies(answer string, is []span, said []string, from, to, met int) (string, bool) {
	if from > 0 && (met < 0 || said[met] != typed(g.places[from-1].text)) {
		return "", false
	}
	end := len(is)
	if to < len(g.places) {
		at := slices.Index(said[met+1:], typed(g.places[to].text))
		if at < 0 {
			return "", false
		}
		end = met + 1 + at
	}
	own := g.around(from)
	if n := end - met - 1; n < 1 || n > len(own)+1 {
		return "", false
	}
	for _, at := range is[met+1 : end] {
		s := answer[at.start:at.end]
		if !slices.Contains(own, s) && g.excess(s, own) != "" {
			return "", false
		}
	}
	return answer[is[met+1].start:is[end-1].end], true
}
