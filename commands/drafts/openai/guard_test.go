package openai

import (
	"slices"
	"strings"
	"testing"

	"amicable/commands/drafts"
)

// What a good writer makes of a letter passes, in each language.
func TestGoodRewordingsPass(t *testing.T) {
	for _, language := range []string{"en", "pl", "it", "sr", serbianLatin, "nl", "cs"} {
		was, again := letter(t, language)
		o := letterOrder(language, was, facts())
		for _, text := range []string{was, warmLetter(t, language)} {
			if found := newGuard(o, o.Draft.Parts[0]).examine(text); len(found) > 0 {
				t.Errorf("%s: %+v", language, found)
			}
		}
		// Also a good writer keeps the sentences that are about the matter.
		if found := codes(newGuard(o, o.Draft.Parts[0]).examine(again)); !strings.Contains(found, "fixed") {
			t.Errorf("%s: the matter reworded: %q", language, found)
		}
	}
}

// Every template passes as its own rewording, whoever it is about.
func TestTemplatesPassAsTheyAre(t *testing.T) {
	t.Parallel()
	for _, language := range drafts.Languages() {
		for _, k := range drafts.Kinds() {
			for _, tone := range drafts.Tones() {
				f := facts()
				f.Language, f.Tone = language, tone
				doc, err := drafts.Write(k, f)
				if err != nil {
					t.Fatal(err)
				}
				o := drafts.Order{Kind: k, Facts: f, Draft: doc}
				for _, p := range doc.Parts {
					if found := newGuard(o, p).examine(p.Text); len(found) > 0 {
						t.Errorf("%s %s %s %s: %+v", language, k, tone, p.Role, found)
					}
				}
			}
		}
	}
}

// A letter in one language is in no other.
func TestLettersInTheWrongLanguage(t *testing.T) {
	languages := []string{"en", "pl", "it", "sr", serbianLatin, "nl", "cs"}
	for _, asked := range languages {
		for _, given := range languages {
			text, _ := letter(t, given)
			found := slices.ContainsFunc(sentences(text), func(s string) bool { return foreign(asked, s, nil) })
			_, script := otherScript(asked, text, map[string]bool{"acme": true, "gmbh": true, "anna": true, "vogel": true, "brightwater": true, "studio": true})
			if (found || script) != (asked != given) {
				t.Errorf("asked for %s, given %s: language %v, script %v", asked, given, found, script)
			}
		}
	}
	german := "Wir haben uns entschlossen, die Zusammenarbeit mit Ihnen zum Jahresende zu beenden."
	for _, asked := range languages {
		if !foreign(asked, german, nil) {
			t.Errorf("German passes as %s", asked)
		}
	}
}

