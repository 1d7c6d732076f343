package drafts_test

import (
	"fmt"
	"time"

	"amicable/commands/drafts"
	"amicable/scoring"
)

func ExampleCheck() {
	facts := drafts.Facts{
		Us: "Brightwater Studio", Client: "Acme GmbH", Contact: "Anna Vogel",
		Today: time.Date(2026, time.November, 20, 12, 0, 0, 0, time.UTC), HasNotice: true, NoticeDays: 30,
		Leading: []scoring.SignID{"late-payment"},
	}
	text := "Dear Anna, you never paid on time, so our last day is 1 December 2026. Thank you."
	for _, found := range drafts.Check(text, facts, drafts.RoleScript) {
		fmt.Printf("%s %q: %s\n", found.Rule, found.Passage, drafts.Explain("en", found))
	}
	// Output:
	// D3 "you never": This blames the client. Say what does not fit, not who is at fault.
	// D5 "": The reason is missing. Give one, as a fact.
	// D7 "1 December 2026": This is not the last day that follows from the contract and the profile.
}
