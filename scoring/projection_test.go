package scoring_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"amicable/scoring"
)

func TestProjectSteps(t *testing.T) {
	days := func(s *story) (all []int) {
		last := s.assess().Computed
		for _, step := range scoring.Project(s.policy, s.running, today).Steps {
			if !step.On.Equal(daysAgo(-float64(step.Days))) || step.Verdict >= last {
				t.Errorf("step %+v after %v", step, last)
			}
			last = step.Verdict
			all = append(all, step.Days)
		}
		return all
	}
	tests := []struct {
		name  string
		story func(*story)
		want  []int
	}{
		{"healthy already", func(*story) {}, nil},
		// 12.96 points fade to below 12 within 10 days, to below 6 a half-life later.
		{"points fade", func(s *story) { s.flags(scoring.ScopeCreep, 0, 20, 40) }, []int{10, 100}},
		{"a look-back runs out", func(s *story) { s.flags(scoring.PhysicalAbuse, 300) }, []int{66}},
		// 12 points (8 + 4): below 12 after a day. The remedy keeps nothing up once the base falls.
		{"an escalation ends with its base", func(s *story) {
			s.flags(scoring.UnreasonableDemands, 0).flags(scoring.Tension, 0)
			s.remedy(scoring.TalkHeld, daysAgo(1))
		}, []int{1, 91}},
		// 21 points today, Part ways by escalation: the window ends after 10 days, when the base is Talk already.
		{"steps of the base under an escalation", func(s *story) {
			s.flags(scoring.InvoiceDispute, 0)
			s.remedy(scoring.TalkHeld, daysAgo(170))
		}, []int{7, 11, 73, 163}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := tell(t)
			tt.story(s)
			if diff := cmp.Diff(tt.want, days(s)); diff != "" {
				t.Errorf("days (-want +got):\n%s", diff)
			}
		})
	}
}

func TestProjectRaises(t *testing.T) {
	s := tell(t).flags(scoring.LatePayment, 0, 30, 60).flags(scoring.Tension, 10)
	s.running.Profile.Billing = "hourly"
	s.expect(scoring.Talk) // 17.5 points
	got := scoring.Project(s.policy, s.running, today).Raises
	if len(got) < 4 || got[0] != (scoring.Raise{Sign: scoring.LatePayment, Verdict: scoring.Renegotiate, Shown: true}) ||
		got[1] != (scoring.Raise{Sign: scoring.Tension, Verdict: scoring.Renegotiate, Shown: true}) {
		t.Fatalf("%+v", got)
	}
	for i, r := range got {
		if r.Sign == scoring.Indecision {
			t.Error("an exempt sign would raise the verdict")
		}
		if i > 2 && r.Verdict < got[i-1].Verdict {
			t.Errorf("%+v stands after the graver %+v", r, got[i-1])
		}
	}
	if last := got[len(got)-1]; last.Sign != scoring.PhysicalAbuse || last.Verdict != scoring.PartWaysNow {
		t.Errorf("last is %+v", last)
	}
	s.flags(scoring.PhysicalAbuse, 0)
	if got := scoring.Project(s.policy, s.running, today).Raises; got != nil {
		t.Errorf("above Part ways now: %+v", got)
	}
	if got := scoring.Project(s.policy, scoring.Ledger{}, today).Raises; len(got) == 0 {
		t.Error("nothing raises a client without incidents")
	}
}

func TestPareto(t *testing.T) {
	tests := []struct {
		name   string
		points []float64
		target float64
		want   scoring.Share
	}{
		{"nobody", nil, 0.8, scoring.Share{}},
		{"no trouble", []float64{0, 0, -3}, 0.8, scoring.Share{Of: 3}},
		{"one makes it all", []float64{0, 30, 0, 0, 0}, 0.8, scoring.Share{Clients: 1, Of: 5, Part: 1}},
		{"one of five makes most", []float64{4, 1, 80, 5, 10}, 0.8, scoring.Share{Clients: 1, Of: 5, Part: 0.8}},
		{"two of four", []float64{10, 20, 30, 40}, 0.6, scoring.Share{Clients: 2, Of: 4, Part: 0.7}},
		{"alike", []float64{1, 1, 1, 1}, 1, scoring.Share{Clients: 4, Of: 4, Part: 1}},
	}
	for _, tt := range tests {
		if got := scoring.Pareto(tt.points, tt.target); got != tt.want {
			t.Errorf("%s: %+v, want %+v", tt.name, got, tt.want)
		}
	}
}
