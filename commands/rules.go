package commands

import (
	"strconv"
	"strings"

	"amicable/scoring"
	"amicable/storage"
)

// settingSign, with a sign's id behind it, keeps what a workspace changed about
// a sign: "points=12 grace=0 off", as far as it did.
const settingSign = "sign."

// signRule is what a workspace wants of a sign.
type signRule struct {
	points, grace *int // nil: as it is for everybody
	off           bool
}

// The bounds of a sign's own points and grace.
const maxSignPoints = 100

// readRule reads the kept form; what it does not know it passes over.
func readRule(kept string) signRule {
	var r signRule
	for _, word := range strings.Fields(kept) {
		key, value, _ := strings.Cut(word, "=")
		n, err := strconv.Atoi(value)
		switch {
		case word == "off":
			r.off = true
		case err != nil:
		case key == "points" && n > 0 && n <= maxSignPoints:
			r.points = &n
		case key == "grace" && n >= 0 && n <= maxSignPoints:
			r.grace = &n
		}
	}
	return r
}

func (r signRule) String() string {
	var words []string
	if r.points != nil {
		words = append(words, "points="+strconv.Itoa(*r.points))
	}
	if r.grace != nil {
		words = append(words, "grace="+strconv.Itoa(*r.grace))
	}
	if r.off {
		words = append(words, "off")
	}
	return strings.Join(words, " ")
}

// apply is the sign under the rule.
func (r signRule) apply(s scoring.Sign) scoring.Sign {
	if r.points != nil {
		s.Points = float64(*r.points)
	}
	if r.grace != nil {
		s.Grace = float64(*r.grace)
	}
	return s
}

// Rules are the rules of one workspace: everybody's, with what its settings
// change. New points need no rebuild, since sums are kept unweighted; only the
// order beyond the first few hundred clients follows with each one's next entry.
func Rules(base scoring.Policy, settings storage.Settings) scoring.Policy {
	p := base
	p.Signs = make([]scoring.Sign, 0, len(base.Signs))
	for _, s := range base.Signs {
		r := readRule(settings[settingSign+string(s.ID)])
		if r.off && s.Tier != scoring.Immediate {
			continue // what is on record stays, and counts for nothing
		}
		p.Signs = append(p.Signs, r.apply(s))
	}
	if len(p.Signs) == 0 || p.Validate() != nil {
		return base
	}
	return p
}

// ownRules tells whether a workspace changed anything.
func ownRules(settings storage.Settings) bool {
	for key := range settings {
		if strings.HasPrefix(key, settingSign) {
			return true
		}
	}
	return false
}
