// Package locale words what the bot says: texts, plurals, dates, numbers and
// the names of signs, verdicts and remedies, in each language it has a folder for.
//
// A language is a folder of TOML files, named by its BCP 47 tag ("en", "pl").
// All *.toml files of a folder form one catalogue; a key may stand in one of
// them only. Nothing else in the code knows which languages there are, so a new
// language is a new folder: words, plural forms, months, and the patterns for
// dates, numbers and money (words.toml), since the ready-made tables put the
// currency sign in the wrong place for most of our languages. Serbian is
// written in Cyrillic; its Latin form ("sr-Latn") follows by itself.
//
// The texts are deliberately not Go templates: they hold {{.Name}} places and
// *bold*, _italic_ and `code` marks, and nothing else. Marks are understood when
// the catalogue is compiled, before any data is there, so a client called "*_~"
// or "{{.X}}" is shown as just that; and a place without data is an error, never
// "<no value>". A language cannot hide logic either. Plural rules are x/text's;
// a localisation library around them chose its language anew for every text.
//
// It may import bot (for Line), scoring (for the identifiers it names), x/text
// and a TOML reader.
//
// # For translators
//
// Translate each of en's files into one of the same name: replies.toml (what
// the bot answers), words.toml (verdicts, months, numbers and patterns),
// signs.toml (what can be flagged, and what people may type for it) and
// playground.toml (the page to try it out, and what its made-up people say).
// `go test ./commands/locale ./commands` checks all that is said here.
//
// Manner: as a professional of the trade writes to another. Short, warm, exact;
// never blaming; no exclamation marks; the quotation marks of the language.
// People are addressed formally: Polish by impersonal forms ("Proszę podać…",
// "Można…", "Nie udało się…"), Pan/Pani only where nothing else will do; Italian
// Lei; Serbian Ви; Dutch u; Czech Vy. The people of a scene talk as colleagues
// do. The bot has no gender: "nie udało się zapisać", not "nie zapisałem". The
// person addressed and those named have none either: "Zgłoszenie: {{.By}}"
// rather than "{{.By}} zgłosił(a)".
//
// Keep as they are: places, names (Amicable, Acme), and what is typed: commands,
// option keys (on:, tone:, set contact=), words between | in a usage, keys of
// facts and settings, `here`. Examples may name signs and days in the language.
//
// What stands in a place is never inflected, so give it a place that needs no
// case: behind a colon, a comma or a dash, in brackets, or behind a noun that
// bears the case ("z klientem {{.Client}}", "ocena {{.Verdict}}"). That goes for
// Client, Name, Sign, Verdict, Was, Computed, Remedy, Fact, Trend, Day, Ago, By
// and whatever people typed. Start is a sign with a capital letter, to begin a
// sentence with. Sign names, next.*, trend.*, why.last and ago.* stand inside
// sentences and begin with a small letter; a capital one is put where they begin
// one. Day comes with its full stop where dates have one ("3. окт. 2026."); a
// stop behind it is not doubled. date.first is the first of a month ("1°"). Italian puts days behind a comma, a colon or
// "in data", as the article depends on the number.
//
// Numbers: a text with N in forms has just the plural forms of its language:
// Polish one, few, many, other (other is for decimals, and shows only in
// points); Czech one, few, other (and many, for decimals, only in points);
// Serbian one, few, other; Italian and Dutch one, other. Other places that hold
// counts come with no form, so put them where none is needed ("znaków:
// {{.Length}}"): Length, Limit, Max, Count, Of, Closed, Years (5), Days (60 in
// flag.nth, 90 in signs.fade). Points, Highest and what is said to be taken off
// bring their unit along ("13,8 punktu"); Change, Before, Last, Threshold, Grace
// and Watch to PartWays are bare numbers. ordinal.n2 to n8 stand at Nth in
// flag.nth, so "po raz trzeci", "3. пут", "potřetí" and "la terza volta" do well.
//
// Patterns (words.toml): month.* are as a date wants them, in the genitive
// where there is one; use \u00a0 where a line must not break, as between a
// number and what it counts or its sign. currency.* has those currencies whose
// sign is customary ("zł", "Kč"); the others are shown by their code.
//
// Signs: name is a short noun phrase in small letters, at most 32 characters;
// about a line of at most 100; advice at most 300. Aliases are all that people
// may type: nouns and sentences' ends ("zapłacili po terminie", "nie płacą"),
// at least ten. Case, accents, hyphens and script make no difference, so list
// words without variants of these; endings do matter, so list the cases and
// forms that are common. No alias may belong to two signs, in any two languages.
//
// Lengths: see limits in languages_test.go; titles and buttons of dialogs have
// 24 characters, labels 45, buttons 40, summaries 100.
//
// A text that is rightly the same as in English is listed by its key in
// same-as-english.txt in the folder, one a line.
package locale
