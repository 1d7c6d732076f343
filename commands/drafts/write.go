package drafts

import (
	"errors"
	"fmt"
)

// errNoToday is a mistake of the caller, not of a person.
var errNoToday = errors.New("facts without today's date")

// layout says which parts a kind has, by class. Each is rendered from the
// template "<kind> <role>", its title from "<kind> title <role>".
func layout(k Kind, c class) []string {
	switch {
	case k == Separation && c >= abusive:
		return []string{RoleNotice}
	case k == Separation:
		return []string{RoleScript, RoleAnswers, RoleConfirmation}
	case k == Talk && c == unsafe: // no talk is held; what is said instead fits one part
		return []string{RoleOpening}
	case k == Warning && c >= abusive:
		return []string{RoleWarning}
	case k == Warning:
		return []string{RoleOpening, RoleWarning}
	case k == Renegotiate && c >= abusive:
		return []string{RoleProposal}
	case k == Renegotiate:
		return []string{RoleOpening, RoleAnswers, RoleProposal}
	case k == Clause:
		return []string{RoleClause}
	case k == Intake:
		return []string{RoleQuestions}
	}
	return []string{RoleAgenda, RoleOpening, RoleClosing}
}

// Write makes a draft of the facts and runs the draft check on it. The errors
// are ErrKind, ErrTone and ErrLastDayPast; any other is a fault of the program.
func Write(k Kind, f Facts) (Document, error) {
	doc, err := compose(k, f)
	if err != nil {
		return Document{}, err
	}
	if doc.Findings, doc.Holds, err = doc.judge(f); err != nil {
		return Document{}, err
	}
	return doc, nil
}

// compose is the draft before it is judged.
func compose(k Kind, f Facts) (Document, error) {
	k, err := ParseKind(string(k))
	if err != nil {
		return Document{}, err
	}
	tone, err := toneOf(f)
	if err != nil {
		return Document{}, err
	}
	if f.Today.IsZero() {
		return Document{}, errNoToday
	}
	f = cleanFacts(f)
	v := view{f: f, h: handle(f.Leading), pack: packFor(f.Language), tone: tone, placeholders: new([]string)}
	doc := Document{Kind: k, Origin: FromTemplate, Language: v.pack.language}
	if k == Separation {
		if v.last, v.lastWhy, err = LastDayOf(f); err != nil {
			return Document{}, fmt.Errorf("choosing the last day: %w", err)
		}
		doc.Reason, doc.LastDay, doc.LastDayWhy, doc.ContractEnd = v.h.reason, v.last, v.lastWhy, noon(f.ContractEnd, f)
	}
	for _, role := range layout(k, v.h.class) {
		part, err := v.part(k, role)
		if err != nil {
			return Document{}, err
		}
		doc.Parts = append(doc.Parts, part)
	}
	doc.Placeholders = *v.placeholders
	return doc, v.advise(&doc)
}

// toneOf is the tone asked for, else the one that the client's profile suggests.
func toneOf(f Facts) (string, error) {
	if f.Tone == "" && f.Formality == Formal {
		return Formal, nil
	}
	return ParseTone(f.Tone)
}

func (v view) part(k Kind, role string) (Part, error) {
	title, err := v.pack.render(string(k)+" title "+role, v)
	if err != nil {
		return Part{}, err
	}
	text, err := v.pack.render(string(k)+" "+role, v)
	if err != nil {
		return Part{}, err
	}
	return Part{Role: role, Title: title, Text: text}, nil
}
