package chart

import "math"

// Rows is how many rows a card has room for.
const Rows = 7

// The places of cards with rows.
const (
	rowsTop    = 156.0
	rowsBottom = 556.0
	rowHeight  = 96.0 // at most
	barHeight  = 18.0 // of one of a pair
	barGap     = 5.0
)

// bars are where the rows' bars are, from share 0 to 1.
type bars struct {
	x1, x2 float64
}

func (b bars) width(share float64) float64 {
	if math.IsNaN(share) {
		return 0
	}
	return (b.x2 - b.x1) * min(1, max(0, share))
}

// head writes a card's title and what it comes to.
func head(c *canvas, title, lead string) {
	c.say(style{titleSize, true, ink}, margin, 77, left, Width-2*margin, title)
	c.say(style{leadSize - 1, false, inkSoft}, margin, 119, left, Width-2*margin, lead)
}

// lanes divides the height between n rows: where the first begins, and how high each is.
func lanes(n int) (top, height float64) {
	height = min(rowHeight, (rowsBottom-rowsTop)/float64(max(1, n)))
	return rowsTop, height
}

// solid draws the bar that matters, hollow the one to compare it with. A bar
// of almost nothing is still seen; one of nothing is not.
func (c *canvas) solid(b bars, y, height, share float64, clr colour) float64 {
	w := b.width(share)
	if w <= 0 {
		return b.x1
	}
	w = max(w, 5)
	c.roundRect(b.x1, y, w, height, 5)
	c.fill(clr)
	return b.x1 + w
}

func (c *canvas) hollow(b bars, y, height, share float64) float64 {
	w := b.width(share)
	if w <= 0 {
		return b.x1
	}
	w = max(w, 7)
	c.roundRect(b.x1, y, w, height, 5)
	c.fill(outline)
	c.roundRect(b.x1+2, y+2, w-4, height-4, 3.5)
	c.fill(hollow)
	return b.x1 + w
}

// pair draws two bars, one above the other, about the middle of a row, with
// their figures behind them.
func (c *canvas) pair(b bars, middle float64, upper, lower float64, upperText, lowerText string, clr colour) {
	y := middle - barHeight - barGap/2
	x := c.solid(b, y, barHeight, upper, clr)
	c.broken(x, y, upper)
	c.say(style{smallSize - 1, true, ink}, x+10, y+barHeight-1, left, Width-margin/2-x-10, upperText)
	y = middle + barGap/2
	x = c.hollow(b, y, barHeight, lower)
	c.broken(x, y, lower)
	c.say(style{smallSize - 1, false, inkSoft}, x+10, y+barHeight, left, Width-margin/2-x-10, lowerText)
}

// broken shows that a bar is longer than there is room for.
func (c *canvas) broken(x2, y, share float64) {
	if share <= 1 {
		return
	}
	for _, x := range []float64{x2 - 48, x2 - 36} {
		c.line(4, point{x, y + barHeight + 3}, point{x + 10, y - 3})
	}
	c.fill(paper)
}

// key explains the two kinds of bars below the rows; it returns where it ends.
func (c *canvas) key(solid, compared string) float64 {
	const swatch = 44
	x := margin
	if solid != "" {
		c.solid(bars{x, x + swatch}, legendLine-17, barHeight, 1, ink)
		x += swatch + 14
		x += c.say(style{smallSize, false, ink}, x, legendLine, left, 440, solid) + 44
	}
	if compared != "" {
		c.hollow(bars{x, x + swatch}, legendLine-17, barHeight, 1)
		x += swatch + 14
		x += c.say(style{smallSize, false, ink}, x, legendLine, left, 440, compared) + 44
	}
	return x
}

// nothing says that there is nothing to draw.
func nothing(c *canvas, text string) {
	c.say(style{leadSize, false, inkSoft}, Width/2, (rowsTop+rowsBottom)/2, centre, Width-4*margin, text)
}
