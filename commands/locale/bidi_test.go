package locale

import "testing"

func TestANameCannotTurnTheWordsAroundIt(t *testing.T) {
	for name, want := range map[string]string{
		"Acme": "Acme", "שלום": "שלום",
		"\u202eevil":            "\u202eevil\u202c",
		"\u2067a\u202bb":        "\u2067a\u202bb\u202c\u2069",
		"\u202eclosed\u202c":    "\u202eclosed\u202c",
		"\u2066a\u202c\u2069 b": "\u2066a\u202c\u2069 b",
	} {
		text, err := compile("{{.Client}} is *new* here.")
		if err != nil {
			t.Fatal(err)
		}
		line, err := text.line(map[string]any{"Client": name})
		if err != nil || line.String() != want+" is new here." {
			t.Errorf("%q became %q, %v", name, line, err)
		}
	}
}
