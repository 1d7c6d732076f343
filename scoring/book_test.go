package scoring_test

import (
	"errors"
	"fmt"
	"math"
	"testing"

	"amicable/scoring"
)

// n is a sign's decayed sum today.
func (s *story) n(sign scoring.SignID) float64 {
	return math.Round(s.policy.Read(s.running.Tallies[sign].Sum, today).Slow*1e6) / 1e6
}

func TestSeveralPeopleOnOneMessage(t *testing.T) {
	s := tell(t)
	step := func(what string, n float64, count, people int) {
		t.Helper()
		tally := s.running.Tallies[scoring.ScopeCreep]
		seen := 0
		if len(tally.Recent) > 0 {
			seen = tally.Recent[0].People()
		}
		if s.n(scoring.ScopeCreep) != n || tally.Count != count || seen != people {
			t.Fatalf("%s: N %v, count %d, %d people; want %v, %d, %d",
				what, s.n(scoring.ScopeCreep), tally.Count, seen, n, count, people)
		}
		same(t, what+": rebuilt", read(s.policy, s.running), read(s.policy, s.book.Ledger()))
	}
	ana := s.flag(scoring.ScopeCreep, "ana", today)
	step("ana flags", 1, 1, 1)
	again := s.flag(scoring.ScopeCreep, "ana", today)
	step("ana flags it again", 1, 1, 1)
	ben := s.flag(scoring.ScopeCreep, "ben", today)
	step("ben joins", 1.25, 1, 2)
	s.undo(again)
	step("ana takes her second report back", 1.25, 1, 2)
	s.undo(ana)
	step("ana takes her first one back, ben's remains", 1, 1, 1)
	s.undo(ben)
	step("so does ben", 0, 0, 0)
	if _, left := s.running.Tallies[scoring.ScopeCreep]; left {
		t.Error("an empty tally is left")
	}
}

// A confirmation can arrive when the last report was just taken back: the
// incident then stands by that report alone.
func TestConfirmedAfterItVanished(t *testing.T) {
	p := scoring.Default()
	open := p.Open(scoring.Tension, "1", scoring.High, today, "ana")
	gone := p.Withdraw(scoring.Tension, open.Occurrence, "ana")
	again := p.Confirm(scoring.Tension, gone.Occurrence, "ben")
	var l scoring.Ledger
	for _, c := range []scoring.Change{open, gone, again} {
		l = l.Apply(c)
	}
	book := scoring.NewBook(p)
	for _, e := range []scoring.Entry{
		{ID: "1", Kind: scoring.Incident, Sign: scoring.Tension, Severity: scoring.High, At: today, By: "ana"},
		{ID: "2", Kind: scoring.TakenBack, Of: "1"},
		{ID: "3", Kind: scoring.Confirmation, Of: "1", By: "ben"},
	} {
		if err := book.Add(e); err != nil {
			t.Fatal(err)
		}
	}
	same(t, "rebuilt", read(p, l), read(p, book.Ledger()))
	if n := p.Read(l.Tallies[scoring.Tension].Sum, today).Slow; math.Abs(n-2) > 1e-9 {
		t.Errorf("N = %v, want the weight of high severity", n)
	}
}

func TestWithdrawByAStrangerChangesNothing(t *testing.T) {
	p := scoring.Default()
	o := p.Open(scoring.Tension, "1", scoring.Normal, today, "ana").Occurrence
	if c := p.Withdraw(scoring.Tension, o, "ben"); c.Sum != (scoring.Sum{}) || c.Count != 0 || !c.Occurrence.Stands() {
		t.Errorf("%+v", c)
	}
}

func TestRecentIsBoundedAndSorted(t *testing.T) {
	s := tell(t)
	for i := range 12 {
		s.flag(scoring.LatePayment, "ana", daysAgo(float64((i*7)%12)*10)) // a permutation
	}
	got := s.running.Tallies[scoring.LatePayment]
	if got.Count != 12 || len(got.Recent) != scoring.RecentKept {
		t.Fatalf("count %d, kept %d", got.Count, len(got.Recent))
	}
	for i, o := range got.Recent {
		if !o.At.Equal(daysAgo(float64(i) * 10)) {
			t.Errorf("Recent[%d] is of %v", i, o.At)
		}
	}
	if n, complete := got.Within(today, 45*day); n != 5 || !complete {
		t.Errorf("within 45 days: %d, %v", n, complete)
	}
	if n, complete := got.Within(today, 365*day); n != 8 || complete {
		t.Errorf("within a year: %d, %v; want at least 8", n, complete)
	}
	// The book knows those that were dropped: taking the newest back brings one into sight.
	for _, e := range s.entries {
		if e.At.Equal(today) {
			s.undo(e.ID)
			break
		}
	}
	if kept := len(s.running.Tallies[scoring.LatePayment].Recent); kept != 7 {
		t.Errorf("running keeps %d", kept)
	}
	if kept := len(s.book.Ledger().Tallies[scoring.LatePayment].Recent); kept != 8 {
		t.Errorf("rebuilt keeps %d", kept)
	}
}

