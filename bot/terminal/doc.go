// Package terminal is the conversation on stdin and stdout: it shows a
// bot.Reply as plain text and turns typed lines into bot.Events.
//
// It is how a newcomer tries the bot without any account (`amicable chat`), and
// how whole-bot stories are written: a story is the text somebody types, its
// golden file the text they see. Therefore everything that a chat platform can
// do has a line here that does it: buttons and menus are numbered and pressed
// by typing the number, forms are asked field by field, and lines that start
// with a colon change who is speaking, where and when (see Session).
//
// User text is untrusted in a terminal too: escape sequences could hide or
// forge what stands there. Render removes control characters from every text
// it is given, so no other code has to remember to.
//
// This package imports bot and the standard library only. Its own few words
// (the greeting, the meta lines) are English: they are for the people who try
// and test the bot, while the bot's answers come localised.
package terminal
