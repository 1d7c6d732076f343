// Package chart draws figures as PNG cards for chats: a client's course, the
// portfolio, and what costs most. It imports scoring, golang.org/x/image and
// x/text for drawing letters, and the Liberation fonts, which have Latin,
// Cyrillic, Greek and Hebrew letters.
//
// The way through it:
//
//	Painter     draws; one rendering per core at a time
//	ClientCard, PortfolioCard, CostsCard    what is drawn, with all words in the reader's language
//	canvas      filled shapes and lines on pixels; text sets letters
//	encode      pixels → a paletted PNG
//
// A card holds figures and finished words; nothing here knows a language. A
// picture never stands alone: whoever shows it words the alternative text from
// the same fields (each card's documentation says what it has to tell).
//
// Decisions behind it:
//
//   - Cards are 1280×640 pixels and meant to be shown at half that or less.
//     They are opaque, light and rounded, so that they look the same on a white
//     and on a dark page; only the corners are transparent.
//   - Colour never speaks alone: signs differ by shape too, verdicts are named,
//     of two bars one is solid and one is an outline.
//   - Same data, same bytes: nothing depends on time, chance, maps' order or
//     what was drawn before. (Another processor or Go release may round or
//     compress differently.)
//   - Shapes are filled with x/image/vector at the size of their bounds, letters
//     from their outlines, a line of text at a time. gonum/plot was tried: 40
//     short labels alone took it 20 ms against 3, the package brings ten modules
//     with LaTeX, PDF and TIFF, and its layout would have had to be replaced to
//     keep labels off the curve. So the layout is ours, and gonum is not needed.
//   - PNGs are paletted: a third of the bytes and of the time. 256 colours are
//     chosen so that no pixel is off by more than can be seen (see palette).
//   - Nothing happens at init; fonts are parsed with the first card.
package chart
