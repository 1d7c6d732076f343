package storage

import (
	"context"
	"errors"
	"slices"
	"strings"
)

// Damaged is a client of which something cannot be read; nothing of it is changed.
type Damaged struct {
	Client ClientID
	// Err is a CorruptError or WrongTypeError, wrapped: it names the key.
	Err error
}

// damagedClient tells errors about one client's own keys, which are no reason
// to give up on the others.
func (w *Workspace) damagedClient(id ClientID, err error) bool {
	key := ""
	var corrupt *CorruptError
	var other *WrongTypeError
	switch {
	case errors.As(err, &corrupt):
		key = corrupt.Key
	case errors.As(err, &other):
		key = other.Key
	}
	return slices.Contains([]string{w.keys.client(id), w.keys.log(id), w.keys.withdrawn(id)}, key)
}

// salvaged is a card of which some fields that follow from the log could not be
// read, and were left out.
type salvaged struct {
	*card
	bad     map[string]string // those fields and what they hold
	dropped []any             // they, and the fields that mean nothing without them
}

// salvage reads a client's card for those who have its log at hand. What does
// not follow from the log must be readable all the same.
func (w *Workspace) salvage(ctx context.Context, what string, id ClientID) (salvaged, error) {
	s := salvaged{bad: map[string]string{}}
	flat, err := w.hash(ctx, what, id)
	if err != nil {
		return s, err
	}
	for {
		s.card, err = w.readCard(id, flat)
		var corrupt *CorruptError
		if !errors.As(err, &corrupt) || !errors.Is(corrupt, ErrCorrupt) {
			return s, err
		}
		group := fieldGroup(corrupt.Entry)
		if group == nil {
			return s, err
		}
		for i := 0; i < len(flat); {
			if flat[i] == corrupt.Entry {
				s.bad[flat[i]] = flat[i+1]
			}
			if slices.Contains(group, flat[i]) {
				s.dropped = append(s.dropped, flat[i])
				flat = slices.Delete(flat, i, i+2)
				continue
			}
			i += 2
		}
	}
}

// fieldGroup are the fields that are only of use together with one that
// follows from the log; nil for any other field.
func fieldGroup(field string) []string {
	switch field {
	case fieldLast, fieldRemedies:
		return []string{field}
	case fieldPraise, fieldPraiseS, fieldPraiseQ:
		return []string{fieldPraise, fieldPraiseS, fieldPraiseQ}
	}
	for _, prefix := range []string{prefixSlow, prefixFast, prefixHeads} {
		if sign, ok := strings.CutPrefix(field, prefix); ok {
			return []string{prefixSlow + sign, prefixFast + sign, prefixHeads + sign}
		}
	}
	return nil
}
