package parse

// Intent turns plain words into a command and its text in the text grammar.
// ok is false when they were not understood.
func Intent(c Context, words string) (command, text string, ok bool) {
	return "", "", false
}
