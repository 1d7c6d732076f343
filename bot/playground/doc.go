// Package playground is a chat page on the own machine: the same bot as on any
// platform, to be tried in a browser with nothing installed and no account.
//
// A small made-up workspace (team.go) has three people to switch between, a few
// channels and everybody's private conversation with the bot. What somebody
// does on the page comes in by POST (actions.go), becomes a bot.Event, and the
// bot's Reply goes out to every open page as structure (render.go), over
// server-sent events (stream.go). The page (web/) is plain HTML, CSS and
// JavaScript modules, embedded as they are.
//
// Decisions:
//
//   - The page builds every node itself and sets text as text; there is no HTML
//     with data in it anywhere, and Trusted Types make the browser refuse any.
//   - A message is stored whole each time it changes (history.go), so the
//     transcript is an append-only list that is bounded by dropping its oldest
//     part, and a restart replays it. Pages that reconnect get the state anew.
//   - The clock that the page's time machine moves is the one that was handed
//     in. Each move is stored, and how far it was moved in all is part of every
//     record, so that time does not run backwards after a restart. So is whether
//     the example month was played. It goes ten years ahead and no further.
//   - Pictures follow their text. They are kept by number and not by age, since
//     age is what the time machine changes; a message whose picture was dropped
//     shows its words.
//   - One request at a time asks the store (turn.go). While it is away nobody
//     waits for it; Run catches up.
//   - It is meant for loopback. There it refuses foreign names (DNS rebinding) and
//     foreign origins; anywhere else it wants a token (guard.go).
//
// This package imports bot and the standard library only. It knows no store, no
// signs and no languages: what it needs of them comes through Config.
package playground
