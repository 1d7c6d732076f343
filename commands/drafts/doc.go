// Package drafts writes the texts for a hard conversation: the separation
// (call script and written confirmation, or a written notice), the frank talk,
// the warning and the new terms before it, and, so that the next time is easier,
// the exit clause and the questions to ask before a client is taken on. It also
// holds the draft check, thirteen rules (D1 to D13) that every such text keeps,
// whoever wrote it.
//
// Facts in, text out: nothing here reads a clock, a store or a network, and the
// same facts always give the same text. What is not known becomes a visible
// placeholder in square brackets and is listed in Document.Placeholders; a
// figure, a date or a name is never made up.
//
// Decisions:
//
//   - Go decides, templates word. Which case it is, which reason is given, what
//     is referred to, which terms are proposed and when the last day falls are
//     tables in cases.go, advice.go, cautions.go, professions.go and lastday.go.
//     The words are in templates/<language> and words/<language>, so that a
//     language is added by adding files. No word of any language stands in Go.
//   - One reason is given (D1), and each sign has one wording. It names a fact of
//     fit, capacity or way of working that is true for both sides, since the
//     client will read it as a judgement if it can be read as one.
//   - The check is deterministic and knows the facts. Names and descriptions from
//     the profile are inserted literally and are never held against the text,
//     whatever words they contain. Write runs the check on what it wrote, Reword
//     on what a language model wrote, CheckParts on what a person edited.
//   - A draft is written for the day on which it is written. Whether it still holds
//     when it is marked as ready (its last day, the notice, the contract's end, how
//     the case is handled) is asked of the facts as they are then, and only a new
//     draft mends it: see Document.Stale.
//   - A false alarm costs as much as a miss: people stop reading a check that
//     cries wolf. Patterns are therefore whole phrases rather than single words
//     wherever one word has an innocent use.
//
// It imports scoring (for the names of signs and verdicts) and the standard library.
//
// # Adding a language
//
// A language is three folders named by its tag, such as pl. Start from copies of
// the English ones; nothing in Go changes. Run
//
//	go test ./commands/drafts -run '/pl$'
//	go test ./commands/drafts -run 'Golden.*/pl$' -update   # then read testdata/pl/golden line by line
//
// A folder that is incomplete is not offered to anybody, and the tests say what is missing.
//
// templates/<tag>/*.tmpl are Go templates. The names in {{define}} that hold a
// space are called from Go and must all be there; others are for your own use
// and may be cut otherwise. Files may be divided as you like. A blank line ends
// a paragraph, spaces at line ends and second blank lines are removed.
//
//   - "<kind> <role>" are the texts and "<kind> title <role>" their headings.
//   - "reason <code>" is the one reason of a separation, a whole sentence that
//     the check must know as a reason (reason.txt), about one thing only
//     (topics.txt), with nobody at fault. "kind <code>" is the kind of provider
//     that suits the client better, as a noun phrase inside your own sentence
//     (template "referral"), in the case that it needs there.
//   - "problem", "stake", "need" and "offers <sign>" are the matter of a talk, a
//     warning or new terms: what happened, why it cannot stay so, what we need
//     (a whole sentence each), what could help (lines that begin with "- ").
//   - "term <code>" is one new term, a whole sentence after "- ". "extra <trade>"
//     is a sentence at the end of point 5 of the clause.
//   - "trade <trade>" is what the letter of a trade says besides, and "hold
//     <code>" what the team is told that it should hold.
//   - "questions <trade>" are questions, one a line; "question <sign>" is one.
//   - "step <code>" and "caution <code>" are read by our own team, in the
//     language of the team's person; everything else is read by the client.
//
// What a template may show, all of it text unless said otherwise:
//
//   - {{.Us}} {{.Client}} {{.Contact}} {{.Service}} {{.Sender}}: names as given, or
//     a placeholder. They come in one form, the nominative: word around them, so
//     that no other case is needed. {{.Service}} and {{.OpenWork}} may be any
//     phrase; put them after a colon. {{.Salutation}}: how a letter begins, where
//     the profile has it, without the comma; "" otherwise (template "dear").
//   - {{.OpenWork}} {{.Prepaid}} {{.Owed}} {{.Done}} {{.Deadlines}} {{.Records}} {{.Successor}}: as given.
//     {{.Prepaid}} and {{.Owed}} are "" when there are none or they are unknown,
//     the others show placeholders. {{.Stop .OpenWork}} adds a full stop if there
//     is none. Yes or no: {{.NoOpenWork}} {{.NoneDone}} {{.NoDeadlines}}
//     {{.HasSuccessor}} {{.MoneyUnknown}} {{.OwedUnknown}}.
//   - {{.LastDay}}, and in advice {{.Start}} {{.Asked}} {{.NoticeEnd}} {{.ContractEnd}}
//     {{.CoolingUntil}} {{.OpenUntil}} {{.LastIncident}} {{.TalkHeld}}
//     {{.WarningGiven}} {{.TermsChanged}}: a day with its weekday, in the form of
//     calendar.txt's "long". {{.LastDay.Date}} is the same without the weekday
//     ("short"), for sentences in which the weekday would have to be declined.
//     {{.Incidents}} and {{.From}} are without it. {{.LastDayWhy}}: "asked",
//     "contract", "notice", "thirty-days" or "open-work".
//   - {{.Reason}}, {{.WrittenReason}} ("" in trades whose letters give none), {{.Kind}},
//     {{.Referral}} ("kind", "directory", "none"), {{.Talk "problem"}}, {{.Terms}},
//     {{.Trade}}, {{.Extra}}, {{.Questions}}: your own small templates, by case.
//   - {{.NewPrice}} {{.NewScope}} {{.NewHours}} {{.NewPayment}}: new terms as given, or placeholders.
//   - {{.Missing "<key>"}}: a placeholder that no profile fills, by its key in placeholders.txt.
//     Use the same ones in the same texts as English does.
//   - Yes or no, the tone: {{.Warm}} {{.Plain}} {{.Formal}}. Yes or no, the case:
//     {{.Mild}} (nothing grave), {{.Misfit}} (a matter of fit alone), {{.Legal}} (a
//     legal risk is among the signs), {{.LegalMatter}} (and it leads), {{.Written}}
//     (insults or threats: no meeting), {{.Unsafe}} (threats).
//   - {{.Profession}}: "general", "agency", "accounting", "legal", "consulting".
//
// words/<tag>/*.txt are lists, one entry a line, "#" begins a comment. Those of
// the first kind hold patterns: pattern.go says how they are written (stems
// "arogan*", compounds "*factuur*", choices "late/slow", "wyzysk(a|u)*", gaps "..",
// "fault* & your*" for both in any order, "ok …" for innocent uses, which come
// first). Give the inflected forms that people write, or stems. Small letters.
// Whole phrases wherever a single word can be innocent.
//
//   - blame (D3), hostile (D4), unwanted (D6), threat, negotiation and
//     overjustify (D11), further-reasons (D1): what must not be said; suspicion
//     (D3) where a legal risk is among the signs, meeting (D11) where all is done in writing.
//   - reason (D5), handover (D8), referral (D9), thanks (D10), last-day (D7):
//     how a text says these. Wide enough for what people write, not only for the templates.
//   - ends (D7): the verbs of an end, near which no other day may stand.
//   - refund and debt (D12): words about money paid back, and money owed.
//   - units (D12): what a number in words counts. signoff: the closing words above a signature;
//     introduction: the words before one's own name on the telephone (D13).
//   - topics (D1): "name = pattern, pattern", what a reason can be about. holds:
//     "code = pattern, pattern", by which words a letter holds what its trade
//     asks for. The names and codes are fixed.
//   - placeholders: "key = what stands in the brackets". why: "code = what is
//     wrong and what to do instead". none: how people say in a profile that there is nothing.
//   - numbers: "word = value", the word a pattern of one word ("dwudziest* = 20").
//     currencies: "code = signs and words", all forms ("EUR = € eur euro eura").
//   - calendar: months (twelve, in the form that a date needs: "stycznia"),
//     other-months (twelve, other forms and short ones, several as "sty/styczeń"),
//     weekdays (seven from Sunday, as {weekday} shows them: the nominative) and
//     other-weekdays (seven), long and short (patterns of {weekday} {day} {month}
//     {year}), first (the first of a month, where it is no plain 1), ordinals (endings
//     of a day's number), links (words between day and month), today (and other days named from it), order = day-first, and dotted = yes where "21. 12." is a date.
//
// These are needed by some languages only:
//
//   - bare: "ą = a", what people type instead of a letter with a mark. A sentence
//     without any mark is then matched without them.
//   - names: how names are declined. "endings = a y ie …" are all case endings ("-" is none),
//     "softened = k:c r:rz|ż" what a stem's end becomes, "fleeting = e" the vowels
//     that fall out (Marek, Marka). It finds "Marty" where Marta reported, and
//     knows the client's "Anną" for Anna.
//   - latin: "љ = lj", the letters of a second script. All is written in the
//     first; the language tag with -Latn is derived, and words of both are matched alike.
//   - contractions: "can't = can not", "*n't = not", "dell'* = di". abbreviations:
//     words after which a full stop ends no sentence. idioms: numbers that count
//     nothing ("24/7"). ambiguous-names: first names that are words too.
//   - brief is for English alone.
//
// testdata/<tag>: facts.txt (a client as somebody there would enter it, with
// amounts and names of that country), bad/D1.txt to D13.txt (passages that the
// rule must find; braces round the very words at fault; a sign in brackets in
// front if it takes one; those of D5, D7, D8, D9 and D10 are texts by themselves,
// the others are set into a good letter, in which no other rule may find
// anything), good/*.txt (innocent sentences that look like faults, set into that
// letter; files named letter-… are whole letters, with nothing owed or prepaid),
// and golden, which the tests write.
package drafts
