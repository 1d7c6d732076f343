package scoring

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Errors of Book.Add, wrapped with the entry's id.
var (
	// ErrNotFound: the entry that is confirmed or taken back is not in the book.
	ErrNotFound = errors.New("entry not found")
	// ErrTwice: an entry with this id is in the book already, or what it takes back was taken back before.
	ErrTwice = errors.New("entry already counted")
	// ErrKind: the kind is unknown, or of a kind that cannot be confirmed or taken back.
	ErrKind = errors.New("entry kind does not fit")
)

// Book replays a client's whole log and yields the ledger that follows from it.
// It needs all incidents in memory, and is meant for rebuilding, for checking a
// running ledger, and for tests.
type Book struct {
	policy    Policy
	entries   map[string]*page
	incidents map[string]*incident
}

type page struct {
	Entry
	takenBack bool
}

type incident struct {
	sign SignID
	Occurrence
}

// NewBook returns an empty book under a policy.
func NewBook(p Policy) *Book {
	return &Book{policy: p, entries: map[string]*page{}, incidents: map[string]*incident{}}
}

// Add replays one entry. Entries come in the order in which they were recorded:
// what is confirmed or taken back comes first. On an error the book is unchanged.
func (b *Book) Add(e Entry) error {
	if _, ok := b.entries[e.ID]; ok {
		return fmt.Errorf("entry %q: %w", e.ID, ErrTwice)
	}
	if err := b.add(e); err != nil {
		return fmt.Errorf("entry %q: %w", e.ID, err)
	}
	b.entries[e.ID] = &page{Entry: e}
	return nil
}

func (b *Book) add(e Entry) error {
	switch e.Kind {
	case Incident:
		c := b.policy.Open(e.Sign, e.ID, e.Severity, e.At, e.By)
		b.incidents[e.ID] = &incident{e.Sign, c.Occurrence}
	case Confirmation:
		in, ok := b.incidents[e.Of]
		if !ok {
			return fmt.Errorf("confirming %q: %w", e.Of, ErrNotFound)
		}
		in.Occurrence = b.policy.Confirm(in.sign, in.Occurrence, e.By).Occurrence
	case RemedyTried, PraiseGiven:
	case TakenBack:
		return b.takeBack(e.Of)
	default:
		return fmt.Errorf("kind %q: %w", e.Kind, ErrKind)
	}
	return nil
}

func (b *Book) takeBack(id string) error {
	was, ok := b.entries[id]
	switch {
	case !ok:
		return fmt.Errorf("taking back %q: %w", id, ErrNotFound)
	case was.takenBack:
		return fmt.Errorf("taking back %q: %w", id, ErrTwice)
	}
	switch was.Kind {
	case Incident, Confirmation:
		of := id
		if was.Kind == Confirmation {
			of = was.Of
		}
		in := b.incidents[of]
		in.Occurrence = b.policy.Withdraw(in.sign, in.Occurrence, was.By).Occurrence
	case RemedyTried, PraiseGiven:
	default:
		return fmt.Errorf("taking back %q, a %s: %w", id, was.Kind, ErrKind)
	}
	was.takenBack = true
	return nil
}

// Recent returns every incident of a sign that stands, newest first.
func (b *Book) Recent(sign SignID) []Occurrence {
	var all []Occurrence
	for _, in := range b.incidents {
		if in.sign == sign && in.Stands() {
			all = append(all, in.Occurrence)
		}
	}
	slices.SortFunc(all, newer)
	return all
}

// Ledger adds everything up afresh. It holds what follows from the log; the
// profile, override, partings and policy digest are the caller's to fill in.
// The sums of the same incidents are the same to the last bit, in whatever
// order they were recorded.
func (b *Book) Ledger() Ledger {
	l := Ledger{Tallies: map[SignID]Tally{}}
	bySign := map[SignID][]Occurrence{}
	for _, in := range b.incidents {
		if in.Stands() {
			bySign[in.sign] = append(bySign[in.sign], in.Occurrence)
		}
	}
	for sign, all := range bySign {
		slices.SortFunc(all, newer)
		t := Tally{Count: len(all), Recent: slices.Clone(all[:min(len(all), RecentKept)])}
		for _, o := range all {
			t.Sum = t.Plus(b.policy.sum(o))
		}
		l.Tallies[sign] = t
	}
	for _, e := range b.standing() {
		switch e.Kind {
		case PraiseGiven:
			l = l.WithPraise(b.policy, e.At)
		case RemedyTried:
			l = l.WithRemedy(Remedy{ID: e.ID, Kind: e.Remedy, At: e.At, By: e.By})
		case Incident, Confirmation, TakenBack: // in the tallies already
		}
	}
	return l
}

// standing returns the remedies and praises that were not taken back, newest first.
func (b *Book) standing() []Entry {
	var all []Entry
	for _, e := range b.entries {
		if !e.takenBack && (e.Kind == PraiseGiven || e.Kind == RemedyTried) {
			all = append(all, e.Entry)
		}
	}
	slices.SortFunc(all, func(a, b Entry) int {
		return cmp.Or(b.At.Compare(a.At), strings.Compare(b.ID, a.ID))
	})
	return all
}
