package drafts

import "amicable/scoring"

// A class says how carefully a separation must be handled. The gravest class
// among the leading signs rules the whole document.
type class int

const (
	poorFit   class = iota // nobody did wrong; warm, with a referral
	difficult              // it was hard work; a directory rather than a named colleague (S0)
	serious                // disrespect or broken trust; short, no referral (S1)
	legal                  // staying on could make us liable; a lawyer first, nothing of it in the text
	unsafe                 // abuse or threats; a written notice, nobody meets them alone
)

// sign is what drafting needs to know of one sign.
type sign struct {
	class  class
	reason string // code of the reason given; the templates word it as "reason <code>"
	warn   bool   // the first time calls for a clear warning, the second ends it (PLAYBOOK §1, two-strike)
	kind   string // code of the kind of provider that suits them better; "kind <code>" words it
}

// signs maps each sign to its handling. A reason code may serve several signs
// only where the same sentence is true for all of them.
var signs = map[scoring.SignID]sign{
	"physical-abuse":       {class: unsafe, reason: "relationship"},
	"legal-risk":           {class: legal, reason: "kind-of-work"},
	"verbal-abuse":         {class: serious, reason: "cooperation", warn: true},
	"dishonesty":           {class: serious, reason: "way-of-working"},
	"invoice-dispute":      {class: difficult, reason: "pricing"},
	"plays-competitors":    {class: difficult, reason: "rates"},
	"unreasonable-demands": {class: difficult, reason: "service-level"},
	"late-payment":         {class: difficult, reason: "payment-dates"},
	"withholds-input":      {class: poorFit, reason: "information", kind: "on-site"},
	"always-on":            {class: poorFit, reason: "hours", kind: "round-the-clock"},
	"missed-meetings":      {class: poorFit, reason: "meetings", kind: "by-message"},
	"scope-creep":          {class: poorFit, reason: "scope", kind: "larger"},
	"indecision":           {class: poorFit, reason: "process", kind: "small-steps"},
	"unresponsive":         {class: poorFit, reason: "contact", kind: "independent"},
	"ignores-advice":       {class: poorFit, reason: "approach", kind: "like-minded"},
	"tension":              {class: poorFit, reason: "style", kind: "like-minded"},
	"morale":               {class: poorFit, reason: "specialism", kind: "specialist"},
	"unprofitable":         {class: poorFit, reason: "capacity", kind: "larger"},
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
	sign     scoring.SignID // the sign that the reason comes from; "" if none
	reason   string
	referral string
	kind     string
}

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
	return h
}
