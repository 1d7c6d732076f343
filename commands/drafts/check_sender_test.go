package drafts

import (
	"strings"
	"testing"
)

// Whoever calls says who they are, also somebody who reported. Nobody else is named.
func TestSpeakersMaySayTheirNames(t *testing.T) {
	for language, hello := range map[string]string{
		"en": "Hello Ms Jones, this is Anna Nowak from Us.", "pl": "Dzień dobry, mówi Anna Nowak, Us.", "it": "Buongiorno, sono Anna Nowak di Us.",
		"sr": "Добар дан, овде Ана Новак, Us.", "nl": "Goedendag mevrouw Jones, u spreekt met Anna Nowak van Us.", "cs": "Dobrý den, tady Anna Nowak, Us.",
	} {
		who := "Anna Nowak"
		if language == "sr" {
			who = "Ана Новак"
		}
		for _, reporter := range append(strings.Fields(who), who) {
			f := Facts{Us: "Us", Client: "Acme", Contact: "Ms Jones", Language: language, Today: day(2026, 11, 20), Zone: warsaw, Reporters: []string{reporter}}
			named := func(text, role string) bool {
				for _, found := range Check(text, f, role) {
					if found.Why == "reporter-named" {
						return true
					}
				}
				return false
			}
			if named(hello, RoleScript) || named(hello, RoleOpening) {
				t.Errorf("%s: %q cannot be said by %s", language, hello, reporter)
			}
			if !named(hello, RoleConfirmation) || !named(hello+"\n\n"+who+" 1 2 3.", RoleScript) {
				t.Errorf("%s: %s is named, and nothing is said of it", language, reporter)
			}
		}
	}
}
