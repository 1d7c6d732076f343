package scoring

import (
	"math"
	"time"
)

// Decay is forward decay after Cormode, Shkapenyuk, Srivastava and Xu, "Forward
// Decay: A Practical Time Decay Model for Streaming Systems", ICDE 2009: an
// incident at time t adds 2^((t−Landmark)/HalfLife) to a sum, once and for
// good, and the sum read at time now is divided by 2^((now−Landmark)/HalfLife).
// What an incident adds does not depend on when it is added, so additions
// commute, and nothing has to be touched as time passes.
//
// Times count to the second.
type Decay struct {
	Landmark time.Time
	HalfLife time.Duration
}

// Lift is what one incident of weight 1 at t adds to a sum.
func (d Decay) Lift(t time.Time) float64 { return math.Exp2(d.halfLives(t)) }

// Read is a sum's value at now.
func (d Decay) Read(sum float64, now time.Time) float64 {
	if sum == 0 { // also where the factor below is out of range
		return 0
	}
	return sum * d.factor(now)
}

// factor turns sums into their values at now.
func (d Decay) factor(now time.Time) float64 { return math.Exp2(-d.halfLives(now)) }

// halfLives counts those that fit between the landmark and t.
func (d Decay) halfLives(t time.Time) float64 {
	return float64(t.Unix()-d.Landmark.Unix()) / d.HalfLife.Seconds()
}

// Plus adds up.
func (s Sum) Plus(o Sum) Sum { return Sum{s.Slow + o.Slow, s.Fast + o.Fast} }

// Times scales.
func (s Sum) Times(k float64) Sum { return Sum{s.Slow * k, s.Fast * k} }

var landmark = time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)

// Slow is the decay of Sum.Slow, at the policy's half-life.
func (p Policy) Slow() Decay { return Decay{landmark, p.HalfLife} }

// Fast is the decay of Sum.Fast, at FastHalfLife.
func (p Policy) Fast() Decay { return Decay{landmark, p.FastHalfLife()} }

// Lift is what one incident of weight 1 at t adds to both sums.
func (p Policy) Lift(t time.Time) Sum {
	return Sum{Slow: p.Slow().Lift(t), Fast: p.Fast().Lift(t)}
}

// Read is a sum's value at now.
func (p Policy) Read(s Sum, now time.Time) Sum {
	return Sum{Slow: p.Slow().Read(s.Slow, now), Fast: p.Fast().Read(s.Fast, now)}
}
