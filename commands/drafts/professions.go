package drafts

import "slices"

// Professions whose letters have needs of their own.
const (
	General    = "general"
	Agency     = "agency"
	Accounting = "accounting"
	LawFirm    = "legal"
	Consulting = "consulting"
)

// Professions lists the professions, the default first.
func Professions() []string { return []string{General, Agency, Accounting, LawFirm, Consulting} }

// profession is what a trade expects of the text that ends an engagement.
type profession struct {
	// silent tells that the letter gives no reason; it is said on the call only.
	silent bool
	holds  []hold
}

// hold is one thing that the letter must hold: the template "hold <code>" words
// it, and the list of that name in words/<language>/holds.txt finds it.
type hold struct {
	code   string
	beside bool // done beside the text, which cannot show it
	// given tells from the facts that there is nothing to say; nil: there always is.
	given func(f Facts) bool
}

var (
	effectiveDate = hold{code: "effective-date"}
	workDone      = hold{code: "work-done", given: func(f Facts) bool { return isNone(f.Done) }}
	workOpen      = hold{code: "work-open", given: func(f Facts) bool { return isNone(f.OpenWork) }}
	deadlines     = hold{code: "deadlines"}
	records       = hold{code: "records"}
	recordsKept   = hold{code: "records-kept"}
	access        = hold{code: "access"}
	rights        = hold{code: "rights"}
	confidence    = hold{code: "confidence"}
	feesDue       = hold{code: "fees-due", given: func(f Facts) bool { return isNone(f.Owed) }}
	feesUnearned  = hold{code: "fees-unearned", given: func(f Facts) bool { return isNone(f.Prepaid) }}
	successor     = hold{code: "successor"}
	noMore        = hold{code: "no-more"}
	delivery      = hold{code: "delivery", beside: true}
	court         = hold{code: "court", beside: true}
)

// professions follow what the trades' own bodies and insurers advise.
//
// Accounting: the AICPA's insurance programme (cpai.com, "Client Termination
// Letters") asks for the date, work in process, fees, records and what the
// client must do by when, advises against giving a reason in the letter and
// against offering to wrap up, and for a delivery that can be traced. CAMICO
// ("The Dos and Don'ts of Disengaging") has the reason explained in person
// first. S0, written for accountants too, wants it said. Hence: on the call.
//
// Law: ABA Model Rule 1.16(d) (notice, time to find another lawyer, papers and
// unearned fees given back) and its comment, for which a neutral reason is
// enough; the Hennepin County Bar on withdrawal letters and the Oklahoma Bar's
// checklist (facts without anger, dates, the file, the court's leave); bar
// insurers on closing letters (how long the file is kept).
//
// Agencies and consultants have no such body. What is customary there is the
// handover of access, files and rights, and of confidential material.
var professions = map[string]profession{
	General:    {holds: []hold{effectiveDate, workOpen, records, feesDue, feesUnearned}},
	Agency:     {holds: []hold{effectiveDate, workOpen, access, rights, feesDue, feesUnearned, successor}},
	Accounting: {silent: true, holds: []hold{effectiveDate, workDone, workOpen, deadlines, records, feesDue, feesUnearned, successor, noMore, delivery}},
	LawFirm:    {holds: []hold{effectiveDate, workDone, workOpen, deadlines, records, recordsKept, feesDue, feesUnearned, successor, noMore, court, delivery}},
	Consulting: {holds: []hold{effectiveDate, workDone, workOpen, records, confidence, feesDue, feesUnearned, successor}},
}

// professionOf is the facts' profession, General where it is unknown.
func professionOf(f Facts) (code string, p profession) {
	if p, ok := professions[f.Profession]; ok {
		return f.Profession, p
	}
	return General, professions[General]
}

// Held says of one thing that a separation of the client's trade should hold
// whether it does.
type Held struct {
	Code string
	Text string // what it is, in the reader's language
	Done bool   // the text says it, or the facts say that there is nothing to say
	// Where is the sentence that says it, as written; "" if there is none.
	Where string
	// Beside tells that it is done beside the text, such as a delivery that can be traced: it is never Done here.
	Beside bool
}

// holds a document against its trade, given its parts as they were read. Only
// what is sent counts, and a sentence that still has a placeholder holds nothing yet.
func (d Document) holds(against *dossier, parts []*checking) ([]Held, error) {
	if d.Kind != Separation {
		return nil, nil
	}
	f := against.f
	_, trade := professionOf(f)
	reader := readerPack(f)
	var all []Held
	for _, h := range trade.holds {
		text, err := reader.render("hold "+h.code, view{f: f, pack: reader})
		if err != nil {
			return nil, err
		}
		held := Held{Code: h.code, Text: text, Beside: h.beside}
		for i, part := range parts {
			if held.Where == "" && slices.Contains(sent, d.Parts[i].Role) {
				held.Where = part.passageThatHolds(h)
			}
		}
		held.Done = held.Where != "" || h.given != nil && h.given(f)
		all = append(all, held)
	}
	return all, nil
}

func (c *checking) passageThatHolds(h hold) string {
	whole := func(i int) bool {
		from, to := c.sentence(i)
		return !slices.ContainsFunc(c.tokens[from:to+1], func(t token) bool { return t.hole })
	}
	if h.code == effectiveDate.code {
		for _, at := range c.dates {
			if at.is(c.last) {
				return c.sentenceAt(at.from)
			}
		}
		return ""
	}
	of := c.words.holds[h.code]
	if of == nil {
		return ""
	}
	for _, m := range of.all(c.tokens) {
		if whole(m.from) {
			return c.sentenceAt(m.from)
		}
	}
	return ""
}
