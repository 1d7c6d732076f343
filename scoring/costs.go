package scoring

import (
	"cmp"
	"slices"
	"time"
)

// Cost is what one sign cost the team in the last quarter and in the one
// before: points of the incidents that happened in it, before grace and
// without fading, so that both quarters are measured alike.
type Cost struct {
	Sign               Sign
	Last, Before       float64 // points
	Count, CountBefore int     // incidents of the last quarter, and of the one before
}

// Costs adds up costs over clients, one log at a time, so that a whole
// workspace's logs need not be held at once.
type Costs struct {
	policy Policy
	now    time.Time
	bySign map[SignID]*Cost
}

// NewCosts begins adding up for the two quarters (see Quarter) before now.
func NewCosts(p Policy, now time.Time) *Costs {
	return &Costs{policy: p, now: now, bySign: map[SignID]*Cost{}}
}

// Add adds one client's log, in any order. Its latest part will do, if it
// reaches back to whatever was recorded in the last HalfYear. Exempt signs and
// signs that the policy does not know cost nothing.
func (c *Costs) Add(profile Profile, log []Entry) {
	for _, e := range standing(&c.policy, log) {
		ago := c.now.Sub(e.At)
		if e.Kind != Incident || ago >= HalfYear {
			continue
		}
		s, ok := c.policy.Sign(e.Sign)
		if !ok || s.exempts(profile) {
			continue
		}
		cost := c.bySign[e.Sign]
		if cost == nil {
			cost = &Cost{Sign: s}
			c.bySign[e.Sign] = cost
		}
		points := s.Points * c.policy.Weight(e.People) * c.policy.Severities.Of(e.Severity)
		if ago < Quarter {
			cost.Last += points
			cost.Count++
		} else {
			cost.Before += points
			cost.CountBefore++
		}
	}
}

// Lines returns the signs that cost anything, dearest of the last quarter first.
func (c *Costs) Lines() []Cost {
	lines := make([]Cost, 0, len(c.bySign))
	for i := range c.policy.Signs {
		if cost := c.bySign[c.policy.Signs[i].ID]; cost != nil {
			lines = append(lines, *cost)
		}
	}
	slices.SortStableFunc(lines, func(a, b Cost) int {
		return cmp.Or(cmp.Compare(b.Last, a.Last), cmp.Compare(b.Before, a.Before))
	})
	return lines
}
