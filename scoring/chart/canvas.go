package chart

import (
	"image"
	"image/color"
	"math"

	"golang.org/x/image/draw"
	"golang.org/x/image/math/f32"
	"golang.org/x/image/vector"
)

// canvas draws on pixels. Its x goes right and its y down, in pixels.
type canvas struct {
	img    *image.RGBA
	raster vector.Rasterizer
	path   path
	text   letters
}

type point struct{ x, y float64 }

// path gathers outlines. All have to turn the same way: overlapping parts of
// one path are then filled once, not cut out of each other.
type path struct {
	verbs  []verb
	points []f32.Vec2
}

type verb uint8

const (
	moveTo  verb = iota // 1 point
	lineTo              // 1
	quadTo              // 2
	cubeTo              // 3
	closing             // 0
)

func newCanvas() *canvas {
	return &canvas{img: image.NewRGBA(image.Rect(0, 0, Width, Height))}
}

// card makes the canvas a blank card with transparent corners.
func (c *canvas) card() {
	c.block(c.img.Bounds(), edge)
	c.block(c.img.Bounds().Inset(2), paper)
	for _, at := range []image.Point{{}, {Width - corner, 0}, {0, Height - corner}, {Width - corner, Height - corner}} {
		box := image.Rect(0, 0, corner, corner).Add(at)
		c.block(box, colour{})
		c.roundRect(0, 0, Width, Height, corner)
		c.fillWithin(edge, box)
		c.roundRect(2, 2, Width-4, Height-4, corner-2)
		c.fillWithin(paper, box)
	}
}

// block sets whole pixels, many times faster than filling a path.
func (c *canvas) block(box image.Rectangle, clr colour) {
	draw.Draw(c.img, box, image.NewUniform(color.Color(clr)), image.Point{}, draw.Src)
}

func (c *canvas) add(v verb, points ...f32.Vec2) {
	c.path.verbs = append(c.path.verbs, v)
	c.path.points = append(c.path.points, points...)
}

func vec(x, y float64) f32.Vec2 { return f32.Vec2{float32(x), float32(y)} }

// fill fills the path and forgets it.
func (c *canvas) fill(clr colour) { c.fillWithin(clr, c.img.Bounds()) }

// fillWithin fills what of the path is within a rectangle, and forgets it. The
// rasterizer works on the path's bounds only, as its cost is by area.
func (c *canvas) fillWithin(clr colour, clip image.Rectangle) {
	defer func() { c.path.verbs, c.path.points = c.path.verbs[:0], c.path.points[:0] }()
	if len(c.path.points) == 0 {
		return
	}
	lo, hi := c.path.points[0], c.path.points[0]
	for _, p := range c.path.points {
		lo[0], lo[1] = min(lo[0], p[0]), min(lo[1], p[1])
		hi[0], hi[1] = max(hi[0], p[0]), max(hi[1], p[1])
	}
	box := image.Rect(floor(lo[0]), floor(lo[1]), floor(hi[0])+1, floor(hi[1])+1).Intersect(clip)
	if box.Empty() {
		return
	}
	c.raster.Reset(box.Dx(), box.Dy())
	c.raster.DrawOp = draw.Over
	c.trace(float32(box.Min.X), float32(box.Min.Y))
	c.raster.Draw(c.img, box, image.NewUniform(color.Color(clr)), image.Point{})
}

func floor(f float32) int {
	return int(math.Floor(float64(max(-1e6, min(1e6, f)))))
}

func (c *canvas) trace(dx, dy float32) {
	r, at := &c.raster, 0
	next := func() (float32, float32) {
		p := c.path.points[at]
		at++
		return p[0] - dx, p[1] - dy
	}
	for _, v := range c.path.verbs {
		switch v {
		case moveTo:
			r.MoveTo(next())
		case lineTo:
			r.LineTo(next())
		case quadTo:
			x1, y1 := next()
			x2, y2 := next()
			r.QuadTo(x1, y1, x2, y2)
		case cubeTo:
			x1, y1 := next()
			x2, y2 := next()
			x3, y3 := next()
			r.CubeTo(x1, y1, x2, y2, x3, y3)
		case closing:
			r.ClosePath()
		}
	}
}

// polygon adds a closed outline, turned the way that all of them turn.
func (c *canvas) polygon(points ...point) {
	var area float64
	for i, p := range points {
		q := points[(i+1)%len(points)]
		area += p.x*q.y - q.x*p.y
	}
	for i := range points {
		p := points[i]
		if area < 0 {
			p = points[len(points)-1-i]
		}
		v := lineTo
		if i == 0 {
			v = moveTo
		}
		c.add(v, vec(p.x, p.y))
	}
	c.add(closing)
}

