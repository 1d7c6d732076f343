package parse_test

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"amicable/commands/parse"
)

// Today is Saturday, 21 November 2026.
func TestDatesInAllLanguages(t *testing.T) {
	for text, want := range map[string]string{
		// Polish
		"dziś": "2026-11-21", "wczoraj": "2026-11-20", "przedwczoraj": "2026-11-19", "3 dni temu": "2026-11-18", "tydzień temu": "2026-11-14",
		"dwa tygodnie temu": "2026-11-07", "miesiąc temu": "2026-10-21", "rok temu": "2025-11-21", "3 października": "2026-10-03",
		"3 października 2025 r.": "2025-10-03", "w poniedziałek": "2026-11-16", "w zeszły wtorek": "2026-11-17", "w środę": "2026-11-18",
		"w zeszłym tygodniu": "2026-11-14", "wczoraj o 14:30": "2026-11-20", "3.10.2026 r.": "2026-10-03", "dnia 3 października": "2026-10-03",
		"zeszłej soboty": "2026-11-14", "3-go października": "2026-10-03",
		// Italian
		"oggi": "2026-11-21", "ieri": "2026-11-20", "l'altro ieri": "2026-11-19", "3 giorni fa": "2026-11-18", "una settimana fa": "2026-11-14",
		"due settimane fa": "2026-11-07", "un mese fa": "2026-10-21", "un anno fa": "2025-11-21", "3 ottobre": "2026-10-03", "il 3 ottobre": "2026-10-03",
		"l'8 ottobre": "2026-10-08", "1° ottobre 2026": "2026-10-01", "lunedì": "2026-11-16", "lunedì scorso": "2026-11-16", "la settimana scorsa": "2026-11-14",
		"il mese scorso": "2026-10-21", "ieri alle 14:30": "2026-11-20", "ieri alle ore 9.15": "2026-11-20", "3 ottobre 2025": "2025-10-03", "ieri sera": "2026-11-20",
		// Serbian, in both scripts
		"данас": "2026-11-21", "јуче": "2026-11-20", "juče": "2026-11-20", "прекјуче": "2026-11-19", "пре 3 дана": "2026-11-18", "pre 3 dana": "2026-11-18",
		"пре две недеље": "2026-11-07", "pre nedelju dana": "2026-11-14", "пре месец дана": "2026-10-21", "pre godinu dana": "2025-11-21",
		"3. октобра": "2026-10-03", "3. oktobra 2025.": "2025-10-03", "3. октобра 2025. године": "2025-10-03", "у понедељак": "2026-11-16",
		"prošlog utorka": "2026-11-17", "u nedelju": "2026-11-15", "прошле седмице": "2026-11-14", "jučer": "2026-11-20", "3.10.2026.": "2026-10-03", "јуче у 14:30": "2026-11-20",
		// Dutch
		"vandaag": "2026-11-21", "gisteren": "2026-11-20", "eergisteren": "2026-11-19", "3 dagen geleden": "2026-11-18", "een week geleden": "2026-11-14",
		"twee weken geleden": "2026-11-07", "een maand geleden": "2026-10-21", "3 oktober": "2026-10-03", "op 3 oktober": "2026-10-03", "maandag": "2026-11-16",
		"afgelopen maandag": "2026-11-16", "vorige week": "2026-11-14", "gisteren om 14.30 uur": "2026-11-20", "3 okt 2025": "2025-10-03", "drie weken terug": "2026-10-31", "verleden week": "2026-11-14", "gisterenmiddag": "2026-11-20", "3 mei": "2026-05-03",
		// Czech
		"dnes": "2026-11-21", "včera": "2026-11-20", "předevčírem": "2026-11-19", "před 3 dny": "2026-11-18", "před týdnem": "2026-11-14",
		"před dvěma týdny": "2026-11-07", "před čtrnácti dny": "2026-11-07", "předvčírem": "2026-11-19", "před měsícem": "2026-10-21", "před rokem": "2025-11-21", "3. října": "2026-10-03", "3. října 2025": "2025-10-03",
		"3. 10. 2026": "2026-10-03", "3. 10.": "2026-10-03", "v pondělí": "2026-11-16", "minulý úterý": "2026-11-17", "minulý týden": "2026-11-14", "včera ve 14:30": "2026-11-20",
		// Cut short
		"2 tyg. temu": "2026-11-07", "ok. 2 tyg. temu": "2026-11-07", "2 mies. temu": "2026-09-21", "3 godz. temu": "2026-11-21", "3 dgn. geleden": "2026-11-18", "2 wkn geleden": "2026-11-07",
		"2 sett. fa": "2026-11-07", "3 gg fa": "2026-11-18", "před 2 hod.": "2026-11-21", "2 wks. ago": "2026-11-07",
		// Mixed and without marks, as people type
		"wczoraj at 14:30": "2026-11-20", "pre tri dana": "2026-11-18", "pred 3 dny": "2026-11-18", "3 pazdziernika": "2026-10-03",
	} {
		at, err := parse.Date(text, now, warsaw)
		if err != nil || at.In(warsaw).Format(time.DateOnly) != want {
			t.Errorf("%q is %v, %v, want %s", text, at, err, want)
		}
	}
	for _, text := range []string{
		"prošle nedelje", "tygodni temu", "giorni fa", "dana", "3", "3 dni", "temu", "fa", "pre", "pre dana", "w", "il", "op", "u", "v", "3. 13. 2026", "32 ottobre", "3 4",
		"kilka dni temu", "przed kilkoma dniami", "parę tygodni temu", "před několika dny", "a few days ago", "several weeks ago", "qualche giorno fa", "alcuni giorni fa", "enkele dagen geleden",
		"een paar dagen geleden", "пре неколико дана", "2 tyg.",
		"październik", "ottobre", "za 3 dni temu", "mese", "l'", "10 2026", "3 10 2026",
	} {
		if at, err := parse.Date(text, now, warsaw); err == nil {
			t.Errorf("%q is %v", text, at)
		}
	}
}

