package scoring_test

import (
	"fmt"
	"testing"
	"time"

	"amicable/scoring"
)

// crowded is a ledger of many incidents over five signs in the last year, its
// kept dates and people full.
func crowded(incidents int) scoring.Ledger {
	p := scoring.Default()
	ids := []scoring.SignID{scoring.LatePayment, scoring.ScopeCreep, scoring.AlwaysOn, scoring.Tension, scoring.VerbalAbuse}
	l := scoring.Ledger{Policy: p.Digest()}
	step := 365 * day / time.Duration(incidents)
	for i := range incidents {
		at := today.Add(-time.Duration(i) * step)
		l = l.Apply(p.Open(ids[i%len(ids)], fmt.Sprint(i), scoring.Normal, at, people[i%len(people)]))
	}
	return l.WithPraise(p, daysAgo(5)).WithRemedy(scoring.Remedy{ID: "r", Kind: scoring.TalkHeld, At: daysAgo(9)})
}

func BenchmarkAssess(b *testing.B) {
	p := scoring.Default()
	for _, n := range []int{10, 10_000, 100_000} {
		l := crowded(n)
		b.Run(fmt.Sprintf("incidents=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				scoring.Assess(p, l, today)
			}
		})
	}
}

func BenchmarkProject(b *testing.B) {
	p, l := scoring.Default(), crowded(40)
	b.ReportAllocs()
	for b.Loop() {
		scoring.Project(p, l, today)
	}
}

func BenchmarkOpenAndApply(b *testing.B) {
	p, l := scoring.Default(), crowded(40)
	b.ReportAllocs()
	for b.Loop() {
		l.Apply(p.Open(scoring.Tension, "new", scoring.Normal, today, "ana"))
	}
}
