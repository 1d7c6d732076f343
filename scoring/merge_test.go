package scoring_test

import (
	"testing"
	"time"

	"amicable/scoring"
)

func TestSame(t *testing.T) {
	at := func(id string, hours float64) scoring.Occurrence {
		return scoring.Occurrence{ID: id, At: today.Add(time.Duration(hours * float64(time.Hour))), Reports: []string{"ana"}}
	}
	gone := at("gone", 0)
	gone.Reports = nil
	tests := []struct {
		name   string
		recent []scoring.Occurrence // newest first
		want   string               // "" for a new incident
	}{
		{"nothing known", nil, ""},
		{"the same moment", []scoring.Occurrence{at("a", 0)}, "a"},
		{"a second under 24 hours before", []scoring.Occurrence{at("a", -24+1./3600)}, "a"},
		{"24 hours before exactly is another", []scoring.Occurrence{at("a", -24)}, ""},
		{"24 hours after exactly is another", []scoring.Occurrence{at("a", 24)}, ""},
		{"a backdated flag meets a later incident", []scoring.Occurrence{at("a", 23)}, "a"},
		{"the nearest, though another is newer", []scoring.Occurrence{at("b", 5), at("a", -3)}, "a"},
		{"equally near: the earlier one", []scoring.Occurrence{at("b", 5), at("a", -5)}, "a"},
		{"the same time twice: the one opened first", []scoring.Occurrence{at("b", -1), at("a", -1)}, "a"},
		{"one that was taken back is no more", []scoring.Occurrence{gone}, ""},
		{"taken back, but another near", []scoring.Occurrence{gone, at("a", -20)}, "a"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := scoring.Same(scoring.Default(), tt.recent, today)
			if got.ID != tt.want || ok != (tt.want != "") {
				t.Errorf("Same = %q, %v, want %q", got.ID, ok, tt.want)
			}
		})
	}
}

// A flag every twelve hours for a week is not one endless incident: nearness
// is measured from the incident, not from its latest confirmation.
func TestMergingDoesNotChain(t *testing.T) {
	s := tell(t)
	for h := range 14 {
		s.flag(scoring.Tension, "ana", today.Add(time.Duration(h*12-7*24)*time.Hour))
	}
	if got := s.running.Tallies[scoring.Tension].Count; got != 7 {
		t.Errorf("%d incidents in a week, want 7", got)
	}
}
