package parse

import (
	"slices"
	"strings"

	"amicable/scoring"
)

// What is read here has a sign's word in a place where it need not be one. The
// rule: whoever types it is asked, unless one reading is plainly meant.

// several collects further signs right behind the one that ends before token i:
// "late payment and scope creep". Without a word that joins them only a sign's
// very id counts, one between commas, or one that ends the text, since a note
// may begin with any word. It returns the token after the last; i when there is none.
func (r *reader) several(i int, first scoring.SignID) (all []scoring.SignID, next int) {
	all, next = []scoring.SignID{first}, i
	for len(all) < MaxNear {
		k, joined := next, false
		for k < len(r.toks) && (r.lists(k) || r.joins(k) || joined && r.c.lex.says(link, fold(r.toks[k].text))) {
			joined = joined || r.joins(k)
			k++
		}
		t := r.term(k)
		if t.n == 0 || r.toks[k].quoted || slices.Contains(all, t.sign) {
			break
		}
		end := k + t.n
		listed := k > 0 && strings.HasSuffix(r.toks[k-1].text, ",") && strings.HasSuffix(r.toks[end-1].text, ",")
		if !joined && !listed && end < len(r.toks) && !r.toks[end].dashes() && !r.c.Signs.sure(strings.Join(r.words(k, t.n), " ")) && !r.joins(end) {
			break
		}
		all, next = append(all, t.sign), end
	}
	return all, next
}

// joins tells that token i is a word that joins.
func (r *reader) joins(i int) bool {
	t := r.toks[i]
	return !t.quoted && (t.text == "&" || t.text == "+" || t.text == "/" || r.c.lex.is(joining, t.text))
}

// lists tells that token i is punctuation between the items of a list.
func (r *reader) lists(i int) bool {
	t := r.toks[i].text
	return !r.toks[i].quoted && (t == "," || t == ";" || t == "|")
}

// which asks which of several signs is meant, that stand from token i up to
// next. The note then begins with them: whichever is chosen, nothing is hidden.
func (r *reader) which(i, next int, of []scoring.SignID) {
	r.line.Sign = ""
	r.line.SignText = strings.TrimRight(clean(r.text[r.toks[i].start:r.toks[next-1].end]), ",.:;!")
	r.line.NearSigns = of
	r.signs = i + 1
}

// nameRun is the end of what looks like one name at token i: capitalised words,
// or words up to "ltd" and the like.
func (r *reader) nameRun(i int) (end int) {
	end = i + r.capitals(i, min(len(r.toks), i+2*maxFreeWords))
	for k := i + 1; k < min(len(r.toks), i+maxFreeWords) && !r.toks[k].quoted && !r.toks[k].open && r.plausible(i, k+1); k++ {
		if allWords().suffixes[fold(r.toks[k].text)] {
			end = max(end, k+1)
		}
	}
	return end
}

// signBehind finds the sign at the end of a name that runs from token i to end,
// or behind it: where the name ends, and the sign's token; -1 if there is none.
func (r *reader) signBehind(i, end int) (nameEnd, k int) {
	for k = i + 1; k < end; k++ {
		if n := r.term(k).n; n > 0 && k+n >= end {
			return r.nameEnd(i, k), k
		}
	}
	return end, r.linked(end, r.isTerm)
}

// nameWithSign reads an unknown name at token i with a sign's word in it, at
// token at: "Late Shift Ltd scope" is scope creep of Late Shift Ltd. Where no
// sign follows the name, Sign stays empty and the person is asked, with the
// whole as Name. ok is false when the word is no part of a name.
func (r *reader) nameWithSign(i, at int, t term) (note int, ok bool) {
	if r.toks[at].quoted || r.c.Signs.sure(strings.Join(r.words(at, t.n), " ")) {
		return 0, false
	}
	behind := at + t.n
	if behind >= len(r.toks) || r.toks[behind].quoted || r.separator(behind) || r.c.lex.says(link, fold(r.toks[behind].text)) {
		return 0, false
	}
	end := r.nameRun(i)
	if other := r.term(behind); at > i && end == behind && other.n > 0 && other.sign != t.sign {
		// "Best Competition late": is it Best, or Best Competition?
		r.name(r.joined(i, end))
		r.line.NearSigns = []scoring.SignID{t.sign, other.sign}
		return end, true
	}
	if end <= behind || at > i && r.c.lex.says(plain, fold(r.toks[behind].text)) {
		return 0, false
	}
	if at == i && t.n > 1 && r.capitals(i, behind) < t.n {
		return 0, false // "late payment newco ltd"
	}
	nameEnd, k := r.signBehind(i, end)
	switch {
	case k < 0:
		r.name(r.joined(i, end))
		r.line.NearSigns = []scoring.SignID{t.sign}
		return end, true
	case nameEnd <= behind:
		return 0, false // "Late Payment Scope Creep": two signs, no name
	default:
		r.name(r.joined(i, nameEnd))
		return r.takeTerm(k), true
	}
}

// otherSign looks at the unknown name of n tokens at token i that the sign at
// token first goes before, for another sign at the name's end or right behind
// it: "late newco scope creep". Then the person is asked, and ok is true.
func (r *reader) otherSign(first, i, n int) (note int, ok bool) {
	sign := r.line.Sign
	if sign == "" || r.toks[i].quoted {
		return 0, false
	}
	end, k := i+n, i+n
	for j := i + 1; j < i+n; j++ {
		if t := r.term(j); t.n > 0 && j+t.n >= i+n {
			end, k = r.nameEnd(i, j), j
			break
		}
	}
	t := r.term(k)
	if t.n == 0 || r.toks[k].quoted {
		return 0, false
	}
	r.line.NearClients = nil
	r.name(r.joined(i, end))
	if t.sign == sign {
		return k, true // "late-payment newco unpaid since May"
	}
	r.line.Sign = ""
	r.line.NearSigns = []scoring.SignID{sign, t.sign}
	if r.term(first).n == 1 && !r.c.Signs.sure(r.toks[first].text) && r.capitals(i, end) == 0 {
		r.line.NearClients = nil
		r.name(r.joined(first, end)) // "late shift scope": the form shows both
		return k, true
	}
	r.line.SignText = clean(r.text[r.toks[first].start:r.toks[k+t.n-1].end])
	return k, true
}
