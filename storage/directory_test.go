package storage

import (
	"testing"

	"pgregory.net/rapid"
)

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"Acme GmbH":        "acme gmbh",
		"  ACME\tgmbh. ":   "acme gmbh",
		"Łódź & Syn":       "lodz syn",
		"Đorđević d.o.o.":  "djordjevic d o o",
		"Ђорђевић д.о.о.":  "djordjevic d o o",
		"Straße":           "strasse",
		"STRASSE":          "strasse",
		"Žižka":            "zizka",
		"Жижка":            "zizka",
		"O'Neil":           "oneil",
		"O’Neil":           "oneil",
		"ﬁrma":             "firma",
		"e\u0301clair":     "eclair",
		"Société Générale": "societe generale",
		"İstanbul":         "istanbul",
		"*_~":              "*_~",
		"𝜍":                "σ",
		"🚀":                "🚀",
		"Acme 🚀":           "acme",
		"שלום":             "שלום",
		"a\u200bb\u202e":   "ab",
	} {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s")
		if once := Fold(s); Fold(once) != once {
			t.Fatalf("%q folds to %q, and that to %q", s, once, Fold(once))
		}
	})
}

func TestDirectory(t *testing.T) {
	d := newDirectory([]Known{
		{ID: "1", Name: "Acme GmbH", Aliases: []string{"The Big One"}},
		{ID: "2", Name: "Acme Ltd", Closed: true},
		{ID: "3", Name: "Smith & Co"},
		{ID: "4", Name: "Smith"},
		{ID: "5", Name: "late-payment"},
	})
	for text, want := range map[string]ClientID{
		"Akme Gmbh": "1", "acme gmb": "1", "Smth": "4", "the bigone": "1", "Acme": "1", "late-paymnet": "5",
		"Akme": "1", "Smyth": "4",
	} {
		if near := d.Near(text, 1); len(near) != 1 || near[0].ID != want {
			t.Errorf("near %q: %+v", text, near)
		}
	}
	for _, text := range []string{"Zeta", "xyz", "", "Overflow Systems"} {
		if near := d.Near(text, 3); len(near) != 0 {
			t.Errorf("near %q: %+v", text, near)
		}
	}
	for text, want := range map[string][]ClientID{
		"ac": {"1", "2"}, "smith": {"4", "3"}, "b": {"1"}, "co": {"3"}, "akme g": {"1"},
	} {
		got := d.Prefix(text, 5)
		for i, id := range want {
			if len(got) <= i || got[i].ID != id {
				t.Errorf("prefix %q: %+v", text, got)
				break
			}
		}
	}
	if all := d.Prefix("", 3); len(all) != 3 {
		t.Errorf("nothing typed: %+v", all)
	}
	for _, c := range []struct {
		words []string
		id    ClientID
		n     int
	}{
		{[]string{"acme", "gmbh", "late"}, "1", 2},
		{[]string{"Smith", "&", "Co", "late"}, "3", 3},
		{[]string{"Smith", "late"}, "4", 1},
		{[]string{"Smith", "&", "late"}, "4", 1},
		{[]string{"the", "big", "one"}, "1", 3},
		{[]string{"late-payment", "x"}, "5", 1},
		{[]string{"late", "payment"}, "5", 2},
		{[]string{"nobody"}, "", 0},
		{nil, "", 0},
	} {
		if k, n := d.Span(c.words); k.ID != c.id || n != c.n {
			t.Errorf("span of %q: %q %d", c.words, k.ID, n)
		}
	}
}
