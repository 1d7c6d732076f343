// Package discord joins a bot to Discord: what Discord sends becomes a
// bot.Event, and a bot.Reply becomes messages and dialogs of components.
//
// The gateway (Run) brings everything. When there is a public key, interactions
// come over HTTP instead (Routes), and the gateway brings the rest: plain words,
// reactions, and joining and leaving. Both ways lead to the same entrances, so
// that they behave alike. The life of an interaction:
//
//	verify → decode → who and where → Handler → first response → what follows it
//
// The handler has stored what it claims to have stored when it returns, and only
// then people are told. Discord waits 3 s for the first response: what is not
// ready by then is deferred, which promises nothing but an answer, and that
// answer is put in the place of "thinking…" when it is there.
//
// Where to read:
//
//	adapter.go       Adapter, its times and bounds
//	http.go, gate.go the two ways in; events.go, membership.go, what the gateway tells;
//	                 late.go, what failed and is tried again
//	interactions.go  what people do with commands (options.go, suggest.go), and with
//	                 buttons and forms (dialogs.go): deliver.go answers, follow.go goes on
//	                 with pictures and better words, show.go is for closed direct messages
//	people.go        who asks; guilds.go, where; exposure.go, who else may look
//	                 (permissions.go); residence.go, sessions.go, where the bot is;
//	                 places.go, which guild a direct message means, and servers.go, where
//	                 that is asked; mentions.go, names in texts
//	memory.go        what all processes remember; kept.go, how answers are
//	render.go        Reply → components; form.go, → dialogs; customid.go, what buttons carry
//	send.go          alerts; register.go, commands.go, what is registered
//	api.go           REST (transport.go, pace.go); callback.go, what a token of an
//	                 interaction allows; desk.go, both as one
//
// Decisions:
//
//   - What comes in is decoded into small structs of our own (payload.go) rather
//     than discordgo's, whose decoder fails as a whole on a component it does not
//     know. What goes out by REST uses discordgo's types and calls.
//   - A discordgo Session is made for each call, and never opened. Its rate limiter
//     sleeps without regard to ctx and never forgets a bucket, so it gets to see
//     none of Discord's rate limits; pace.go keeps them instead, bounded.
//   - First responses, and all that is said with an interaction's token, go without
//     discordgo (callback.go) and keep limits of their own: they count against none
//     of the bot's, and nothing of it may keep them waiting. A first response has
//     short timeouts, too. Only what Discord refuses is counted together, for it
//     bars the address that both come from.
//   - Discord cannot answer a mention or a reaction privately in the channel; such
//     answers go by direct message. A direct message belongs to no guild: buttons
//     carry theirs along, and for plain words places.go finds it, or asks.
//   - People with a guest role get nothing; where such a role can look, or where
//     we could not find out, the bot leaves no visible mark.
//   - What is asked of Discord again and again (members, roles, channels) is cached
//     with a bound. discordgo's State is off: it would keep every member of every
//     guild in memory.
//   - What a button stands for and has no room for (a form with its answers, the
//     words of a question, an answer that waits for a press, a message that belongs
//     to no server yet) is remembered by each process, and in a Memory that all
//     share, so that a restart or another process behind the same address is not
//     noticed. What lies under a name never changes; other answers to a form have
//     another name. While the Memory is away each process goes on with its own
//     part, and says so where that is not enough; nothing recorded depends on it.
//   - After a kill two processes may be told of one event. What is posted has a name
//     made of the event and the part, so that Discord posts it once (desk.go). What
//     was said with an interaction's token has none and cannot be looked up: the
//     second process says it only while "thinking…" stands.
//   - A moderator who clears a message's reactions takes back nothing. Discord names
//     no person then, whose entry and whose decision it would be, and whoever may
//     manage messages is not always one of the team. People take back their own, by
//     their reaction or by /undo.
//   - Discord repeats no event. What could not be done is tried again, for some
//     seconds where somebody waits for an answer, and for five minutes with a
//     reaction (late.go). That holds none of the gateway's workers; until then the
//     event does not count as handled, so that it survives this process. What is
//     lost after all is told to the person.
//   - People put emojis on messages all day. Config.Reacts says which ones may mean
//     anything, before anything is asked of Discord or the store.
//   - What somebody waits for shares nothing with the rest: interactions wait for no
//     worker of the gateway, and what their token is enough for has deliverers of
//     its own, which neither limited direct messages nor slow handlers hold up.
//
// This package imports amicable/bot and what is internal to it, its own gateway,
// discordgo and general libraries; it knows neither storage, scoring nor commands.
package discord
