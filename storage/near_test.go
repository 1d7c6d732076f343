package storage

import (
	"math"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/adrg/strutil/metrics"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// word draws from few letters, so that much is found in common.
func word(t *rapid.T, name string) []rune {
	return []rune(rapid.StringOfN(rapid.RuneFrom([]rune("abcż 9ђ")), 0, 12, -1).Draw(t, name))
}

func TestLikenessIsJaroWinkler(t *testing.T) {
	jw := metrics.NewJaroWinkler()
	rapid.Check(t, func(t *rapid.T) {
		a := word(t, "a")
		like := newLikeness(a)
		for range 3 { // one after the other in the same working space
			b := word(t, "b")
			want, got := jw.Compare(string(a), string(b)), like.to(b)
			if math.Abs(want-got) > 1e-12 {
				t.Fatalf("%q and %q: %v, want %v", string(a), string(b), got, want)
			}
			if bound := like.bound(len(b), lettersOf(b)); bound < got-1e-12 {
				t.Fatalf("%q and %q: %v is above the bound %v", string(a), string(b), got, bound)
			}
		}
	})
}

func TestOneSlipIsADistanceOfOne(t *testing.T) {
	levenshtein := metrics.NewLevenshtein()
	rapid.Check(t, func(t *rapid.T) {
		a := word(t, "a")
		b := slices.Clone(a)
		if len(b) > 0 && rapid.Bool().Draw(t, "change") {
			i := rapid.IntRange(0, len(b)-1).Draw(t, "at")
			b = slices.Replace(b, i, rapid.IntRange(i, len(b)).Draw(t, "to"), word(t, "with")...)
		}
		if len(a) == 0 || len(b) == 0 || a[0] != b[0] || min(len(a), len(b)) < 4 || max(len(a), len(b)) > 8 {
			if oneSlip(a, b) {
				t.Fatalf("%q and %q are not looked at", string(a), string(b))
			}
			return
		}
		if want := levenshtein.Distance(string(a), string(b)) == 1; oneSlip(a, b) != want {
			t.Fatalf("%q and %q: want %v", string(a), string(b), want)
		}
	})
}

// TestLearningIsReading: a directory that learns its clients one after the
// other, and forgets some, is the one that is made of them at once.
func TestLearningIsReading(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := &Workspace{shared: &shared{directory: newDirectory(nil)}}
		now := map[ClientID]Known{}
		for range rapid.IntRange(0, 12).Draw(t, "steps") {
			k := Known{ID: ClientID(rapid.SampledFrom([]string{"1", "2", "3", "4"}).Draw(t, "id"))}
			if rapid.IntRange(0, 3).Draw(t, "keep") > 0 {
				k.Name = rapid.SampledFrom([]string{"Acme", "ACME 2", "Łódź", "b", "*"}).Draw(t, "name") + string(k.ID)
				k.Aliases = []string{"the " + k.Name, strings.Repeat("x ", len(now)) + string(k.ID)}[:rapid.IntRange(0, 2).Draw(t, "aliases")]
				now[k.ID] = k
			} else {
				delete(now, k.ID)
			}
			before := w.directory.All()
			was := w.directory
			w.learn(k)
			if diff := cmp.Diff(before, was.All()); diff != "" {
				t.Fatalf("a directory changed:\n%s", diff)
			}
		}
		var all []Known
		for _, k := range now {
			all = append(all, k)
		}
		want := newDirectory(all)
		if diff := cmp.Diff(want.All(), w.directory.All()); diff != "" {
			t.Fatalf("clients:\n%s", diff)
		}
		names := func(d *Directory) (all []string) {
			for _, n := range d.names {
				all = append(all, n.folded+"/"+string(n.of.ID))
			}
			slices.Sort(all) // of two alike, either may come first
			return all
		}
		if diff := cmp.Diff(names(want), names(w.directory)); diff != "" || w.directory.words < want.words {
			t.Fatalf("names:\n%s", diff)
		}
	})
}

func TestPlainFoldIsFold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(
			rapid.StringOf(rapid.RuneFrom([]rune("aZ9 '`’-&.\t\x00_żŁčșЂљßİŉΣς–"))),
			rapid.StringOf(rapid.RuneFrom(nil, &unicode.RangeTable{R16: []unicode.Range16{{Lo: 0x20, Hi: 0x5ff, Stride: 1}}})),
		).Draw(t, "s")
		if plain, ok := foldPlain(s); ok && plain != foldAny(s) {
			t.Fatalf("%q: %q, not %q", s, plain, foldAny(s))
		}
	})
}
