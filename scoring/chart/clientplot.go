package chart

import (
	"image"
	"math"
	"slices"
	"time"

	"amicable/scoring"
)

// plane turns times and points into places.
type plane struct {
	x1, x2   float64
	from, to time.Time
	top      float64 // points at plotTop
}

func (p plane) x(at time.Time) float64 {
	whole := p.to.Sub(p.from)
	if whole <= 0 {
		return p.x1
	}
	return p.x1 + (p.x2-p.x1)*float64(at.Sub(p.from))/float64(whole)
}

func (p plane) y(points float64) float64 {
	return plotBottom - (plotBottom-plotTop)*min(1, max(0, points/p.top))
}

var (
	axisStyle = style{smallSize, false, inkSoft}
	bandStyle = style{smallSize, true, ink}
)

func (k ClientCard) plane(c *canvas) plane {
	p := plane{from: k.Course.From, to: k.Course.From, top: 1}
	var peak float64
	for _, samples := range [][]scoring.Sample{k.Course.Past, k.Course.Ahead} {
		for _, s := range samples {
			peak = max(peak, s.Points)
			if s.At.After(p.to) {
				p.to = s.At
			}
		}
	}
	// Some air above, the next threshold within sight, and never a close-up of nothing.
	p.top = peak * 1.16
	for i, b := range k.Bands {
		if i == 2 || b.From > peak && k.Bands[max(0, i-1)].From <= peak {
			p.top = max(p.top, b.From*1.16)
		}
	}
	p.top = max(p.top, 1)
	var numbers, labels float64
	for _, b := range k.Bands {
		numbers = max(numbers, c.text.width(axisStyle, b.Number))
		labels = max(labels, c.text.width(bandStyle, c.text.readable(b.Label)))
	}
	p.x1 = math.Round(margin + min(80, numbers) + 14)
	p.x2 = math.Round(Width - margin - min(240, labels) - 18)
	return p
}

// bands draws the verdicts' parts of the height, their names to the right of the
// plot and their thresholds to the left, where no curve comes. A band too thin
// for its name goes without.
func (k ClientCard) bands(c *canvas, p plane) {
	last := -1e9
	var numbers []float64
	for i := len(k.Bands) - 1; i >= 0; i-- {
		b := k.Bands[i]
		if b.From >= p.top {
			continue
		}
		upper := plotTop
		if i+1 < len(k.Bands) {
			upper = math.Round(p.y(k.Bands[i+1].From))
		}
		lower := math.Round(p.y(b.From))
		c.block(image.Rect(int(p.x1), int(upper), int(p.x2), int(lower)), tint(b.Verdict))
		if at := (upper+lower)/2 + 8; lower-upper >= labelGap/2 && at-last >= labelGap-3 {
			c.say(style{smallSize, true, tone(b.Verdict)}, p.x2+18, at, left, Width-margin/2-p.x2-18, b.Label)
			last = at
		}
		at := lower + 8
		if !slices.ContainsFunc(numbers, func(n float64) bool { return math.Abs(n-at) < labelGap-5 }) {
			c.say(axisStyle, p.x1-14, at, right, 80, b.Number)
			numbers = append(numbers, at)
		}
	}
	for i, b := range k.Bands {
		if i > 0 && b.From < p.top {
			c.hline(p.x1, p.x2, p.y(b.From), paper)
		}
	}
}

// dates names the months below, and today.
func (k ClientCard) dates(c *canvas, p plane) {
	c.hline(p.x1, p.x2, plotBottom, axis)
	now := k.now()
	today := c.text.readable(k.Today)
	bold := style{smallSize, true, ink}
	taken := [][2]float64{k.span(c, bold, p.x(now), today)}
	c.dashes(2, 4, 8, point{p.x(now), plotTop + 6}, point{p.x(now), plotBottom - 4})
	c.fill(guide)
	c.write(bold, p.x(now), tickLine, centre, today)
	for _, t := range k.Ticks {
		if t.At.Before(p.from) || t.At.After(p.to) {
			continue
		}
		label := c.text.readable(t.Label)
		span := k.span(c, axisStyle, p.x(t.At), label)
		c.vline(p.x(t.At), plotBottom, plotBottom+8, axis)
		if overlaps(taken, span) || span[0] < margin/2 || span[1] > Width-margin/2 {
			continue
		}
		taken = append(taken, span)
		c.write(axisStyle, p.x(t.At), tickLine, centre, label)
	}
}

