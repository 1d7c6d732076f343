package parse_test

import (
	"testing"

	"amicable/commands/parse"
	"amicable/scoring"
)

// drawn is the vocabulary with the emoji that stand for signs.
var drawn = func() *parse.Vocabulary {
	words := map[scoring.SignID][]string{
		"late-payment": {"💸", ":money_with_wings:", "late"},
		"scope-creep":  {"📈", ":chart_with_upwards_trend:"},
		"legal-risk":   {"⚖️", ":scales:"}, // given with the variation selector
		"morale":       {"🤷", ":shrug:"},
	}
	for _, id := range signs {
		words[id] = append(words[id], catalogue.SignWords(id)...)
	}
	return parse.NewVocabulary(words)
}()

func TestAnEmojiIsASignWord(t *testing.T) {
	for text, want := range map[string]string{
		"acme 💸 invoice 12":                  "@Acme GmbH ; #late-payment ; note invoice 12",
		"acme :money_with_wings: invoice 12": "@Acme GmbH ; #late-payment ; note invoice 12",
		"acme 💸":                             "@Acme GmbH ; #late-payment",
		"acme: 💸, again":                     "@Acme GmbH ; #late-payment ; note again",
		"acme ⚖":                             "@Acme GmbH ; #legal-risk",
		"acme ⚖️ x":                          "@Acme GmbH ; #legal-risk ; note x",
		"acme 🤷🏽 x":                          "@Acme GmbH ; #morale ; note x",
		"acme :shrug::skin-tone-3: x":        "@Acme GmbH ; #morale ; note x",
		"acme :SHRUG: x":                     "@Acme GmbH ; #morale ; note x",
		"💸 acme":                             "@Acme GmbH ; #late-payment",
		"💸 acme they called":                 "@Acme GmbH ; #late-payment ; note they called",
		":scales: acme":                      "@Acme GmbH ; #legal-risk",
		"💸 Newco they called":                "?Newco ; #late-payment ; note they called",
		"💸 newco ltd they called":            "?newco ltd ; #late-payment ; note they called",
		"Newco Ltd 💸 third time":             "?Newco Ltd ; #late-payment ; note third time",
		`"New Co" "💸" x`:                     "?New Co ; #late-payment ; note x",
		"mueller late 💸 again":               "@Müller & Söhne ; #late-payment ; note 💸 again",
		"🦊 💸":                                "?🦊 ; #late-payment",
		"💸":                                  "#late-payment",
		"acme scales":                        "@Acme GmbH ; ?#scales", // the name of an emoji is none of ours without colons
	} {
		c := context()
		c.Signs = drawn
		if got := shown(parse.Flag(c, text)); got != want {
			t.Errorf("%q\n got %s\nwant %s", text, got, want)
		}
	}
	for text, want := range map[string]scoring.SignID{"💸": "late-payment", "⚖️": "legal-risk", ":scales:": "legal-risk", "🍕": "", ":pizza:": "", "️": ""} {
		if id, _ := drawn.Sign(text); id != want {
			t.Errorf("Sign(%q) = %s, want %s", text, id, want)
		}
	}
}
