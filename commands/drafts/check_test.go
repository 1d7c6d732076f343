package drafts

import (
	"strings"
	"testing"
	"time"

	"amicable/scoring"
)

// letter is a confirmation that keeps every rule; the tests change one thing in it.
const letter = `Dear Anna,

Thank you for speaking with me. As I said, we have decided to end our work with Acme GmbH. What you need has grown beyond what we set out to do, and we do not have the capacity to cover it.

Our last day is Monday 21 December 2026, in keeping with the notice in our contract. By then we will finish or hand over what is still open, and you will have your documents.

You will be better served by a larger agency, and we are glad to help you find one.

Thank you for your trust.

Kind regards,
Peter
Brightwater Studio`

const (
	reasonOfLetter    = "What you need has grown beyond what we set out to do, and we do not have the capacity to cover it."
	lastDayOfLetter   = "Our last day is Monday 21 December 2026, in keeping with the notice in our contract."
	handoverOfLetter  = "By then we will finish or hand over what is still open, and you will have your documents."
	elsewhereOfLetter = "You will be better served by a larger agency, and we are glad to help you find one."
	thanksOfLetter    = "Thank you for your trust."
)

// instead returns the letter with one sentence replaced.
func instead(t *testing.T, of, by string) string {
	t.Helper()
	if !strings.Contains(letter, of) {
		t.Fatalf("not in the letter: %q", of)
	}
	return strings.Replace(letter, of, by, 1)
}

// scope is what the letter was written from.
func scope() Facts {
	f := acme()
	f.Leading = []scoring.SignID{"scope-creep"}
	return f
}

func owing(owed, prepaid string) Facts {
	f := scope()
	f.Owed, f.Prepaid = owed, prepaid
	return f
}

func flagged(sign scoring.SignID) Facts {
	f := scope()
	f.Leading = []scoring.SignID{sign}
	return f
}

func TestTheLetterIsFine(t *testing.T) {
	if found := Check(letter, scope(), RoleConfirmation); len(found) > 0 {
		t.Errorf("found %+v", found)
	}
}

