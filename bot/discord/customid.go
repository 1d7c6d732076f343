package discord

import (
	"strconv"
	"strings"
)

// The actions of buttons that the adapter itself answers.
const (
	// actionForm opens a page of a form; the value is what readDoor reads.
	actionForm = "discord:form"
	// actionNo answers the question before a dangerous button: nothing happens.
	actionNo = "discord:no"
)

// press is what the custom id of a button or menu says.
type press struct {
	action string
	value  string // of a menu the chosen option's
	// workspace is the guild that a button in a direct message belongs to; ""
	// inside a guild, where Discord tells which.
	workspace string
	// ask tells that a question comes before the press counts: see renderer.question.
	ask bool
}

// A custom id is "action|value|tail". The tail is "?" when a question comes
// first, what tells apart the ids of one reply (Discord refuses the same one
// twice in a message) in base 36, and "." with the guild in base 36. It takes at
// most 17 of the 23 bytes that bot.MaxActionBytes leaves, and it stands last so
// that no space can be lost at a value's end. Messages keep their ids for ever: a
// later format has to go on reading this one.
const idSeparator = "|"

// id encodes a press as the nth of its kind within a reply; false when it has no room.
func (p press) id(nth int) (string, bool) {
	if p.action == "" || strings.Contains(p.action, idSeparator) {
		return "", false
	}
	tail := ""
	if p.ask {
		tail = "?"
	}
	if nth > 0 {
		tail += strconv.FormatInt(int64(nth), 36)
	}
	id := p.action + idSeparator + p.value + idSeparator + tail + workspaceTail(p.workspace)
	return id, len(id) <= maxCustomID
}

// readPress reads what was pressed; values are what was chosen in a menu. It is
// false for ids that are none of ours.
func readPress(id string, values []string) (press, bool) {
	first, last := strings.Index(id, idSeparator), strings.LastIndex(id, idSeparator)
	if first < 1 || first == last {
		return press{}, false
	}
	p := press{action: id[:first], value: id[first+1 : last]}
	tail, workspace, ok := cutWorkspace(id[last+1:])
	if !ok {
		return press{}, false
	}
	p.workspace = workspace
	tail, p.ask = strings.CutPrefix(tail, "?")
	if _, err := strconv.ParseUint(tail, 36, 16); tail != "" && err != nil {
		return press{}, false
	}
	if len(values) > 0 {
		p.value = values[0]
	}
	return p, true
}

// workspaceTail is "." and a guild's id in base 36. Whatever is no guild's id is left out.
func workspaceTail(workspace string) string {
	n, err := strconv.ParseUint(workspace, 10, 64)
	if err != nil {
		return ""
	}
	return "." + strconv.FormatUint(n, 36)
}

// cutWorkspace is the inverse of adding workspaceTail.
func cutWorkspace(s string) (before, workspace string, ok bool) {
	before, guild, found := strings.Cut(s, ".")
	if !found {
		return s, "", true
	}
	n, err := strconv.ParseUint(guild, 36, 64)
	if err != nil {
		return "", "", false
	}
	return before, strconv.FormatUint(n, 10), true
}
