package storage

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/adrg/strutil/metrics"
)

// nearness is the least Jaro-Winkler similarity of a near match. Measured on
// slips such as "Akme Gmbh" for Acme GmbH (0.93) against unrelated names (below 0.8).
const nearness = 0.86

// minTyped is how many bytes must be typed before slips in them are looked past.
const minTyped = 4

// Directory is the workspace's client names as they were when it was read. It does not change.
type Directory struct {
	all    []Known // by name
	byName map[string]int
	names  []foldedName // sorted by folded name
	words  int          // most words in any name
}

type foldedName struct {
	folded string
	client int // place in all
}

// Directory returns the client names, from a cache that this process keeps up
// to date with its own changes; others' show after a Refresh.
func (w *Workspace) Directory(ctx context.Context) (*Directory, error) {
	w.mu.Lock()
	d := w.directory
	w.mu.Unlock()
	if d != nil {
		return d, nil
	}
	return w.Refresh(ctx)
}

// Refresh reads the client names anew, in one round trip.
func (w *Workspace) Refresh(ctx context.Context) (*Directory, error) {
	const what = "reading client names"
	key := w.keys.roster()
	var roster map[string]string
	err := w.read(ctx, what, []string{key}, func(ctx context.Context) (err error) {
		roster, err = w.store.rdb.HGetAll(ctx, key).Result()
		return err
	})
	if err != nil {
		return nil, err
	}
	all := make([]Known, 0, len(roster))
	for id, v := range roster {
		var p packedKnown
		if err := json.Unmarshal([]byte(v), &p); err != nil {
			return nil, fmt.Errorf("%s: %w", what, &CorruptError{Key: key, Entry: id, Kind: ErrCorrupt, Cause: err})
		}
		all = append(all, Known{ID: ClientID(id), Name: p.Name, Aliases: p.Aliases, Closed: p.Closed})
	}
	d := newDirectory(all)
	w.mu.Lock()
	w.directory = d
	w.mu.Unlock()
	return d, nil
}

// learn adds or replaces a client in the cached directory.
func (w *Workspace) learn(k Known) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.directory == nil {
		return
	}
	all := slices.DeleteFunc(slices.Clone(w.directory.all), func(o Known) bool { return o.ID == k.ID })
	if k.Name != "" {
		all = append(all, k)
	}
	w.directory = newDirectory(all)
}

func newDirectory(all []Known) *Directory {
	slices.SortFunc(all, func(a, b Known) int {
		return cmp.Or(cmp.Compare(Fold(a.Name), Fold(b.Name)), cmp.Compare(a.ID, b.ID))
	})
	d := &Directory{all: all, byName: map[string]int{}}
	for i, k := range all {
		for _, n := range append([]string{k.Name}, k.Aliases...) {
			f := Fold(n)
			d.byName[f] = i
			d.names = append(d.names, foldedName{f, i})
			d.words = max(d.words, len(strings.Fields(f)))
		}
	}
	slices.SortFunc(d.names, func(a, b foldedName) int { return cmp.Compare(a.folded, b.folded) })
	return d
}

// All returns the clients by name.
func (d *Directory) All() []Known { return slices.Clone(d.all) }

// ByID finds a client by its id.
func (d *Directory) ByID(id ClientID) (Known, bool) {
	for _, k := range d.all {
		if k.ID == id {
			return k, true
		}
	}
	return Known{}, false
}

// Find finds a client by name or alias, exact but for what Fold ignores.
func (d *Directory) Find(text string) (Known, bool) {
	i, ok := d.byName[Fold(text)]
	if !ok {
		return Known{}, false
	}
	return d.all[i], true
}

// Near finds up to n clients whose name or alias is much like text, best first.
func (d *Directory) Near(text string, n int) []Known {
	f := Fold(text)
	jw := metrics.NewJaroWinkler()
	best := map[int]float64{}
	for _, name := range d.names {
		s := jw.Compare(f, name.folded)
		// "Acme" for Acme GmbH: the words typed begin the name, or the other way round.
		if strings.HasPrefix(name.folded, f+" ") || strings.HasPrefix(f, name.folded+" ") {
			s = max(s, nearness+0.05)
		}
		if first, _, _ := strings.Cut(name.folded, " "); s < nearness && (oneSlip(f, name.folded) || oneSlip(f, first)) {
			s = nearness
		}
		if s >= nearness && s > best[name.client] {
			best[name.client] = s
		}
	}
	return d.top(best, n)
}

// oneSlip tells whether short names differ by one letter, which Jaro-Winkler
// takes harder the shorter they are: "akme" for acme,
// or for the first word of acme gmbh.
func oneSlip(a, b string) bool {
	const short, long = 4, 8 // bytes
	if len(a) < short || len(b) < short || len(a) > long || len(b) > long || a[0] != b[0] {
		return false
	}
	return metrics.NewLevenshtein().Distance(a, b) == 1
}

// Prefix finds up to n clients to offer while text is being typed: names that
// begin with it, then names with a word that does, then near ones.
func (d *Directory) Prefix(text string, n int) []Known {
	f := Fold(text)
	if strings.TrimSpace(text) == "" {
		return slices.Clone(d.all[:min(n, len(d.all))])
	}
	jw := metrics.NewJaroWinkler()
	score := map[int]float64{}
	for _, name := range d.names {
		s := 0.0
		if len(f) >= minTyped {
			if begin := jw.Compare(f, name.folded[:min(len(f), len(name.folded))]); begin >= nearness {
				s = begin // "akme g" begins much as "acme gmbh" does
			}
		}
		switch {
		case name.folded == f:
			s = 3
		case strings.HasPrefix(name.folded, f):
			s = 2
		case strings.Contains(name.folded, " "+f):
			s = 1.5
		}
		if s > score[name.client] {
			score[name.client] = s
		}
	}
	found := d.top(score, n)
	for _, k := range d.Near(text, n) {
		if len(found) < n && !slices.ContainsFunc(found, func(o Known) bool { return o.ID == k.ID }) {
			found = append(found, k)
		}
	}
	return found
}

// top orders clients by score, then open ones first, then by name.
func (d *Directory) top(score map[int]float64, n int) []Known {
	places := make([]int, 0, len(score))
	for i, s := range score {
		if s > 0 {
			places = append(places, i)
		}
	}
	slices.SortFunc(places, func(a, b int) int {
		closed := 0
		if d.all[a].Closed != d.all[b].Closed {
			closed = -1
			if d.all[a].Closed {
				closed = 1
			}
		}
		return cmp.Or(cmp.Compare(score[b], score[a]), closed, cmp.Compare(a, b))
	})
	found := make([]Known, 0, min(n, len(places)))
	for _, i := range places[:min(n, len(places))] {
		found = append(found, d.all[i])
	}
	return found
}

// Span finds the longest run of words, from the first on, that is a client's
// name or alias, and how many words it takes; 0 if none is.
func (d *Directory) Span(words []string) (Known, int) {
	// Folding may drop words ("&") or split them ("a-b"), so a run may be longer
	// than the name it folds to; a few words more are tried.
	for n := min(len(words), d.words+3); n > 0; n-- {
		if k, ok := d.Find(strings.Join(words[:n], " ")); ok {
			for n > 1 { // leave off words that folding dropped
				if shorter, ok := d.Find(strings.Join(words[:n-1], " ")); !ok || shorter.ID != k.ID {
					break
				}
				n--
			}
			return k, n
		}
	}
	return Known{}, 0
}
