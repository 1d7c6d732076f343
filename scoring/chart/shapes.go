package chart

import (
	"hash/fnv"
	"math"
	"slices"

	"amicable/scoring"
)

// shape is how a mark looks, so that nobody has to tell it by its colour.
type shape int

const (
	disc shape = iota
	square
	triangle
	diamond
	wedge // a triangle that points down
	ring  // signs without a look of their own
	check // a remedy
	heart // a praise

	signShapes = int(ring)
)

// signColours can be told apart by colour-blind people (after Okabe and Ito,
// "Color Universal Design", darkened for a light ground).
var signColours = [...]colour{
	rgb(0x0068A8), rgb(0xC9500A), rgb(0x00805C), rgb(0xA3447C),
	rgb(0x5B4BB5), rgb(0xB07D00), rgb(0x2C8FC4), rgb(0x7A4A2B),
}

// look is a sign's shape and colour.
type look struct {
	shape shape
	color colour
}

var otherLook = look{ring, inkSoft}

// The numbers of colours and of shapes share no factor, so that each of the
// first 40 places has a look of its own, and neighbours differ in both.
const looks = len(signColours) * signShapes

func place(n int) look { return look{shape(n % signShapes), signColours[n%len(signColours)]} }

// looksOf gives signs their looks. Signs that every workspace has look the same
// in every picture. A workspace's own ones go by their ids, and make way for
// each other within a picture; they never look like one of ours.
func looksOf(signs []scoring.SignID) map[scoring.SignID]look {
	all := make(map[scoring.SignID]look, len(signs))
	var own []scoring.SignID
	for _, id := range signs {
		if n := slices.Index(placed[:], id); n >= 0 {
			all[id] = place(n)
		} else {
			own = append(own, id)
		}
	}
	slices.Sort(own)
	const free = looks - len(placed)
	taken := map[int]bool{}
	for _, id := range slices.Compact(own) {
		h := fnv.New32a()
		_, _ = h.Write([]byte(id)) // never fails
		n := int(h.Sum32() % uint32(free))
		for taken[n] && len(taken) < free {
			n = (n + 1) % free
		}
		taken[n] = true
		all[id] = place(len(placed) + n)
	}
	return all
}

// placed puts the signs that are flagged most first, so that they differ most.
var placed = [...]scoring.SignID{
	scoring.LatePayment, scoring.ScopeCreep, scoring.MissedMeetings, scoring.UnreasonableDemands,
	scoring.AlwaysOn, scoring.Unresponsive, scoring.Indecision, scoring.VerbalAbuse,
	scoring.WithholdsInput, scoring.InvoiceDispute, scoring.IgnoresAdvice, scoring.Tension,
	scoring.Morale, scoring.Unprofitable, scoring.PlaysCompetitors, scoring.Dishonesty,
	scoring.LegalRisk, scoring.PhysicalAbuse,
}

// mark draws a shape of radius r with a halo, so that it stands out from
// whatever it is on.
func (c *canvas) mark(l look, x, y, r, halo float64) {
	if halo > 0 {
		c.outline(l.shape, x, y, r+halo)
		c.fill(paper)
	}
	c.outline(l.shape, x, y, r)
	c.fill(l.color)
	switch l.shape {
	case ring:
		c.circle(x, y, r*0.5)
		c.fill(paper)
	case check:
		w := r * 0.24
		c.line(w, point{x - 0.45*r, y + 0.02*r}, point{x - 0.12*r, y + 0.36*r}, point{x + 0.48*r, y - 0.36*r})
		c.fill(paper)
	default:
	}
}

// outline adds a shape of about the area of a disc of radius r.
func (c *canvas) outline(s shape, x, y, r float64) {
	regular := func(n int, r, turn float64) {
		points := make([]point, n)
		for i := range points {
			sin, cos := math.Sincos(turn + 2*math.Pi*float64(i)/float64(n))
			points[i] = point{x + r*cos, y + r*sin}
		}
		c.polygon(points...)
	}
	switch s {
	case square:
		c.roundRect(x-0.88*r, y-0.88*r, 1.76*r, 1.76*r, 0.15*r)
	case triangle:
		y += 0.18 * r
		regular(3, 1.4*r, -math.Pi/2)
	case wedge:
		y -= 0.18 * r
		regular(3, 1.4*r, math.Pi/2)
	case diamond:
		regular(4, 1.28*r, 0)
	case check:
		c.roundRect(x-r, y-r, 2*r, 2*r, 0.55*r)
	case heart:
		c.heart(x, y, r)
	default:
		c.circle(x, y, r)
	}
}

func (c *canvas) heart(x, y, r float64) {
	at := func(px, py float64) (v [2]float32) { return vec(x+px*r, y+py*r) }
	c.add(moveTo, at(0, 1.05))
	c.add(cubeTo, at(-0.55, 0.62), at(-1.18, 0.16), at(-1.18, -0.34))
	c.add(cubeTo, at(-1.18, -0.76), at(-0.88, -1), at(-0.56, -1))
	c.add(cubeTo, at(-0.3, -1), at(-0.1, -0.84), at(0, -0.6))
	c.add(cubeTo, at(0.1, -0.84), at(0.3, -1), at(0.56, -1))
	c.add(cubeTo, at(0.88, -1), at(1.18, -0.76), at(1.18, -0.34))
	c.add(cubeTo, at(1.18, 0.16), at(0.55, 0.62), at(0, 1.05))
	c.add(closing)
}

// verdictMark is a badge's shape: the worse, the more it looks like a warning.
func verdictMark(v scoring.Verdict) shape {
	return [...]shape{disc, ring, square, diamond, wedge, wedge}[clampVerdict(v)]
}