// Each of these is the good letter with one fault, found by one rule and no other.
func TestEachFaultIsFoundByItsRule(t *testing.T) {
	reporters := []string{"Marta Nowak", "Tom", "Jan van der Berg", "Ola Lis from sales"}
	notes := []string{"she shouted at Piotr on the phone again about the banner", "ignores every deadline"}
	add := elsewhereOfLetter // a further sentence goes in front of this one
	for _, c := range []struct {
		rule, of, by, passage string
		f                     Facts
	}{
		{rule: OneReason, of: add, by: "Another reason is that your office is far away. " + add, passage: "Another reason"},
		{rule: OneReason, of: add, by: "In addition, our evenings are booked. " + add, passage: "In addition"},
		{rule: OneReason, of: add, by: "We work office hours, and you need someone who is there at other times. " + add, passage: "We work office hours, and you need someone who is there at other times"},
		{rule: OneReason, of: reasonOfLetter, by: "There are several reasons: the scope does not fit, and we lack capacity.", passage: "several reasons"},
		{rule: OneReason, of: reasonOfLetter, by: "The scope of the work is beyond what we can do. Furthermore, it keeps growing.", passage: "Furthermore"},

		{rule: Short, of: add, by: strings.Repeat("We enjoyed the start of the project and the good ideas that came with it. ", 20) + add},
		{rule: Short, of: add, by: strings.Repeat("It was good to see it grow. ", 40) + add},
		{rule: Short, of: handoverOfLetter, by: "By then we will finish or hand over " + strings.Repeat("the pages and the pictures and ", 8) + "the rest.", passage: "By then we will finish or hand over " + strings.Repeat("the pages and the pictures and ", 8) + "the rest"},
		{rule: Short, of: thanksOfLetter, by: "Thank you " + strings.Repeat("for the first year and for the second and ", 5) + "for your trust.", passage: "Thank you " + strings.Repeat("for the first year and for the second and ", 5) + "for your trust"},

		{rule: NoBlame, of: add, by: "You always change the plan. " + add, passage: "You always"},
		{rule: NoBlame, of: add, by: "You never answered our messages. " + add, passage: "You never"},
		{rule: NoBlame, of: add, by: "This is entirely your own fault. " + add, passage: "your own fault"},
		{rule: NoBlame, of: add, by: "You’ve failed to send the texts. " + add, passage: "You’ve failed"},
		{rule: NoBlame, of: add, by: "You didn't listen to our advice. " + add, passage: "You didn't listen"},
		{rule: NoBlame, of: add, by: "Your constant changes cost us a lot. " + add, passage: "Your constant"},
		{rule: NoBlame, of: add, by: "You should have told us sooner. " + add, passage: "You should have"},
		{rule: NoBlame, of: add, by: "You keep moving the meetings. " + add, passage: "You keep"},
		{rule: NoBlame, of: add, by: "You made it impossible for us to work. " + add, passage: "You made it impossible"},

		{rule: Polite, of: add, by: "It has been a nightmare. " + add, passage: "nightmare"},
		{rule: Polite, of: add, by: "Those are ridiculous ideas. " + add, passage: "ridiculous"},
		{rule: Polite, of: add, by: "Good luck with that. " + add, passage: "Good luck with that"},
		{rule: Polite, of: add, by: "We are fed up. " + add, passage: "fed up"},
		{rule: Polite, of: add, by: "Only idiots would go on. " + add, passage: "idiots"},
		{rule: Polite, of: add, by: "THIS IS THE END. " + add, passage: "THIS IS THE"},
		{rule: Polite, of: thanksOfLetter, by: "Thanks for nothing.", passage: "Thanks for nothing"},
		{rule: Polite, of: thanksOfLetter, by: "Thank you for such a waste of time.", passage: "waste of time"},

		{rule: GivesReason, of: reasonOfLetter, by: ""},
		{rule: GivesReason, of: reasonOfLetter, by: "We have thought about it carefully."},
		{rule: GivesReason, of: reasonOfLetter, by: "This was our decision alone."},
		{rule: GivesReason, of: reasonOfLetter, by: "We are looking forward to the new year."},

		{rule: BothSides, of: add, by: "We don't want to work with you any longer. " + add, passage: "don't want to work with you"},
		{rule: BothSides, of: add, by: "We no longer want you as a client. " + add, passage: "no longer want you"},
		{rule: BothSides, of: add, by: "We would be better off without this. " + add, passage: "better off without"},
		{rule: BothSides, of: add, by: "The work is not worth our time. " + add, passage: "not worth our"},
		{rule: BothSides, of: add, by: "We have to be firm with clients like you. " + add, passage: "clients like you"},

		{rule: NamesLastDay, of: lastDayOfLetter, by: "Our last day is soon."},
		{rule: NamesLastDay, of: lastDayOfLetter, by: "We will stop at the end of our contract."},
		{rule: NamesLastDay, of: lastDayOfLetter, by: "Our last day is 1 December 2026.", passage: "1 December 2026"},
		{rule: NamesLastDay, of: lastDayOfLetter, by: "Our work ends on 2026-12-11.", passage: "2026-12-11"},
		{rule: NamesLastDay, of: lastDayOfLetter, by: "Our last day is Tuesday 21 December 2026.", passage: "Tuesday 21 December 2026"},
		{rule: NamesLastDay, of: lastDayOfLetter, by: "Our last day is 21 December 2027.", passage: "21 December 2027"},

		{rule: HandsOver, of: handoverOfLetter, by: ""},
		{rule: HandsOver, of: handoverOfLetter, by: "Until then we will be there for you as before."},
		{rule: HandsOver, of: handoverOfLetter, by: "After that day we will no longer answer calls."},
		{rule: HandsOver, of: handoverOfLetter, by: "Please take note of that day."},

		{rule: Alternatives, of: elsewhereOfLetter, by: ""},
		{rule: Alternatives, of: elsewhereOfLetter, by: "We wish you well."},
		{rule: Alternatives, of: elsewhereOfLetter, by: elsewhereOfLetter, passage: "better served by", f: flagged("verbal-abuse")},
		{rule: Alternatives, of: elsewhereOfLetter, by: "I recommend Northlight.", passage: "recommend", f: flagged("dishonesty")},
		{rule: Alternatives, of: elsewhereOfLetter, by: "The chamber of commerce is there too.", passage: "chamber of commerce", f: flagged("legal-risk")},

		{rule: Thanks, of: "Thank you for speaking with me. As I said, we", by: "We"},
		{rule: Thanks, of: "Thank you for speaking with me. As I said, we", by: "I confirm that we"},
		{rule: Thanks, of: "Thank you for speaking with me. As I said, we", by: "Following our call, we"},
		{rule: Thanks, of: "Thank you for speaking with me. As I said, we", by: "To put it in writing, we"},

		{rule: NoDebate, of: add, by: "Otherwise you will hear from our lawyers. " + add, passage: "hear from our lawyers"},
		{rule: NoDebate, of: add, by: "We will take you to court. " + add, passage: "take you to court"},
		{rule: NoDebate, of: add, by: "We would reconsider at a higher rate. " + add, passage: "would reconsider"},
		{rule: NoDebate, of: add, by: "Let us know what you think. " + add, passage: "Let us know what you think"},
		{rule: NoDebate, of: add, by: "Please understand that this was hard. " + add, passage: "Please understand"},
		{rule: NoDebate, of: add, by: "As you know, it went on for a while. " + add, passage: "As you know"},
		{rule: NoDebate, of: add, by: "We are so sorry about all of this. " + add, passage: "so sorry"},
		{rule: NoDebate, of: add, by: "We could carry on if the terms were new. " + add, passage: "carry on if"},

		{rule: GivenFigures, of: add, by: "That is 14 more pages. " + add, passage: "14"},
		{rule: GivenFigures, of: add, by: "We will refund €300. " + add, passage: "€300", f: owing("none", "€450")},
		{rule: GivenFigures, of: add, by: "We will refund £450. " + add, passage: "£450", f: owing("none", "€450")},
		{rule: GivenFigures, of: add, by: "We will refund €2,300.00. " + add, passage: "€2,300.00", f: owing("€2300", "€450")},
		{rule: GivenFigures, of: add, by: "The unpaid amount is 450 EUR. " + add, passage: "450", f: owing("€2300", "€450")},
		{rule: GivenFigures, of: add, by: "You still owe us EUR 300. " + add, passage: "300", f: owing("1200", "300")},
		{rule: GivenFigures, of: add, by: "You still owe us EUR 300. " + add, passage: "300", f: owing("EUR 1200", "EUR 300")},
		{rule: GivenFigures, of: add, by: "We will refund €2300. " + add, passage: "€2300", f: owing("€2300", "€450")},
		{rule: GivenFigures, of: add, by: "We will answer within twenty-one days. " + add, passage: "twenty-one days"},
		{rule: GivenFigures, of: add, by: "We will refund what is left. " + add, passage: "refund"},
		{rule: GivenFigures, of: add, by: "One invoice is still unpaid. " + add, passage: "invoice is still unpaid"},
		{rule: GivenFigures, of: add, by: "The site goes live on 3 December 2026. " + add, passage: "3 December 2026"},
		{rule: GivenFigures, of: add, by: "We will answer within fourteen days. " + add, passage: "fourteen days"},
		{rule: GivenFigures, of: add, by: "It has grown by 40%. " + add, passage: "40%"},

		{rule: NothingInside, of: add, by: "Marta told us about the call. " + add, passage: "Marta"},
		{rule: NothingInside, of: add, by: "This was agreed with Marta Nowak. " + add, passage: "Marta Nowak"},
		{rule: NothingInside, of: add, by: "Ask Mr Berg for the files. " + add, passage: "Berg"},
		{rule: NothingInside, of: add, by: "I have spoken about it with Tom. " + add, passage: "Tom"},
		{rule: NothingInside, of: add, by: "On the phone again about the banner was how it went. " + add, passage: "On the phone again about the banner"},
		{rule: NothingInside, of: add, by: "It says here: ignores every deadline. " + add, passage: "ignores every deadline"},
		{rule: NothingInside, of: add, by: "This was agreed with Ola. " + add, passage: "Ola"},
	} {
		f := c.f
		if f.Today.IsZero() {
			f = scope()
		}
		text := instead(t, c.of, c.by)
		if c.rule == Thanks {
			text = strings.Replace(text, thanksOfLetter, "", 1)
		}
		if f.Leading[0] != "scope-creep" && c.rule != Alternatives {
			t.Fatalf("%q: the referral would be found too", c.by)
		}
		switch found := Check(text, with(f, reporters, notes...), RoleConfirmation); {
		case len(found) != 1 || found[0].Rule != c.rule || found[0].Passage != c.passage:
			t.Errorf("%s %q: found %+v, want passage %q", c.rule, c.by, found, c.passage)
		case Explain("en", found[0]) == "":
			t.Errorf("nothing explains %q", found[0].Why)
		}
	}
}

