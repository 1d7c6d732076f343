package terminal

import (
	"strings"
	"unicode"
)

// wide lists the ranges of characters that terminals draw two columns wide:
// East Asian wide and fullwidth (Unicode Standard Annex 11), and emoji.
var wide = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x1100, Hi: 0x115f, Stride: 1},
		{Lo: 0x231a, Hi: 0x231b, Stride: 1},
		{Lo: 0x23e9, Hi: 0x23ec, Stride: 1},
		{Lo: 0x26a1, Hi: 0x26a1, Stride: 1},
		{Lo: 0x2705, Hi: 0x2705, Stride: 1},
		{Lo: 0x2728, Hi: 0x2728, Stride: 1},
		{Lo: 0x274c, Hi: 0x274c, Stride: 1},
		{Lo: 0x2e80, Hi: 0xa4cf, Stride: 1},
		{Lo: 0xac00, Hi: 0xd7a3, Stride: 1},
		{Lo: 0xf900, Hi: 0xfaff, Stride: 1},
		{Lo: 0xfe30, Hi: 0xfe6f, Stride: 1},
		{Lo: 0xff00, Hi: 0xff60, Stride: 1},
		{Lo: 0xffe0, Hi: 0xffe6, Stride: 1},
	},
	R32: []unicode.Range32{
		{Lo: 0x1f300, Hi: 0x1f64f, Stride: 1},
		{Lo: 0x1f680, Hi: 0x1f6ff, Stride: 1},
		{Lo: 0x1f900, Hi: 0x1faff, Stride: 1},
		{Lo: 0x20000, Hi: 0x3fffd, Stride: 1},
	},
}

// columns returns how many columns a terminal gives to text.
func columns(text string) int {
	n := 0
	for _, r := range text {
		switch {
		case r < unicode.MaxLatin1: // most text, and none of it special
			n++
		case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		case unicode.Is(wide, r):
			n += 2
		default:
			n++
		}
	}
	return n
}

// word is a piece of a line that is not broken, with the style it is shown in.
type word struct {
	text  string
	style string // escape sequence that switches the style on, "" for none
	glued bool   // follows the word before it without a space
}

// wrap lays words out in lines of at most width columns; width 0 means one
// line. A word that is wider than a line stands alone and sticks out.
func wrap(words []word, width int) []string {
	var (
		lines []string
		b     strings.Builder
		used  int
	)
	for i := 0; i < len(words); {
		j, size := i+1, columns(words[i].text)
		for j < len(words) && words[j].glued {
			size += columns(words[j].text)
			j++
		}
		switch {
		case used == 0:
		case width > 0 && used+1+size > width:
			lines = append(lines, b.String())
			b.Reset()
			used = 0
		default:
			b.WriteByte(' ')
			used++
		}
		for _, w := range words[i:j] {
			b.WriteString(styled(w.text, w.style))
		}
		used += size
		i = j
	}
	return append(lines, b.String())
}

// styled puts text into a style and back out of it.
func styled(text, style string) string {
	if style == "" || text == "" {
		return text
	}
	return style + text + "\x1b[0m"
}

// pad fills text with spaces up to width columns.
func pad(text string, width int) string {
	return text + strings.Repeat(" ", max(0, width-columns(text)))
}
