package parse

import (
	"math/bits"
	"strings"
	"unicode"
	"unicode/utf8"

	"amicable/storage"
)

// fold makes words comparable: case, accents, hyphens and punctuation make no
// difference, "didn't" is "didnt". Plain ASCII, the usual case, is folded
// without the detour over Unicode's tables.
func fold(s string) string {
	if strings.Contains(s, "’") {
		s = strings.ReplaceAll(s, "’", "'")
	}
	s = strings.ReplaceAll(s, "'", "")
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			s = storage.Fold(s)
			break
		}
	}
	plain := true
	for i := range len(s) {
		if c := s[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			plain = false
			break
		}
	}
	if plain {
		return s
	}
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	}), " ")
}

// distance counts the letters to insert, delete, exchange or swap with their
// neighbour to make b of a; limit+1 when it is more than limit.
func distance(a, b []rune, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	// Three rows of the usual table: the one before last is needed for swaps.
	var table [3][maxNearRunes + maxSlips + 1]int // on the stack; more is rare
	before, last, row := table[0][:], table[1][:], table[2][:]
	if len(b) >= len(row) {
		before, last, row = make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	}
	last = last[:len(b)+1]
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least > limit {
			return limit + 1
		}
		before, last, row = last, row, before
	}
	return min(last[len(b)], limit+1)
}

// maxSlips is the most that slips allows.
const maxSlips = 3

// slips is how many slips a word of n letters may have and still be near.
func slips(n int) int {
	switch {
	case n < 4:
		return 0
	case n < 7:
		return 1
	case n < 12:
		return 2
	default:
		return maxSlips
	}
}

// letters has a bit for each letter, so that words far apart are told apart quickly.
func letters(word []rune) uint64 {
	var all uint64
	for _, r := range word {
		all |= 1 << (uint(r) % 64)
	}
	return all
}

// differs counts the letters that only one of two words has; a slip makes two at most.
func differs(a, b uint64) int { return bits.OnesCount64(a ^ b) }
