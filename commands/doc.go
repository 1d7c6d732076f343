// Package commands is what the bot does: one file per command, holding its
// spec, who may use it and what it does; the table in table.go is the only
// registration, and help, manifests and completion are made from it.
//
// An Event comes in, a Reply goes out. Nothing here knows a platform; nothing
// here spells a key, a score or a sentence: storage, scoring and locale do.
//
// Imports: bot, scoring, scoring/chart, storage, and the rooms below commands (parse reads
// what people type, drafts writes letters, locale words, outbox does things
// later).
package commands
