package terminal

import (
	"strings"
	"unicode"
)

// clean returns text without anything that a terminal would obey rather than
// show: escape sequences, control characters, and the directional overrides
// that make text read differently from what it is. Line breaks and tabs stay;
// bytes that are no text become U+FFFD, as a lone 0x9b is a command to some terminals.
func clean(text string) string {
	text = strings.ToValidUTF8(text, "\ufffd")
	if !strings.ContainsFunc(text, obeyed) {
		return text
	}
	var b strings.Builder
	runes := []rune(text)
	for i := 0; i < len(runes); i++ {
		switch r := runes[i]; {
		case r == '\u2028' || r == '\u2029' || r == '\u0085':
			b.WriteByte('\n')
		case r == '\x1b' || r == '\u009b' || r == '\u009d' || r == '\u0090':
			i = sequenceEnd(runes, i)
		case obeyed(r):
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// obeyed tells whether a terminal acts on r instead of showing it.
func obeyed(r rune) bool {
	switch {
	case r == '\n' || r == '\t':
		return false
	case r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069', r == '\u2028', r == '\u2029':
		return true
	default:
		return unicode.IsControl(r)
	}
}

// sequenceEnd returns the index of the last rune of the escape sequence that
// starts at i (ECMA-48 §5.4 and §5.6). A sequence that never ends, or that runs
// into a line break, loses its introducer only: the rest is harmless text.
func sequenceEnd(runes []rune, i int) int {
	kind := runes[i]
	next := i + 1
	if kind == '\x1b' {
		if next >= len(runes) {
			return i
		}
		switch runes[next] {
		case '[':
			kind = '\u009b'
		case ']', 'P', 'X', '^', '_':
			kind = '\u009d'
		default:
			return i
		}
		next++
	}
	for j := next; j < len(runes); j++ {
		r := runes[j]
		switch {
		case r == '\n':
			return next - 1
		case kind == '\u009b' && r >= 0x40 && r <= 0x7e:
			return j
		case kind == '\u009b' && (r < 0x20 || r > 0x7e):
			return next - 1
		case kind != '\u009b' && (r == '\a' || r == '\u009c'):
			return j
		case kind != '\u009b' && r == '\x1b':
			if j+1 < len(runes) && runes[j+1] == '\\' {
				return j + 1
			}
			return j - 1
		}
	}
	return next - 1
}

// oneLine cleans text that must not break its line, such as a button's label.
func oneLine(text string) string {
	return strings.Join(strings.Fields(clean(text)), " ")
}
