package scoring_test

import (
	"fmt"
	"testing"
	"time"

	"amicable/scoring"
)

const day = 24 * time.Hour

// today is the day on which the stories are told.
var today = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func daysAgo(d float64) time.Time {
	return today.Add(-time.Duration(d * float64(day))).Truncate(time.Second)
}

// failer is what testing.T and rapid.T have in common.
type failer interface {
	Helper()
	Fatalf(format string, args ...any)
}

var _ failer = (*testing.T)(nil)

// story keeps a running ledger the way the store does, entry by entry, and
// beside it the book of the whole log.
type story struct {
	t       failer
	policy  scoring.Policy
	running scoring.Ledger
	book    *scoring.Book
	entries []scoring.Entry
}

func tell(t failer) *story {
	p := scoring.Default()
	return &story{t: t, policy: p, book: scoring.NewBook(p)}
}

func (s *story) add(e scoring.Entry) string {
	s.t.Helper()
	e.ID = fmt.Sprintf("%06d", len(s.entries)+1)
	if err := s.book.Add(e); err != nil {
		s.t.Fatalf("adding %+v: %v", e, err)
	}
	s.entries = append(s.entries, e)
	return e.ID
}

func (s *story) entry(id string) scoring.Entry {
	for _, e := range s.entries {
		if e.ID == id {
			return e
		}
	}
	s.t.Fatalf("no entry %q", id)
	return scoring.Entry{}
}

// flag records a flag: a confirmation when it means an incident known already.
func (s *story) flag(sign scoring.SignID, by string, at time.Time) string {
	s.t.Helper()
	return s.flagAs(sign, scoring.Normal, by, at)
}

func (s *story) flagAs(sign scoring.SignID, sev scoring.Severity, by string, at time.Time) string {
	s.t.Helper()
	if o, ok := scoring.Same(s.policy, s.running.Tallies[sign].Recent, at); ok {
		id := s.add(scoring.Entry{Kind: scoring.Confirmation, Sign: sign, At: at, By: by, Of: o.ID})
		s.running = s.running.Apply(s.policy.Confirm(sign, o, by))
		return id
	}
	id := s.add(scoring.Entry{Kind: scoring.Incident, Sign: sign, Severity: sev, At: at, By: by})
	s.running = s.running.Apply(s.policy.Open(sign, id, sev, at, by))
	return id
}

func (s *story) remedy(kind scoring.RemedyKind, at time.Time) string {
	s.t.Helper()
	id := s.add(scoring.Entry{Kind: scoring.RemedyTried, Remedy: kind, At: at, By: "ana"})
	s.running = s.running.WithRemedy(scoring.Remedy{ID: id, Kind: kind, At: at, By: "ana"})
	return id
}

func (s *story) praise(at time.Time) string {
	s.t.Helper()
	id := s.add(scoring.Entry{Kind: scoring.PraiseGiven, At: at, By: "ana"})
	s.running = s.running.WithPraise(s.policy, at)
	return id
}

// undo takes an entry back.
func (s *story) undo(id string) {
	s.t.Helper()
	e := s.entry(id)
	s.add(scoring.Entry{Kind: scoring.TakenBack, Of: id, By: e.By})
	switch e.Kind {
	case scoring.Incident, scoring.Confirmation:
		of := e.ID
		if e.Kind == scoring.Confirmation {
			of = e.Of
		}
		for _, o := range s.running.Tallies[e.Sign].Recent {
			if o.ID == of {
				s.running = s.running.Apply(s.policy.Withdraw(e.Sign, o, e.By))
				return
			}
		}
		s.t.Fatalf("incident %q is not kept", of)
	case scoring.RemedyTried:
		s.running = s.running.WithoutRemedy(id)
	case scoring.PraiseGiven:
		s.running = s.running.WithoutPraise(s.policy, e.At, s.book.Ledger().Praise.Last)
	case scoring.TakenBack:
		s.t.Fatalf("%q is a taking back itself", id)
	}
}

func (s *story) assess() scoring.Assessment { return s.assessAt(today) }

func (s *story) assessAt(now time.Time) scoring.Assessment {
	return scoring.Assess(s.policy, s.running, now)
}

// expect compares the verdict today.
func (s *story) expect(want scoring.Verdict) {
	s.t.Helper()
	if got := s.assess(); got.Verdict != want {
		s.t.Fatalf("verdict %v at %.2f points, want %v (reasons %+v)", got.Verdict, got.Points, want, got.Reasons)
	}
}

func hasCaution(a scoring.Assessment, code scoring.CautionCode) bool {
	for _, c := range a.Cautions {
		if c.Code == code {
			return true
		}
	}
	return false
}

func reasonOf(a scoring.Assessment, code scoring.ReasonCode) (scoring.Reason, bool) {
	for _, r := range a.Reasons {
		if r.Code == code {
			return r, true
		}
	}
	return scoring.Reason{}, false
}