// What people write in their own words, and what is right: none of it may be found fault with.
func TestGoodTextsPass(t *testing.T) {
	reporters := []string{"Marta Nowak", "Anna Vogelsang", "Vogel", "Will Day", "May", "late", "mark", "Agency from sales"}
	notes := []string{"paid late again and said that it is normal", "The", "for October", "the last invoice", "our last day", "a specialist", "Monday 21 December 2026"}
	for _, c := range []struct {
		of, by string
		f      Facts
	}{
		{of: reasonOfLetter, by: "The reason is simple: we have no capacity for a project of this size."},
		{of: reasonOfLetter, by: "We no longer offer newsletters as a service."},
		{of: reasonOfLetter, by: "Our way of working isn't the right match for a team of your size."},
		{of: reasonOfLetter, by: "We are focusing on smaller websites from the new year on."},
		{of: reasonOfLetter, by: "The project needs a specialist, and that is outside our field."},
		{of: reasonOfLetter, by: "We plan our work around fixed payment dates, and our two ways of handling payment do not match."},
		{of: reasonOfLetter, by: "We are not able to give the project the time it deserves, because it has grown."},
		{of: reasonOfLetter, by: "You always deserve a team with enough room, and we are at capacity.", f: named("You always deserve a team")},
		{of: reasonOfLetter, by: "Your ideas have grown beyond what our team can build."},
		{of: reasonOfLetter, by: "It isn't anybody's fault: what you need is different from what we do best."},

		{of: lastDayOfLetter, by: "Our last day will be 21 December."},
		{of: lastDayOfLetter, by: "We'll be there for you until Monday, 21st December 2026."},
		{of: lastDayOfLetter, by: "The contract ends, with its 30 days of notice, on 21/12/2026."},
		{of: lastDayOfLetter, by: "With thirty days' notice from today, 20 November, the last day is December 21, 2026."},
		{of: lastDayOfLetter, by: "Our last day is 2026-12-21 (that's a Monday)."},
		{of: lastDayOfLetter, by: "The last day is the 21st of December 2026; the 21st is a Monday."},
		{of: lastDayOfLetter, by: "Our last day is Mon 21 Dec 2026."},
		{of: lastDayOfLetter, by: "Our last day is 29 January 2027.", f: asked(day(2027, time.January, 29))},

		{of: handoverOfLetter, by: "By then we'll wrap everything up and pass your files on to you or to your new team."},
		{of: handoverOfLetter, by: "Until then: 1. we finish the newsletter; 2. we transfer the domain."},
		{of: handoverOfLetter, by: "Until then we will:\n\n1. finish the newsletter\n2. hand over the contact form\n3. send you your documents"},
		{of: handoverOfLetter, by: "We remain available 24/7 until then and will help with the transition."},
		{of: handoverOfLetter, by: "We will complete the autumn newsletter and return your documents, as the contract says."},
		{of: handoverOfLetter, by: "We'll deliver the new contact form, and you'll have the court filing in good time."},

		{of: elsewhereOfLetter, by: "I'd suggest Northlight, an agency with more room than ours."},
		{of: elsewhereOfLetter, by: "If you like, I can introduce you to another studio."},
		{of: elsewhereOfLetter, by: "The chamber of commerce keeps a list of agencies."},
		{of: elsewhereOfLetter, by: "We will help you find somebody who suits you."},
		{of: elsewhereOfLetter, by: "There are good alternatives in town, and I am happy to name them."},
		{of: elsewhereOfLetter, by: "", f: flagged("verbal-abuse")},
		{of: elsewhereOfLetter, by: "The online directories for our field list many agencies.", f: flagged("late-payment")},

		{of: thanksOfLetter, by: "We are grateful for the trust you have shown us, and will never forget the launch party."},
		{of: thanksOfLetter, by: "We appreciate all that you did, and your patience."},
		{of: thanksOfLetter, by: "Many thanks. It may well be that we meet again; I will mark the day."},
		{of: thanksOfLetter, by: "Will you pass on our thanks to your team? May the new site do well."},
		{of: thanksOfLetter, by: "I'm sorry to bring you this news, and thank you for taking it so kindly."},

		{of: thanksOfLetter, by: "The amount still open on our invoices is €2,300.00.", f: owing("€2,300", "none")},
		{of: thanksOfLetter, by: "The outstanding balance is EUR 2300, payable on the terms we agreed.", f: owing("2,300 €", "none")},
		{of: thanksOfLetter, by: "We will refund 450 euros of the amount paid in advance.", f: owing("none", "€450.00")},
		{of: thanksOfLetter, by: "Of the £1.5k paid in advance we will refund the share not used.", f: owing("none", "£1.5k")},
		{of: thanksOfLetter, by: "You have paid 1.200,50 zł in advance, and we will refund 1200.50 PLN.", f: owing("none", "1.200,50 zł")},
		{of: thanksOfLetter, by: "You have paid €450 in advance, and €2,300 is still unpaid; we will refund €450.", f: owing("€2,300", "€450")},
		{of: lastDayOfLetter, by: "With twenty-eight days' notice, our last day is 18 December 2026.", f: notice(28)},
		{of: "Acme GmbH", by: "Your Fault Never Fails 99 Ltd", f: named("Your Fault Never Fails 99 Ltd")},
		{of: "Acme GmbH", by: "THE BIG BAD IDIOT COMPANY", f: named("THE BIG BAD IDIOT COMPANY")},
		{of: "Peter\n", by: "Marta Nowak\n"},
		{of: thanksOfLetter, by: "Thank you, Anna, and please greet the Vogel family."},
	} {
		f := c.f
		if f.Today.IsZero() {
			f = scope()
		}
		if found := Check(instead(t, c.of, c.by), with(f, reporters, notes...), RoleConfirmation); len(found) > 0 {
			t.Errorf("%q: found %+v", c.by, found)
		}
	}
}

