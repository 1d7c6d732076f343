// Package bot is the neutral conversation: what a platform tells us (Event),
// what we answer (Reply), and the interfaces between the two sides: Handler above
// all, and Sender for what nobody asked for (handler.go).
//
// Adapters (bot/slack, bot/terminal, …) turn what their platform sends into an
// Event and render a Reply in their platform's idiom. Commands know neither
// platform: they receive Events and return Replies. Therefore:
//
//   - Text in a Reply is localised and unescaped. Only renderers escape, each
//     for its own platform, so user text can never turn into a mention, a link
//     or formatting it did not have.
//   - Formatting is structure (Span, Block), never markup inside a string.
//   - Block is a sealed union; every renderer switches over it exhaustively,
//     and bot/bottest fails when a renderer misses one.
//
// What several renderers do to a text in the same way is here too: count and cut
// it (text.go), close what it opens (bidi.go), draw a meter in it (meter.go).
//
// This package imports the standard library only.
package bot
