package parse

import (
	"slices"
	"strings"
	"unicode"

	"amicable/scoring"
)

// term is a sign or one of the command's own words.
type term struct {
	sign scoring.SignID
	verb string
	n    int // tokens; 0: nothing found
}

// term finds one at token i.
func (r *reader) term(i int) term {
	if i >= len(r.toks) || r.toks[i].dashes() || r.toks[i].open {
		return term{}
	}
	t := r.toks[i]
	if !r.sign {
		if v := r.verb(t); v != "" {
			return term{verb: v, n: 1}
		}
		return term{}
	}
	if t.quoted {
		if id, ok := r.c.Signs.Sign(t.text); ok {
			return term{sign: id, n: 1}
		}
		return term{}
	}
	// "Nam groził" behind a client, but "Toys R Us" is a name.
	led := i > 0 && r.c.lex.is(link, t.text) && t.text == strings.ToLower(t.text)
	id, n := r.c.Signs.span(r.words(i, maxTermWords), led)
	return term{sign: id, n: n}
}

// verb is the one of c.Verbs that a token is, by its own name or another; "" if none.
func (r *reader) verb(t token) string {
	if t.quoted || len(r.c.Verbs) == 0 {
		return ""
	}
	w := fold(t.text)
	if slices.Contains(r.c.Verbs, w) {
		return w
	}
	for _, v := range allWords().verbs[w] {
		if slices.Contains(r.c.Verbs, v) {
			return v
		}
	}
	return ""
}

func (r *reader) isTerm(i int) bool { return r.term(i).n > 0 }

// takeTerm takes the one at token i and returns the token after it. A sign that
// may be a slip in the name of another is reported as near to both, and so are
// several signs together.
func (r *reader) takeTerm(i int) (next int) {
	t := r.term(i)
	if r.sign && !r.toks[i].quoted {
		words := r.words(i, maxTermWords)
		if other, n := r.c.Signs.doubt(words, t.n, t.sign); n > 0 {
			r.line.SignText = strings.Join(words[:n], " ")
			r.line.NearSigns = []scoring.SignID{other, t.sign}
			return i + n
		}
	}
	r.line.Sign, r.line.Verb = t.sign, t.verb
	next = i + t.n
	if r.sign {
		if all, end := r.several(next, t.sign); end > next {
			r.which(i, end, all)
			return end
		}
	}
	return next
}

// linked finds the token at i or shortly after it that is, with nothing but
// small words ("for", "because of", "-") before it; -1 if none.
func (r *reader) linked(i int, is func(int) bool) int {
	for k := i; k < len(r.toks) && k < i+4; k++ {
		if is(k) {
			return k
		}
		if !r.separator(k) && (r.toks[k].quoted || !r.c.lex.is(link, r.toks[k].text)) {
			break
		}
	}
	return -1
}

// separator tells that token i is punctuation on its own, or quotes with nothing in them.
func (r *reader) separator(i int) bool {
	t := r.toks[i]
	if t.blank() {
		return true
	}
	switch t.text {
	case "-", "–", "—", ":", ",", ";", "|", ".", "→", "->", "=":
		return !t.quoted
	}
	return false
}

// signLike tells that a word is written as ids are: "foo-bar".
func signLike(s string) bool {
	a, b, ok := strings.Cut(s, "-")
	return ok && a != "" && b != "" && !strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && r != '-' })
}

// hyphened finds a sign's very id from token i on; people who type "scope-creep" mean it wherever it stands.
func (r *reader) hyphened(i int) int {
	for ; i < len(r.toks) && !r.toks[i].dashes(); i++ {
		if t := r.toks[i]; !t.quoted && r.c.Signs.isID(t.text) {
			return i
		}
	}
	return -1
}

// drop takes token k out of the note.
func (r *reader) drop(k int) {
	t := r.toks[k]
	at := len(r.cut)
	for at > 0 && r.cut[at-1].start > t.start {
		at--
	}
	r.cut = append(r.cut[:at], append([]span{{t.start, t.end}}, r.cut[at:]...)...)
}

// near takes the run of words at token i that is nearest to a sign, and returns the token after it.
func (r *reader) near(i int) (next int, ok bool) {
	if !r.sign {
		return i, false
	}
	words := r.words(i, 4)
	if len(words) == 0 && i < len(r.toks) && r.toks[i].quoted {
		words = []string{r.toks[i].text}
	}
	best := 1.0
	for n := range words {
		text := strings.Join(words[:n+1], " ")
		if ids, off := r.c.Signs.near(text, MaxNear); len(ids) > 0 && off <= best {
			best, next = off, i+n+1
			r.line.SignText, r.line.NearSigns = text, ids
		}
	}
	return next, best < 1
}
