// Package parse understands what people type: text in, meaning out, and nothing
// else. It knows no language model, no store and no clock.
//
// Flag and Client read the text grammar of the commands (design §1) in any
// sensible order. The rules, shortest first:
//
//   - A name in quotes is a name, whatever it says. A known name needs none.
//   - An unknown name without quotes ends where a sign (or one of the command's
//     own words) begins.
//   - A sign's word within an unknown name is the name's ("Late Shift Ltd scope"),
//     and of several signs none is taken: where two readings are possible, Sign
//     stays empty and NearSigns has the candidates.
//   - What is nearly a sign or a client is reported as near, never taken.
//   - key:value is an option only if the command declared the key, which has a
//     name in each language (Context.Keys); anything else that looks like one
//     (10:30, https://…, re: invoice) is the note's.
//   - A day right after client and sign ("yesterday", "on 3 October") is when it was;
//     "a few days ago" is none, and a Problem.
//   - The note is what is left, byte for byte, without the space around it.
//     Options behind a lone "--" are not read.
//
// Line.String writes a Line in the same grammar, so that reading it again gives
// the same Line; whoever builds command text should go through it.
//
// Intent reads plain words ("how is Acme doing?", "co z Acme?") by patterns and
// turns them into a command line of that grammar. It rather understands nothing
// than the wrong thing: a question or a denial never records anything nor takes it
// back, whether it asks by its mark, by its end ("or not") or by its order of words.
// The denial in a sign's own words ("does not answer") is none of the sign.
//
// # Languages
//
// What is understood of a language is a file in words: its small words by what
// they do, dates, severities, values, and patterns of whole sentences. People
// mix languages, so all are understood at once. Where a small word means two
// things (the Dutch "over", the Czech "a"), the reader's language decides
// (Context.Language); among dates, severities and values a test sees to it that
// none does. Everything is compared in small letters without marks, Serbian in
// Latin letters, so that it need not be typed with them. Hundreds of patterns
// are quick because each names pieces of text without which it cannot fit.
//
// Names and signs come inflected ("z Kowalskim", "za spóźnioną płatność"). A
// sign is found by its stem, which one sign has, wherever the "us" in it stands.
// A client's name in some case is taken to show something; before anything is
// recorded people are asked, since "Acmea" may as well be another client.
//
// The package may import scoring and storage (for Known and Fold), and a TOML
// reader for its own files. It says nothing to people: a Problem is a code and
// its data, which commands word.
package parse