func (k ClientCard) span(c *canvas, s style, x float64, label string) [2]float64 {
	w := c.text.width(s, label)/2 + 12
	return [2]float64{x - w, x + w}
}

func overlaps(taken [][2]float64, span [2]float64) bool {
	for _, t := range taken {
		if span[0] < t[1] && t[0] < span[1] {
			return true
		}
	}
	return false
}

func (k ClientCard) now() time.Time {
	if n := len(k.Course.Past); n > 0 {
		return k.Course.Past[n-1].At
	}
	return k.Course.From
}

// curve draws the past as a filled line and what lies ahead as dots.
func (k ClientCard) curve(c *canvas, p plane) {
	points := places(p, k.Course.Past)
	if len(points) == 0 {
		return
	}
	clip := c.img.Bounds()
	clip.Max.Y = plotBottom
	area := append([]point{{points[0].x, plotBottom}}, points...)
	c.polygon(append(area, point{points[len(points)-1].x, plotBottom})...)
	shadow := ink
	shadow.A = 30
	c.fillWithin(shadow, clip)
	c.line(5, points...)
	c.fillWithin(ink, clip)

	c.dots(6.5, 14, places(p, k.Course.Ahead))
	c.fill(ink)
	k.steps(c, p)
	k.quiet(c, p)
}

// quiet says that there were no incidents; older ones may still have points, so
// it stands at the top, above whatever the curve does.
func (k ClientCard) quiet(c *canvas, p plane) {
	isIncident := func(m scoring.Mark) bool { return m.Kind == scoring.Incident }
	if slices.ContainsFunc(k.Course.Marks, isIncident) {
		return
	}
	now := p.x(k.now())
	y := (plotTop + plotBottom) / 2
	if slices.ContainsFunc(k.Course.Past, func(s scoring.Sample) bool { return s.Points > 0 }) {
		y = plotTop + 34
	}
	c.say(style{leadSize - 2, false, inkSoft}, (p.x1+now)/2, y, centre, now-p.x1-40, k.Empty)
}

// places leaves out samples that fall on the same place as the one before.
func places(p plane, samples []scoring.Sample) []point {
	var points []point
	for i, s := range samples {
		at := point{p.x(s.At), p.y(s.Points)}
		if n := len(points); n > 0 && i+1 < len(samples) && math.Hypot(at.x-points[n-1].x, at.y-points[n-1].y) < 0.5 {
			continue
		}
		points = append(points, at)
	}
	return points
}

// steps names the days on which better verdicts are reached: above the dots
// and to their right, where a falling line leaves room, else below and to their left.
func (k ClientCard) steps(c *canvas, p plane) {
	bold := style{smallSize, true, ink}
	var taken []box
	for _, s := range k.Steps {
		points, ok := at(k.Course.Ahead, s.At)
		if !ok {
			continue
		}
		x, y := p.x(s.At), p.y(points)
		c.circle(x, y, 9)
		c.fill(paper)
		c.circle(x, y, 7)
		c.circleHole(x, y, 4)
		c.fill(ink)
		label := c.text.readable(s.Label)
		w := c.text.width(bold, label)
		for _, b := range []box{
			{x + 4, y - 18 - smallSize, x + 4 + w, y - 18},
			{x - 6 - w, y + 14, x - 6, y + 14 + smallSize},
		} {
			within := b.x1 > p.x(k.now())+8 && b.x2 < p.x2-6 && b.y1 > plotTop+4 && b.y2 < plotBottom-8
			if within && !slices.ContainsFunc(taken, b.meets) {
				c.write(bold, b.x1, b.y2, left, label)
				taken = append(taken, b)
				break
			}
		}
	}
}

// box is a place that is taken.
type box struct{ x1, y1, x2, y2 float64 }

func (b box) meets(o box) bool {
	const air = 8
	return b.x1 < o.x2+air && o.x1 < b.x2+air && b.y1 < o.y2+air && o.y1 < b.y2+air
}

// at reads samples at a time.
func at(samples []scoring.Sample, t time.Time) (float64, bool) {
	for i, s := range samples {
		if s.At.Before(t) {
			continue
		}
		if i == 0 || s.At.Equal(t) {
			return s.Points, s.At.Equal(t)
		}
		before := samples[i-1]
		part := float64(t.Sub(before.At)) / float64(s.At.Sub(before.At))
		return before.Points + (s.Points-before.Points)*part, true
	}
	return 0, false
}
