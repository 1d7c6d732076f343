// Package locale words what the bot says: texts, plurals, dates, numbers and
// the names of signs, verdicts and remedies, in each language it has a folder for.
//
// A language is a folder of TOML files, named by its BCP 47 tag ("en", "sr-Latn").
// All *.toml files of a folder form one catalogue; a key may stand in one of
// them only. Nothing else in the code knows which languages there are, so a new
// language is a new folder: words, plural forms, months, and the patterns for
// dates, numbers and money (words.toml), since the ready-made tables put the
// currency sign in the wrong place for most of our languages.
//
// go-i18n chooses the language and the plural form. The texts themselves are
// deliberately not Go templates: they hold {{.Name}} places and *bold*,
// _italic_ and `code` marks, and nothing else. Marks are understood when the
// catalogue is compiled, before any data is there, so a client called "*_~" or
// "{{.X}}" is shown as just that; and a place without data is an error, never
// "<no value>". A language cannot hide logic either.
//
// It may import bot (for Line), scoring (for the identifiers it names), go-i18n,
// x/text and a TOML reader.
package locale
