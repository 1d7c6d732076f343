// Package slack joins a bot to Slack: what Slack sends becomes a bot.Event,
// and a bot.Reply becomes Block Kit.
//
// HTTP (Routes) and Socket Mode (Run) are two ways in to the same three
// entrances, command, event and interaction, so that both behave alike. The
// life of a request:
//
//	verify → decode → who and where (cached) → Handler → acknowledge → deliver
//
// The handler has stored what it claims to have stored when it returns, and
// only then Slack gets its acknowledgement. Slack waits 3 s for it: to a command
// that takes longer it says that the bot is at work, which promises nothing but
// an answer. What has to be posted afterwards is delivered by a bounded pool that
// retries; a reply that cannot be delivered is logged and given up, the flag
// behind it is safe.
//
// Decisions:
//
//   - What comes in is decoded into small structs of our own (payload.go) rather
//     than slack-go's: they hold the few fields that are needed, so an unknown
//     block or a new field in a message cannot make an event unreadable, and
//     message texts are not carried about. What goes out uses slack-go.
//   - User text is rendered as rich_text elements, which Slack never parses. Only
//     list items with a button of their own need a section; those fall back to
//     plain_text when a character could be taken for formatting.
//   - A picture follows its text in a message of its own (pictures.go), so that it
//     never delays the text; Slack shows one only once it is uploaded. The file is
//     shared with no channel: nobody finds it in a file list, and people see it
//     only where the bot shows it. It is deleted when it could not be shown, or
//     when the home page shows another one; behind a message it stays, for Slack
//     does not tell when somebody dismisses that. Home pictures are remembered in
//     memory: a restart forgets which file to delete.
//   - People from outside the team get nothing; where a channel's audience is
//     unknown it counts as exposed.
//
// This package imports amicable/bot and what is internal to it, slack-go and
// general libraries; it knows neither storage, scoring nor commands.
package slack