func TestDaysToComeInAllLanguages(t *testing.T) {
	for text, want := range map[string]string{
		"jutro": "2026-11-22", "za 30 dni": "2026-12-21", "za tydzień": "2026-11-28", "koniec miesiąca": "2026-11-30", "do końca przyszłego miesiąca": "",
		"koniec przyszłego miesiąca": "2026-12-31", "31 grudnia": "2026-12-31", "koniec roku": "2026-12-31",
		"domani": "2026-11-22", "tra 30 giorni": "2026-12-21", "fra un mese": "2026-12-21", "fine mese": "2026-11-30", "fine del mese prossimo": "2026-12-31", "31 dicembre": "2026-12-31",
		"сутра": "2026-11-22", "за 30 дана": "2026-12-21", "за месец дана": "2026-12-21", "za nedelju dana": "2026-11-28", "крај месеца": "2026-11-30", "kraj sledećeg meseca": "2026-12-31", "31. децембра": "2026-12-31",
		"morgen": "2026-11-22", "over 30 dagen": "2026-12-21", "over een maand": "2026-12-21", "eind van de maand": "2026-11-30", "einde volgende maand": "2026-12-31", "aanstaande vrijdag": "2026-11-27",
		"zítra": "2026-11-22", "za 30 dní": "2026-12-21", "za měsíc": "2026-12-21", "konec měsíce": "2026-11-30", "konec příštího měsíce": "2026-12-31", "31. prosince": "2026-12-31",
		"yesterday": "2026-11-20", "day before yesterday": "2026-11-19", "wczoraj": "2026-11-20", "3. 10. 2026": "2026-10-03", "3. 10.": "2027-10-03",
	} {
		got, err := parse.Day(text, now, warsaw)
		if want == "" {
			if err == nil {
				t.Errorf("%q is %v", text, got)
			}
			continue
		}
		if err != nil || got.Format(time.DateOnly) != want {
			t.Errorf("%q is %v, %v, want %s", text, got, err, want)
		}
	}
}

