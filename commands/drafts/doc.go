// Package drafts writes the texts for a hard conversation: the separation
// (call script and written confirmation) and the frank talk before it. It also
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
//     is referred to and when the last day falls are tables in cases.go and
//     lastday.go. The words are in templates/<language> and words/<language>, so
//     that a language is added by adding files. No word of any language stands in Go.
//   - One reason is given (D1), and each sign has one wording. It names a fact of
//     fit, capacity or way of working that is true for both sides, since the
//     client will read it as a judgement if it can be read as one.
//   - The check is deterministic and knows the facts. Names and descriptions from
//     the profile are inserted literally and are never held against the text,
//     whatever words they contain. Write runs the check on what it wrote.
//   - A false alarm costs as much as a miss: people stop reading a check that
//     cries wolf. Patterns are therefore whole phrases rather than single words
//     wherever one word has an innocent use.
//
// It imports scoring (for the names of signs and verdicts) and the standard library.
package drafts
