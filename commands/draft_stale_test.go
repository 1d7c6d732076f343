package commands_test

import (
	"testing"

	"amicable/bot"
	"amicable/commands"
)

// A draft that nobody looked at for a while is not sent as it is: what it says
// has to hold on the day on which it is marked as ready.
func TestAStaleDraftIsNotReady(t *testing.T) {
	for name, c := range map[string]struct {
		since func(tm *team)
		wants []string
		again []string // what the new draft says
	}{
		"a day later": {
			since: func(tm *team) { tm.later(1) },
			wants: []string{"D7: This last day no longer keeps the notice (days short: 1)", "it is 5 November 2026 at the earliest", "“Wednesday 4 November 2026”"},
			again: []string{"Thursday 5 November 2026"},
		},
		"five days are left": {
			since: func(tm *team) { tm.later(25) },
			wants: []string{"days short: 25", "it is 30 November 2026 at the earliest"},
			again: []string{"Monday 30 November 2026"},
		},
		"the last day has passed": {
			since: func(tm *team) { tm.later(40) },
			wants: []string{"D7: This last day has passed."},
			again: []string{"Monday 14 December 2026"},
		},
		"a longer notice": {
			since: func(tm *team) { tm.says("ana", `/client Acme set notice="90 days"`) },
			wants: []string{"days short: 60", "it is 4 January 2027 at the earliest"},
			again: []string{"Monday 4 January 2027"},
		},
		"the contract's end": {
			since: func(tm *team) { tm.says("ana", "/client Acme set contract-end=2027-03-31") },
			wants: []string{"The contract's end in the profile has changed"},
			again: []string{"Wednesday 31 March 2027"},
		},
		"a threat": {
			since: func(tm *team) { tm.says("ben", "/flag Acme physical-abuse pushed Ola against the door") },
			wants: []string{"calls for another handling"},
			again: []string{"Safety first: nobody meets or calls them alone."},
		},
	} {
		t.Run(name, func(t *testing.T) {
			tm := newTeam(t)
			tm.says("ana", "/amicable settings firm Brightwater")
			tm.says("ana", known)
			draft := tm.filled("ana", tm.says("ana", "/draft Acme separation"), nil)
			tm.wants(draft, "Wednesday 4 November 2026")
			c.since(tm)

			refused := tm.press("ana", draft, "Mark as ready")
			tm.wants(refused, append(c.wants, "not ready yet", "Draft again")...)
			edited := tm.submit("ana", tm.press("ana", draft, "Edit"), nil)
			tm.wants(edited, c.wants...)

			again := tm.press("ana", refused, "Draft again")
			tm.wants(again, append(c.again, "Written anew from the template. Your own words are the version before.")...)
			tm.lacks(again, append(c.wants, "Draft again")...)
			tm.wants(tm.ready("ana", again), "Marked as ready.")
		})
	}
}

// A draft with days to spare waits.
func TestADraftWithDaysToSpareWaits(t *testing.T) {
	tm := newTeam(t)
	tm.says("ana", "/amicable settings firm Brightwater")
	tm.says("ana", known)
	draft := tm.filled("ana", tm.says("ana", `/draft Acme separation last-day:2026-11-30`), nil)
	tm.later(27)
	tm.wants(tm.press("ana", draft, "Mark as ready"), "not ready yet", "days short: 1)", "1 December 2026")
	tm.later(-1)
	tm.wants(tm.press("ana", draft, "Mark as ready"), "Marked as ready.")
}

// A day that was asked for is the same day later, and is asked for no more when it has passed.
func TestADayThatWasAskedFor(t *testing.T) {
	model := &scribe{words: warmer}
	tm := newTeam(t, func(c *commands.Config) { c.Wording = model })
	tm.says("ana", "/amicable settings firm Brightwater")
	tm.says("ana", known)
	draft := tm.says("ana", `/draft Acme separation last-day:"in 40 days"`)
	tm.wants(draft, "Saturday 14 November 2026")
	tm.later(3)
	tm.wants(tm.submit("ana", tm.press("ana", draft, "Other words"), map[string]string{"tone": "warm"}), "Saturday 14 November 2026")
	tm.later(50)
	refused := tm.press("ana", draft, "Mark as ready")
	tm.wants(refused, "This last day has passed.")
	tm.says("ana", "/amicable settings language-model on")
	again := tm.press("ana", refused, "Draft again")
	tm.wants(again, "Monday 28 December 2026")
	tm.lacks(again, "Saturday 14 November 2026")
	tm.wants(tm.afterwards(again), "Worded by Quill", "Monday 28 December 2026")
}

// buttons are the labels under a reply.
func buttons(r bot.Reply) (labels []string) {
	for _, block := range r.Blocks {
		if row, ok := block.(bot.Actions); ok {
			for _, b := range row.Buttons {
				labels = append(labels, b.Label)
			}
		}
	}
	return labels
}

// A draft is to be written again only where that helps.
func TestDraftAgainIsOfferedWhereItHelps(t *testing.T) {
	tm := newTeam(t)
	tm.says("ana", known)
	draft := tm.says("ana", "/draft Acme separation")
	unfilled := tm.press("ana", draft, "Mark as ready")
	tm.later(40)
	stale := tm.press("ana", draft, "Mark as ready")
	for want, r := range map[string]bot.Reply{"Edit": unfilled, "Draft again": stale} {
		if got := buttons(r); got[0] != want {
			t.Errorf("the buttons begin with %q, want %q", got, want)
		}
	}
}