func TestFlagsInAllLanguages(t *testing.T) {
	for _, c := range []struct{ language, text, want string }{
		{"pl", "acme spóźniona płatność", "@Acme GmbH ; #late-payment"},
		{"pl", "acme spozniona platnosc trzeci raz", "@Acme GmbH ; #late-payment ; note trzeci raz"},
		{"pl", "Acme za spóźnioną płatność", "@Acme GmbH ; #late-payment"},
		{"pl", "Acme spóźnionej płatności wczoraj faktura", "@Acme GmbH ; #late-payment ; on 2026-11-20 ; note faktura"},
		{"pl", "Acme spóźniona płatność wczoraj, faktura 12", "@Acme GmbH ; #late-payment ; on 2026-11-20 ; note faktura 12"},
		{"pl", "klient Acme: spóźniona płatność on:wczoraj severity:wysoka", "@Acme GmbH ; #late-payment ; on 2026-11-20 ; severity high"},
		{"pl", "acme spózniona płatnosc", "@Acme GmbH ; #late-payment"},
		{"pl", "acme spóźniona płatnoć", "@Acme GmbH ; ?#spóźniona płatnoć ; ~#late-payment"},
		{"pl", "spóźniona płatność od firmy Acme", "@Acme GmbH ; #late-payment"},
		{"pl", "Acme spóźniona płatność i brak odpowiedzi", "@Acme GmbH ; ?#spóźniona płatność i brak odpowiedzi ; ~#late-payment ; ~#unresponsive ; note spóźniona płatność i brak odpowiedzi"},
		{"pl", "Kowalskiego za spóźnioną płatność", "?Kowalskiego ; ~@Kowalski ; #late-payment"},
		{"pl", "Nowa Firma za spóźnioną płatność", "?Nowa Firma ; #late-payment"},
		{"pl", "Nowakowscy za spóźnioną płatność", "?Nowakowscy ; #late-payment"},
		{"it", "acme ritardo nel pagamento", "@Acme GmbH ; #late-payment"},
		{"it", "Acme per ritardo nel pagamento 3 giorni fa", "@Acme GmbH ; #late-payment ; on 2026-11-18"},
		{"it", "Acme e ritardo nel pagamento", "@Acme GmbH ; #late-payment"},
		{"it", "Acme ritardo nel pagamento e nessuna risposta", "@Acme GmbH ; ?#ritardo nel pagamento e nessuna risposta ; ~#late-payment ; ~#unresponsive ; note ritardo nel pagamento e nessuna risposta"},
		{"it", "acme ritardo nel pagameto", "@Acme GmbH ; ?#ritardo nel pagameto ; ~#late-payment"},
		{"it", "Rossi ritardo nel pagamento gravità", "?Rossi ; #late-payment ; note gravità"},
		{"it", "Rossi ritardo nel pagamento severity:grave", "?Rossi ; #late-payment ; severity high"},
		{"sr", "Acme касни са плаћањем", "@Acme GmbH ; #late-payment"},
		{"sr", "acme kasni sa plaćanjem juče, račun 12", "@Acme GmbH ; #late-payment ; on 2026-11-20 ; note račun 12"},
		{"sr", "Силекс због закаснелог плаћања пре 3 дана", "@Силекс д.о.о. ; #late-payment ; on 2026-11-18"},
		{"sr", "Acmea zbog zakasnelog plaćanja", "?Acmea ; ~@Acme GmbH ; #late-payment"},
		{"sr", "Силекс закаснело плаћање severity:висока", "@Силекс д.о.о. ; #late-payment ; severity high"},
		{"nl", "acme te late betaling", "@Acme GmbH ; #late-payment"},
		{"nl", "Acme wegens te late betaling op 3 oktober", "@Acme GmbH ; #late-payment ; on 2026-10-03"},
		{"nl", "Acme over te late betalingen gisteren, factuur 12", "@Acme GmbH ; #late-payment ; on 2026-11-20 ; note factuur 12"},
		{"nl", "De Vries te late betaling", "@De Vries ; #late-payment"},
		{"nl", "acme te late betalng", "@Acme GmbH ; ?#te late betalng ; ~#late-payment"},
		{"cs", "acme opožděná platba", "@Acme GmbH ; #late-payment"},
		{"cs", "Acme kvůli opožděné platbě včera, faktura 12", "@Acme GmbH ; #late-payment ; on 2026-11-20 ; note faktura 12"},
		{"cs", "Acme opozdena platba on:\"před 3 dny\"", "@Acme GmbH ; #late-payment ; on 2026-11-18"},
		{"cs", "Novákové za opožděnou platbu", "?Novákové ; ~@Nováková ; #late-payment"},
		{"cs", "Acme opožděná platba a žádná odpověď", "@Acme GmbH ; ?#opožděná platba a žádná odpověď ; ~#late-payment ; ~#unresponsive ; note opožděná platba a žádná odpověď"},
		// What is no day of which one could tell is asked for, and not taken for today.
		{"pl", "Acme groził nam kilka dni temu", "ERR date-unreadable"},
		{"pl", "Acme spóźniona płatność parę dni temu, faktura 12", "ERR date-unreadable"},
		{"cs", "Acme opožděná platba před několika dny", "ERR date-unreadable"},
		{"sr", "Acme касни са плаћањем пре неколико дана", "ERR date-unreadable"},
		{"it", "Acme ritardo nel pagamento qualche giorno fa", "ERR date-unreadable"},
		{"nl", "Acme te late betaling een paar dagen geleden", "ERR date-unreadable"},
		{"en", "Acme late payment a few days ago they called", "ERR date-unreadable"},
		{"en", "Acme late payment the invoice came a few days ago", "@Acme GmbH ; #late-payment ; note the invoice came a few days ago"},
		{"en", "Acme late payment on:yesterday a few days ago", "@Acme GmbH ; #late-payment ; on 2026-11-20 ; note a few days ago"},
		{"en", "Acme late payment a few hours ago", "@Acme GmbH ; #late-payment ; note a few hours ago"},
		{"pl", "Acme spóźniona płatność 2 tyg. temu faktura 12", "@Acme GmbH ; #late-payment ; on 2026-11-07 ; note faktura 12"},
		// "Us" may stand before the verb or within, and be part of a name.
		{"pl", "Acme nam groził sądem wczoraj", "@Acme GmbH ; #legal-risk ; on 2026-11-20"},
		{"pl", "Newco nam groził", "?Newco ; #physical-abuse"},
		{"sr", "Acme претио нам је тужбом", "@Acme GmbH ; #legal-risk"},
		{"sr", "Newco nam ne plaća", "?Newco ; #late-payment"},
		{"sr", "Nas Studio late payment", "?Nas Studio ; #late-payment"},
		{"it", "Acme ci ha minacciato con un avvocato", "@Acme GmbH ; #legal-risk"},
		{"nl", "Acme heeft ons met een advocaat bedreigd", "@Acme GmbH ; #legal-risk"},
		{"en", "Acme threatened us with a lawsuit", "@Acme GmbH ; #legal-risk"},
		{"en", "Acme threatened us with a lawyer", "@Acme GmbH ; #legal-risk"},
		{"en", "Toys R Us late payment", "?Toys R Us ; #late-payment"},
		// Who reads another language is understood, too; people mix.
		{"en", "Acme spóźniona płatność yesterday, the invoice", "@Acme GmbH ; #late-payment ; on 2026-11-20 ; note the invoice"},
		{"nl", "Acme late payment gisteren", "@Acme GmbH ; #late-payment ; on 2026-11-20"},
		{"en", "the casa di moda late-payment", "?the casa di moda ; #late-payment"},
		{"en", "red door scope creep", "?red door ; #scope-creep"},
		{"en", "solo studio late payment they asked", "?solo studio ; #late-payment ; note they asked"},
		{"en", "nowak za spóźnioną płatność", "?nowak ; #late-payment"},
		{"it", "casa di moda late-payment", "?casa di moda ; #late-payment"},
	} {
		ctx := parse.Context{Names: firms, Signs: several, Now: now, Zone: warsaw, Language: c.language}
		if got := shown(parse.Flag(ctx, c.text)); got != c.want {
			t.Errorf("%s: %q\n got %s\nwant %s", c.language, c.text, got, c.want)
		}
	}
}

