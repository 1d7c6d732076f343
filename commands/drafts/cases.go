package drafts

import (
	"slices"

	"amicable/scoring"
)

// A class says how carefully a separation must be handled. The gravest class
// among the leading signs rules the whole document.
type class int

const (
	poorFit   class = iota // nobody did wrong; warm, with a referral
	difficult              // it was hard work; a directory rather than a named colleague (S0)
	serious                // disrespect or broken trust; short, no referral (S1)
	legal                  // staying on could make us liable; a lawyer first, nothing of it in the text
	abusive                // insults; a short written notice, no meeting
	unsafe                 // violence or threats; likewise, and nobody meets them alone
)

// sign is what drafting needs to know of one sign.
type sign struct {
	class  class
	reason string // code of the reason given; the templates word it as "reason <code>"
	warn   bool   // the first time calls for a clear warning, the second ends it (PLAYBOOK §1, two-strike)
	kind   string // code of the kind of provider that suits them better; "kind <code>" words it
	terms  string // code of the terms that could mend it; "term <code>" words them, "" if none could
}

// The terms that a renegotiation is about.
const (
	newPrice   = "price"
	newScope   = "scope"
	newHours   = "hours"
	newPayment = "payment"
)

// signs maps each sign to its handling. A reason code may serve several signs
// only where the same sentence is true for all of them.
var signs = map[scoring.SignID]sign{
	"physical-abuse":       {class: unsafe, reason: "relationship"},
	"legal-risk":           {class: legal, reason: "kind-of-work"},
	"verbal-abuse":         {class: abusive, reason: "cooperation", warn: true},
	"dishonesty":           {class: serious, reason: "way-of-working"},
	"invoice-dispute":      {class: difficult, reason: "pricing", terms: newPayment},
	"plays-competitors":    {class: difficult, reason: "rates", terms: newPrice},
	"unreasonable-demands": {class: difficult, reason: "service-level", terms: newScope},
	"late-payment":         {class: difficult, reason: "payment-dates", terms: newPayment},
	"withholds-input":      {class: poorFit, reason: "information", kind: "on-site", terms: newScope},
	"always-on":            {class: poorFit, reason: "hours", kind: "round-the-clock", terms: newHours},
	"missed-meetings":      {class: poorFit, reason: "meetings", kind: "by-message", terms: newHours},
	"scope-creep":          {class: poorFit, reason: "scope", kind: "larger", terms: newScope},
	"indecision":           {class: poorFit, reason: "process", kind: "small-steps", terms: newScope},
	"unresponsive":         {class: poorFit, reason: "contact", kind: "independent"},
	"ignores-advice":       {class: poorFit, reason: "approach", kind: "like-minded", terms: newPrice},
	"tension":              {class: poorFit, reason: "style", kind: "like-minded"},
	"morale":               {class: poorFit, reason: "specialism", kind: "specialist"},
	"unprofitable":         {class: poorFit, reason: "capacity", kind: "larger", terms: newPrice},
}

// unlisted handles the signs that a team added itself, and no sign at all.
var unlisted = sign{class: poorFit, reason: "fit", kind: "like-minded"}

// Referrals: where a separation points the client to.
const (
	referKind      = "kind"      // the kind of provider that suits them (S0, S1, S4)
	referDirectory = "directory" // a directory or the chamber of commerce (S0)
	referNone      = "none"      // S1
)

// handling is how one client's separation is worded.
type handling struct {
	class    class
	legal    bool           // a legal risk is among the signs, whatever leads
	sign     scoring.SignID // the sign that the reason comes from; "" if none
	reason   string
	referral string
	kind     string
	terms    []string // what a renegotiation is about, strongest first; price if nothing says otherwise
}

// mostTerms is how many changes of terms one proposal can bear.
const mostTerms = 2

// handle chooses class, reason and referral from the leading signs. The reason
// comes from the strongest sign of the gravest class, so that a neutral wording
// is never displaced by a franker one.
func handle(leading []scoring.SignID) handling {
	h := handling{class: poorFit, reason: unlisted.reason, kind: unlisted.kind, referral: referKind}
	for i, id := range leading {
		s, known := signs[id]
		if !known {
			s = unlisted
		}
		h.legal = h.legal || s.class == legal
		if s.terms != "" && !slices.Contains(h.terms, s.terms) {
			h.terms = append(h.terms, s.terms)
		}
		if i == 0 || s.class > h.class {
			// Between the two mild classes the stronger sign keeps the reason.
			if i == 0 || s.class >= serious {
				h.sign, h.reason, h.kind = id, s.reason, s.kind
			}
			h.class = max(h.class, s.class)
		}
	}
	switch {
	case h.class == difficult:
		h.referral = referDirectory
	case h.class >= serious:
		h.referral = referNone
	}
	if len(h.terms) == 0 {
		h.terms = []string{newPrice}
	}
	h.terms = h.terms[:min(len(h.terms), mostTerms)]
	return h
}
