package parse_test

import (
	"errors"
	"maps"
	"strings"
	"testing"

	"amicable/commands/parse"
)

// A problem carries what its words need.
func TestProblemsSayWhatIsWrong(t *testing.T) {
	for text, want := range map[string]map[string]string{
		`"` + strings.Repeat("ż", 5000) + `" late`: {"Limit": "300", "Length": "5000"},
		`"Acme late`: {"Text": `"Acme`},
	} {
		_, err := parse.Flag(context(), text)
		var p *parse.Problem
		if !errors.As(err, &p) || !maps.Equal(p.Data, want) {
			t.Errorf("%.40q: got %+v, want %v", text, p, want)
		}
	}
}

func TestFlagAsPeopleTypeIt(t *testing.T) {
	name300 := strings.Repeat("Ab", 150)
	cases := []struct{ text, want string }{
		// The plain way.
		{"acme late-payment", "@Acme GmbH ; #late-payment"},
		{"Acme GmbH late-payment third reminder", "@Acme GmbH ; #late-payment ; note third reminder"},
		{"ACME LATE-PAYMENT", "@Acme GmbH ; #late-payment"},
		{"acme late payment", "@Acme GmbH ; #late-payment"},
		{"acme paid late", "@Acme GmbH ; #late-payment"},
		{"acme overdue since March", "@Acme GmbH ; #late-payment ; note since March"},
		{"acme late_payment", "@Acme GmbH ; #late-payment"},
		{"acme  \t late-payment \n line one\n  line two ", "@Acme GmbH ; #late-payment ; note line one\n  line two"},
		{"acme Scope Creep “one more page”", "@Acme GmbH ; #scope-creep ; note “one more page”"},
		{"acme nickel and diming over 40 euros", "@Acme GmbH ; #invoice-dispute ; note over 40 euros"},
		{"mueller no show", "@Müller & Söhne ; #missed-meetings"},
		{"zolw studio ghosted us", "@Żółw Studio ; #unresponsive"},
		{"Żółw studio ghosted us for weeks", "@Żółw Studio ; #unresponsive ; note for weeks"},
		// Small words and punctuation between.
		{"acme for late payment", "@Acme GmbH ; #late-payment"},
		{"acme: late payment: again", "@Acme GmbH ; #late-payment ; note again"},
		{"Acme, late payment, third time", "@Acme GmbH ; #late-payment ; note third time"},
		{"acme - late-payment - third time", "@Acme GmbH ; #late-payment ; note third time"},
		{"acme because of late payment", "@Acme GmbH ; #late-payment"},
		{"acme has been late again", "@Acme GmbH ; #late-payment ; note again"},
		{"the client acme late-payment", "@Acme GmbH ; #late-payment"},
		{"client Acme late", "@Acme GmbH ; #late-payment"},
		{"the body shop late", "@The Body Shop ; #late-payment"},
		// The sign first.
		{"late-payment acme", "@Acme GmbH ; #late-payment"},
		{"late payment acme gmbh they asked", "@Acme GmbH ; #late-payment ; note they asked"},
		{"late payment by Acme", "@Acme GmbH ; #late-payment"},
		{"scope-creep from the client acme again", "@Acme GmbH ; #scope-creep ; note again"},
		{`scope creep "New Co" again`, "?New Co ; #scope-creep ; note again"},
		{"late-payment Newco they asked", "?Newco ; #late-payment ; note they asked"},
		{"late-payment newco they asked", "?newco ; #late-payment ; note they asked"},
		{"late payment New Co Ltd they asked", "?New Co Ltd ; #late-payment ; note they asked"},
		{"late payment again", "#late-payment ; note again"},
		{"late payment", "#late-payment"},
		{"late-payment they never pay", "#late-payment ; note they never pay"},
		// Quoted names.
		{`"Acme GmbH" late-payment`, "@Acme GmbH ; #late-payment"},
		{`“Acme GmbH” late-payment`, "@Acme GmbH ; #late-payment"},
		{`„Acme GmbH“ late-payment`, "@Acme GmbH ; #late-payment"},
		{`„Acme GmbH” late-payment`, "@Acme GmbH ; #late-payment"},
		{`«Acme GmbH» late-payment`, "@Acme GmbH ; #late-payment"},
		{`»Acme GmbH« late-payment`, "@Acme GmbH ; #late-payment"},
		{`‘Acme GmbH’ late-payment`, "@Acme GmbH ; #late-payment"},
		{`'Acme GmbH' late-payment`, "@Acme GmbH ; #late-payment"},
		{`"Acme GmbH", late-payment`, "@Acme GmbH ; #late-payment"},
		{`"Acme GmbH": late-payment: x`, "@Acme GmbH ; #late-payment ; note x"},
		{`"New Co" late-payment`, "?New Co ; #late-payment"},
		{`"  New   Co " late-payment`, "?New Co ; #late-payment"},
		{`"late-payment" late-payment`, "?late-payment ; ~@Late ; #late-payment"},
		{`"late-payment"`, "?late-payment ; ~@Late"},
		{`"late payment" scope-creep x`, "?late payment ; ~@Late ; #scope-creep ; note x"},
		{`"New Co" "late payment" x`, "?New Co ; #late-payment ; note x"},
		{`"a \"b\" c" late`, `?a "b" c ; #late-payment`},
		{`"AC\DC" late`, `?AC\DC ; #late-payment`},
		{`"on:yesterday" late`, `?on:yesterday ; #late-payment`},
		{`"Acme GmbH late-payment`, "ERR quote-open"},
		{`“Acme late`, "ERR quote-open"},
		{`acme "late`, "ERR quote-open"},
		{`acme late they said "no`, `@Acme GmbH ; #late-payment ; note they said "no`},
		{`acme late "quoted note"`, `@Acme GmbH ; #late-payment ; note "quoted note"`},
		{`acme late they don't 'care`, `@Acme GmbH ; #late-payment ; note they don't 'care`},
		{`O'Neill's late 5" short`, `@O'Neill's ; #late-payment ; note 5" short`},
		{`Bob "The Rock" Ltd late`, `@Bob "The Rock" Ltd ; #late-payment`},
		// Quotes with nothing in them are a name that is missing; a name has a limit.
		{`"" overdue`, "#late-payment"},
		{`“” late-payment they asked`, "#late-payment ; note they asked"},
		{`" " overdue`, "#late-payment"},
		{`overdue ""`, "#late-payment"},
		{`overdue "" they asked`, "#late-payment ; note they asked"},
		{`acme "" late`, "@Acme GmbH ; #late-payment"},
		{`acme ""`, "@Acme GmbH"},
		{`""`, ""},
		{`"" "" overdue`, "#late-payment"},
		{`"" "New Co" late`, "?New Co ; #late-payment"},
		{`acme late they said ""`, `@Acme GmbH ; #late-payment ; note they said ""`},
		{`"` + name300 + `" late`, "?" + name300 + " ; #late-payment"},
		{`"` + name300 + `x" late`, "ERR name-too-long"},
		{name300 + "x late", "ERR name-too-long"},
		{`"` + strings.Repeat("x", 5000) + `" late`, "ERR name-too-long"},
		{`overdue "` + strings.Repeat("x", 5000) + `"`, "ERR name-too-long"},
		{`“` + strings.Repeat("ż", 20000) + `” late`, "ERR name-too-long"},
		{`"` + strings.Repeat("x", 5000) + ` late`, "ERR quote-open"},
		{`"` + strings.Repeat("x", 20000) + ` late`, "ERR note-too-long"},
		{`overdue "New Co`, "ERR quote-open"},
		{`acme late "` + strings.Repeat("x ", 800) + `"`, `@Acme GmbH ; #late-payment ; note "` + strings.Repeat("x ", 800) + `"`},
		// Unknown names without quotes.
		{"Acme Corp late payment they asked again", "?Acme Corp ; ~@Acme GmbH ; #late-payment ; note they asked again"},
		{"Initech Corp late payment they asked again", "?Initech Corp ; #late-payment ; note they asked again"},
		{"initech corp late payment they asked again", "?initech corp ; #late-payment ; note they asked again"},
		{"We Are Social scope-creep", "?We Are Social ; #scope-creep"},
		{"Silent Partners late-payment x", "?Silent Partners ; #late-payment ; note x"},
		{"initech, scope-creep", "?initech ; #scope-creep"},
		{"initech because of scope creep", "?initech ; #scope-creep"},
		{"newco asked for discount", "?newco ; note asked for discount"},
		{"Initech they asked for more", "?Initech ; note they asked for more"},
		{"initech", "?initech"},
		{"Initech Corp", "?Initech Corp"},
		{"Akme gmbh late-payment", "?Akme gmbh ; ~@Acme GmbH ; #late-payment"},
		{"Akme late-payment", "?Akme ; #late-payment"},
		{"akme gmbh they asked again", "?akme gmbh ; ~@Acme GmbH ; note they asked again"},
		{name300 + " late", "?" + name300 + " ; #late-payment"},
		{"12 monkeys late", "@12 Monkeys ; #late-payment"},
		{"<!channel> late", "?<!channel> ; #late-payment"},
		{"*_~ late", "?*_~ ; #late-payment"},
		{"'; DROP TABLE clients; -- late-payment x", "?'; DROP TABLE clients; ; note late-payment x"},
		{`"'; DROP TABLE clients; --" late-payment x`, "?'; DROP TABLE clients; -- ; #late-payment ; note x"},
		{"שלום בע״מ late", "@שלום בע״מ ; #late-payment"},
		{"مرحبا late-payment ملاحظة", "?مرحبا ; #late-payment ; note ملاحظة"},
		{"🦊 late", "?🦊 ; #late-payment"},
		{"Силекс д.о.о. late", "@Силекс д.о.о. ; #late-payment"},
		{"&lt;b&gt; late", "?&lt;b&gt; ; #late-payment"},
		// Clients with names like signs.
		{"late late", "@Late ; #late-payment"},
		{"late scope-creep", "@Late ; #scope-creep"},
		{"late late late", "@Late ; #late-payment ; note late"},
		{"late payment acme late", "@Acme Late ; #late-payment"},
		{"acme late payment", "@Acme GmbH ; #late-payment"},
		{"acme late late", "@Acme Late ; #late-payment"},
		{"acme late scope creep", "@Acme Late ; #scope-creep"},
		{"acme late", "@Acme GmbH ; #late-payment"},
		// Nearly a sign.
		{"acme late-paymnet", "@Acme GmbH ; ?#late-paymnet ; ~#late-payment"},
		{"acme late-paymnet they asked", "@Acme GmbH ; ?#late-paymnet ; ~#late-payment ; note they asked"},
		{"acme scop-creep x", "@Acme GmbH ; ?#scop-creep ; ~#scope-creep ; note x"},
		{"acme overdu", "@Acme GmbH ; ?#overdu ; ~#late-payment"},
		{"acme missed paymnet", "@Acme GmbH ; ?#missed paymnet ; ~#late-payment ; ~#missed-meetings"},
		{"initech late-paymnet x", "?initech ; ?#late-paymnet ; ~#late-payment ; note x"},
		{"acme foo-bar x", "@Acme GmbH ; ?#foo-bar ; note x"},
		{"acme foo", "@Acme GmbH ; ?#foo"},
		{"initech foo-bar x", "?initech ; ?#foo-bar ; note x"},
		{"acme they were difficult again", "@Acme GmbH ; note they were difficult again"},
		{"acme is not late", "@Acme GmbH ; note is not late"},
		{"acme they asked again scope-creep for free", "@Acme GmbH ; #scope-creep ; note they asked again for free"},
		{"acme", "@Acme GmbH"},
		{"", ""},
		{"   \n\t ", ""},
		{"-", ""},
		{"they pay late", "note they pay late"},
		// Dates.
		{"acme late on:2026-10-03", "@Acme GmbH ; #late-payment ; on 2026-10-03"},
		{"on:2026-10-03 acme late", "@Acme GmbH ; #late-payment ; on 2026-10-03"},
		{"acme on:yesterday late they asked", "@Acme GmbH ; #late-payment ; on 2026-11-20 ; note they asked"},
		{"acme late on:3 days ago they asked", "@Acme GmbH ; #late-payment ; on 2026-11-18 ; note they asked"},
		{"acme late they asked on:last monday twice", "@Acme GmbH ; #late-payment ; on 2026-11-16 ; note they asked twice"},
		{"acme late on: yesterday", "@Acme GmbH ; #late-payment ; on 2026-11-20"},
		{`acme late on:"3 days ago" x`, "@Acme GmbH ; #late-payment ; on 2026-11-18 ; note x"},
		{"acme late on:3 October 2025 5 invoices", "@Acme GmbH ; #late-payment ; on 2025-10-03 ; note 5 invoices"},
		{"acme late on:Oct 3 5 invoices", "@Acme GmbH ; #late-payment ; on 2026-10-03 ; note 5 invoices"},
		{"acme late on=03/10/2026", "@Acme GmbH ; #late-payment ; on 2026-10-03"},
		{"acme late ON:today", "@Acme GmbH ; #late-payment ; on now"},
		{"acme late on:yesterday 10:30 call", "@Acme GmbH ; #late-payment ; on 2026-11-20 ; note 10:30 call"},
		{"acme late on:yesterday at 10:30 call", "@Acme GmbH ; #late-payment ; on 2026-11-20 10:30:00 ; note call"},
		{"acme late yesterday", "@Acme GmbH ; #late-payment ; on 2026-11-20"},
		{"acme late 3 days ago", "@Acme GmbH ; #late-payment ; on 2026-11-18"},
		{"acme late -- yesterday", "@Acme GmbH ; #late-payment ; note yesterday"},
		{"acme late yesterday they called", "@Acme GmbH ; #late-payment ; note yesterday they called"},
		{"acme late on:tomorrow", "ERR date-future"},
		{"acme late on:2026-11-22", "ERR date-future"},
		{"acme late on:2021-11-20", "ERR date-too-old"},
		{"acme late on:2021-11-21", "@Acme GmbH ; #late-payment ; on 2021-11-21"},
		{"acme late on:blah", "ERR date-unreadable"},
		{"acme late on:31.2.2026", "ERR date-unreadable"},
		{"acme late on:yesterday on:today", "ERR option-twice"},
		{"acme late based on: nothing", "@Acme GmbH ; #late-payment ; note based on: nothing"},
		{"acme late on:", "@Acme GmbH ; #late-payment ; note on:"},
		// Severity.
		{"acme late severity:high", "@Acme GmbH ; #late-payment ; severity high"},
		{"severity:low acme late x", "@Acme GmbH ; #late-payment ; severity low ; note x"},
		{"acme late severity high x", "@Acme GmbH ; #late-payment ; severity high ; note x"},
		{"acme late severity=minor", "@Acme GmbH ; #late-payment ; severity low"},
		{"acme late severity:Serious on:yesterday x", "@Acme GmbH ; #late-payment ; on 2026-11-20 ; severity high ; note x"},
		{"acme late severity: high", "@Acme GmbH ; #late-payment ; severity high"},
		{"acme late sev:high", "@Acme GmbH ; #late-payment ; severity high"},
		{"acme late severity:enormous", "ERR severity-unknown"},
		{"acme late severity:low severity:high", "ERR option-twice"},
		{"acme late the severity of it", "@Acme GmbH ; #late-payment ; note the severity of it"},
		// What only looks like an option.
		{"acme late http://x.y/z?on=1", "@Acme GmbH ; #late-payment ; note http://x.y/z?on=1"},
		{"acme late re: invoice 12", "@Acme GmbH ; #late-payment ; note re: invoice 12"},
		{"acme late 10:30 call", "@Acme GmbH ; #late-payment ; note 10:30 call"},
		{"acme late tone:warm a=b", "@Acme GmbH ; #late-payment ; note tone:warm a=b"},
		{"acme late note: they asked", "@Acme GmbH ; #late-payment ; note note: they asked"},
		{"acme late -- on:yesterday severity:high", "@Acme GmbH ; #late-payment ; note on:yesterday severity:high"},
		{"acme late a -- b", "@Acme GmbH ; #late-payment ; note a -- b"},
		// Notes in any script, with what is in them.
		{"acme late {{.X}} %s \\n $(rm) `x`", "@Acme GmbH ; #late-payment ; note {{.X}} %s \\n $(rm) `x`"},
		{"acme late Zażółć  gęślą\n\n— jaźń 😀", "@Acme GmbH ; #late-payment ; note Zażółć  gęślą\n\n— jaźń 😀"},
		{"acme late \xff\xfe", "@Acme GmbH ; #late-payment ; note \ufffd"},
		{"acme late " + strings.Repeat("ż", 2000), "@Acme GmbH ; #late-payment ; note " + strings.Repeat("ż", 2000)},
		{"acme late " + strings.Repeat("ż", 2001), "ERR note-too-long"},
		{"acme late " + strings.Repeat("x", 100000), "ERR note-too-long"},
	}
	for _, c := range cases {
		got := shown(parse.Flag(context(), c.text))
		if got != c.want {
			t.Errorf("%.80q\n got %.200s\nwant %.200s", c.text, got, c.want)
		}
	}
}
