package parse_test

import (
	"testing"

	"amicable/commands/parse"
	"amicable/scoring"
)

// several is the vocabulary with a few words of each language, whatever the catalogues hold.
var several = func() *parse.Vocabulary {
	words := map[scoring.SignID][]string{}
	for _, id := range signs {
		words[id] = catalogue.SignWords(id)
	}
	for id, more := range map[scoring.SignID][]string{
		"late-payment": {
			"spóźniona płatność", "spóźnia się z płatnością", "zapłacił po terminie", "zapłaciło po terminie",
			"ritardo nel pagamento", "pagato in ritardo", "paga in ritardo",
			"касни са плаћањем", "закаснело плаћање", "te late betaling", "betaalt te laat", "te laat betaald",
			"opožděná platba", "zaplatil pozdě", "platí pozdě",
		},
		"scope-creep":  {"rozszerzanie zakresu", "ampliamento del lavoro", "ширење посла", "steeds meer werk", "rozšiřování zakázky"},
		"unresponsive": {"brak odpowiedzi", "nessuna risposta", "не одговара", "geen reactie", "žádná odpověď"},
	} {
		words[id] = append(words[id], more...)
	}
	return parse.NewVocabulary(words)
}()

var firms = clients("Acme GmbH|Acme", "Kowalski", "Nováková", "Delta Studio|Delta", "Żółw Studio", "Силекс д.о.о.|Силекс", "De Vries")

// sentence is what somebody says to the bot, and what it understands.
type sentence struct{ words, want string }

func understood(t *testing.T, language string, sentences []sentence) {
	t.Helper()
	if len(sentences) < 40 {
		t.Errorf("%s: only %d sentences", language, len(sentences))
	}
	// Each is understood by those who read that language, and by the others,
	// unless they would take it for another of their own.
	for _, reader := range []string{language, "en"} {
		understoodBy(t, reader, sentences)
	}
}

// understoodBy checks what a reader of a language has sentences mean.
func understoodBy(t *testing.T, reader string, sentences []sentence) {
	t.Helper()
	c := parse.Context{Names: firms, Signs: several, Now: now, Zone: warsaw, Language: reader}
	for _, s := range sentences {
		got := nothing
		if command, text, ok := parse.Intent(c, s.words); ok {
			got = command + "|" + text
		}
		if got != s.want {
			t.Errorf("read by %s: %q\n got %s\nwant %s", reader, s.words, got, s.want)
		}
	}
}