func TestLedgerIsAValue(t *testing.T) {
	s := tell(t)
	s.flag(scoring.Tension, "ana", daysAgo(3))
	s.remedy(scoring.TalkHeld, daysAgo(2))
	before := s.running
	want := fmt.Sprintf("%+v", before)
	s.flag(scoring.Tension, "ben", daysAgo(3))
	s.flag(scoring.Tension, "ana", daysAgo(1))
	s.remedy(scoring.PriceRaised, daysAgo(1))
	_ = before.WithParting(today)
	if got := fmt.Sprintf("%+v", before); got != want {
		t.Errorf("the earlier ledger changed\nfrom %s\nto   %s", want, got)
	}
}

func TestRemediesAndPraiseTakenBack(t *testing.T) {
	s := tell(t)
	talk := s.remedy(scoring.TalkHeld, daysAgo(5))
	s.remedy(scoring.BoundarySet, daysAgo(9))
	early, late := s.praise(daysAgo(8)), s.praise(daysAgo(2))
	s.undo(talk)
	s.undo(late)
	if r := s.running.Remedies; len(r) != 1 || r[0].Kind != scoring.BoundarySet {
		t.Errorf("remedies %+v", r)
	}
	if p := s.running.Praise; p.Count != 1 || !p.Last.Equal(daysAgo(8)) {
		t.Errorf("praise %+v", p)
	}
	same(t, "rebuilt", read(s.policy, s.running), read(s.policy, s.book.Ledger()))
	s.undo(early)
	if p := s.running.Praise; p != (scoring.Praise{}) {
		t.Errorf("praise left: %+v", p)
	}
	for i := range 2 * scoring.RemediesKept {
		s.remedy(scoring.TalkHeld, daysAgo(float64(i)))
	}
	if r := s.running.Remedies; len(r) != scoring.RemediesKept || !r[0].At.Equal(today) {
		t.Errorf("%d remedies kept, the latest of %v", len(r), r[0].At)
	}
}

func TestBookRefuses(t *testing.T) {
	b := scoring.NewBook(scoring.Default())
	add := func(e scoring.Entry, want error) {
		t.Helper()
		before := b.Ledger()
		if err := b.Add(e); !errors.Is(err, want) {
			t.Errorf("%+v: %v, want %v", e, err, want)
		}
		if want != nil {
			same(t, "ledger after an error", before, b.Ledger())
		}
	}
	add(scoring.Entry{ID: "1", Kind: scoring.Incident, Sign: scoring.Morale, At: today, By: "ana"}, nil)
	add(scoring.Entry{ID: "1", Kind: scoring.Incident, Sign: scoring.Morale, At: today, By: "ana"}, scoring.ErrTwice)
	add(scoring.Entry{ID: "2", Kind: "riddle"}, scoring.ErrKind)
	add(scoring.Entry{ID: "2", Kind: scoring.Confirmation, Of: "9"}, scoring.ErrNotFound)
	add(scoring.Entry{ID: "2", Kind: scoring.TakenBack, Of: "9"}, scoring.ErrNotFound)
	add(scoring.Entry{ID: "2", Kind: scoring.TakenBack, Of: "1"}, nil)
	add(scoring.Entry{ID: "3", Kind: scoring.TakenBack, Of: "1"}, scoring.ErrTwice)
	add(scoring.Entry{ID: "3", Kind: scoring.TakenBack, Of: "2"}, scoring.ErrKind)
}

func TestPartingsAreBounded(t *testing.T) {
	var l scoring.Ledger
	for i := range 2 * scoring.PartingsKept {
		l = l.WithParting(daysAgo(float64(20 - i)))
	}
	if len(l.Partings) != scoring.PartingsKept || !l.Partings[0].Equal(daysAgo(11)) {
		t.Errorf("%v", l.Partings)
	}
}
