package parse_test

import "testing"

// English is understood by whoever reads another language.
func TestEnglishReports(t *testing.T) {
	for _, reader := range []string{"en", "pl", "it", "sr", "nl", "cs"} {
		understoodBy(t, reader, []sentence{
			{"Acme is late with the payment again", `flag|"Acme GmbH" late-payment`},
			{"Acme was rude to us", `flag|"Acme GmbH" tension`},
			{"Acme was rude yesterday", `flag|"Acme GmbH" tension on:2026-11-20T12:00:00+01:00`},
			{"Acme insulted us", `flag|"Acme GmbH" verbal-abuse`},
			{"Acme does not answer", `flag|"Acme GmbH" unresponsive`},
			{"Acme has still not replied", `flag|"Acme GmbH" unresponsive`},
			{"Acme has not paid yet", `flag|"Acme GmbH" late-payment`},
			{"Acme: no answer", `flag|"Acme GmbH" unresponsive`},
			{"Acme does answer", nothing},
			{"Acme answers not only us", nothing},
			{"Acme does not always answer", nothing},
			{"I don't think Acme was rude", nothing},
			{"Acme was not rude", nothing},
			{"Acme would not answer", nothing},
			{"perhaps Acme was rude", nothing},
			{"Acme was rude?", nothing},
			{"if Acme does not answer", nothing},
			{"Acme has not paid late", nothing},
			{"Acme did not pay late", nothing},
			{"Acme has no answer", nothing},
			{"Acme was late", nothing},
			{"Acme was rude to no one", nothing},
			{"we talked to Acme yesterday about the price or the scope", `did|"Acme GmbH" talk on:2026-11-20T12:00:00+01:00 -- about the price or the scope`},
			{"flag Acme for scope creep, they want mail or chat", "flag|Acme for scope creep, they want mail or chat"},
			{"flag Acme for scope creep, the right invoice", "flag|Acme for scope creep, the right invoice"},
			{"could you flag Acme for late payment? thanks", "flag|Acme for late payment"},
			{"we talked to Acme? thanks", nothing},
			{"Acme threatened us", `flag|"Acme GmbH" physical-abuse`},
			{"Acme threatened us with a lawsuit", `flag|"Acme GmbH" legal-risk`},
			{"Acme threatened us with a lawyer yesterday", `flag|"Acme GmbH" legal-risk on:2026-11-20T12:00:00+01:00`},
			{"Acme threatened to take us to court", `flag|"Acme GmbH" legal-risk`},
			{"Acme threatened to leave", `flag|"Acme GmbH" plays-competitors`},
			{"Acme threatened to leave us a bad review", `flag|"Acme GmbH" tension`},
			{"Acme paid us late", `flag|"Acme GmbH" late-payment`},
			{"Acme has not paid us", `flag|"Acme GmbH" late-payment`},
			{"Acme did not threaten us with a lawsuit", nothing},
			{"have we talked to Acme", nothing},
			{"did we warn Acme", nothing},
			{"we talked to Acme, right", nothing},
			{"flag Acme for late payment or should we wait", nothing},
			{"can you undo it?", "undo|"},
			{"Undo it?", nothing},
		})
	}
}
