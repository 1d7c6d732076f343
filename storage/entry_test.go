package storage

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"amicable/scoring"
)

func testWorkspace(t interface{ Fatal(...any) }, key string) *Workspace {
	s := &Store{workspaces: map[string]*Workspace{}, o: Options{Policy: scoring.Default(), Now: time.Now}}
	if key != "" {
		var err error
		if s.o.Sealer, err = NewSealer(key); err != nil {
			t.Fatal(err)
		}
	}
	return s.Workspace("slack:T1")
}

func TestEntriesComeBackAsTheyWere(t *testing.T) {
	open, sealed := testWorkspace(t, ""), testWorkspace(t, "a passphrase of some length")
	rapid.Check(t, func(t *rapid.T) {
		text := func(name string) string { return strings.ToValidUTF8(rapid.String().Draw(t, name), "?") }
		e := Entry{
			ID: "1795255200000", Recorded: time.UnixMilli(1795255200000).UTC(),
			Kind: rapid.SampledFrom(kinds[1:]).Draw(t, "kind"), Severity: rapid.SampledFrom(severities).Draw(t, "severity"),
			At: time.Unix(rapid.Int64Range(-1<<40, 1<<40).Draw(t, "at"), 0).UTC(), By: Actor{ID: text("by")}, Sign: scoring.SignID(text("sign")),
			Note: text("note"), Source: text("source"), Of: text("of"), Remedy: scoring.RemedyKind(text("remedy")),
		}
		for _, w := range []*Workspace{open, sealed} {
			packed, err := w.pack(e)
			if err != nil {
				t.Fatal(err)
			}
			got, err := w.unpack("key", e.ID, packed, whole)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(e, got); diff != "" {
				t.Fatal(diff)
			}
		}
	})
}

func TestEntryIsSmall(t *testing.T) {
	w := testWorkspace(t, "")
	note := strings.Repeat("n", 100)
	packed, err := w.pack(Entry{
		Kind: scoring.Incident, Sign: scoring.LatePayment, Severity: scoring.Normal, At: time.Unix(1795255200, 0),
		By: Actor{ID: "U0123456789", Name: "Somebody With A Name"}, Note: note, Source: "C0123456789/1700000000.000100",
	})
	if err != nil {
		t.Fatal(err)
	}
	if overhead := len(packed) - len("late-payment") - len("U0123456789") - len(note) - len("C0123456789/1700000000.000100"); overhead > 16 {
		t.Errorf("%d bytes beyond the texts", overhead)
	}
}

func FuzzEntry(f *testing.F) {
	w := testWorkspace(f, "")
	packed, err := w.pack(Entry{Kind: scoring.Incident, Sign: "tension", At: time.Unix(1, 0), By: Actor{ID: "U"}, Note: "n", Of: "1"})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(packed)
	f.Add("\x01\x99\xcf\xff")
	f.Fuzz(func(t *testing.T, packed string) {
		e, err := w.unpack("key", "1", packed, whole)
		if err != nil {
			return
		}
		if again, err := w.pack(e); err != nil && again != "" {
			t.Fatalf("read but not written: %v", err)
		}
	})
}

func FuzzHeads(f *testing.F) {
	f.Add("2|1795255200000,1795255200,n,U1;U2%3B|1795255100000,-5,,")
	f.Fuzz(func(t *testing.T, s string) {
		count, heads, err := parseHeads(s)
		if err != nil {
			return
		}
		again, heads2, err := parseHeads(formatHeads(count, heads))
		if err != nil || again != count || !slices.EqualFunc(heads, heads2, func(a, b scoring.Occurrence) bool {
			return a.ID == b.ID && a.At.Equal(b.At) && a.Severity == b.Severity && slices.Equal(a.Reports, b.Reports)
		}) {
			t.Fatalf("%q: %v", s, err)
		}
		_, _ = parseRemedies(s)
	})
}

func TestSealerRefusesShortKeysAndHidesLongOnes(t *testing.T) {
	if _, err := NewSealer("hunter2"); err == nil || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("short: %v", err)
	}
	passphrase, err := NewSealer("a passphrase of some length")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := NewSealer("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="); err != nil {
		t.Error(err)
	}
	sealed := passphrase.Seal([]byte("note"), "slack:T1")
	if len(sealed) != len("note")+28 {
		t.Errorf("%d bytes more", len(sealed)-4)
	}
	if _, err := passphrase.Open(sealed, "slack:T2"); err == nil {
		t.Error("opened for another tenant")
	}
}

func TestKeysOfTenantsNeverMeet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.String().Draw(t, "a"), rapid.String().Draw(t, "b")
		ka, kb := newKeys(a), newKeys(b)
		if a != b && (strings.HasPrefix(ka.root, kb.root) || strings.HasPrefix(kb.root, ka.root)) {
			t.Fatalf("%q and %q: %q %q", a, b, ka.root, kb.root)
		}
		tag := ka.root[strings.IndexByte(ka.root, '{')+1 : strings.IndexByte(ka.root, '}')]
		if strings.ContainsAny(tag, "{}") || ka.root != "am:{"+tag+"}:" || strings.HasPrefix(tag, "%t") {
			t.Fatalf("root %q", ka.root)
		}
	})
}