func TestVerbsInAllLanguages(t *testing.T) {
	ctx := parse.Context{Names: firms, Now: now, Zone: warsaw}
	for text, want := range map[string]string{
		"acme rozmowa o fakturach": "@Acme GmbH ; !talk ; note o fakturach", "acme avvertimento ieri": "@Acme GmbH ; !warning ; on 2026-11-20",
		"Acme упозорење": "@Acme GmbH ; !warning", "acme waarschuwing": "@Acme GmbH ; !warning", "acme hranice": "@Acme GmbH ; !boundary",
		"acme podwyżka": "@Acme GmbH ; !price", "acme prijs": "@Acme GmbH ; !price", "acme rozsah": "@Acme GmbH ; !scope", "acme obim": "@Acme GmbH ; !scope", "acme talk": "@Acme GmbH ; !talk",
	} {
		ctx.Verbs = []string{"talk", "warning", "boundary", "price", "scope"}
		if got := shown(parse.Client(ctx, text, "on")); got != want {
			t.Errorf("%q\n got %s\nwant %s", text, got, want)
		}
	}
	for text, want := range map[string]string{
		"rozstanie acme": "@Acme GmbH ; !separation", "acme disdetta": "@Acme GmbH ; !separation", "acme podwyżka": "@Acme GmbH ; !renegotiate", "klauzula acme": "@Acme GmbH ; !clause",
		"acme vragenlijst": "@Acme GmbH ; !intake", "pytania": "!intake", "pytania acme": "@Acme GmbH ; !intake", "domande": "!intake", "otázky": "!intake", "питања": "!intake", "intakevragen": "!intake",
		"разговор acme": "@Acme GmbH ; !talk", "acme výpověď": "@Acme GmbH ; !separation",
	} {
		ctx.Verbs = []string{"separation", "talk", "warning", "renegotiate", "clause", "intake"}
		if got := shown(parse.Client(ctx, text)); got != want {
			t.Errorf("%q\n got %s\nwant %s", text, got, want)
		}
	}
}

