package storage

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"amicable/scoring"
)

// parting is a time at which the verdict rose to Part ways or beyond, and the
// entry that made it: when that is taken back, there was no such time.
type parting struct {
	at    time.Time
	entry string // "" where it was not noted
}

// MarkParting notes that the verdict rose to Part ways or beyond because of an
// entry. Taking that entry back takes the parting back; if it was taken back
// already, nothing is noted. With the entry "" the parting stays for good.
// ErrNotFound when the client has no such entry.
func (w *Workspace) MarkParting(ctx context.Context, id ClientID, at time.Time, entry string) error {
	const what = "noting a parting"
	at = at.Truncate(time.Second).UTC()
	_, err := w.edit(ctx, what, "", requestTTL, id, nil, func(ctx context.Context, e *edit) error {
		if slices.ContainsFunc(e.card.partings, func(p parting) bool { return p.at.Equal(at) }) {
			return errUnchanged
		}
		if entry != "" {
			cause, err := w.entry(ctx, e.card.id, entry)
			if err != nil {
				return err
			}
			if cause.TakenBack {
				return errUnchanged
			}
		}
		e.card.partings = withParting(e.card.partings, parting{at, entry})
		return nil
	})
	return err
}

// withParting adds one, newest first, and keeps as many as scoring looks at.
func withParting(all []parting, p parting) []parting {
	all = append(slices.Clone(all), p)
	slices.SortStableFunc(all, func(a, b parting) int { return b.at.Compare(a.at) })
	return all[:min(len(all), scoring.PartingsKept)]
}

// withoutPartings leaves out those whose entry was withdrawn.
func withoutPartings(all []parting, withdrawn func(entry string) bool) []parting {
	return slices.DeleteFunc(slices.Clone(all), func(p parting) bool { return p.entry != "" && withdrawn(p.entry) })
}

func partingTimes(all []parting) []time.Time {
	if len(all) == 0 {
		return nil
	}
	times := make([]time.Time, len(all))
	for i, p := range all {
		times[i] = p.at
	}
	return times
}

func formatPartings(all []parting) string {
	words := make([]string, len(all))
	for i, p := range all {
		words[i] = formatUnix(p.at)
		if p.entry != "" {
			words[i] += ":" + p.entry
		}
	}
	return strings.Join(words, ",")
}

func parsePartings(s string) ([]parting, error) {
	var all []parting
	for word := range strings.SplitSeq(s, ",") {
		seconds, entry, _ := strings.Cut(word, ":")
		at, err := parseUnix(seconds)
		if err != nil {
			return nil, err
		}
		all = append(all, parting{at, entry})
	}
	return all, nil
}

// exportParting is a parting in an export: the time alone, or with its entry.
type exportParting struct {
	At    time.Time `json:"at"`
	Entry string    `json:"entry"`
}

func exportPartings(all []parting) []exportParting {
	var out []exportParting
	for _, p := range all {
		out = append(out, exportParting{p.at, p.entry})
	}
	return out
}

func importPartings(all []exportParting) []parting {
	var in []parting
	for _, p := range all {
		in = withParting(in, parting{p.At.UTC(), p.Entry})
	}
	return in
}

// MarshalJSON writes the time alone where there is no entry, as exports did before there were any.
func (p exportParting) MarshalJSON() ([]byte, error) {
	if p.Entry == "" {
		return json.Marshal(p.At)
	}
	type object exportParting
	return json.Marshal(object(p))
}

// UnmarshalJSON reads both forms.
func (p *exportParting) UnmarshalJSON(b []byte) error {
	*p = exportParting{}
	if len(b) > 0 && b[0] == '"' {
		return json.Unmarshal(b, &p.At)
	}
	type object exportParting
	if err := json.Unmarshal(b, (*object)(p)); err != nil {
		return err
	}
	if strings.ContainsAny(p.Entry, ",:") {
		return fmt.Errorf("parting of entry %q", p.Entry)
	}
	return nil
}
