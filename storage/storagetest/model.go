package storagetest

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"amicable/scoring"
	"amicable/storage"
)

// model lets people do anything in any order and compares the store with
// scoring's Book, which adds the same entries up with nothing stored.
func model(t *testing.T, f *Fixture) {
	run := 0
	rapid.Check(t, func(rt *rapid.T) {
		run++
		m := &machine{t: rt, f: f, w: f.Store.Workspace(fmt.Sprintf("slack:M%d", run)), book: scoring.NewBook(scoring.Default())}
		m.start()
		rt.Repeat(map[string]func(*rapid.T){
			"flag": m.flag, "take back": m.takeBack, "remedy": m.remedy, "praise": m.praise, "": m.check,
		})
		noDifferencesIn(rt, m.w)
		if err := m.w.Forget(context.Background()); err != nil {
			rt.Fatal(err)
		}
	})
}

type machine struct {
	t    *rapid.T
	f    *Fixture
	w    *storage.Workspace
	id   storage.ClientID
	book *scoring.Book
	now  storage.Client
	// standing are the entries that may be taken back, gone those that were.
	standing, gone []string
}

func (m *machine) start() {
	c, _, err := m.w.Create(context.Background(), "create", "Acme", Ann)
	if err != nil {
		m.t.Fatal(err)
	}
	m.id, m.now = c.ID, c
}

// when draws times that often fall together or near the edge of the merge window.
func when(t *rapid.T) time.Time {
	hours := rapid.SampledFrom([]int{0, 0, 1, 12, 23, 24, 25, 47, 48, 49, 72, 24 * 30, 24 * 400, 24 * 365 * 4}).Draw(t, "hours ago")
	return Start.Add(-time.Duration(hours) * time.Hour).Add(-time.Duration(rapid.IntRange(0, 2).Draw(t, "seconds")) * time.Second)
}

func who(t *rapid.T) storage.Actor {
	return rapid.SampledFrom([]storage.Actor{Ann, Bob, Eve}).Draw(t, "who")
}

func (m *machine) flag(t *rapid.T) {
	ctx := context.Background()
	f := storage.Flag{
		Event: m.f.Event(), Client: m.id, Sign: rapid.SampledFrom([]scoring.SignID{"late-payment", "custom"}).Draw(t, "sign"),
		Severity: rapid.SampledFrom([]scoring.Severity{scoring.Low, scoring.Normal, scoring.High}).Draw(t, "severity"),
		At:       when(t), By: who(t), Separate: rapid.IntRange(0, 2).Draw(t, "separate") == 0,
	}
	meant, found := scoring.Same(scoring.Default(), m.book.Recent(f.Sign), f.At)
	r, err := m.w.Record(ctx, f)
	if err != nil {
		t.Fatal(err)
	}
	want := storage.Opened
	switch {
	case f.Separate || !found:
	case meant.Reported(f.By.ID):
		want = storage.Repeated
	default:
		want = storage.Confirmed
	}
	if r.Outcome != want || (want != storage.Opened && r.Entry.Of != meant.ID) {
		t.Fatalf("outcome %d of %q, want %d of %q", r.Outcome, r.Entry.Of, want, meant.ID)
	}
	m.recorded(t, r)
	if again, err := m.w.Record(ctx, f); err != nil || !again.Duplicate || again.Outcome != r.Outcome || again.Entry.ID != r.Entry.ID {
		t.Fatalf("the same event again: %+v %v", again, err)
	}
}

func (m *machine) remedy(t *rapid.T) {
	r, err := m.w.Remedy(context.Background(), m.f.Event(), m.id, scoring.TalkHeld, when(t), who(t), "")
	if err != nil {
		t.Fatal(err)
	}
	m.recorded(t, r)
}

func (m *machine) praise(t *rapid.T) {
	r, err := m.w.Praise(context.Background(), m.f.Event(), m.id, when(t), who(t), "")
	if err != nil {
		t.Fatal(err)
	}
	m.recorded(t, r)
}

func (m *machine) takeBack(t *rapid.T) {
	if len(m.standing)+len(m.gone) == 0 {
		t.Skip("nothing to take back")
	}
	entry := rapid.SampledFrom(append(slices.Clone(m.standing), m.gone...)).Draw(t, "entry")
	r, err := m.w.TakeBack(context.Background(), m.f.Event(), m.id, entry, who(t), "")
	i := slices.Index(m.standing, entry)
	if i < 0 {
		if !errors.Is(err, storage.ErrAlreadyTakenBack) {
			t.Fatalf("taken back twice: %v", err)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	m.standing = slices.Delete(m.standing, i, i+1)
	m.gone = append(m.gone, entry)
	m.recorded(t, r)
}

func (m *machine) recorded(t *rapid.T, r storage.Recorded) {
	e := r.Entry
	err := m.book.Add(scoring.Entry{
		ID: e.ID, Kind: e.Kind, Sign: e.Sign, Severity: e.Severity, At: e.At, By: e.By.ID, Of: e.Of, Remedy: e.Remedy,
	})
	if err != nil {
		t.Fatal(err)
	}
	if e.Kind != scoring.TakenBack {
		m.standing = append(m.standing, e.ID)
	}
	if diff := cmp.Diff(r.Before, m.now, nearly); diff != "" {
		t.Fatalf("before:\n%s", diff)
	}
	m.now = r.After
}

// check compares what was answered, what is stored, and what the book says.
func (m *machine) check(t *rapid.T) {
	stored, err := m.w.Client(context.Background(), m.id)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(stored, m.now, nearly); diff != "" {
		t.Fatalf("stored, and answered:\n%s", diff)
	}
	want := m.book.Ledger()
	want.Policy = stored.Ledger.Policy
	if diff := cmp.Diff(stored.Ledger, want, nearly); diff != "" {
		t.Fatalf("stored, and the book:\n%s", diff)
	}
}

// nearly compares figures to nine places, and nil lists like empty ones.
var nearly = cmp.Options{
	cmp.Comparer(func(a, b scoring.Sum) bool {
		today := scoring.Default().Lift(Start)
		return near(a.Slow, b.Slow, today.Slow) && near(a.Fast, b.Fast, today.Fast)
	}),
	cmp.Transformer("list", func(r []scoring.Remedy) map[int]scoring.Remedy {
		all := map[int]scoring.Remedy{}
		for i, v := range r {
			all[i] = v
		}
		return all
	}),
}

// near allows for the rounding of what was added and taken back.
func near(a, b, fresh float64) bool {
	return math.Abs(a-b) <= 1e-9*max(math.Abs(a), math.Abs(b), fresh)
}

func noDifferencesIn(t *rapid.T, w *storage.Workspace) {
	report, err := w.Rebuild(context.Background(), true)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range report.Differences {
		t.Errorf("%s: kept %s, the log says %s", d.Field, d.Kept, d.Want)
	}
}
