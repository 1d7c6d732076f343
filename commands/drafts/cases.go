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
	kind   string // code of the kind of provider that suits them better; "kind <code>" words it
}

// signs maps each sign to its handling. A reason code may serve several signs
// only where the same sentence is true for all of them.
var signs = map[scoring.SignID]sign{
	"physical-abuse":       {unsafe, "relationship", ""},
	"legal-risk":           {legal, "kind-of-work", ""},
	"verbal-abuse":         {serious, "cooperation", ""},
	"dishonesty":           {serious, "way-of-working", ""},
	"invoice-dispute":      {difficult, "pricing", ""},
	"plays-competitors":    {difficult, "rates", ""},
	"unreasonable-demands": {difficult, "service-level", ""},
	"late-payment":         {difficult, "payment-dates", ""},
	"withholds-input":      {poorFit, "information", "on-site"},
	"always-on":            {poorFit, "hours", "round-the-clock"},
	"missed-meetings":      {poorFit, "meetings", "by-message"},
	"scope-creep":          {poorFit, "scope", "larger"},
	"indecision":           {poorFit, "process", "small-steps"},
	"unresponsive":         {poorFit, "contact", "independent"},
	"ignores-advice":       {poorFit, "approach", "like-minded"},
	"tension":              {poorFit, "style", "like-minded"},
	"morale":               {poorFit, "specialism", "specialist"},
	"unprofitable":         {poorFit, "capacity", "larger"},
}

// unlisted handles the signs that a team added itself, and no sign at all.
var unlisted = sign{poorFit, "fit", "like-minded"}

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
