package scoring

import (
	"fmt"
	"math"
	"strings"
)

// Digest names the rules in 17 characters, "sums.rules": the first half covers
// what is baked into the sums (half-life and weights), the second everything
// that changes a verdict. Emojis, sources and the order of signs are left out.
func (p Policy) Digest() string {
	return fmt.Sprintf("%08x.%08x", p.sumsDigest(), p.rulesDigest())
}

// sumsOutdated tells whether sums recorded under digest were made with another
// half-life or other weights, so that only a rebuild makes them right.
func (p Policy) sumsOutdated(digest string) bool {
	sums, _, _ := strings.Cut(digest, ".")
	return sums != fmt.Sprintf("%08x", p.sumsDigest())
}

func (p Policy) sumsDigest() uint32 {
	h := newFNV()
	h.number(p.HalfLife.Seconds(), p.Severities.Low, p.Severities.Normal, p.Severities.High, p.ConfirmStep, p.MaxWeight)
	return h.short()
}

func (p Policy) rulesDigest() uint32 {
	h := newFNV()
	t := p.Thresholds
	h.number(t.Watch, t.Talk, t.Renegotiate, t.PartWays, p.PraisePoints,
		p.LookBack.Seconds(), p.RemedyWindow.Seconds(), p.MergeWindow.Seconds())
	var signs uint64 // added up, so that their order does not matter
	for i := range p.Signs {
		s := &p.Signs[i]
		one := newFNV()
		one.text(string(s.ID), s.Exempt.Billing, s.Exempt.Hours)
		one.number(s.Points, s.Grace, float64(s.Tier))
		if s.MoneyMends {
			one.number(1)
		}
		signs += uint64(one)
	}
	h.bits(signs)
	return h.short()
}

// fnv is FNV-1a, 64 bit. It is written out because hash/fnv allocates, and a
// digest is taken with every assessment.
type fnv uint64

func newFNV() fnv { return 14695981039346656037 }

func (h *fnv) byte(b byte) { *h = (*h ^ fnv(b)) * 1099511628211 }

func (h *fnv) bits(u uint64) {
	for range 8 {
		h.byte(byte(u))
		u >>= 8
	}
}

func (h *fnv) number(fs ...float64) {
	for _, f := range fs {
		h.bits(math.Float64bits(f))
	}
}

func (h *fnv) text(ss ...string) {
	for _, s := range ss {
		for i := range len(s) {
			h.byte(s[i])
		}
		h.byte(0)
	}
}

func (h fnv) short() uint32 { return uint32(h>>32) ^ uint32(h) }
