// Package commands is what the bot does: one file per command, holding its
// spec, who may use it and what it does; the table in table.go is the only
// registration, and help, manifests and completion are made from it.
//
// An Event comes in, a Reply goes out. Nothing here knows a platform, but for the
// small table in idiom.go of what people are told differently; nothing here
// spells a key, a score or a sentence: storage, scoring and locale do.
//
// What people type is understood in one of two ways that lead to the same
// parse.Line: as text (read.go), or where a platform asks for each option by
// itself, option by option (option.go, given.go), so that nothing typed in one
// can become part of another.
//
// Imports: bot, scoring, scoring/chart, storage, and the rooms below commands (parse reads
// what people type, drafts writes letters, locale words, outbox does things
// later).
package commands
