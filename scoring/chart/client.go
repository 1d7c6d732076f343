package chart

import (
	"time"

	"amicable/scoring"
)

// ClientCard is a client's course. All words are in the reader's language.
//
// Its alternative text has to tell: Name, Points, VerdictLabel, how many
// incidents of which signs the span has and when the latest was, the remedies
// and praise in it, the highest points, and Steps.
type ClientCard struct {
	Name    string
	Caption string // what is drawn: "Points over the last 26 weeks"
	Points  string // now, with its unit: "13.8 points"
	Verdict scoring.Verdict
	// VerdictLabel is the verdict's name, as on Bands.
	VerdictLabel string
	Course       scoring.Course
	// Bands from Healthy upwards, as many as points can reach: without Part ways now.
	Bands []Band
	// Ticks are dates to name below, in order: the first days of months, say.
	// Those that have no room are left out.
	Ticks []Tick
	Today string // "today"
	// Signs names the signs of the course's incidents, the most important
	// first. Those that the legend has no room for are drawn alike, as Others.
	Signs  []SignName
	Others string // "others"
	Remedy string // "remedy"
	Praise string // "praise"
	// Steps are the days on which better verdicts are reached by waiting.
	Steps []Tick
	// Empty says that nothing was flagged: "No incidents in this time".
	Empty string
}

// Band is a verdict's part of the height.
type Band struct {
	Verdict scoring.Verdict
	From    float64 // points; 0 for Healthy
	Number  string  // From in words: "12"
	Label   string  // the verdict's name
}

// Bands makes the bands of a workspace's thresholds.
func Bands(t scoring.Thresholds, number func(points float64) string, label func(scoring.Verdict) string) []Band {
	var all []Band
	for v := scoring.Healthy; v <= scoring.PartWays; v++ {
		all = append(all, Band{Verdict: v, From: t.Of(v), Number: number(t.Of(v)), Label: label(v)})
	}
	return all
}

// Months names the first day of each month on a course, in the time zone of from.
func Months(from, to time.Time, label func(time.Month) string) []Tick {
	var all []Tick
	y, m, _ := from.Date()
	for at := time.Date(y, m, 1, 0, 0, 0, 0, from.Location()); !at.After(to); at = at.AddDate(0, 1, 0) {
		if !at.Before(from) {
			all = append(all, Tick{At: at, Label: label(at.Month())})
		}
	}
	return all
}

// Tick is a date with its name.
type Tick struct {
	At    time.Time
	Label string
}

// SignName is a sign with its name.
type SignName struct {
	Sign  scoring.SignID
	Label string
}

// The places of a client's card.
const (
	plotTop    = 158.0
	plotBottom = 496.0
	tickLine   = plotBottom + 40
	legendLine = 592.0
	legendGap  = 34.0 // between two lines of it
	labelGap   = 30.0 // least distance of labels' baselines
)

func (k ClientCard) draw(c *canvas) {
	k.header(c)
	p := k.plane(c)
	k.bands(c, p)
	k.dates(c, p)
	k.curve(c, p)
	known := k.legend(c)
	k.marks(c, p, known)
}

func (k ClientCard) header(c *canvas) {
	x := c.badge(Width-margin, 74, k.Verdict, k.VerdictLabel) - 28
	x -= c.say(style{leadSize + 4, true, ink}, x, 75, right, 300, k.Points) + 36
	title := style{titleSize, true, ink}
	if c.text.width(title, c.text.readable(k.Name)) > x-margin {
		title.size = leadSize + 4 // a long name gets smaller before it gets shorter
	}
	c.say(title, margin, 77, left, x-margin, k.Name)
	c.say(style{textSize, false, inkSoft}, margin, 119, left, Width-2*margin, k.Caption)
}

// badge draws a verdict's name on its colour, and returns where it begins.
func (c *canvas) badge(x2, baseline float64, v scoring.Verdict, label string) float64 {
	s := style{textSize + 1, true, tone(v)}
	label = c.text.fit(s, label, 330)
	const before, after = 58, 26
	x := x2 - c.text.width(s, label) - before - after
	c.roundRect(x, baseline-38, x2-x, 54, 27)
	c.fill(tint(v))
	c.outline(verdictMark(v), x+33, baseline-11, 10)
	c.fill(tone(v))
	if verdictMark(v) == ring {
		c.circle(x+33, baseline-11, 5)
		c.fill(tint(v))
	}
	c.write(s, x+before, baseline-2, left, label)
	return x
}
