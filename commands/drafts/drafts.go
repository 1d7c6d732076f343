package drafts

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Kind names a kind of draft.
type Kind string

// The kinds that can be written.
const (
	// Separation is a call script with its written confirmation or, where a call would not be safe, a written notice.
	Separation Kind = "separation"
	// Talk is the agenda, the opening and the closing of the frank conversation before it comes to that.
	Talk Kind = "talk"
	// Warning is the clear word after a first offence: what happened, what must stop, what follows.
	Warning Kind = "warning"
	// Renegotiate proposes other terms: a price, a scope, hours or payment.
	Renegotiate Kind = "renegotiate"
	// Clause is the exit clause for the next contract.
	Clause Kind = "clause"
	// Intake are the questions to ask before a client is taken on.
	Intake Kind = "intake"
)

// Kinds lists the kinds that Write knows.
func Kinds() []Kind {
	return []Kind{Separation, Talk, Warning, Renegotiate, Clause, Intake}
}

// ParseKind reads a kind as typed. The error is ErrKind.
func ParseKind(s string) (Kind, error) {
	typed := Kind(strings.ToLower(strings.TrimSpace(s)))
	for _, k := range Kinds() {
		if k == typed {
			return k, nil
		}
	}
	return "", fmt.Errorf("%w: %q", ErrKind, s)
}

// The tones. They change the wording modestly, never what is said.
const (
	Plain  = "plain"
	Warm   = "warm"
	Formal = "formal"
)

// Tones lists the tones, the default first.
func Tones() []string { return []string{Plain, Warm, Formal} }

// ParseTone reads a tone as typed; "" is Plain. The error is ErrTone.
func ParseTone(s string) (string, error) {
	typed := strings.ToLower(strings.TrimSpace(s))
	if typed == "" {
		return Plain, nil
	}
	for _, t := range Tones() {
		if t == typed {
			return t, nil
		}
	}
	return "", fmt.Errorf("%w: %q", ErrTone, s)
}

// What people can get wrong when they ask for a draft.
var (
	ErrKind        = errors.New("unknown kind of draft")
	ErrTone        = errors.New("unknown tone")
	ErrLastDayPast = errors.New("the last day lies in the past")
)

// The roles of a Part. The draft check holds each to its own rules.
const (
	RoleScript       = "script"       // said on the call
	RoleAnswers      = "answers"      // said if they argue or offer to change
	RoleConfirmation = "confirmation" // sent after the call
	RoleNotice       = "notice"       // sent instead of a call, safety first
	RoleAgenda       = "agenda"       // of the frank talk
	RoleOpening      = "opening"      // first sentences of a talk, a warning or a proposal
	RoleClosing      = "closing"      // what was agreed, to be sent afterwards
	RoleWarning      = "warning"      // the written warning
	RoleProposal     = "proposal"     // the written proposal of new terms
	RoleClause       = "clause"       // for a contract
	RoleQuestions    = "questions"    // to ask before a client is taken on
)

// Part is one text to say or to send.
type Part struct {
	Role  string
	Title string
	Text  string
}

// Step is one thing to do before a draft is used. Source names the articles it comes from ("S1, S3.6").
type Step struct {
	Text   string
	Source string
}

// Document is a draft with all that belongs to it.
type Document struct {
	Kind     Kind
	Origin   string // one of the From constants
	Language string // the language it is written in, which is English where the one asked for has no templates
	Parts    []Part
	Before   []Step
	// Reason is the code of the one reason that a separation gives; "" for a talk.
	Reason string
	// LastDay is noon of the last day, in Facts.Zone; zero for a talk.
	LastDay    time.Time
	LastDayWhy string // one of the Why codes
	// ContractEnd is the end of the contract as it was known when the last day was chosen; zero if it was not.
	ContractEnd time.Time `json:",omitzero"`
	// Placeholders are the facts still missing, as they stand in the text, in order of appearance.
	Placeholders []string
	// Cautions are for the team, never part of what is sent.
	Cautions []string
	// Holds says of each thing that a separation of the client's trade should hold whether it does.
	Holds []Held
	// Findings is what the draft check says about the document's own parts: nothing, if all is well.
	Findings []Finding
}

// Finding is a passage of a draft that breaks a rule.
type Finding struct {
	Rule    string // "D1" to "D13", or FilledIn
	Role    string // of the part it was found in
	Passage string // the words at fault; empty when something is missing
	Why     string // a code; Explain words it
	// Days are missing, and Day is the earliest one that will do, where Why tells of a notice.
	Days int       `json:",omitempty"`
	Day  time.Time `json:",omitzero"`
}
