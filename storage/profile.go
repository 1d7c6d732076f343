package storage

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"amicable/scoring"
)

// SetProfile sets profile keys; the value "" removes a key. The log entry's
// Note lists the changes as "key=value", one a line.
func (w *Workspace) SetProfile(ctx context.Context, id ClientID, changes map[string]string, by Actor) (Client, error) {
	for k, v := range changes {
		if k == "" || utf8.RuneCountInString(k) > MaxName || utf8.RuneCountInString(v) > MaxNote || !utf8.ValidString(k+v) {
			return Client{}, fmt.Errorf("profile key %q: %w", k, ErrBadFlag)
		}
	}
	return w.change(ctx, "changing profile", id, func(e *edit) error {
		var lines, touched []string
		for _, k := range slices.Sorted(maps.Keys(changes)) {
			v := changes[k]
			if e.card.profile[k] == v {
				continue
			}
			if v == "" {
				delete(e.card.profile, k)
			} else {
				e.card.profile[k] = v
			}
			lines, touched = append(lines, k+"="+v), append(touched, k)
		}
		if len(lines) == 0 {
			return errUnchanged
		}
		note := strings.Join(lines, "\n")
		return errors.Join(e.log(&Entry{Kind: ProfileChanged, At: e.now, By: by, Note: note}), e.audit("profile", strings.Join(touched, " "), by))
	})
}

// Override puts a person's verdict in place of the computed one; nil removes it.
func (w *Workspace) Override(ctx context.Context, id ClientID, o *scoring.Override, by Actor) (Client, error) {
	if o != nil {
		if utf8.RuneCountInString(o.Reason) > MaxNote {
			return Client{}, fmt.Errorf("reason is longer than %d characters: %w", MaxNote, ErrBadFlag)
		}
		c := *o
		c.Until = c.Until.Truncate(time.Second).UTC()
		o = &c
	}
	return w.change(ctx, "overriding verdict", id, func(e *edit) error {
		if o == nil && e.card.override == nil {
			return errUnchanged
		}
		e.card.override = o
		detail := "removed"
		if o != nil {
			detail = "set"
		}
		return e.audit("override", detail, by)
	})
}

// ClaimAlert moves a client's alerted verdict from one to another: true for
// the one caller that did, and again for the same job, so that a job that
// claimed and then failed to send may try again.
func (w *Workspace) ClaimAlert(ctx context.Context, id ClientID, from, to scoring.Verdict, job string) (bool, error) {
	claimed := false
	_, err := w.edit(ctx, "claiming alert", "", requestTTL, id, nil, func(_ context.Context, e *edit) error {
		claimed = e.card.alerted == to && e.card.alertJob == job
		if claimed || e.card.alerted != from {
			return errUnchanged
		}
		claimed = true
		e.card.alerted, e.card.alertJob = to, job
		return nil
	})
	return claimed && err == nil, err
}
