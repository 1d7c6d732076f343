package drafts

import (
	"fmt"
	"slices"
	"strings"

	"amicable/scoring"
)

// Profession is the code of the client's trade.
func (v view) Profession() string {
	code, _ := professionOf(v.f)
	return code
}

// Trade is what the letter of the client's trade says besides; "" in general.
func (v view) Trade() (string, error) {
	if v.Profession() == General {
		return "", nil
	}
	return v.Word("trade", v.Profession())
}

// Extra is what the client's trade adds to an exit clause; "" in general.
func (v view) Extra() (string, error) {
	if v.Profession() == General {
		return "", nil
	}
	return v.Word("extra", v.Profession())
}

// Done, Deadlines, Records and Successor are what letters of some trades name,
// or their placeholders. NoneDone and NoDeadlines tell that there are none,
// HasSuccessor that somebody is known to take over.
func (v view) Done() string       { return v.or(v.f.Done, "done") }
func (v view) Deadlines() string  { return v.or(v.f.Deadlines, "deadlines") }
func (v view) Records() string    { return v.or(v.f.Records, "records") }
func (v view) Successor() string  { return v.or(v.f.Successor, "successor") }
func (v view) NoneDone() bool     { return isNone(v.f.Done) }
func (v view) NoDeadlines() bool  { return isNone(v.f.Deadlines) }
func (v view) HasSuccessor() bool { return v.f.Successor != "" }

// NewPrice, NewScope, NewHours and NewPayment are the terms proposed, or their
// placeholders; From is the day from which they count, without its weekday.
func (v view) NewPrice() string   { return v.or(v.f.Terms.Price, "new-price") }
func (v view) NewScope() string   { return v.or(v.f.Terms.Scope, "new-scope") }
func (v view) NewHours() string   { return v.or(v.f.Terms.Hours, "new-hours") }
func (v view) NewPayment() string { return v.or(v.f.Terms.Payment, "new-payment") }
func (v view) From() string {
	if v.f.Terms.From.IsZero() {
		return v.missing("from")
	}
	return v.day(v.f.Terms.From).Date()
}

// terms are the codes of what is proposed: what was given, else what the signs suggest.
func (v view) terms() []string {
	var codes []string
	for _, t := range []struct{ code, given string }{
		{newPrice, v.f.Terms.Price}, {newScope, v.f.Terms.Scope}, {newHours, v.f.Terms.Hours}, {newPayment, v.f.Terms.Payment},
	} {
		if t.given != "" {
			codes = append(codes, t.code)
		}
	}
	if len(codes) == 0 {
		return v.h.terms
	}
	return codes
}

// Terms are the new terms, a line each.
func (v view) Terms() (string, error) {
	var lines []string
	for _, code := range v.terms() {
		line, err := v.Word("term", code)
		if err != nil {
			return "", err
		}
		lines = append(lines, "- "+line)
	}
	return strings.Join(lines, "\n"), nil
}

// PricedAnew tells that a new price is among the terms.
func (v view) PricedAnew() bool { return slices.Contains(v.terms(), newPrice) }

// LastIncident is the day of the latest incident on record, nil if there is none.
func (v view) LastIncident() *Day {
	if len(v.f.Incidents) == 0 {
		return nil
	}
	return v.day(v.f.Incidents[0])
}

// mostQuestions bounds the questions that the leading signs add.
const mostQuestions = 3

// Questions are what to ask before taking on a client, numbered: what the
// leading signs say that intake should have caught, then what every client is
// asked, then what the trade adds.
func (v view) Questions() (string, error) {
	var groups []string
	for _, id := range v.f.Leading[:min(len(v.f.Leading), mostQuestions)] {
		if _, known := signs[id]; known {
			groups = append(groups, "question "+string(id))
		}
	}
	groups = append(groups, "questions "+General)
	if v.Profession() != General {
		groups = append(groups, "questions "+v.Profession())
	}
	var lines []string
	for _, group := range groups {
		text, err := v.pack.render(group, v)
		if err != nil {
			return "", err
		}
		for line := range strings.SplitSeq(text, "\n") {
			if line != "" {
				lines = append(lines, fmt.Sprintf("%d. %s", len(lines)+1, line))
			}
		}
	}
	return strings.Join(lines, "\n"), nil
}

// remedy is the day on which a remedy of one of these kinds was last recorded; nil if there was none.
func (v view) remedy(kinds ...scoring.RemedyKind) *Day {
	var latest *scoring.Remedy
	for i, r := range v.f.Remedies {
		if slices.Contains(kinds, r.Kind) && (latest == nil || r.At.After(latest.At)) {
			latest = &v.f.Remedies[i]
		}
	}
	if latest == nil {
		return nil
	}
	return v.day(latest.At)
}

// TalkHeld, WarningGiven and TermsChanged are the days on which these were last recorded.
func (v view) TalkHeld() *Day     { return v.remedy(scoring.TalkHeld) }
func (v view) WarningGiven() *Day { return v.remedy(scoring.WarningGiven) }
func (v view) TermsChanged() *Day { return v.remedy(scoring.PriceRaised, scoring.ScopeAgreed) }
