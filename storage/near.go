package storage

import (
	"math/bits"
	"slices"
	"strings"
)

// nearness is the least Jaro-Winkler similarity of a near match. Measured on
// slips such as "Akme Gmbh" for Acme GmbH (0.93) against unrelated names (below 0.8).
const nearness = 0.86

// minTyped is how many runes must be typed before slips in them are looked past.
const minTyped = 4

// Near finds up to n clients whose name or alias is much like text, best first.
func (d *Directory) Near(text string, n int) []Known {
	f := Fold(text)
	typed := []rune(f)
	like := newLikeness(typed)
	best := shortlist{n: n}
	for _, l := range d.all {
		score := 0.0
		for _, name := range l.names {
			s := 0.0
			if like.bound(len(name.runes), name.seen) >= nearness {
				s = like.to(name.runes)
			}
			// "Acme" for Acme GmbH: the words typed begin the name, or the other way round.
			if begins(name.folded, f) || begins(f, name.folded) {
				s = max(s, nearness+0.05)
			}
			if s < nearness && (oneSlip(typed, name.runes) || oneSlip(typed, name.runes[:name.first])) {
				s = nearness
			}
			score = max(score, s)
		}
		if score >= nearness {
			best.add(l, score)
		}
	}
	return best.knowns()
}

// begins tells whether a name has another one, and then more words.
func begins(name, with string) bool {
	return len(name) > len(with) && name[len(with)] == ' ' && strings.HasPrefix(name, with)
}

// oneSlip tells whether short names differ by one letter, which Jaro-Winkler
// takes harder the shorter they are: "akme" for acme,
// or for the first word of acme gmbh.
func oneSlip(a, b []rune) bool {
	const short, long = 4, 8
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) < short || len(b) > long || len(b)-len(a) > 1 || a[0] != b[0] {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) { // one letter more
		return slices.Equal(a[i:], b[i+1:])
	}
	return i < len(a) && slices.Equal(a[i+1:], b[i+1:])
}

// Prefix finds up to n clients to offer while text is being typed: names that
// begin with it, then names with a word that does, then near ones.
func (d *Directory) Prefix(text string, n int) []Known {
	if strings.TrimSpace(text) == "" {
		return knowns(d.all[:min(n, len(d.all))])
	}
	f := Fold(text)
	typed := []rune(f)
	like := newLikeness(typed)
	word := " " + f
	best := shortlist{n: n}
	for _, l := range d.all {
		score := 0.0
		for _, name := range l.names {
			score = max(score, name.offered(f, word, typed, like))
		}
		if score > 0 {
			best.add(l, score)
		}
	}
	found := best.knowns()
	if len(found) == n {
		return found
	}
	for _, k := range d.Near(text, n) {
		if len(found) < n && !slices.ContainsFunc(found, func(o Known) bool { return o.ID == k.ID }) {
			found = append(found, k)
		}
	}
	return found
}

// offered scores a name for what was typed so far: folded, as the beginning of
// a further word, and as runes.
func (n *name) offered(folded, word string, typed []rune, like *likeness) float64 {
	switch {
	case n.folded == folded:
		return 3
	case strings.HasPrefix(n.folded, folded):
		return 2
	case strings.Contains(n.folded, word):
		return 1.5
	case len(typed) >= minTyped:
		begin := n.runes[:min(len(typed), len(n.runes))]
		if like.bound(len(begin), lettersOf(begin)) >= nearness {
			if b := like.to(begin); b >= nearness {
				return b // "akme g" begins much as "acme gmbh" does
			}
		}
	}
	return 0
}

// shortlist keeps the n clients that score best, open ones first among equals,
// then by name. Most of 10,000 may fit a letter, so they are not all sorted.
type shortlist struct {
	n    int
	best []scored
}

type scored struct {
	*listed
	score float64
}

func (s *shortlist) add(l *listed, score float64) {
	c := scored{l, score}
	if len(s.best) == s.n && (s.n == 0 || !c.before(s.best[s.n-1])) {
		return
	}
	i, _ := slices.BinarySearchFunc(s.best, c, func(o, c scored) int {
		if o.before(c) {
			return -1
		}
		return 1
	})
	if len(s.best) == s.n {
		s.best = s.best[:s.n-1]
	}
	s.best = slices.Insert(s.best, i, c)
}

func (a scored) before(b scored) bool {
	switch {
	case a.score != b.score:
		return a.score > b.score
	case a.Closed != b.Closed:
		return b.Closed
	default:
		return byFoldedName(a.listed, b.listed) < 0
	}
}

func (s *shortlist) knowns() []Known {
	all := make([]Known, len(s.best))
	for i, c := range s.best {
		all[i] = c.Known
	}
	return all
}

// letterSet has a bit for every letter that occurs; letters far apart share bits.
type letterSet uint64

func lettersOf(runes []rune) letterSet {
	var s letterSet
	for _, r := range runes {
		s |= 1 << (uint32(r) % 64)
	}
	return s
}

// likeness compares one text with many by Jaro-Winkler, as strutil's metric
// does (near_test.go holds them together), but with its working space kept
// from one to the next: a workspace may have 10,000 names.
type likeness struct {
	text         []rune
	seen         letterSet
	rest         []rune // of the text that is searched
	there, again []rune // runes of the one found in the other, and the other way round
}

func newLikeness(text []rune) *likeness { return &likeness{text: text, seen: lettersOf(text)} }

// bound is what to comes to at most for n runes of the letters given: every
// letter that only one of them has is a rune without a match.
func (l *likeness) bound(n int, seen letterSet) float64 {
	if n == 0 || len(l.text) == 0 {
		return 1
	}
	mine := len(l.text) - bits.OnesCount64(uint64(l.seen&^seen))
	theirs := n - bits.OnesCount64(uint64(seen&^l.seen))
	common := float64(min(mine, theirs))
	most := (common/float64(len(l.text)) + common/float64(n) + 1) / 3
	return most + 0.4*(1-most)
}

// to is the Jaro-Winkler similarity of the text and another, from 0 to 1.
func (l *likeness) to(other []rune) float64 {
	if len(l.text) == 0 && len(other) == 0 {
		return 1
	}
	far := max(len(l.text), len(other)) / 2
	l.there = l.matches(l.there[:0], l.text, other, far)
	l.again = l.matches(l.again[:0], other, l.text, far)
	if len(l.there) == 0 || len(l.again) == 0 {
		return 0
	}
	moved := 0
	for i := range min(len(l.there), len(l.again)) {
		if l.there[i] != l.again[i] {
			moved++
		}
	}
	a, b, m := float64(len(l.text)), float64(len(other)), float64(len(l.there))
	jaro := (m/a + float64(len(l.again))/b + float64(len(l.there)-moved/2)/m) / 3
	same := 0
	for same < min(4, len(l.text), len(other)) && l.text[same] == other[same] {
		same++
	}
	return jaro + 0.1*float64(same)*(1-jaro)
}

// matches appends the runes of a that b has, too, at most far away, each one once.
func (l *likeness) matches(found, a, b []rune, far int) []rune {
	const taken = -1
	l.rest = append(l.rest[:0], b...)
	for i, r := range a {
		for j := max(0, i-far); j < min(i+far+1, len(l.rest)); j++ {
			if l.rest[j] == r {
				found = append(found, r)
				l.rest[j] = taken
				break
			}
		}
	}
	return found
}
