package drafts

import (
	"strings"
	"testing"
	"time"

	"amicable/scoring"
)

func FuzzCheck(f *testing.F) {
	f.Add(letter, "Marta Nowak", RoleConfirmation)
	f.Add("no words in the note", " ", RoleScript)
	f.Add("1. 31/02/2026 €1.2.3,4 — you’ve\n\n[client]", "a b c d e f", RoleScript)
	f.Fuzz(func(t *testing.T, text, private, role string) {
		for _, found := range Check(text, with(scope(), []string{private, "Tom"}, private), role) {
			if !strings.Contains(text, found.Passage) {
				t.Errorf("%q is not in the text", found.Passage)
			}
			if Explain("en", found) == "" {
				t.Errorf("nothing explains %q", found.Why)
			}
		}
	})
}

func FuzzWrite(f *testing.F) {
	f.Add("Acme", "Anna", "bookkeeping", "VAT return", "€12", "none", 30, "late-payment", "warm")
	f.Add("{{.}}", "\xff", "\u2028", "[client]", "1e9", "-", -1, "", "")
	f.Fuzz(func(t *testing.T, client, contact, service, open, owed, prepaid string, notice int, sign, tone string) {
		facts := Facts{
			Us: "Us", Client: client, Contact: contact, Service: service, OpenWork: open, Owed: owed, Prepaid: prepaid,
			Today: day(2026, 11, 20), Zone: warsaw, HasNotice: true, NoticeDays: notice, Leading: []scoring.SignID{scoring.SignID(sign)}, Tone: tone,
		}
		for _, k := range Kinds() {
			d, err := Write(k, facts)
			if err != nil {
				continue
			}
			if len(d.Findings) > 0 {
				t.Errorf("%s breaks its own rules: %+v", k, d.Findings)
			}
			if k != Clause && k != Intake && !strings.Contains(whole(d), oneLine(contact)) {
				t.Errorf("%s without the contact's name", k)
			}
		}
	})
}

// A hundred kilobytes of anything are checked at once.
func TestLongTextsAreCheckedQuickly(t *testing.T) {
	note := strings.Repeat("you always paid late again ", 400)
	for name, piece := range map[string]string{
		"words": "you always paid late because we do not fit ", "numbers": "1,2/3-4 ", "one number": "1.", "dates": "Monday 21 December 2026 ",
		"one word": "a", "names": "Acme GmbH ", "no sentence": "you you you not not our our ", "brackets": "[client]", "newlines": "\n", "spaces": "\n ",
		"accents": "e\u0301", "apostrophes": "'’", "bad bytes": "\xff\xfe", "euro": "€5",
	} {
		text := strings.Repeat(piece, 100_000/len(piece))
		const most = 2 * time.Second
		took := most + 1
		for try := 0; try < 3 && took > most; try++ { // the machine may be busy with something else
			start := time.Now()
			Check(text, with(scope(), []string{"Marta Nowak"}, note), RoleConfirmation)
			took = min(took, time.Since(start))
		}
		if took > most {
			t.Errorf("%s: more than %s", name, most)
		}
	}
}