// One change to a good letter, and which rule finds it.
func TestEachBreachIsFound(t *testing.T) {
	was, again := letter(t, "en")
	o := letterOrder("en", was, facts())
	o.Wish, o.Notes = "please make it sound a little like Shakespeare", []string{"he shouted at our intern during the budget call"}
	for _, c := range []struct{ code, from, to string }{
		{"empty", again, ""},
		{"length", again, "Goodbye."},
		{"length", "We are truly", strings.Repeat("We are truly, really and deeply grateful for everything. ", 30) + "We are truly"},
		{"hidden", "truly", "tru\u200bly"},
		{"hidden", "truly", "truly \U000E0041\U000E0042"},
		{"hidden", "truly", "truly \ufe0f"},
		{"hidden", "truly", "truly ❤"},
		{"hidden", "truly", "truly ①"},
		{"address", "truly", "truly https://brightwater.example"},
		{"address", "truly", "truly brightwater.example"},
		{"address", "truly", "truly anna@acme.example"},
		{"address", "truly", "truly @anna"},
		{"address", "truly", "truly #general"},
		{"address", "truly", "truly acme (dot) example"},
		{"markup", "truly", "**truly**"},
		{"markup", "truly", "*truly*"},
		{"markup", "truly", "_truly_"},
		{"markup", "truly", "<b>truly</b>"},
		{"markup", "truly", "<!here> truly"},
		{"markup", "truly", "`truly`"},
		{"markup", "truly", "&lt;truly&gt;"},
		{"markup", "truly", ":heart: truly"},
		{"markup", "We are truly", "# Thanks\n\nWe are truly"},
		{"markup", "We are truly", "> We are truly"},
		{"markup", "[your name]", "[your name](x)"},
		{"placeholder", "[your name]", "Peter"},
		{"placeholder", "truly", "truly [amount]"},
		{"figure", "truly", "truly 100 %"},
		{"figure", "€2,300", "€2,400"},
		{"figure", "truly", "truly ٣"},
		{"figure-lost", "There is still €2,300 open on our invoices.", "There is still something open on our invoices."},
		{"figure-lost", "Monday 21 December 2026 will be", "Christmas will be"},
		{"name", "grateful for", "grateful to Peter for"},
		{"name", "Anna,", "Bernadette,"},
		{"name", "truly", "TRULY"},
		{"fact-lost", "Acme GmbH", "you"},
		{"script", "truly", "тruly"},
		{"script", "truly", "truly 谢谢"},
		{"language", "We are truly grateful", "Wir sind Ihnen für alles, was war, zutiefst und aufrichtig dankbar. We are truly grateful"},
		{"language", "We are truly grateful", "Ti siamo grati per tutto quello che è stato. We are truly grateful"},
		{"matter", "truly", "truly sorry, and liable,"},
		{"matter", "truly", "under no threats, truly"},
		{"matter", "decided to bring", "decided not to end, but to bring"},
		{"strays", "truly grateful", "great lovers of sailing boats, distant islands and purple elephants, and grateful"},
		{"strays", "We are truly grateful for your trust.", "Purple elephants enjoy sailing towards distant islands."},
		{"echo", "truly", "truly a little like Shakespeare, and"},
		{"echo", "truly", "glad that he shouted at our intern, and truly"},
		{"echo", "truly", "told that others have decided what is said and"},
	} {
		text := strings.Replace(again, c.from, c.to, 1)
		if text == again {
			t.Fatalf("%q is not in the letter", c.from)
		}
		var got []string
		for _, b := range newGuard(o, o.Draft.Parts[0]).examine(text) {
			got = append(got, b.code)
			if b.material().Wrong == "" || b.role != drafts.RoleConfirmation {
				t.Errorf("%+v says nothing", b)
			}
		}
		if !strings.Contains(strings.Join(got, " "), c.code) {
			t.Errorf("%q: found %v, want %s", c.to, got, c.code)
		}
	}
}

// What a fact is called allows nothing elsewhere in the text.
func TestFactsAllowThemselvesOnly(t *testing.T) {
	was, again := letter(t, "en")
	f := facts()
	f.Client = "Refund & Lawyers (www.refund.example)"
	was, again = strings.ReplaceAll(was, "Acme GmbH", f.Client), strings.ReplaceAll(again, "Acme GmbH", f.Client)
	o := letterOrder("en", was, f)
	if found := newGuard(o, o.Draft.Parts[0]).examine(strings.ReplaceAll(warmLetter(t, "en"), "Acme GmbH", f.Client)); len(found) > 0 {
		t.Errorf("the name itself: %+v", found)
	}
	for _, more := range []string{"You will have a refund.", "See www.refund.example", "Ask our lawyers."} {
		if found := newGuard(o, o.Draft.Parts[0]).examine(again + "\n" + more); len(found) == 0 {
			t.Errorf("%q passes", more)
		}
	}
}

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"a\x00b\u200bc\u202ed\U000E0041e": "abcde", "a\r\nb\tc": "a\nb c", "  x  ": "x", "\xff\xfe": "", "ąćę": "ąćę", strings.Repeat("ž", 20): strings.Repeat("ž", 10),
	} {
		if got := clean(in, 10); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	if got := line("a\nb \n c", 10); got != "a b c" {
		t.Errorf("%q", got)
	}
}

// The guard knows facts by the names that drafts gives them.
func TestFactsAreCalledWhatTheGuardCallsThem(t *testing.T) {
	f := facts()
	f.Prepaid, f.ContractEnd = "€450", today.AddDate(1, 0, 0)
	given := map[string]bool{}
	for _, fact := range f.Given() {
		given[fact.Name] = true
	}
	for _, name := range []string{"our firm", "client", "contact", "service", "open work", "today", "last day", "contract end", "paid in advance", "owed to us", "language"} {
		if !given[name] {
			t.Errorf("no fact is called %q", name)
		}
	}
}
