package drafts

import (
	"slices"
	"strings"
)

// The rules of the draft check (PLAYBOOK §4).
const (
	OneReason     = "D1"
	Short         = "D2"
	NoBlame       = "D3"
	Polite        = "D4"
	GivesReason   = "D5"
	BothSides     = "D6"
	NamesLastDay  = "D7"
	HandsOver     = "D8"
	Alternatives  = "D9"
	Thanks        = "D10"
	NoDebate      = "D11"
	GivenFigures  = "D12"
	NothingInside = "D13"
	// FilledIn is asked of a draft that is marked as ready.
	FilledIn = "ready"
)

// rule is one check: it reports what breaks it.
type rule struct {
	name  string
	roles []string // the roles it applies to
	find  func(c *checking)
}

var (
	// Every text is courteous, true and discreet, whatever it is for.
	everyRole = []string{
		RoleScript, RoleAnswers, RoleConfirmation, RoleNotice, RoleAgenda, RoleOpening, RoleClosing,
		RoleWarning, RoleProposal, RoleClause, RoleQuestions,
	}
	// The texts that tell the decision and stand on their own.
	telling = []string{RoleScript, RoleConfirmation, RoleNotice}
	// What is sent must be complete; a caller adds the rest in the conversation.
	sent = []string{RoleConfirmation, RoleNotice}
	// A written notice after threats is held to no courtesy beyond politeness.
	parting = []string{RoleScript, RoleConfirmation}
)

// rules lists the whole check in the order of the playbook.
var rules = []rule{
	{OneReason, telling, (*checking).oneReason},
	{Short, everyRole, (*checking).short},
	{NoBlame, everyRole, (*checking).noBlame},
	{Polite, everyRole, (*checking).polite},
	{GivesReason, telling, (*checking).givesReason},
	{BothSides, everyRole, (*checking).bothSides},
	{NamesLastDay, telling, (*checking).namesLastDay},
	{HandsOver, sent, (*checking).handsOver},
	{Alternatives, telling, (*checking).alternatives},
	{Thanks, parting, (*checking).thanks},
	{NoDebate, everyRole, (*checking).noDebate},
	{GivenFigures, everyRole, (*checking).givenFigures},
	{NothingInside, everyRole, (*checking).nothingInside},
}

// checking is one run of the check.
type checking struct {
	*reading
	*dossier
	role string
	// judged are the dates that namesLastDay judged, so that givenFigures does not report them twice.
	judged map[int]bool
	rule   string
	found  []Finding
}

// Check holds a text against the rules for its role and returns what breaks
// them, in the order of the rules; nil when all is well. A role it does not
// know is judged as a confirmation, the strictest.
func Check(text string, f Facts, role string) []Finding {
	return dossierOf(f, Document{}).checking(text, role).run()
}

func (c *checking) run() []Finding {
	for _, r := range rules {
		if slices.Contains(r.roles, c.role) {
			c.rule = r.name
			r.find(c)
		}
	}
	return c.found
}

// checking reads a text for the check.
func (d *dossier) checking(text, role string) *checking {
	c := &checking{reading: d.read(text), dossier: d, role: role, judged: map[int]bool{}}
	if !slices.Contains(everyRole, role) {
		c.role = RoleConfirmation
	}
	return c
}

// report records a finding of the rule that is running.
func (c *checking) report(passage, why string) {
	c.found = append(c.found, Finding{Rule: c.rule, Role: c.role, Passage: passage, Why: why})
}

// reportAll records every match of a list.
func (c *checking) reportAll(l *list, why string) {
	for _, m := range l.all(c.tokens) {
		c.report(c.passage(m.from, m.to), why)
	}
}

// Explain words a finding in a language: what is wrong and what to do instead.
func Explain(language string, found Finding) string {
	p := packFor(language)
	return strings.NewReplacer("{days}", itoa(found.Days), "{day}", p.date("short", found.Day)).Replace(p.values["why"][found.Why])
}
