package commands_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"amicable/scoring"
)

// Whatever people put into the options of a flag is on record as they put it,
// or nothing is on record and they are told.
func TestNothingLeaksFromOneOptionIntoAnother(t *testing.T) {
	tm := newTeam(t)
	tm.says("ana", `/client "Acme GmbH" add`)
	text := rapid.OneOf(
		rapid.StringOf(rapid.RuneFrom([]rune("abcżłАЯéשم🦊 \"'“”„«»‹›-–:=,.;\\*_~`<>{}&!?\n\t"))),
		rapid.SampledFrom([]string{"on:yesterday", "late-payment", "-- x", "severity:high", "help", "?", "merge Acme GmbH", "set contact=x", "{{.X}}", "client:1", "new"}),
	)
	rapid.Check(t, func(t *rapid.T) {
		name, note := text.Draw(t, "client"), text.Draw(t, "note")
		ws := tm.store.Workspace("test:w")
		before, err := ws.Refresh(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		reply := tm.asks("ana", "flag", opts{"client": name, "sign": "tension", "note": note, "severity": "high"})
		shown := unwrap(show(reply))
		known, err := ws.Refresh(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(shown, "Flagged") && !strings.Contains(shown, "Noted already") {
			if len(known.All()) != len(before.All()) {
				t.Fatalf("%q was not flagged, and is a client now: %s", name, shown)
			}
			if _, form := reply.Form(); !form && shown == "" {
				t.Fatalf("%q: nothing was said", name)
			}
			return
		}
		id, chosen := strings.CutPrefix(strings.TrimSpace(name), "client:")
		k, ok := known.Find(strings.Join(strings.Fields(name), " "))
		if chosen {
			ok = id == "1"
			k.ID = "1"
		}
		if !ok {
			t.Fatalf("%q was flagged under another name: %s", name, shown)
		}
		entries, err := ws.History(t.Context(), k.ID, "", 1)
		if err != nil || len(entries) == 0 {
			t.Fatal(err)
		}
		want := strings.TrimSpace(strings.ToValidUTF8(note, string(utf8.RuneError)))
		if e := entries[0]; e.Note != want || e.Sign != "tension" || e.Severity != scoring.High {
			t.Fatalf("%q, %q is on record as %+v", name, note, e)
		}
		tm.later(2)
	})
}
