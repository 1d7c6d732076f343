package discordtest

// rules says what Discord would refuse although its specification does not say so.
func rules(Request) []string { return nil }
