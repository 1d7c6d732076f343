package scoring_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"amicable/scoring"
)

type calibration struct {
	Name      string
	Incidents []struct {
		Sign    scoring.SignID
		DaysAgo float64 `json:"days_ago"`
		By      string
	}
	Remedies []struct {
		Kind    string
		DaysAgo float64 `json:"days_ago"`
	}
	Praise []struct {
		DaysAgo float64 `json:"days_ago"`
	}
	Profile struct{ Billing, Hours string }
	Expect  string
}

// TestCases holds the defaults to the calibration: situations that people
// judged beforehand, told in both directions of time.
func TestCases(t *testing.T) {
	raw, err := os.ReadFile("testdata/cases.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []calibration
	if err := json.Unmarshal(raw, &cases); err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			want, err := scoring.ParseVerdict(strings.ReplaceAll(strings.ToLower(c.Expect), " ", "-"))
			if err != nil {
				t.Fatal(err)
			}
			forth, back := tell(t), tell(t)
			for i := range c.Incidents {
				in := c.Incidents[i]
				forth.flag(in.Sign, in.By, daysAgo(in.DaysAgo))
				in = c.Incidents[len(c.Incidents)-1-i]
				back.flag(in.Sign, in.By, daysAgo(in.DaysAgo))
			}
			for _, s := range []*story{forth, back} {
				for _, r := range c.Remedies {
					kind, err := scoring.ParseRemedy(r.Kind)
					if err != nil {
						t.Fatal(err)
					}
					s.remedy(kind, daysAgo(r.DaysAgo))
				}
				for _, g := range c.Praise {
					s.praise(daysAgo(g.DaysAgo))
				}
				profile := scoring.Profile{Billing: c.Profile.Billing, Hours: c.Profile.Hours}
				s.running.Profile = profile
				s.expect(want)

				rebuilt := s.book.Ledger()
				rebuilt.Profile = profile
				got := scoring.Assess(s.policy, rebuilt, today)
				if diff := cmp.Diff(s.assess(), got, aboutEqual); diff != "" {
					t.Errorf("rebuilt differs (-running +rebuilt):\n%s", diff)
				}
			}
		})
	}
	if len(cases) < 30 {
		t.Errorf("only %d cases read", len(cases))
	}
}