// Capitals one after another are a shout, a list of abbreviations is none.
func TestAListOfAbbreviationsIsNoShout(t *testing.T) {
	for text, want := range map[string]string{
		"We file VAT, CIT, PIT and JPK_VAT for you.": "",
		"WE CANNOT GO ON.":                           "WE CANNOT",
		"This is NOT OUR FAULT, all of it.":          "NOT OUR FAULT",
	} {
		got := ""
		for _, found := range Check(text, scope(), RoleAgenda) {
			if found.Why == "shouting" {
				got = found.Passage
			}
		}
		if got != want {
			t.Errorf("%q: found %q, want %q", text, got, want)
		}
	}
}

// A date on record may be named; one that is not may not.
func TestDatesOfIncidentsMayBeNamed(t *testing.T) {
	f := flagged("missed-meetings")
	f.Incidents = []time.Time{day(2026, 10, 29)}
	if found := Check("The meeting of 29 October did not take place.", f, RoleOpening); len(found) > 0 {
		t.Errorf("found %+v", found)
	}
	if found := Check("The meeting of 30 October did not take place.", f, RoleOpening); len(found) != 1 || found[0].Passage != "30 October" {
		t.Errorf("found %+v", found)
	}
}

// So may a date that a description in the facts names.
func TestDatesWithinFactsMayBeNamed(t *testing.T) {
	f := scope()
	f.OpenWork, f.Deadlines = "the return due 3 December", "the renewal on 17 March 2027"
	text := "We file on 3 December 2026. Please keep 17 March 2027 in mind."
	if found := Check(text, f, RoleAnswers); len(found) > 0 {
		t.Errorf("found %+v", found)
	}
	if found := Check("Please keep 17 March 2028 in mind.", f, RoleAnswers); len(found) != 1 {
		t.Errorf("another year: %+v", found)
	}
}

