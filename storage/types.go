package storage

import (
	"time"

	"amicable/scoring"
)

// ClientID identifies a client within its workspace; short, opaque and stable.
type ClientID string

// Client is everything kept of a client except its log: one hash, one round trip.
type Client struct {
	ID      ClientID
	Name    string
	Aliases []string
	Profile map[string]string // by key as in the text grammar: "billing", "notice", …
	Closed  time.Time         // zero while the client is served
	Created time.Time
	Ledger  scoring.Ledger
	// Alerted is the highest verdict that was alerted and not yet re-armed.
	Alerted scoring.Verdict
	// Version grows with every change; amendments are refused when it moved.
	Version int64
}

// Actor is who did something. ID is kept in the log; Name helps people read it
// and never enters a draft.
type Actor struct {
	ID   string
	Name string
}

// Flag is an incident to record.
type Flag struct {
	// Event is the platform event's id: recording the same event twice records once.
	Event string
	// Client is the client flagged; when empty, Name is found or created in the same step.
	Client   ClientID
	Name     string
	Sign     scoring.SignID
	Severity scoring.Severity
	At       time.Time // when it happened; kept to the second
	By       Actor
	Note     string // at most 2,000 runes; encrypted at rest when the store has a key
	Source   string // the message it is about, "channel/message"; may be empty
	// Separate records a new incident even within the merge window ("It was another one").
	Separate bool
}

// Outcome says what recording a flag came to.
type Outcome int

const (
	// Opened is a new incident.
	Opened Outcome = iota
	// Confirmed adds another person to an incident within the merge window.
	Confirmed
	// Repeated is the same person about the same incident again: kept in the log, weightless.
	Repeated
)

// Recorded is what came of an entry.
type Recorded struct {
	// Before and After are the client as it was and as it is now; Before.Version is 0 for a new client.
	Before, After Client
	Entry         Entry
	Outcome       Outcome
	// Duplicate tells that this event had been recorded earlier; Entry is that
	// earlier entry, and Before equals After.
	Duplicate bool
}

// EntryKind says what a log entry records. The first five are scoring's.
type EntryKind = scoring.EntryKind

// The kinds of entries that carry no score.
const (
	ClientCreated  EntryKind = "created"
	ClientRenamed  EntryKind = "renamed"
	ClientMerged   EntryKind = "merged"
	ClientClosed   EntryKind = "closed"
	ClientReopened EntryKind = "reopened"
	ProfileChanged EntryKind = "profile"
)

// Entry is one line of a client's log. Entries are only ever appended.
type Entry struct {
	ID       string // unique within the client's log; sorts in the order of recording
	Kind     EntryKind
	Sign     scoring.SignID
	Severity scoring.Severity
	Remedy   scoring.RemedyKind
	At       time.Time // when it happened
	Recorded time.Time // when we were told
	By       Actor
	Of       string // the incident confirmed or the entry taken back
	Note     string
	Source   string
	// TakenBack tells that a later entry withdrew this one. Filled in on reading.
	TakenBack bool
}

// Scoring is what scoring needs of the entry.
func (e Entry) Scoring() scoring.Entry {
	return scoring.Entry{
		ID: e.ID, Kind: e.Kind, Sign: e.Sign, Severity: e.Severity, At: e.At, By: e.By.ID, Of: e.Of, Remedy: e.Remedy,
	}
}

// Settings are a workspace's own choices, by key; unknown keys are kept.
type Settings map[string]string

// Job is something to do later. Jobs survive a restart and are delivered at
// least once, by one worker at a time.
type Job struct {
	ID      string // giving the same ID again changes nothing
	Tenant  string
	Kind    string
	Payload map[string]string
	Due     time.Time
	Attempt int // how often it was leased before
}

// Known is a client as the Directory knows it.
type Known struct {
	ID      ClientID
	Name    string
	Aliases []string
	Closed  bool
}

// AuditEntry is one administrative act in a workspace.
type AuditEntry struct {
	At time.Time
	By Actor
	// Act is what was done: "setting", "created", "renamed", "alias", "merged", "closed", "reopened",
	// "erased", "override", "profile", "export", "import", "rebuild", or what Note was given.
	Act string
	// Subject is what it was done to: a client's id, a setting's key, …
	Subject string
	// Detail says more, such as the new value; never the name of an erased client.
	Detail string
}

// RebuildReport says what Rebuild found and, unless it was a dry run, mended.
type RebuildReport struct {
	Clients, Entries int
	Differences      []Difference
	// Damaged are the clients that cannot be rebuilt; they stay as they are.
	Damaged []Damaged
}

// Difference is one figure that did not follow from the log.
type Difference struct {
	Client     ClientID
	Field      string // "late-payment slow sum", "order", …
	Kept, Want string
}

// ImportReport counts what Import brought in.
type ImportReport struct {
	Tenants, Clients, Entries int
}
