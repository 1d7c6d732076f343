package storage

import (
	"cmp"
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
	best := map[*listed]float64{}
	for _, name := range d.names {
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
		if s >= nearness && s > best[name.of] {
			best[name.of] = s
		}
	}
	return top(best, n)
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
	score := map[*listed]float64{}
	for _, name := range d.names {
		s := 0.0
		switch {
		case name.folded == f:
			s = 3
		case strings.HasPrefix(name.folded, f):
			s = 2
		case strings.Contains(name.folded, word):
			s = 1.5
		case len(typed) >= minTyped:
			begin := name.runes[:min(len(typed), len(name.runes))]
			if like.bound(len(begin), lettersOf(begin)) >= nearness {
				if b := like.to(begin); b >= nearness {
					s = b // "akme g" begins much as "acme gmbh" does
				}
			}
		}
		if s > 0 && s > score[name.of] {
			score[name.of] = s
		}
	}
	found := top(score, n)
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

// top orders clients by score, then open ones first, then by name.
func top(score map[*listed]float64, n int) []Known {
	some := make([]*listed, 0, len(score))
	for l := range score {
		some = append(some, l)
	}
	slices.SortFunc(some, func(a, b *listed) int {
		closed := 0
		if a.Closed != b.Closed {
			closed = -1
			if a.Closed {
				closed = 1
			}
		}
		return cmp.Or(cmp.Compare(score[b], score[a]), closed, byFoldedName(a, b))
	})
	return knowns(some[:min(n, len(some))])
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
