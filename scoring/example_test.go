package scoring_test

import (
	"fmt"
	"time"

	"amicable/scoring"
)

// Three invoices paid late, a month apart: the first one is nearly forgiven,
// the habit is not.
func Example() {
	p := scoring.Default()
	now := time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC)
	var acme scoring.Ledger
	for i, daysAgo := range []int{60, 30, 0} {
		at := now.AddDate(0, 0, -daysAgo)
		flag := p.Open(scoring.LatePayment, fmt.Sprint(i), scoring.Normal, at, "ana")
		acme = acme.Apply(flag)
	}

	a := scoring.Assess(p, acme, now)
	line := a.Signs[0]
	fmt.Printf("%v at %.1f points, %v\n", a.Verdict, a.Points, a.Trend)
	fmt.Printf("%s: %g × %.2f − %g = %.1f\n", line.Sign.ID, line.Sign.Points, line.N, line.Sign.Grace, line.Points)

	ahead := scoring.Project(p, acme, now)
	for _, step := range ahead.Steps {
		fmt.Println("no new flags:", step.Verdict, "on", step.On.Format("2 Jan"))
	}
	fmt.Println("one more", ahead.Raises[0].Sign, "means", ahead.Raises[0].Verdict)
	// Output:
	// talk at 13.8 points, rising
	// late-payment: 9 × 2.42 − 8 = 13.8
	// no new flags: watch on 13 Oct
	// no new flags: healthy on 28 Nov
	// one more late-payment means renegotiate
}

// Two people report the same message: one incident with more weight. When one
// takes the report back, the other's remains.
func ExampleSame() {
	p := scoring.Default()
	at := time.Date(2026, 10, 1, 9, 0, 0, 0, time.UTC)
	var l scoring.Ledger
	l = l.Apply(p.Open(scoring.AlwaysOn, "1", scoring.Normal, at, "ana"))

	show := func() {
		t := l.Tallies[scoring.AlwaysOn]
		fmt.Printf("%d incident, weight %.2f\n", t.Count, p.Read(t.Sum, at).Slow)
	}
	incident, known := scoring.Same(p, l.Tallies[scoring.AlwaysOn].Recent, at.Add(3*time.Hour))
	if known {
		confirmed := p.Confirm(scoring.AlwaysOn, incident, "ben")
		l = l.Apply(confirmed)
		show()
		l = l.Apply(p.Withdraw(scoring.AlwaysOn, confirmed.Occurrence, "ana"))
		show()
	}
	// Output:
	// 1 incident, weight 1.25
	// 1 incident, weight 1.00
}

// A rebuild replays the log and must find what the running ledger holds.
func ExampleBook() {
	p := scoring.Default()
	at := time.Date(2026, 10, 1, 9, 0, 0, 0, time.UTC)
	book := scoring.NewBook(p)
	for _, e := range []scoring.Entry{
		{ID: "1", Kind: scoring.Incident, Sign: scoring.Dishonesty, Severity: scoring.Normal, At: at, By: "ana"},
		{ID: "2", Kind: scoring.PraiseGiven, At: at, By: "ben"},
		{ID: "3", Kind: scoring.TakenBack, Of: "1", By: "ana"},
		{ID: "4", Kind: scoring.Confirmation, Of: "9", By: "cleo"},
	} {
		if err := book.Add(e); err != nil {
			fmt.Println(err)
		}
	}
	l := book.Ledger()
	fmt.Println(len(l.Tallies), "signs,", l.Praise.Count, "praise,", scoring.Assess(p, l, at).Verdict)
	// Output:
	// entry "4": confirming "9": entry not found
	// 0 signs, 1 praise, healthy
}

func ExamplePareto() {
	s := scoring.Pareto([]float64{31, 2, 0, 4, 1}, 0.8)
	fmt.Printf("%d of %d clients make %.0f %% of the trouble\n", s.Clients, s.Of, 100*s.Part)
	// Output: 1 of 5 clients make 82 % of the trouble
}

// An alert rings once per upward crossing.
func ExamplePolicy_Alert() {
	p := scoring.Default()
	at := func(points float64) scoring.Assessment {
		return scoring.Assessment{Verdict: p.Thresholds.Verdict(points), Points: points}
	}
	level := scoring.Healthy
	points := 0.0
	for _, next := range []float64{5, 13, 11, 14, 9, 13} {
		alert := p.Alert(level, at(points), at(next))
		fmt.Println(next, p.Thresholds.Verdict(next), alert.Raise)
		level, points = alert.Level, next
	}
	// Output:
	// 5 healthy false
	// 13 talk true
	// 11 watch false
	// 14 talk false
	// 9 watch false
	// 13 talk true
}
