package openai

import (
	"slices"
	"strings"

	"amicable/commands/drafts"
)

// breach is something wrong with an answer.
type breach struct {
	role, code, passage string
	says                string // what is wrong, in English; "" for the code's own sentence
}

// wrong says to the model what is wrong, by the breach's code. The codes also
// stand in errors and logs, which never hold a passage.
var wrong = map[string]string{
	"shape":       "This was not one JSON object with exactly the roles of the parts as keys and texts as values.",
	"empty":       "The text is missing.",
	"fixed":       "This sentence is fixed: it must stand word for word as it is, in its place.",
	"added":       "Here the present text has nothing but fixed sentences, or fewer others: nothing more may stand here.",
	"beyond":      "This says more than courtesy. Reword only the thanks, the greeting and the like, in plain words of courtesy.",
	"length":      "The text must be about as long as the present one, or somewhat shorter.",
	"hidden":      "There are invisible characters, symbols or emoji in it.",
	"address":     "No links, addresses, numbers to call or mentions may be added.",
	"markup":      "Plain text only: no markdown, no HTML, no code.",
	"placeholder": "The placeholders in square brackets must be exactly the present ones.",
	"figure":      "This figure is not in the present text.",
	"figure-lost": "This figure of the present text is missing.",
	"name":        "This name is neither in the facts nor in the present text.",
	"fact-lost":   "The present text names this, and the new one no longer does.",
	"lost":        "The present text says this, and the new one no longer does.",
	"script":      "This is not in the script that was asked for.",
	"language":    "This is not in the language that was asked for.",
	"matter":      "The present text does not speak of this.",
	"negation":    "The present text does not deny this, or denies something else: there must be as many negations as now, and in the same places.",
	"doubt":       "The present text leaves no doubt about this.",
	"strays":      "This says something else than the present text.",
	"echo":        "This repeats the instructions, the facts, the notes or the wish.",
}

func (b breach) material() materialBreach {
	says := b.says
	if says == "" {
		says = wrong[b.code]
	}
	return materialBreach{Role: b.role, Passage: line(b.passage, maxValue), Wrong: says}
}

// ofFinding is a finding of the draft check as a breach.
func ofFinding(f drafts.Finding) breach {
	return breach{role: f.Role, code: f.Rule, passage: f.Passage, says: f.Rule + ": " + drafts.Explain("en", f)}
}

// codes lists what is broken, each once, for an error or a log.
func codes(found []breach) string {
	var all []string
	for _, b := range found {
		all = append(all, b.code)
	}
	slices.Sort(all)
	return strings.Join(slices.Compact(all), ", ")
}
