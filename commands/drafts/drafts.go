package drafts

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"amicable/scoring"
)

// Kind names a kind of draft.
type Kind string

// The kinds that can be written.
const (
	// Separation is a call script with its written confirmation or, where a call would not be safe, a written notice.
	Separation Kind = "separation"
	// Talk is the agenda, the opening and the closing of the frank conversation before it comes to that.
	Talk Kind = "talk"
)

// Kinds lists the kinds that Write knows.
func Kinds() []Kind { return []Kind{Separation, Talk} }

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

// Facts is all that a draft may be made from. An empty string is an unknown
// fact and shows as a placeholder; "none" in OpenWork, Prepaid and Owed says
// that there is nothing.
type Facts struct {
	Us, Client, Contact, Service string

	Today   time.Time
	LastDay time.Time // as asked for; zero: see LastDayOf

	// The notice by the contract: calendar months and days. They count only with HasNotice.
	NoticeMonths, NoticeDays int
	ContractEnd              time.Time
	HasNotice                bool

	OpenWork, Prepaid, Owed string // as given in the profile

	Billing, Language, Formality, Profession, Tone string

	Leading      []scoring.SignID // strongest first
	Verdict      scoring.Verdict
	Remedies     []scoring.Remedy
	CoolingUntil time.Time
	Zone         *time.Location // nil: that of Today

	// Incidents are the dates on which the strongest leading sign was seen, newest
	// first. The checklist of a talk lists them, and a text may name them.
	Incidents []time.Time

	// Private is what must not show through in any text: the names of the people
	// who reported, and internal notes, of which no five words in a row may be
	// quoted. An entry of up to three words, or one in capitals such as "Jan van
	// der Berg", is a name. Only the check reads it.
	Private []string

	// Reader is the language of the checklist and the cautions, which the team
	// reads; "" is the draft's own.
	Reader string
}

// The roles of a Part. The draft check holds each to its own rules.
const (
	RoleScript       = "script"       // said on the call
	RoleAnswers      = "answers"      // said if they argue or offer to change
	RoleConfirmation = "confirmation" // sent after the call
	RoleNotice       = "notice"       // sent instead of a call, safety first
	RoleAgenda       = "agenda"       // of the frank talk
	RoleOpening      = "opening"      // its first sentences
	RoleClosing      = "closing"      // what was agreed, to be sent afterwards
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
	// Placeholders are the facts still missing, as they stand in the text, in order of appearance.
	Placeholders []string
	// Cautions are for the team, never part of what is sent.
	Cautions []string
	// Findings is what the draft check says about the document's own parts: nothing, if all is well.
	Findings []Finding
}

// Finding is a passage of a draft that breaks a rule.
type Finding struct {
	Rule    string // "D1" to "D13", or FilledIn
	Role    string // of the part it was found in
	Passage string // the words at fault; empty when something is missing
	Why     string // a code; Explain words it
}