// kappa makes a cubic curve a quarter of a circle.
const kappa = 0.5522847498

func (c *canvas) roundRect(x, y, w, h, r float64) {
	r = max(0, min(r, w/2, h/2))
	k := r * (1 - kappa)
	c.add(moveTo, vec(x+r, y))
	c.add(lineTo, vec(x+w-r, y))
	c.add(cubeTo, vec(x+w-k, y), vec(x+w, y+k), vec(x+w, y+r))
	c.add(lineTo, vec(x+w, y+h-r))
	c.add(cubeTo, vec(x+w, y+h-k), vec(x+w-k, y+h), vec(x+w-r, y+h))
	c.add(lineTo, vec(x+r, y+h))
	c.add(cubeTo, vec(x+k, y+h), vec(x, y+h-k), vec(x, y+h-r))
	c.add(lineTo, vec(x, y+r))
	c.add(cubeTo, vec(x, y+k), vec(x+k, y), vec(x+r, y))
	c.add(closing)
}

func (c *canvas) circle(x, y, r float64) { c.roundRect(x-r, y-r, 2*r, 2*r, r) }

// line adds a line of a width through points, with round joints and ends.
func (c *canvas) line(width float64, points ...point) {
	var last point
	for i, p := range points {
		c.circle(p.x, p.y, width/2)
		if i > 0 {
			c.segment(last, p, width/2)
		}
		last = p
	}
}

// segment adds a straight piece, r to both sides.
func (c *canvas) segment(p, q point, r float64) {
	dx, dy := q.x-p.x, q.y-p.y
	d := math.Hypot(dx, dy)
	if d < 1e-6 {
		return
	}
	nx, ny := -dy/d*r, dx/d*r
	c.polygon(point{p.x + nx, p.y + ny}, point{p.x - nx, p.y - ny}, point{q.x - nx, q.y - ny}, point{q.x + nx, q.y + ny})
}

// dashes adds a line in pieces: on pixels drawn, off pixels left out.
func (c *canvas) dashes(width, on, off float64, points ...point) {
	var piece []point
	drawn, left := true, on
	for i := 1; i < len(points); i++ {
		p, q := points[i-1], points[i]
		d := math.Hypot(q.x-p.x, q.y-p.y)
		if drawn && len(piece) == 0 {
			piece = append(piece, p)
		}
		for d > left {
			p = point{p.x + (q.x-p.x)*left/d, p.y + (q.y-p.y)*left/d}
			d -= left
			if drawn {
				c.line(width, append(piece, p)...)
				piece, left = nil, off
			} else {
				piece, left = []point{p}, on
			}
			drawn = !drawn
		}
		left -= d
		if drawn {
			piece = append(piece, q)
		}
	}
	if len(piece) > 1 {
		c.line(width, piece...)
	}
}

// hline and vline draw crisp lines two pixels wide.
func (c *canvas) hline(x1, x2, y float64, clr colour) {
	at := int(math.Round(y))
	c.block(image.Rect(int(x1), at-1, int(x2), at+1), clr)
}

func (c *canvas) vline(x, y1, y2 float64, clr colour) {
	at := int(math.Round(x))
	c.block(image.Rect(at-1, int(y1), at+1, int(y2)), clr)
}

// circleHole cuts a circle out of what else the path covers.
func (c *canvas) circleHole(x, y, r float64) {
	k := r * kappa
	c.add(moveTo, vec(x+r, y))
	c.add(cubeTo, vec(x+r, y-k), vec(x+k, y-r), vec(x, y-r))
	c.add(cubeTo, vec(x-k, y-r), vec(x-r, y-k), vec(x-r, y))
	c.add(cubeTo, vec(x-r, y+k), vec(x-k, y+r), vec(x, y+r))
	c.add(cubeTo, vec(x+k, y+r), vec(x+r, y+k), vec(x+r, y))
	c.add(closing)
}

// dots adds dots along a line, a step apart, the first a step from its beginning.
func (c *canvas) dots(size, step float64, points []point) {
	next := step
	for i := 1; i < len(points); i++ {
		p, q := points[i-1], points[i]
		d := math.Hypot(q.x-p.x, q.y-p.y)
		for ; next <= d; next += step {
			c.circle(p.x+(q.x-p.x)*next/d, p.y+(q.y-p.y)*next/d, size/2)
		}
		next -= d
	}
}