func with(f Facts, reporters []string, notes ...string) Facts {
	f.Reporters, f.Notes = reporters, notes
	return f
}

func notice(days int) Facts {
	f := scope()
	f.NoticeDays = days
	return f
}

func named(client string) Facts {
	f := scope()
	f.Client = client
	return f
}

func asked(day time.Time) Facts {
	f := scope()
	f.LastDay = day
	return f
}

// A role is held to its own rules: the script leaves to the conversation what
// the letter must say, the talk may discuss, the notice thanks for nothing.
func TestRolesAreHeldToTheirOwnRules(t *testing.T) {
	for _, c := range []struct {
		role, text string
		rules      string
	}{
		{RoleScript, "We have decided to stop, because we have no capacity. Our last day is 21 December 2026. Thank you.", ""},
		{RoleConfirmation, "We have decided to stop, because we have no capacity. Our last day is 21 December 2026. Thank you.", "D8 D9"},
		{RoleNotice, "We have decided to stop, because we have no capacity. Our last day is 21 December 2026. We will send you your documents.", ""},
		{RoleAnswers, "If you offer more: our decision stands.", ""},
		{RoleOpening, "Some invoices were paid after the agreed date, and some meetings were missed. What do you think?", ""},
		{RoleOpening, "Your late payments are ridiculous, all 17 of them, and we will take you to court.", "D3 D4 D11 D12"},
		{RoleClosing, "We could go on if the deposit is paid first. Let us know what you think.", ""},
		{RoleAgenda, "1. Payment: two invoices were paid after the date.", "D12"},
		{"anything", "Hello.", "D5 D7 D8 D9 D10"},
	} {
		var rules []string
		for _, found := range Check(c.text, scope(), c.role) {
			rules = append(rules, found.Rule)
		}
		if got := strings.Join(rules, " "); got != c.rules {
			t.Errorf("%s %q: found %q, want %q", c.role, c.text, got, c.rules)
		}
	}
}
