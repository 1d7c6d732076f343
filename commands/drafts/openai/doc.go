// Package openai has drafts worded by a language model: any server that speaks
// the OpenAI protocol, such as a hosted one, vLLM, llama.cpp or Ollama. It is
// optional, and nothing depends on it: every error means that the template's
// words stay.
//
// It imports commands/drafts, go-openai (as its only importer), a breaker,
// backoff and a semaphore; no store, no platform.
//
// Decisions:
//
//   - The model words courtesies and nothing else. A sentence is open to it when it
//     is made of nothing but words of courtesy: a greeting, thanks, good wishes. Every
//     other one is fixed: the model is told which, and an answer in which one of
//     them does not stand word for word, in its place, is refused (guard_fixed.go). For
//     no list of bad words tells that it is now the other side that pays, that a share
//     is kept and not refunded, or that something else follows. What is open is
//     listed (manners.txt, given.txt, fillers.txt), what is not known is fixed, and a
//     courtesy in other words is judged by the same lists, so it stays open for the
//     next wish. Parts in which every word is the matter, a clause and the answers
//     to an argument, are not sent.
//   - It is given the template's parts and gives back as many texts; Document.Reword
//     puts them into the same frame, and the draft check judges them. One round of
//     mending with the breaches named, then the template.
//   - All that people typed (names, notes, wishes, the flagged message) is
//     material: cleaned, bounded, and sent as JSON strings, which no text can
//     close. That the model keeps to this is not relied on. The guard
//     (guard.go) also compares each answer with the text that it rewords: no new name,
//     figure, link, placeholder or matter, nothing denied, put in doubt or lost, one
//     language, plain text, nothing of the brief or the notes. So a model that obeys
//     an attack as well as it can is rejected like one that is bad at writing. The
//     guard's word lists are in words/, and it errs on the side of the template.
//   - Facts are sent as drafts.Facts gives them out: no sign, no verdict, no
//     incident. Notes only when a person shared them with the order. Names of those
//     who reported are taken out of whatever people typed (private.go), and a text
//     that quotes a note which nobody shared is not sent at all. Sent shows what is
//     sent, to the letter.
//   - What is worded counts as checked, so it must break no rule: faults that the
//     draft had are to be mended with the rest, or it stays as it is.
//   - Answers are not streamed. A text can be shown only once it was checked
//     whole, so a stream would bring nothing but another way of being cut short;
//     a response counts when its JSON is complete and says that it ended by itself.
//   - The shape of the answer is asked for by strict JSON schema, else JSON mode,
//     else in words, whichever the server takes, and verified in any case.
//   - A call is paid before it is made: tokens are reserved from the workspace's
//     day and settled afterwards with the usage reported. What may have been
//     charged counts, above all what was lost on the way.
//   - Retries, the breaker and the deadline of 60 seconds run on the system's
//     timers, because the libraries do; the day and dates in headers come from the
//     clock handed in.
//   - Nothing that a server says is put into an error or a log, since servers quote
//     keys and prompts; and no redirect is followed, since it would carry the key
//     to another host.
package openai
