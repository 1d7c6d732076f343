package parse

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"amicable/storage"
)

// plausible tells that the tokens from i to j may well be a name.
func (r *reader) plausible(i, j int) bool {
	if j <= i || j-i > maxFreeWords {
		return false
	}
	if r.capitals(i, j) == j-i {
		return true
	}
	for _, t := range r.toks[i:j] {
		if r.c.lex.ends(plain, fold(t.text)) {
			return false
		}
	}
	return true
}

// capitals counts the tokens from i, up to j, that are capitalised, with joiners between them.
func (r *reader) capitals(i, j int) int {
	n := 0
	for k := i; k < min(j, len(r.toks)) && !r.toks[k].quoted; k++ {
		first, _ := utf8.DecodeRuneInString(r.toks[k].text)
		switch {
		case unicode.IsUpper(first), unicode.IsTitle(first), n > 0 && unicode.IsDigit(first):
			n = k - i + 1
		case n == 0 || !allWords().inNames[strings.ToLower(r.toks[k].text)]:
			return n
		}
		if strings.ContainsAny(r.toks[k].text[len(r.toks[k].text)-1:], ",:;") {
			return n
		}
	}
	return n
}

// delimits tells that the sign at token i is rather the beginning of an unknown
// name, since a later one is meant more surely: "Silent Partners late-payment".
func (r *reader) delimits(i int, first term) bool {
	if !r.sign || r.c.Signs.isID(strings.Join(r.words(i, first.n), " ")) {
		return false
	}
	k := r.hyphened(i + 1)
	return k > 0 && r.plausible(i, k)
}

// termThenName reads a sign or verb at token i, and what may be a name after it.
func (r *reader) termThenName(i int) (note int, err error) {
	first := i
	i = r.takeTerm(i)
	start := i
	for i < len(r.toks) && (r.separator(i) || (!r.toks[i].quoted && r.c.lex.is(link, r.toks[i].text))) {
		i++
	}
	if i < len(r.toks) && r.toks[i].open {
		return 0, unclosed(r.text, r.toks[i].start)
	}
	n := r.freeName(i)
	if n == 0 {
		return start, nil
	}
	if r.sign {
		if note, ok := r.otherSign(first, i, n); ok {
			return note, nil
		}
	}
	return i + n, nil
}

// nameThenTerm reads an unknown name at token i that a sign or verb ends.
func (r *reader) nameThenTerm(i int) (note int) {
	if !r.sign && len(r.c.Verbs) > 0 && r.isClient(i+1) && !r.toks[i].quoted {
		// "/draft elegy Acme": a word of the command's that it does not know. It
		// stays in the note, where the command finds it.
		c := r.client(i + 1)
		r.take(c)
		for k := i + 1; k <= i+c.n; k++ {
			r.drop(k)
		}
		return i
	}
	last := min(len(r.toks), i+maxFreeWords+3)
	for j := i + 1; j < last && !r.toks[j].dashes(); j++ {
		if r.isTerm(j) {
			if r.sign {
				if note, ok := r.nameWithSign(i, j, r.term(j)); ok {
					return note
				}
			}
			if end := r.nameEnd(i, j); r.plausible(i, end) {
				r.name(r.joined(i, end))
				return r.takeTerm(j)
			}
			break
		}
		if r.toks[j].quoted {
			break
		}
	}
	if r.sign {
		for j := i + 1; j < last && !r.toks[j].quoted && !r.toks[j].dashes(); j++ {
			end := r.nameEnd(i, j)
			if !r.plausible(i, end) {
				break
			}
			if next, ok := r.near(j); ok {
				r.name(r.joined(i, end))
				return next
			}
			if signLike(r.toks[j].text) {
				r.name(r.joined(i, end))
				r.line.SignText = r.toks[j].text
				return j + 1
			}
		}
	}
	if n := r.freeName(i); n > 0 {
		i += n
		for i < len(r.toks) && r.separator(i) {
			i++
		}
		if r.sign {
			if k := r.hyphened(i); k >= 0 {
				r.line.Sign, _ = r.c.Signs.Sign(r.toks[k].text)
				r.drop(k)
			}
		}
		return i
	}
	if !r.sign && len(r.toks)-i <= maxFreeWords {
		r.name(r.joined(i, len(r.toks)))
		return len(r.toks)
	}
	return i
}

// longerName tells where an unknown name ends that only begins like a known
// one, and where its sign stands: with the client Acme, "Acme Corp late". That
// may be another client, so it is asked about.
func (r *reader) longerName(i int, client found) (end, term int) {
	j := i + client.n
	if r.toks[i].quoted {
		return 0, 0
	}
	for j < len(r.toks) && j < i+maxFreeWords && !r.toks[j].quoted && (r.capitals(j, j+1) == 1 || allWords().suffixes[fold(r.toks[j].text)]) && !r.isTerm(j) {
		j++
	}
	if k := r.linked(j, r.isTerm); j > i+client.n && k > 0 {
		return j, k
	}
	return 0, 0
}

// nameEnd is j without the small words before it: "acme because of" ends after acme.
func (r *reader) nameEnd(i, j int) int {
	for j > i && (r.separator(j-1) || r.c.lex.ends(link, plainly(r.toks[j-1].text)) && r.capitals(j-1, j) == 0) {
		j--
	}
	return j
}

// joined is the name made of the tokens from i to j.
func (r *reader) joined(i, j int) string {
	return strings.TrimRight(clean(r.text[r.toks[i].start:r.toks[j-1].end]), ",:")
}

// freeName takes an unknown name at token i that nothing ends, and returns its
// length: the words nearest to a known name, else the capitalised ones, else
// those before the first plain word.
func (r *reader) freeName(i int) int {
	end := i
	for end < len(r.toks) && end < i+maxFreeWords && !r.toks[end].quoted && !r.toks[end].dashes() && !r.separator(end) {
		end++
	}
	for n := min(end-i, 5); n > 0; n-- {
		if n == 1 && r.c.lex.ends(plain, fold(r.toks[i].text)) && r.capitals(i, end) == 0 {
			break // "they" is not the client Theo
		}
		name := r.joined(i, i+n)
		near := r.nearClients(name)
		if len(near) > 0 && ofWords(near[0], n) {
			r.line.Name, r.line.NearClients = name, near
			return n
		}
	}
	n := r.capitals(i, end)
	if n == 0 {
		if i+1 < end && fold(r.toks[i].text) == "the" {
			n = 2
		}
		for i+n < end && !r.c.lex.ends(plain, fold(r.toks[i+n].text)) {
			n++
		}
	}
	if n > 0 {
		r.name(r.joined(i, i+n))
	}
	return n
}

// ofWords tells whether the client has a name of n words.
func ofWords(k storage.Known, n int) bool {
	if len(strings.Fields(k.Name)) == n {
		return true
	}
	for _, a := range k.Aliases {
		if len(strings.Fields(a)) == n {
			return true
		}
	}
	return false
}
