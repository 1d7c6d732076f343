package parse_test

import (
	"slices"
	"strings"
	"testing"

	"amicable/commands/parse"
)

func TestClientAsPeopleTypeIt(t *testing.T) {
	cases := []struct{ text, want string }{
		{"", ""},
		{"acme", "@Acme GmbH"},
		{"Acme GmbH", "@Acme GmbH"},
		{"  acme  ", "@Acme GmbH"},
		{`"acme gmbh"`, "@Acme GmbH"},
		{"the client acme", "@Acme GmbH"},
		{"the body shop", "@The Body Shop"},
		{"Initech Corp", "?Initech Corp"},
		{"the who", "?the who"},
		{"Akme Gmbh", "?Akme Gmbh ; ~@Acme GmbH"},
		{`"New Co" great work`, "?New Co ; note great work"},
		{"Newco great work", "?Newco ; note great work"},
		{"acme great work", "@Acme GmbH ; note great work"},
		{"acme for paying early", "@Acme GmbH ; note for paying early"},
		{"newco for paying early", "?newco ; note for paying early"},
		// One of the command's own words, before or after.
		{"acme talk", "@Acme GmbH ; !talk"},
		{"talk acme", "@Acme GmbH ; !talk"},
		{"acme talk we met", "@Acme GmbH ; !talk ; note we met"},
		{"talk acme we met", "@Acme GmbH ; !talk ; note we met"},
		{"acme TALK on:yesterday we met", "@Acme GmbH ; !talk ; on 2026-11-20 ; note we met"},
		{"Newco Ltd talk we met", "?Newco Ltd ; !talk ; note we met"},
		{"warning newco", "?newco ; !warning"},
		{"warning Newco we met", "?Newco ; !warning ; note we met"},
		{"talk newco", "@Talk ; note newco"},
		{"talk", "@Talk"},
		{"talk talk", "@Talk ; !talk"},
		{"warning", "!warning"},
		{"elegy acme", "@Acme GmbH ; note elegy"},
		{`elegy "New Co" please`, "?New Co ; note elegy please"},
		{"acme elegy", "@Acme GmbH ; note elegy"},
		{"acme, warning, they were told", "@Acme GmbH ; !warning ; note they were told"},
		{"acme rename Acme International", "@Acme GmbH ; !rename ; note Acme International"},
		{`acme rename "Acme International"`, `@Acme GmbH ; !rename ; note "Acme International"`},
		{"acme talk yesterday we met", "@Acme GmbH ; !talk ; on 2026-11-20 ; note we met"},
		{"acme yesterday they paid early", "@Acme GmbH ; on 2026-11-20 ; note they paid early"},
		// Options.
		{"acme tone:warm", "@Acme GmbH ; tone=warm"},
		{"tone:warm lang=pl acme talk", "@Acme GmbH ; !talk ; lang=pl ; tone=warm"},
		{`acme contact:"Jan Kowalski" tone:warm`, "@Acme GmbH ; contact=Jan Kowalski ; tone=warm"},
		{`acme contact:„Jan Kowalski” x`, "@Acme GmbH ; contact=Jan Kowalski ; note x"},
		{"acme other:value", "@Acme GmbH ; note other:value"},
		{"acme set contact=Jan Kowalski notice=30", "@Acme GmbH ; !set ; contact=Jan Kowalski ; notice=30"},
		{"acme set notice=30 contact=Jan Kowalski", "@Acme GmbH ; !set ; contact=Jan Kowalski ; notice=30"},
		{"acme set contact=", "@Acme GmbH ; !set ; contact="},
		{"acme set contact= notice=30", "@Acme GmbH ; !set ; contact= ; notice=30"},
		{"acme tone:a tone:b", "ERR option-twice"},
		{"acme on:tomorrow", "ERR date-future"},
		{`"acme`, "ERR quote-open"},
		{"acme " + strings.Repeat("ż", 2001), "ERR note-too-long"},
	}
	for _, c := range cases {
		ctx := context()
		ctx.Verbs = []string{"talk", "warning", "set", "rename"}
		got := shown(parse.Client(ctx, c.text, "on", "tone", "lang", "contact", "notice"))
		if got != c.want {
			t.Errorf("%.80q\n got %.200s\nwant %.200s", c.text, got, c.want)
		}
	}
}

func TestWordsAreTheNotesWords(t *testing.T) {
	l, err := parse.Client(context(), `acme rename "Acme  Int" on:yesterday or so`, "on")
	if want := []string{"rename", "Acme  Int", "or", "so"}; err != nil || !slices.Equal(l.Words, want) {
		t.Errorf("got %q, %v, want %q", l.Words, err, want)
	}
}

func TestVocabularyKnowsWhatPeopleTypeAndWhatTheyMayHaveMeant(t *testing.T) {
	for text, want := range map[string]string{
		"late-payment": "late-payment", "Late Payment": "late-payment", "LATE_PAYMENT": "late-payment", "paid late": "late-payment",
		"didn’t pay": "late-payment", "ghosted": "unresponsive", "scope creep!": "scope-creep", "nonsense": "", "": "", "-": "",
	} {
		if id, ok := english.Sign(text); string(id) != want || ok != (want != "") {
			t.Errorf("Sign(%q) = %s, %v, want %s", text, id, ok, want)
		}
	}
	for text, want := range map[string]string{
		"late-paymnet": "late-payment", "scop creep": "scope-creep", "unresponsiv": "unresponsive", "dishonets": "dishonesty",
		"verbal abuze": "verbal-abuse", "zebra": "", "xy": "", "": "", strings.Repeat("late ", 500): "",
	} {
		ids := english.Near(text, 3)
		if want == "" && len(ids) > 0 || want != "" && (len(ids) == 0 || string(ids[0]) != want) {
			t.Errorf("Near(%q) = %v, want %s first", text, ids, want)
		}
	}
	if id, n := english.Span([]string{"late", "payment", "again"}); id != "late-payment" || n != 2 {
		t.Errorf("Span: %s, %d", id, n)
	}
	var none *parse.Vocabulary
	if _, ok := none.Sign("late"); ok || none.Near("late", 3) != nil {
		t.Error("no vocabulary knows nothing")
	}
}

// Before any client is known, names are just unknown.
func TestNobodyIsKnownYet(t *testing.T) {
	empty := parse.Context{Now: now}
	if got := shown(parse.Flag(empty, `"Acme" late-payment x`)); got != "?Acme ; ?#late-payment ; note x" {
		t.Error(got)
	}
	if got := shown(parse.Client(empty, "Acme")); got != "?Acme" {
		t.Error(got)
	}
	if command, text, ok := parse.Intent(empty, "how is Acme doing?"); command != "assess" || text != `"Acme"` || !ok {
		t.Error(command, text, ok)
	}
}
