package chart

import (
	"math"
	"slices"
	"strconv"

	"amicable/scoring"
)

// legend names the looks that occur, and returns those of the signs that had room.
func (k ClientCard) legend(c *canvas) map[scoring.SignID]look {
	counts := map[scoring.SignID]int{}
	var incidents, remedies, praises int
	for _, m := range k.Course.Marks {
		switch m.Kind {
		case scoring.Incident:
			counts[m.Sign]++
			incidents++
		case scoring.RemedyTried:
			remedies++
		default:
			praises++
		}
	}
	// What has one look each comes last, and gets its room first.
	var tail []item
	if remedies > 0 {
		tail = append(tail, k.item(c, look{check, remedy}, k.Remedy, remedies))
	}
	if praises > 0 {
		tail = append(tail, k.item(c, look{heart, praise}, k.Praise, praises))
	}
	var signs []scoring.SignID
	for _, s := range k.Signs {
		signs = append(signs, s.Sign)
	}
	looks, known := looksOf(signs), map[scoring.SignID]look{}
	var items []item
	left := incidents
	for _, s := range k.Signs {
		n := counts[s.Sign]
		if n == 0 || known[s.Sign] != (look{}) {
			continue
		}
		it := k.item(c, looks[s.Sign], s.Label, n)
		trial := append(slices.Clone(items), it)
		if left > n {
			trial = append(trial, k.item(c, otherLook, k.Others, left-n))
		}
		if lines(append(trial, tail...)) > 2 {
			break
		}
		items = append(items, it)
		known[s.Sign] = it.look
		left -= n
	}
	if left > 0 {
		items = append(items, k.item(c, otherLook, k.Others, left))
	}
	items = append(items, tail...)
	y := legendLine
	if lines(items) > 1 {
		y -= legendGap / 2
	}
	x := margin
	for _, it := range items {
		if x > margin && x+it.width-itemGap > Width-margin {
			x, y = margin, y+legendGap
		}
		c.mark(it.look, x+11, y-8, 10, 0)
		w := c.write(style{smallSize, false, ink}, x+32, y, 0, it.label)
		c.write(axisStyle, x+32+w+9, y, 0, it.count)
		x += it.width
	}
	return known
}

// lines counts the lines that a legend takes.
func lines(items []item) int {
	n, x := 1, margin
	for _, it := range items {
		if x > margin && x+it.width-itemGap > Width-margin {
			n, x = n+1, margin
		}
		x += it.width
	}
	return n
}

// itemGap is the space between two items.
const itemGap = 38

// item is one look in the legend.
type item struct {
	look
	label, count string
	width        float64 // with the space after it
}

func (k ClientCard) item(c *canvas, l look, label string, n int) item {
	it := item{look: l, label: c.text.fit(axisStyle, label, 300)}
	if n > 1 {
		it.count = "×" + strconv.Itoa(n)
	}
	it.width = 32 + c.text.width(axisStyle, it.label) + itemGap
	if it.count != "" {
		it.width += 9 + c.text.width(axisStyle, it.count)
	}
	return it
}

// marks draws incidents on the curve, and remedies and praise on its ground.
func (k ClientCard) marks(c *canvas, p plane, known map[scoring.SignID]look) {
	var incidents int
	for _, m := range k.Course.Marks {
		if m.Kind == scoring.Incident {
			incidents++
		}
	}
	k.ground(c, p)
	var drawn []dot
	if incidents > crowd {
		drawn = k.thinned(p, known)
	} else {
		r := 11.0
		if incidents > crowd/2 {
			r = 9
		}
		for _, m := range k.Course.Marks {
			if m.Kind != scoring.Incident {
				continue
			}
			d := dot{look: lookAmong(known, m.Sign), x: p.x(m.At), y: p.y(m.Points), r: r * sized(m)}
			if d.settle(drawn) {
				drawn = append(drawn, d)
			}
		}
	}
	for _, d := range drawn {
		c.mark(d.look, d.x, d.y, d.r, 3)
	}
}

// crowd is the number of incidents beyond which not every one gets a dot.
const crowd = 48

// thinned draws one dot for those that happened about the same time. Signs take
// turns: each gets dots in proportion to its incidents, where it had some.
// The curve and the legend's counts tell of all.
func (k ClientCard) thinned(p plane, known map[scoring.SignID]look) (drawn []dot) {
	const r = 7.5
	owed := map[look]float64{}
	var here []dot
	flush := func() {
		if len(here) == 0 {
			return
		}
		best := here[0]
		for _, d := range here {
			owed[d.look]++
		}
		for _, d := range here {
			if owed[d.look] > owed[best.look] {
				best = d
			}
		}
		owed[best.look] -= float64(len(here))
		drawn, here = append(drawn, best), here[:0]
	}
	for _, m := range k.Course.Marks {
		if m.Kind != scoring.Incident {
			continue
		}
		d := dot{look: lookAmong(known, m.Sign), x: p.x(m.At), y: p.y(m.Points), r: r}
		if len(here) > 0 && d.x-here[0].x > 2.4*r {
			flush()
		}
		here = append(here, d)
	}
	flush()
	return drawn
}

func lookAmong(known map[scoring.SignID]look, sign scoring.SignID) look {
	if l, ok := known[sign]; ok {
		return l
	}
	return otherLook
}

// ground draws remedies, each with a line up to the curve, and praise.
func (k ClientCard) ground(c *canvas, p plane) {
	var drawn []dot
	for _, m := range k.Course.Marks {
		var l look
		switch m.Kind {
		case scoring.RemedyTried:
			l = look{check, remedy}
		case scoring.PraiseGiven:
			l = look{heart, praise}
		default:
			continue
		}
		d := dot{look: l, x: p.x(m.At), y: plotBottom - 1, r: 13}
		if !d.settleOnGround(drawn) {
			continue
		}
		if m.Kind == scoring.RemedyTried && p.y(m.Points) < plotBottom-24 {
			c.dashes(2.5, 5, 6, point{d.x, plotBottom - 18}, point{d.x, p.y(m.Points) + 6})
			c.fill(remedy)
		}
		drawn = append(drawn, d)
	}
	for _, d := range drawn {
		c.mark(d.look, d.x, d.y, d.r, 3)
	}
}

type dot struct {
	look
	x, y, r float64
}

// settle moves a dot down from one of another look that it would hide, as
// where several things happened on one day; false where its like is there already.
func (d *dot) settle(drawn []dot) bool {
	start := d.y
	for range 4 {
		hit := -1
		for i := len(drawn) - 1; i >= 0; i-- {
			o := drawn[i]
			near := math.Hypot(o.x-d.x, o.y-d.y)
			if o.look == d.look && near < 0.8*d.r {
				return false
			}
			if near < 1.1*d.r {
				hit = i
			}
		}
		if hit < 0 {
			return true
		}
		if d.y = drawn[hit].y + 2*d.r; d.y > plotBottom-d.r {
			break
		}
	}
	d.y = start
	return true
}

// settleOnGround moves a mark aside by less than itself, or says that its like is there.
func (d *dot) settleOnGround(drawn []dot) bool {
	for _, o := range drawn {
		if math.Abs(o.x-d.x) < 1.3*d.r {
			if o.look == d.look {
				return false
			}
			d.x = o.x + 2.2*d.r
		}
	}
	return true
}

// sized makes what weighs more look larger.
func sized(m scoring.Mark) float64 {
	switch {
	case m.Exempt, m.Severity == scoring.Low:
		return 0.8
	case m.Severity == scoring.High:
		return 1.25
	}
	return 1
}
