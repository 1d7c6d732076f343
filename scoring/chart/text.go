package chart

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"sync"
	"unicode"

	"codeberg.org/go-fonts/liberation/liberationsansbold"
	"codeberg.org/go-fonts/liberation/liberationsansregular"
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/f32"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/unicode/bidi"
	"golang.org/x/text/unicode/norm"
)

// fonts parses the fonts with the first card. Parsed, they are shared by all.
var fonts = sync.OnceValues(func() (f [2]*sfnt.Font, err error) {
	for i, ttf := range [][]byte{liberationsansregular.TTF, liberationsansbold.TTF} {
		if f[i], err = sfnt.Parse(ttf); err != nil {
			return f, fmt.Errorf("parsing font: %w", err)
		}
	}
	return f, nil
})

// style is how text is set.
type style struct {
	size  int // pixels per em
	bold  bool
	color colour
}

// letters sets text from the outlines of letters.
type letters struct {
	fonts [2]*sfnt.Font
	buf   sfnt.Buffer
}

func (l *letters) font(s style) *sfnt.Font {
	if s.bold {
		return l.fonts[1]
	}
	return l.fonts[0]
}

// each calls with every letter's glyph and the place where it begins, and
// returns the width of all.
func (l *letters) each(s style, text string, with func(glyph sfnt.GlyphIndex, x fixed.Int26_6)) float64 {
	f, ppem := l.font(s), fixed.I(s.size)
	var x fixed.Int26_6
	var last sfnt.GlyphIndex
	for _, r := range text {
		g, err := f.GlyphIndex(&l.buf, r)
		if err != nil || g == 0 {
			continue // see readable
		}
		if last != 0 {
			if k, err := f.Kern(&l.buf, last, g, ppem, font.HintingNone); err == nil {
				x += k
			}
		}
		if with != nil {
			with(g, x)
		}
		if a, err := f.GlyphAdvance(&l.buf, g, ppem, font.HintingNone); err == nil {
			x += a
		}
		last = g
	}
	return float64(x) / 64
}

// width is how wide readable text is.
func (l *letters) width(s style, text string) float64 { return l.each(s, text, nil) }

// readable prepares text for drawing: letters in the order in which they are seen.
func (l *letters) readable(text string) string { return visual(l.drawable(text)) }

// drawable puts text on one line, without the letters that the fonts lack
// (emoji, Chinese, Arabic, …). Where nothing is left of a text it becomes "…";
// the text beside the picture has it in full.
func (l *letters) drawable(text string) string {
	if len(text) > longest {
		text = strings.ToValidUTF8(text[:longest], "")
	}
	text = strings.Join(strings.Fields(norm.NFC.String(text)), " ")
	known := strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		if g, err := l.fonts[0].GlyphIndex(&l.buf, r); err != nil || g == 0 {
			return -1
		}
		return r
	}, text))
	if known == "" && text != "" {
		return "…"
	}
	return known
}

// longest is how many bytes of a text are looked at; none has room for half as many.
const longest = 600

// visual puts text that runs from right to left in the order in which it is seen.
func visual(text string) string {
	if !strings.ContainsFunc(text, rightToLeft) {
		return text
	}
	var p bidi.Paragraph
	if _, err := p.SetString(text); err != nil {
		return text
	}
	order, err := p.Order()
	if err != nil {
		return text
	}
	runs := make([]string, order.NumRuns())
	for i := range runs {
		run := order.Run(i)
		if runs[i] = run.String(); run.Direction() == bidi.RightToLeft {
			runs[i] = bidi.ReverseString(runs[i])
		}
	}
	// The runs come in the order of reading; the first letter sets the direction.
	if first := strings.IndexFunc(text, unicode.IsLetter); first >= 0 && strings.IndexFunc(text, rightToLeft) == first {
		slices.Reverse(runs)
	}
	return strings.Join(runs, "")
}

func rightToLeft(r rune) bool { return r >= 0x0590 && r <= 0x08FF }

// fit makes text readable and shortens it to a width, with an ellipsis.
func (l *letters) fit(s style, text string, width float64) string {
	text = l.drawable(text)
	if l.width(s, text) <= width {
		return visual(text)
	}
	// Shortened as it is read, and only then put in the order in which it is seen.
	runes := []rune(text)
	short := func(n int) string { return visual(strings.TrimRight(string(runes[:n]), " ,.-–") + "…") }
	tooLong := sort.Search(len(runes), func(n int) bool { return l.width(s, short(n)) > width })
	return short(max(0, tooLong-1))
}

// align says where text stands about its x.
type align float64

const (
	left   align = 0
	centre align = 0.5
	right  align = 1
)

// write draws readable text with its baseline at y, and returns its width.
func (c *canvas) write(s style, x, y float64, a align, text string) float64 {
	width := c.text.width(s, text)
	x -= width * float64(a)
	f, ppem := c.text.font(s), fixed.I(s.size)
	c.text.each(s, text, func(g sfnt.GlyphIndex, at fixed.Int26_6) {
		segments, err := f.LoadGlyph(&c.text.buf, g, ppem, nil)
		if err != nil {
			return
		}
		c.glyph(segments, x+float64(at)/64, y)
	})
	c.fill(s.color)
	return width
}

func (c *canvas) glyph(segments sfnt.Segments, x, y float64) {
	at := func(p fixed.Point26_6) f32.Vec2 { return vec(x+float64(p.X)/64, y+float64(p.Y)/64) }
	for i, seg := range segments {
		switch seg.Op {
		case sfnt.SegmentOpMoveTo:
			if i > 0 {
				c.add(closing)
			}
			c.add(moveTo, at(seg.Args[0]))
		case sfnt.SegmentOpLineTo:
			c.add(lineTo, at(seg.Args[0]))
		case sfnt.SegmentOpQuadTo:
			c.add(quadTo, at(seg.Args[0]), at(seg.Args[1]))
		case sfnt.SegmentOpCubeTo:
			c.add(cubeTo, at(seg.Args[0]), at(seg.Args[1]), at(seg.Args[2]))
		}
	}
	if len(segments) > 0 {
		c.add(closing)
	}
}

// say makes text readable, shortens it to a width and writes it.
func (c *canvas) say(s style, x, y float64, a align, width float64, text string) float64 {
	return c.write(s, x, y, a, c.text.fit(s, text, width))
}
