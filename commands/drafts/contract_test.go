package drafts

import (
	"slices"
	"testing"
	"time"
)

// What the team is told of a contract whose end and the last day do not agree.
func TestTheContractsEndIsNotPassedOver(t *testing.T) {
	codes := func(f Facts) (steps, said []string) {
		d := mustWrite(t, Separation, f)
		v := view{f: cleanFacts(f), h: handle(f.Leading), last: d.LastDay, lastWhy: d.LastDayWhy, placeholders: new([]string), pack: packFor("en")}
		for _, c := range cautions[Separation] {
			if c.when != nil && c.when(v) {
				said = append(said, c.code)
			}
		}
		if v.endsEarly() {
			steps = append(steps, "ends-early")
		}
		return steps, said
	}
	december := func(d int) time.Time { return day(2026, time.December, d) }
	later := day(2027, time.June, 30)
	for name, c := range map[string]struct {
		end, asked time.Time
		noNotice   bool
		step       bool
		want       []string
	}{
		"no notice, a day before it":             {end: later, asked: december(1), noNotice: true, step: true, want: []string{"before-contract-end"}},
		"notice, a day before it":                {end: later, asked: december(24), want: []string{"before-contract-end"}},
		"no notice, its very end":                {end: later, asked: later, noNotice: true, want: []string{"no-notice-known"}},
		"no notice, nothing asked":               {end: later, noNotice: true},
		"notice, nothing asked":                  {end: later, want: []string{"notice-would-do"}},
		"a day after it":                         {end: december(1), asked: december(31), want: []string{"after-contract-end"}},
		"a day after it, and no notice":          {end: december(1), asked: december(31), noNotice: true, want: []string{"after-contract-end", "no-notice-known"}},
		"the notice is up after it":              {end: december(1), want: []string{"contract-end-too-early"}},
		"asked too early, and it ends too early": {end: december(1), asked: december(2), want: []string{"asked-too-early", "after-contract-end"}},
		"it ends today":                          {end: day(2026, time.November, 20), noNotice: true, want: []string{"after-contract-end", "no-notice-known"}},
		"it is over":                             {end: day(2025, time.January, 1), want: []string{"contract-over"}},
		"it is over, and a day is asked for":     {end: day(2026, time.November, 19), asked: december(31), want: []string{"contract-over"}},
	} {
		f := acme()
		f.Leading, f.ContractEnd, f.LastDay, f.HasNotice = because("late-payment"), c.end, c.asked, !c.noNotice
		steps, said := codes(f)
		if !slices.Equal(said, c.want) || (len(steps) > 0) != c.step {
			t.Errorf("%s: steps %q, cautions %q, want %q", name, steps, said, c.want)
		}
	}
}
