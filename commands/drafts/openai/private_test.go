package openai

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"amicable/commands/drafts"
)

// Nobody who reported is named in any request, whatever is asked for, in which
// language, and wherever somebody typed the name; and the draft keeps it where it may stand.
func TestNoPrivateNameIsSent(t *testing.T) {
	t.Parallel()
	names := map[string][]string{ // as they may be typed
		"en": {"Marek Kowalczyk", "Marek", "Kowalczyk's", "marek"}, "pl": {"Marek Kowalczyk", "Markowi", "Kowalczyka", "marek"},
		"it": {"Marek Kowalczyk", "Marek", "marek"}, "nl": {"Marek Kowalczyk", "Mareks", "marek"}, "cs": {"Marek Kowalczyk", "Markovi", "Kowalczyka", "marek"},
		"sr": {"Marek Kowalczyk", "Marek", "marek"},
	}
	for _, a := range append(attacks(t), attack{Name: "nothing", Language: "en"}) {
		for _, k := range drafts.Kinds() {
			f := facts()
			f.Language, f.Reporters = a.Language, []string{"Marek Kowalczyk"}
			f.Notes = []string{"was rude to all of us on the phone again", "late"}
			typed := strings.Join(names[a.Language], ", ")
			f.OpenWork = "newsletter (Marek Kowalczyk)" // as the profile may have it
			f = a.on(f)
			doc, err := drafts.Write(k, f)
			if err != nil {
				t.Fatal(err)
			}
			o := a.under(drafts.Order{Kind: k, Facts: f, Draft: doc})
			o.Draft.Parts = slices.Clone(o.Draft.Parts)
			for i := range o.Draft.Parts {
				o.Draft.Parts[i].Text += "\n" + typed
			}
			o.Wish += " " + typed
			o.Notes = append(o.Notes, "reported by "+typed)
			o.Findings = []drafts.Finding{{Rule: drafts.NothingInside, Passage: "Marek Kowalczyk"}}
			if k != drafts.Separation { // what is sent of the others is made alike
				unnamed(t, a.Name+", "+string(k), Sent(o))
				continue
			}
			r := newRig(t, false, nil, says(asJSONText(texts(o))))
			_, _ = r.word(o) // refused, for the names in the answer; both rounds count
			if r.asked() == 0 {
				t.Fatalf("%s, %s: nothing was sent", a.Name, k)
			}
			for _, asked := range r.requests {
				for _, m := range asked.Messages {
					unnamed(t, a.Name, m.Content)
				}
			}
		}
	}
}

// unnamed fails when Marek Kowalczyk is in a text, in whatever form.
func unnamed(t *testing.T, what, sent string) {
	t.Helper()
	for _, private := range []string{"mare", "marka", "marko", "kowal"} {
		if i := strings.Index(strings.ToLower(sent), private); i >= 0 {
			t.Errorf("%s: sent %.60q", what, sent[max(i-20, 0):])
		}
	}
}

// A signature's name comes back; a colleague named in the text stays a placeholder, for a person to reword.
func TestNamesComeBackWhereTheyBelong(t *testing.T) {
	f := facts()
	f.Reporters = []string{"Marek Kowalczyk"}
	o := order(t, drafts.Separation, f)
	o.Draft.Parts = slices.Clone(o.Draft.Parts)
	last := &o.Draft.Parts[len(o.Draft.Parts)-1]
	last.Text = strings.ReplaceAll(last.Text, "[your name]", "Marek Kowalczyk")
	o.Draft = o.Draft.Reword(o.Facts, nil)
	covered, _ := conceal(o)
	doc, err := newRig(t, false, nil, says(warmer(covered))).word(o)
	if err != nil {
		t.Fatal(err)
	}
	signed := 0
	for _, p := range doc.Parts {
		signed += strings.Count(p.Text, "Marek Kowalczyk")
		if strings.Contains(p.Text, "[colleague") {
			t.Errorf("not put back: %s", p.Text)
		}
	}
	if signed == 0 {
		t.Error("the signature is gone")
	}

	last = &o.Draft.Parts[len(o.Draft.Parts)-1]
	last.Text = strings.Replace(last.Text, "\n\n", "\n\nAnna, as Marek told you on the phone, we have talked about this.\n\n", 1)
	o.Draft = o.Draft.Reword(o.Facts, nil)
	if len(o.Draft.Findings) == 0 {
		t.Fatal("the check does not mind the name")
	}
	covered, _ = conceal(o)
	doc, err = newRig(t, false, nil, says(asJSONText(texts(covered)))).word(o)
	if err != nil || len(doc.Findings) > 0 || !slices.ContainsFunc(doc.Placeholders, func(p string) bool { return strings.HasPrefix(p, "[colleague") }) {
		t.Errorf("%v, %+v, %q", err, doc.Findings, doc.Placeholders)
	}
}

// A mark that stands in the draft already is not taken for another name.
func TestMarksAreNotMixedUp(t *testing.T) {
	f := facts()
	f.Reporters = []string{"Marek Kowalczyk"}
	o := letterOrder("en", "Dear [colleague A],\n\nKind regards\nMarek Kowalczyk", f)
	covered, names := conceal(o)
	if got := covered.Draft.Parts[0].Text; got != "Dear [colleague A],\n\nKind regards\n[colleague B]" {
		t.Errorf("concealed: %q", got)
	}
	if got := names.reveal(drafts.RoleConfirmation, covered.Draft.Parts[0].Text); got != o.Draft.Parts[0].Text {
		t.Errorf("revealed: %q", got)
	}
	if n := letters(25) + letters(26) + letters(27); n != "ZAAAB" {
		t.Errorf("letters: %s", n)
	}
}

// What the client is called, and words that are nobody's name, are left as they are.
func TestWhatIsNobodysNameStays(t *testing.T) {
	f := facts()
	f.Reporters, f.Notes = []string{"Anna Kowalczyk", "Will"}, []string{"paid late again", "Rude on the phone to everybody here", "for October"}
	o := order(t, drafts.Separation, f)
	o.Wish = "Say to Anna Vogel that we will be glad; they were paid late"
	if covered, names := conceal(o); covered.Wish != o.Wish || len(names.order) > 0 {
		t.Errorf("%q, %q", covered.Wish, names.order)
	}
}

// A draft or a wish that quotes a note goes nowhere, unless the note was shared.
func TestNotesThatNobodyShared(t *testing.T) {
	const note = "she shouted at our intern during the budget call on Monday"
	f := facts()
	f.Reporters, f.Notes = []string{"Marek Kowalczyk"}, []string{note}
	good := order(t, drafts.Separation, f)
	quoted := good
	quoted.Draft.Parts = slices.Clone(good.Draft.Parts)
	quoted.Draft.Parts[0].Text += " You shouted at our intern during the call."
	wished := good
	wished.Wish = "say that she shouted at our intern during it"
	for name, o := range map[string]drafts.Order{"a part": quoted, "a wish": wished} {
		r := newRig(t, false, nil, says(warmer(good)))
		if _, err := r.word(o); !errors.Is(err, ErrRejected) || r.asked() != 0 {
			t.Errorf("%s: %v after %d", name, err, r.asked())
		}
		o.Notes = []string{note}
		if _, err := r.word(o); r.asked() == 0 {
			t.Errorf("%s, shared: %v", name, err)
		}
	}
	if _, err := newRig(t, false, nil, says(warmer(good))).word(good); err != nil {
		t.Errorf("quoting nothing: %v", err)
	}
}
