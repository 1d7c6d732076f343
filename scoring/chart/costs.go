package chart

import "amicable/scoring"

// CostsCard compares what signs cost in the last quarter with the one before
// (see scoring.Costs). All words are in the reader's language.
//
// Its alternative text has to tell: Title, Lead, and of each row the name and
// the points of both quarters.
type CostsCard struct {
	Title string // "What costs us most"
	Lead  string // what it comes to: "Late payment costs twice as much as before"
	// Signs, dearest first; at most Rows are drawn.
	Signs []SignCost
	// What the bars are: "Sep to Nov", "Jun to Aug".
	LastLabel, BeforeLabel string
	Empty                  string // "Nothing was flagged in this time"
}

// SignCost is what a sign cost.
type SignCost struct {
	Sign                 scoring.SignID
	Label                string
	Last, Before         float64 // points
	LastText, BeforeText string  // "24.5"
	Change               string  // without a sign: "8.0", "12 %"; empty: not told
}

func (k CostsCard) draw(c *canvas) {
	head(c, k.Title, k.Lead)
	rows := k.Signs[:min(len(k.Signs), Rows)]
	if len(rows) == 0 {
		nothing(c, k.Empty)
		return
	}
	name, figure := style{textSize, false, ink}, style{textSize - 1, true, ink}
	greatest := 1e-9
	var names, changes, texts float64
	var signs []scoring.SignID
	for _, r := range rows {
		signs = append(signs, r.Sign)
		greatest = max(greatest, r.Last, r.Before)
		names = max(names, c.text.width(name, c.text.fit(name, r.Label, 400)))
		changes = max(changes, c.text.width(figure, c.text.fit(figure, r.Change, 150)))
		texts = max(texts, c.text.width(figure, r.LastText), c.text.width(figure, r.BeforeText))
	}
	b := bars{margin + 36 + names + 40, Width - margin - min(150, texts) - 24}
	if changes > 0 {
		b.x2 -= changes + 60
	}
	looks := looksOf(signs)
	top, height := lanes(len(rows))
	for i, r := range rows {
		y := top + height*(float64(i)+0.5)
		c.mark(looks[r.Sign], margin+12, y, 11, 0)
		c.say(name, margin+36, y+9, left, 400, r.Label)
		c.pair(b, y, r.Last/greatest, r.Before/greatest, r.LastText, r.BeforeText, ink)
		k.change(c, figure, r, y)
	}
	c.key(k.LastLabel, k.BeforeLabel)
}

// change tells by how much a sign's points rose or fell, at the right.
func (k CostsCard) change(c *canvas, s style, r SignCost, y float64) {
	if r.Change == "" {
		return
	}
	arrow := look{triangle, rose}
	switch {
	case r.Last < r.Before:
		arrow = look{wedge, fell}
	case r.Last == r.Before:
		arrow = look{diamond, inkSoft}
	}
	s.color = arrow.color
	w := c.say(s, Width-margin, y+9, right, 150, r.Change)
	c.mark(arrow, Width-margin-w-22, y, 8, 0)
}
