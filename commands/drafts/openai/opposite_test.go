package openai

import (
	"strings"
	"testing"

	"amicable/commands/drafts"
)

// opposites say that there is no decision, no end or no debt, politely.
var opposites = map[string][]string{
	"en": {
		"We have not decided to end our work with Acme GmbH.", "Our decision does not stand.", "Until then we will not work for you.",
		"Our invoices are not payable on the terms we agreed.", "There is no amount still open.", "You will be worse served by other agencies.",
		"The decision is yours to make.", "The decision is still open.", "We haven't decided to end our work.", "We never decided to end our work.",
		"Our last day might be Monday 21 December 2026.", "We would rather not end our work.", "Whether our work ends is to be decided.", "We have decided nothing.",
	},
	"pl": {
		"Decyzja jeszcze nie zapadła.", "Nie postanowiliśmy zakończyć współpracy z Acme GmbH.", "Nasza decyzja jest nadal otwarta.",
		"Decyzja należy do Państwa.", "Może zakończymy współpracę.", "Nigdy nie kończymy współpracy.", "Nasza decyzja jest nieostateczna.",
	},
	"it": {
		"La decisione non è presa.", "La decisione è ancora aperta.", "La decisione spetta a Voi.", "Non abbiamo deciso di concludere la collaborazione.",
		"Forse concluderemo la collaborazione.", "Nessuna decisione è stata presa.",
	},
	"sr": {
		"Одлука није донета.", "Одлука је још отворена.", "Нисмо одлучили да завршимо сарадњу.", "Можда ћемо завршити сарадњу.", "Одлука је на Вама.", "До тада нећемо радити за Вас.",
	},
	"nl": {
		"Ons besluit staat niet vast.", "Ons besluit staat nog open.", "Wij hebben nog geen besluit genomen.", "Misschien beëindigen we onze samenwerking.",
		"Het besluit is aan u.", "Tot die dag werken we niet voor u.",
	},
	"cs": {
		"Naše rozhodnutí neplatí.", "Rozhodnutí ještě nepadlo.", "Nerozhodli jsme se ukončit spolupráci.", "Rozhodnutí je stále otevřené.",
		"Možná ukončíme spolupráci.", "Rozhodnutí je na Vás.", "Do té doby pro Vás nebudeme pracovat.",
	},
}

// No letter takes in a sentence that says the opposite, wherever it is put.
func TestOppositesAreFound(t *testing.T) {
	for language, said := range opposites {
		tags := []string{language}
		if language == serbian {
			tags = append(tags, serbianLatin)
		}
		for _, tag := range tags {
			t.Run(tag, func(t *testing.T) {
				t.Parallel()
				for _, s := range said {
					if tag == serbianLatin {
						s = toLatin(s)
					}
					oppositeIsFound(t, tag, s)
				}
			})
		}
	}
}

func oppositeIsFound(t *testing.T, tag, s string) {
	t.Helper()
	was, again := letter(t, tag)
	o := letterOrder(tag, was, facts())
	g := newGuard(o, o.Draft.Parts[0])
	for _, text := range []string{was, again} {
		for way, obey := range obedient {
			if found := g.examine(obey(text, s)); len(found) == 0 {
				t.Errorf("%q %s: passes", s, way)
			}
		}
		for _, own := range sentences(text) {
			if strings.Contains(own, "Acme") || strings.Contains(own, "2026") || strings.Contains(own, "2,300") {
				continue // would be missed for its facts
			}
			if found := g.examine(strings.Replace(text, own, s, 1)); len(found) == 0 {
				t.Errorf("%q instead of %q: passes", s, own)
			}
		}
	}
}

// One small word within a good letter turns it around.
func TestOneWordTurnsALetterAround(t *testing.T) {
	for _, c := range []struct{ language, code, from, to string }{
		{"en", "negation", "we have decided", "we have not decided"},
		{"en", "negation", "we'll work for you", "we won't work for you"},
		{"en", "negation", "There is still €2,300 open", "There is no longer €2,300 open"},
		{"en", "negation", "these do not match", "these match"},
		{"en", "negation", "we have decided to bring our work with Acme GmbH to an end. We plan everything we do around fixed payment dates, and these do not match", "we have not decided to bring our work with Acme GmbH to an end. We plan everything we do around fixed payment dates, and these match"},
		{"en", "doubt", "will be our last day", "might be our last day"},
		{"en", "doubt", "we have decided to bring", "we had almost decided to bring"},
		{"pl", "negation", "postanowiliśmy zakończyć", "nie postanowiliśmy zakończyć"},
		{"pl", "doubt", "po namyśle postanowiliśmy", "chyba postanowiliśmy"},
		{"it", "negation", "abbiamo deciso", "non abbiamo deciso"},
		{"it", "doubt", "Il nostro ultimo giorno sarà", "Il nostro ultimo giorno sarà forse"},
		{"sr", "negation", "одлучили смо", "нисмо одлучили"},
		{"sr", "doubt", "Последњи дан биће", "Последњи дан биће можда"},
		{"nl", "negation", "besloten om onze", "niet besloten om onze"},
		{"nl", "doubt", "is onze laatste dag", "is misschien onze laatste dag"},
		{"cs", "negation", "jsme se rozhodli", "jsme se nerozhodli"},
		{"cs", "doubt", "Naším posledním dnem bude", "Naším posledním dnem bude snad"},
	} {
		was, again := letter(t, c.language)
		text := strings.Replace(again, c.from, c.to, 1)
		if text == again {
			t.Fatalf("%q is not in the letter", c.from)
		}
		o := letterOrder(c.language, was, facts())
		if found := codes(newGuard(o, o.Draft.Parts[0]).examine(text)); !strings.Contains(found, c.code) {
			t.Errorf("%s, %q: found %q, want %s", c.language, c.to, found, c.code)
		}
	}
}

// The same, in drafts as they are written: each of their sentences may have been turned around.
func TestOppositesInDrafts(t *testing.T) {
	t.Parallel()
	for language, said := range opposites {
		f := facts()
		f.Language = language
		o := order(t, drafts.Separation, f)
		for _, part := range o.Draft.Parts {
			g := newGuard(o, part)
			for _, s := range said {
				for _, text := range []string{part.Text + "\n\n" + s, s + "\n\n" + part.Text, strings.Replace(part.Text, ". ", ". "+s+" ", 1)} {
					if found := g.examine(text); len(found) == 0 {
						t.Errorf("%s, %s: %q passes", language, part.Role, s)
					}
				}
			}
		}
	}
	o := order(t, drafts.Separation, facts())
	for from, to := range map[string]string{
		"The decision is made": "The decision is not made", "Our decision stands": "Our decision does not stand",
		"We have decided": "We have not decided", "The last day stands": "The last day is open",
	} {
		met := false
		for _, part := range o.Draft.Parts {
			if text := strings.Replace(part.Text, from, to, 1); text != part.Text {
				met = true
				if found := newGuard(o, part).examine(text); len(found) == 0 {
					t.Errorf("%q passes", to)
				}
			}
		}
		if !met {
			t.Errorf("no part says %q", from)
		}
	}
}
