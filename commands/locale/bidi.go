package locale

import "amicable/bot"

// closed ends what a text opens of Unicode's directional embeddings, overrides
// and isolates, so that a name cannot turn the words around it.
func closed(s string) string { return s + bot.BidiClosers(s) }
