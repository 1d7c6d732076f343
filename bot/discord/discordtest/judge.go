package discordtest

import "slices"

// rules says what Discord would refuse although its specification does not say so.
func rules(r Request) []string {
	messages := []Op{CreateMessage, EditMessage, EditOriginal, FollowUp, EditFollowUp}
	if slices.Contains(messages, r.Op) && len(r.Body) > 0 {
		return CheckMessage(r.Body)
	}
	return Check(r.Body)
}
