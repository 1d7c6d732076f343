package scoring_test

import (
	"testing"

	"amicable/scoring"
)

func TestAlert(t *testing.T) {
	p := scoring.Default()
	at := func(points float64) scoring.Assessment {
		v := p.Thresholds.Verdict(points)
		return scoring.Assessment{Verdict: v, Computed: v, Points: points}
	}
	tier := func(v scoring.Verdict, points float64) scoring.Assessment {
		return scoring.Assessment{Verdict: v, Computed: v, Tiers: v, Points: points}
	}
	overridden := func(to scoring.Verdict, a scoring.Assessment) scoring.Assessment {
		a.Verdict = to
		return a
	}
	const (
		healthy, watch, talk = scoring.Healthy, scoring.Watch, scoring.Talk
		reneg, part, now     = scoring.Renegotiate, scoring.PartWays, scoring.PartWaysNow
	)
	tests := []struct {
		name          string
		level         scoring.Verdict
		before, after scoring.Assessment
		want          scoring.Alert
	}{
		{"Watch is noted, not alerted", healthy, at(1), at(7), scoring.Alert{Level: watch}},
		{"up to Talk", watch, at(7), at(12), scoring.Alert{Raise: true, Level: talk}},
		{"more of the same", talk, at(12), at(17), scoring.Alert{Level: talk}},
		{"fell a little and came back", talk, at(11), at(14), scoring.Alert{Level: talk}},
		{"fell to 15 % below exactly", talk, at(10.2), at(14), scoring.Alert{Level: talk}},
		{"fell clearly and came back", talk, at(10.1), at(14), scoring.Alert{Raise: true, Level: talk}},
		{"two levels at once", talk, at(14), at(31), scoring.Alert{Raise: true, Level: part, Parting: true}},
		{"fell past one level clearly, past the next a little", part, at(19), at(21), scoring.Alert{Level: reneg}},
		{"fell past both clearly", part, at(16), at(21), scoring.Alert{Raise: true, Level: reneg}},
		{"an undo lowers the level", part, at(33), at(3), scoring.Alert{Level: healthy}},
		{"an undo to just below does not", talk, at(14), at(11), scoring.Alert{Level: talk}},
		{"first strike at 10 points", healthy, at(0), tier(talk, 10), scoring.Alert{Raise: true, Level: talk}},
		{"it stays Talk by the tier rule while points fade", talk, tier(talk, 2), tier(talk, 7), scoring.Alert{Level: talk}},
		{"at once to the top", watch, at(7), tier(now, 47), scoring.Alert{Raise: true, Level: now, Parting: true}},
		{"from Part ways to the top is no new parting", part, at(31), tier(now, 71), scoring.Alert{Raise: true, Level: now}},
		{"nor is one that hovered below Part ways", part, at(27), tier(now, 67), scoring.Alert{Raise: true, Level: now}},
		{"nor one that was there unalerted", healthy, at(31), tier(now, 71), scoring.Alert{Raise: true, Level: now}},
		{"an override keeps it quiet", watch, overridden(watch, at(11)), overridden(watch, at(14)), scoring.Alert{Level: watch}},
		{"but not physical abuse", watch, overridden(watch, at(11)), overridden(watch, tier(now, 51)), scoring.Alert{Raise: true, Level: now, Parting: true}},
		{"an alert that got lost is made up for", healthy, at(14), at(16), scoring.Alert{Raise: true, Level: talk}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := p.Alert(tt.level, tt.before, tt.after); got != tt.want {
				t.Errorf("%+v, want %+v", got, tt.want)
			}
		})
	}
}
