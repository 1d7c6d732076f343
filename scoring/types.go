package scoring

import "time"

// SignID names a sign, such as "late-payment". IDs are stable: logs keep them.
type SignID string

// Severity weighs one incident.
type Severity string

// The severities; their weights are in Policy.
const (
	Low    Severity = "low"
	Normal Severity = "normal"
	High   Severity = "high"
)

// RemedyKind is something that was tried with a client.
type RemedyKind string

// The remedies that can be recorded.
const (
	TalkHeld     RemedyKind = "talk"
	WarningGiven RemedyKind = "warning"
	BoundarySet  RemedyKind = "boundary"
	PriceRaised  RemedyKind = "price"
	ScopeAgreed  RemedyKind = "scope"
)

// EntryKind says what a log entry records.
type EntryKind string

// The kinds of entries that a ledger is made from.
const (
	// Incident is a new incident.
	Incident EntryKind = "incident"
	// Confirmation is the same incident reported again, by the same person or another.
	Confirmation EntryKind = "confirmation"
	// RemedyTried and PraiseGiven are what their names say.
	RemedyTried EntryKind = "remedy"
	PraiseGiven EntryKind = "praise"
	// TakenBack withdraws an earlier entry of any of the kinds above.
	TakenBack EntryKind = "taken-back"
)

// Entry is what scoring needs of one log entry. Whether a flag was a new
// incident or a confirmation was decided when it was recorded; Entry only states it.
type Entry struct {
	ID       string
	Kind     EntryKind
	Sign     SignID     // of an Incident or Confirmation
	Severity Severity   // of an Incident
	At       time.Time  // when it happened, to the second
	By       string     // who reported it
	Of       string     // the incident confirmed, or the entry taken back
	Remedy   RemedyKind // of RemedyTried
}

// Sum is a forward-decayed sum at the policy's half-life and at its fast one
// (see Decay); both only ever change by adding, so order does not matter.
type Sum struct {
	Slow, Fast float64
}

// Occurrence is one incident as the ledger remembers it: enough to merge, to
// count strikes and to say who reported.
type Occurrence struct {
	ID       string // the entry that opened it
	At       time.Time
	Severity Severity
	// Reports lists who reported it, one element per entry that stands, the
	// first reporter first; the same person may appear twice. The incident
	// stands as long as one is left.
	Reports []string
}

// Tally is what is kept of one sign.
type Tally struct {
	Sum
	// Count is the number of incidents that stand, of any age.
	Count int
	// Recent holds the latest incidents by At, newest first, at most RecentKept.
	Recent []Occurrence
}

// RecentKept bounds Tally.Recent. Strikes, look-backs, people and merging are
// judged by these; the sums know every incident.
const RecentKept = 8

// Remedy is something that was tried.
type Remedy struct {
	ID   string
	Kind RemedyKind
	At   time.Time
	By   string
}

// RemediesKept bounds Ledger.Remedies.
const RemediesKept = 8

// Praise is the good that was recorded: a Sum of counts (one praise adds 1, decayed).
type Praise struct {
	Sum
	Count int
	Last  time.Time // of the latest that stands; zero when none
}

// Profile is what scoring needs of a client's profile.
type Profile struct {
	Billing string // "hourly", "fixed", "retainer" or ""
	Hours   string // "office", "24/7" or ""
}

// Override is a person's own verdict in place of the computed one.
type Override struct {
	Verdict Verdict
	Reason  string
	By      string
	Until   time.Time
}

// Ledger is all that is needed to assess a client, however long its history.
type Ledger struct {
	Tallies  map[SignID]Tally
	Praise   Praise
	Remedies []Remedy // newest first by At
	Profile  Profile
	Override *Override
	// Partings are the times at which the verdict first rose to Part ways or beyond, newest first, at most PartingsKept.
	Partings []time.Time
	// Policy is the digest of the policy under which the latest incident was recorded, "" if unknown (see Policy.Digest).
	Policy string
}

// PartingsKept bounds Ledger.Partings.
const PartingsKept = 5

// Verdict says where the relationship stands. Higher is worse.
type Verdict int

// The verdicts, from good to bad.
const (
	Healthy Verdict = iota
	Watch
	Talk
	Renegotiate
	PartWays
	PartWaysNow
)
