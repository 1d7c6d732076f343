package chart

import (
	"slices"

	"amicable/scoring"
)

// PortfolioCard compares clients by their share of the trouble: with their
// share of the revenue where that is known, else as a ranking with the Pareto
// line, which adds the shares up from the top. All words are in the reader's
// language.
//
// Its alternative text has to tell: Title, Lead, and of each row the name, the
// verdict and the shares.
type PortfolioCard struct {
	Title string // "Your clients"
	Lead  string // what it comes to: "2 of 11 clients make 78 % of the trouble"
	// Clients are the first ones by trouble, at most Rows; with more clients
	// than that, one fewer, and Rest adds up the others.
	Clients []ClientShare
	Rest    *ClientShare
	// Few is how many of the first clients make the part that Lead tells (see
	// scoring.Pareto): they are drawn in strong colour, and a line ends them. 0: none.
	Few int
	// Revenue tells that the revenue is known and compared.
	Revenue bool
	// What the bars and the line are: "share of the trouble", "share of the
	// revenue", "added up".
	TroubleLabel, RevenueLabel, LineLabel string
	Empty                                 string // "No trouble with anybody"
}

// ClientShare is a client in the portfolio.
type ClientShare struct {
	Name string
	// Verdict and its name; no name, no badge.
	Verdict      scoring.Verdict
	VerdictLabel string
	// Trouble and Revenue are shares, 0 to 1, of the totals of all clients.
	Trouble, Revenue         float64
	TroubleText, RevenueText string // "41 %"; empty where unknown
}

func (k PortfolioCard) draw(c *canvas) {
	head(c, k.Title, k.Lead)
	k.Clients = k.Clients[:min(len(k.Clients), Rows)]
	rows := k.Clients
	if k.Rest != nil {
		k.Clients = k.Clients[:min(len(k.Clients), Rows-1)]
		rows = append(slices.Clone(k.Clients), *k.Rest)
	}
	if len(rows) == 0 {
		nothing(c, k.Empty)
		return
	}
	top, height := lanes(len(rows))
	b := k.columns(c, rows, top, height)
	if k.Revenue {
		k.compared(c, b, rows, top, height)
	} else {
		k.ranked(c, b, rows, top, height)
	}
	if k.few(0) && k.Few < len(rows) {
		y := top + height*float64(k.Few)
		c.dashes(2.5, 8, 8, point{margin, y}, point{Width - margin, y})
		c.fill(guide)
	}
}

// columns writes names and verdicts, and returns where the bars have their place.
func (k PortfolioCard) columns(c *canvas, rows []ClientShare, top, height float64) bars {
	verdict := style{smallSize, true, ink}
	var names, verdicts float64
	for i, r := range rows {
		names = max(names, c.text.width(k.nameStyle(i), c.text.fit(k.nameStyle(i), r.Name, 350)))
		verdicts = max(verdicts, c.text.width(verdict, c.text.fit(verdict, r.VerdictLabel, 230)))
	}
	for i, r := range rows {
		y := top + height*(float64(i)+0.5)
		c.say(k.nameStyle(i), margin, y+9, left, 350, r.Name)
		if r.VerdictLabel == "" {
			continue
		}
		x := margin + names + 40
		c.mark(look{verdictMark(r.Verdict), tone(r.Verdict)}, x, y, 9, 0)
		c.say(style{smallSize, true, tone(r.Verdict)}, x+20, y+8, left, 230, r.VerdictLabel)
	}
	x := margin + names + 40
	if verdicts > 0 {
		x += 20 + verdicts + 34
	}
	return bars{max(x, 420), Width - margin}
}

// few tells whether a row is one of the few; nobody is where all that are shown would be.
func (k PortfolioCard) few(row int) bool {
	return row < k.Few && k.Few <= len(k.Clients)
}

func (k PortfolioCard) nameStyle(row int) style {
	return style{textSize, k.few(row), ink}
}

func (k PortfolioCard) color(row int) colour {
	if k.few(row) || !k.few(0) && row < len(k.Clients) {
		return ink
	}
	return fewer
}

// compared draws two bars a client, as long as the greatest one's share asks for.
func (k PortfolioCard) compared(c *canvas, b bars, rows []ClientShare, top, height float64) {
	greatest := 1e-9
	for _, r := range rows[:min(len(rows), len(k.Clients))] { // Rest may be broken off
		greatest = max(greatest, r.Trouble, r.Revenue)
	}
	b.x2 -= 88 // for the figures
	for i, r := range rows {
		c.pair(b, top+height*(float64(i)+0.5), r.Trouble/greatest, r.Revenue/greatest, r.TroubleText, r.RevenueText, k.color(i))
	}
	c.key(k.TroubleLabel, k.RevenueLabel)
}

// ranked draws one bar a client on a track from nothing to all, and the line
// that adds them up. The figures stand before the bars, where no line comes.
func (k PortfolioCard) ranked(c *canvas, b bars, rows []ClientShare, top, height float64) {
	figure := style{textSize - 1, true, ink}
	var figures float64
	for _, r := range rows {
		figures = max(figures, c.text.width(figure, r.TroubleText))
	}
	b.x1 += figures + 18
	thick := min(26, height*0.5)
	var line []point
	var sum float64
	for i, r := range rows {
		y := top + height*(float64(i)+0.5)
		c.write(figure, b.x1-18, y+8, right, c.text.readable(r.TroubleText))
		c.roundRect(b.x1, y-thick/2, b.x2-b.x1, thick, 5)
		c.fill(track)
		c.solid(b, y-thick/2, thick, r.Trouble, k.color(i))
		sum += r.Trouble
		line = append(line, point{b.x1 + b.width(sum), y})
	}
	c.line(4.5, line...)
	c.fill(pareto)
	for _, p := range line {
		c.mark(look{ring, pareto}, p.x, p.y, 9, 3)
	}
	x := c.key(k.TroubleLabel, "")
	c.line(4.5, point{x, legendLine - 8}, point{x + 52, legendLine - 8})
	c.fill(pareto)
	c.mark(look{ring, pareto}, x+26, legendLine-8, 9, 3)
	c.say(style{smallSize, false, ink}, x+68, legendLine, left, Width-margin-x-68, k.LineLabel)
}
