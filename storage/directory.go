package storage

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Directory is the workspace's client names as they were when it was read. It does not change.
type Directory struct {
	all   []*listed // by folded name
	names []*name   // every name and alias, by its folded form
	words int       // most words in any name, or a few more
}

// listed is a client of the directory; directories share what did not change.
type listed struct {
	Known
	packed string // as in the roster, "" if learned
	names  []*name
}

// name is a name or alias as it is looked for.
type name struct {
	folded string
	runes  []rune
	first  int       // runes of the first word
	seen   letterSet // of runes
	of     *listed
}

func newListed(k Known, packed string) *listed {
	l := &listed{Known: k, packed: packed, names: make([]*name, 0, 1+len(k.Aliases))}
	l.add(k.Name)
	for _, a := range k.Aliases {
		l.add(a)
	}
	return l
}

func (l *listed) add(text string) {
	n := &name{folded: Fold(text), of: l}
	n.runes = []rune(n.folded)
	n.first = len(n.runes)
	if i := slices.Index(n.runes, ' '); i >= 0 {
		n.first = i
	}
	n.seen = lettersOf(n.runes)
	l.names = append(l.names, n)
}

func byFoldedName(a, b *listed) int {
	return cmp.Or(cmp.Compare(a.names[0].folded, b.names[0].folded), cmp.Compare(a.ID, b.ID))
}

func byFolded(a, b *name) int { return cmp.Compare(a.folded, b.folded) }

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

// Refresh reads the client names anew, in one round trip. What did not change
// since the last time is neither unpacked nor folded again: a name that nobody
// knows has the names read anew every time.
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
	w.mu.Lock()
	former := w.directory
	w.mu.Unlock()
	all, same := make([]*listed, 0, len(roster)), 0
	if former != nil {
		for _, l := range former.all {
			if v, ok := roster[string(l.ID)]; ok && v == l.packed {
				all = append(all, l)
				delete(roster, string(l.ID))
			}
		}
		same = len(all)
	}
	for id, v := range roster {
		var p packedKnown
		if err := json.Unmarshal([]byte(v), &p); err != nil {
			return nil, fmt.Errorf("%s: %w", what, &CorruptError{Key: key, Entry: id, Kind: ErrCorrupt, Cause: err})
		}
		all = append(all, newListed(Known{ID: ClientID(id), Name: p.Name, Aliases: p.Aliases, Closed: p.Closed}, v))
	}
	d := former
	if former == nil || same < len(all) || same < len(former.all) {
		d = directoryOf(all)
	}
	w.mu.Lock()
	w.directory = d
	w.mu.Unlock()
	return d, nil
}

// learn adds or replaces a client in the cached directory; one without a name leaves it.
func (w *Workspace) learn(k Known) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.directory != nil {
		w.directory = w.directory.with(k)
	}
}

// with is the directory with a client added or replaced. Everything stays in
// its order, so nothing else is looked at.
func (d *Directory) with(k Known) *Directory {
	other := func(o *listed) bool { return o.ID != k.ID }
	next := &Directory{all: filtered(d.all, other), names: filtered(d.names, func(n *name) bool { return other(n.of) }), words: d.words}
	if k.Name == "" {
		return next
	}
	l := newListed(k, "")
	i, _ := slices.BinarySearchFunc(next.all, l, byFoldedName)
	next.all = slices.Insert(next.all, i, l)
	for _, n := range l.names {
		i, _ := slices.BinarySearchFunc(next.names, n, byFolded)
		next.names = slices.Insert(next.names, i, n)
		next.words = max(next.words, strings.Count(n.folded, " ")+1)
	}
	return next
}

// filtered copies what is kept, with room for a few more.
func filtered[T any](all []T, keep func(T) bool) []T {
	some := make([]T, 0, len(all)+4)
	for _, v := range all {
		if keep(v) {
			some = append(some, v)
		}
	}
	return some
}

func newDirectory(all []Known) *Directory {
	entries := make([]*listed, len(all))
	for i, k := range all {
		entries[i] = newListed(k, "")
	}
	return directoryOf(entries)
}

func directoryOf(all []*listed) *Directory {
	slices.SortFunc(all, byFoldedName)
	d := &Directory{all: all, names: make([]*name, 0, len(all)+len(all)/2)}
	for _, l := range all {
		for _, n := range l.names {
			d.names = append(d.names, n)
			d.words = max(d.words, strings.Count(n.folded, " ")+1)
		}
	}
	slices.SortFunc(d.names, byFolded)
	return d
}

// All returns the clients by name.
func (d *Directory) All() []Known { return knowns(d.all) }

func knowns(some []*listed) []Known {
	all := make([]Known, len(some))
	for i, l := range some {
		all[i] = l.Known
	}
	return all
}

// ByID finds a client by its id.
func (d *Directory) ByID(id ClientID) (Known, bool) {
	for _, l := range d.all {
		if l.ID == id {
			return l.Known, true
		}
	}
	return Known{}, false
}

// Find finds a client by name or alias, exact but for what Fold ignores.
func (d *Directory) Find(text string) (Known, bool) { return d.findFolded(Fold(text)) }

func (d *Directory) findFolded(folded string) (Known, bool) {
	i, ok := slices.BinarySearchFunc(d.names, folded, func(n *name, f string) int { return cmp.Compare(n.folded, f) })
	if !ok {
		return Known{}, false
	}
	return d.names[i].of.Known, true
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