func TestValuesInAllLanguages(t *testing.T) {
	for typed, want := range map[string]string{
		"on": "on", "ON": "on", "tak": "on", "Włączone": "on", "sì": "on", "да": "on", "ja": "on", "ano": "on",
		"off": "off", "nie": "off", "no": "off", "ne": "off", "не": "off", "nee": "off", "vypnuto": "off", "": "", "maybe": "", "hourly": "",
	} {
		if got, ok := parse.Value(typed, "on", "off"); got != want || ok != (want != "") {
			t.Errorf("%q is %q", typed, got)
		}
	}
	for typed, want := range map[string]string{
		"ryczałt": "fixed", "forfait": "fixed", "po satu": "hourly", "Per Uur": "hourly", "měsíční paušál": "retainer", "hourly": "hourly", "nie": "",
	} {
		if got, _ := parse.Value(typed, "hourly", "fixed", "retainer"); got != want {
			t.Errorf("%q is %q", typed, got)
		}
	}
}

// Whatever becomes a record as it stands becomes none as a question or with a
// denial before it, in any language.
func TestQuestionsAndDenialsRecordNothing(t *testing.T) {
	said := []string{
		"oznacz Acme za spóźnioną płatność", "Acme znowu spóźnia się z płatnością", "rozmawialiśmy z Acme", "Acme zapłaciło przed terminem", "ostrzegliśmy Acme",
		"segnala Acme per ritardo nel pagamento", "Acme ha pagato in ritardo", "abbiamo parlato con Acme", "Acme ha pagato in anticipo", "abbiamo avvertito Acme",
		"označi Acme zbog zakasnelog plaćanja", "Acme касни са плаћањем", "разговарали смо са Acme", "Acme је платио унапред", "упозорили смо Acme",
		"markeer Acme voor te late betaling", "Acme betaalt te laat", "we hebben met Acme gesproken", "Acme heeft op tijd betaald", "we hebben Acme gewaarschuwd",
		"označ Acme za opožděnou platbu", "Acme zaplatil pozdě", "mluvili jsme s Acme", "Acme zaplatil předem", "upozornili jsme Acme",
		"flag Acme for late payment", "Acme paid late", "we talked to Acme", "Acme paid early", "we warned Acme",
		"undo", "cofnij to", "annulla", "poništi", "врати то", "maak dat ongedaan", "ongedaan maken", "vrať to", "Undo it",
		"we hebben gisteren met Acme gesproken", "gisteren hebben we Acme gewaarschuwd", "rozmawialiśmy wczoraj z Acme",
	}
	tails := []string{
		" or not", " or not yet", " czy jeszcze nie", " o ancora no", " of nog niet", " nebo ještě ne", " ili još nismo", " or should we wait", ", or do they mean well", " or wait", ", right", ", didn't we", ", isn't it", ", correct",
		" czy nie", " czy czekamy", " albo poczekajmy", ", prawda", " prawda", ", nie", " o no", " oppure no", " o aspettiamo", ", vero", " vero", ", giusto",
		" ili ne", " ili da čekamo", " или не", " или да сачекамо", ", zar ne", ", je l' da", " of niet", " of wachten we", ", of moeten we wachten", ", toch", ", nietwaar",
		" nebo ne", " nebo počkáme", ", že ano", ", že jo", ", že", ", viď", " či ne",
	}
	denials := []string{
		"nie ", "czy ", "jeśli ", "może ", "nigdy ", "non ", "se ", "forse ", "mai ", "ne ", "не ", "да ли ", "ako ", "можда ", "niet ", "als ", "misschien ", "nooit ",
		"není pravda, že ", "možná ", "pokud ", "jestli ", "not ", "never ", "if ", "maybe ", "don't ", "should we say: ", "powinniśmy powiedzieć, że ", "dovremmo dire che ", "treba reći da ", "moeten we zeggen dat ", "měli bychom říct, že ",
	}
	records := map[string]bool{"flag": true, "did": true, "praise": true, "undo": true}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.SampledFrom(said).Draw(t, "said")
		c := parse.Context{Names: firms, Signs: several, Now: now, Zone: warsaw, Language: rapid.SampledFrom([]string{"", "en", "pl", "it", "sr", "sr-Latn", "nl", "cs"}).Draw(t, "reader")}
		if command, _, ok := parse.Intent(c, s); !ok || !records[command] {
			t.Fatalf("%q is not understood, but as %q", s, command)
		}
		changed := s + rapid.SampledFrom([]string{"?", " ?", "??", " ?!?"}).Draw(t, "mark")
		switch rapid.SampledFrom([]string{"asked", "denied", "doubted"}).Draw(t, "how") {
		case "doubted":
			changed = s + rapid.SampledFrom(tails).Draw(t, "tail") + rapid.SampledFrom([]string{"", "?", ".", ", thanks"}).Draw(t, "end")
		case "denied":
			changed = rapid.SampledFrom(denials).Draw(t, "denial") + strings.ToLower(s[:1]) + s[1:]
			if strings.HasPrefix(changed, "ne abbiamo parlato") || strings.HasPrefix(changed, "не abbiamo parlato") {
				return // Italian: "we talked about it"; scripts are not told apart
			}
		}
		if command, text, ok := parse.Intent(c, changed); ok && records[command] {
			t.Fatalf("%q became %s %s", changed, command, text)
		}
	})
}
