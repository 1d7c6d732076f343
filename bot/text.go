package bot

import (
	"strings"
	"unicode/utf8"
)

// Length counts text as the platforms' limits do, in UTF-16 units.
func Length(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r > 0xFFFF {
			n++
		}
	}
	return n
}

// Cut shortens text to a Length of at most limit, at a rune's border, and marks the cut with "…".
func Cut(s string, limit int) string {
	if len(s) <= limit || Length(s) <= limit {
		return s
	}
	if limit <= 0 {
		return ""
	}
	return strings.TrimRight(s[:Prefix(s, limit-1, Length)], " \n\t") + "…"
}

// Prefix is how many bytes from a text's start, up to a rune's border, measure
// at most limit. Each rune is measured by itself, and so is each invalid byte.
func Prefix(s string, limit int, measure func(string) int) int {
	sum, end := 0, 0
	for end < len(s) {
		_, size := utf8.DecodeRuneInString(s[end:])
		sum += measure(s[end : end+size])
		if sum > limit {
			break
		}
		end += size
	}
	return end
}

// Pieces splits text into parts that measure at most limit each, on line borders
// where there are any, losing nothing but the breaks between the parts. A text
// must measure no more than its runes together, and a rune no more than limit.
func Pieces(s string, limit int, measure func(string) int) []string {
	var parts []string
	for measure(s) > limit {
		end := Prefix(s, limit, measure)
		if at := strings.LastIndexByte(s[:end], '\n'); at > 0 {
			parts = append(parts, s[:at])
			s = s[at+1:]
			continue
		}
		parts = append(parts, s[:end])
		s = s[end:]
	}
	return append(parts, s)
}
