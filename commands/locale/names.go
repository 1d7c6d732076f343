package locale

import (
	"strings"

	"amicable/scoring"
)

var verdictKeys = map[scoring.Verdict]string{
	scoring.Healthy:     "verdict.healthy",
	scoring.Watch:       "verdict.watch",
	scoring.Talk:        "verdict.talk",
	scoring.Renegotiate: "verdict.renegotiate",
	scoring.PartWays:    "verdict.part-ways",
	scoring.PartWaysNow: "verdict.part-ways-now",
}

// Verdict returns a verdict's label: "Part ways".
func (p *Printer) Verdict(v scoring.Verdict) string {
	key, ok := verdictKeys[v]
	if !ok {
		key = "verdict.unknown"
	}
	return p.S(key)
}

// Sign returns a sign's name as it stands inside a sentence: "late payment". A
// sign that no catalogue knows, one of a team's own, is named by its id.
func (p *Printer) Sign(id scoring.SignID) string {
	return p.ofSign(id, "name", strings.ReplaceAll(string(id), "-", " "))
}

// SignAbout describes a sign in one short line; "" for one of a team's own.
func (p *Printer) SignAbout(id scoring.SignID) string { return p.ofSign(id, "about", "") }

// SignAdvice says what to try first, in one or two lines; "" for one of a team's own.
func (p *Printer) SignAdvice(id scoring.SignID) string { return p.ofSign(id, "advice", "") }

func (p *Printer) ofSign(id scoring.SignID, what, otherwise string) string {
	key := "sign." + string(id) + "." + what
	if !p.known(key) {
		return otherwise
	}
	return p.S(key)
}

// Remedy says that something was tried: "talk held".
func (p *Printer) Remedy(k scoring.RemedyKind) string {
	key := "remedy." + string(k)
	if !p.known(key) {
		return string(k)
	}
	return p.S(key)
}

// Severity names a severity: "high".
func (p *Printer) Severity(s scoring.Severity) string {
	key := "severity." + string(s)
	if !p.known(key) {
		return string(s)
	}
	return p.S(key)
}
