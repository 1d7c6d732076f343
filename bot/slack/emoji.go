package slack

import (
	_ "embed"
	"strings"
	"sync"
)

// emojiNames lists "name emoji", one a line: the short names of iamcal/emoji-data
// 16.0 (MIT), which is where Slack takes its names from. The Go libraries that
// were tried differ from it in over a hundred names.
//
//go:embed emoji.txt
var emojiNames string

var emojiByName = sync.OnceValue(func() map[string]string {
	names := make(map[string]string, 2000)
	for line := range strings.Lines(emojiNames) {
		if name, char, ok := strings.Cut(strings.TrimSpace(line), " "); ok {
			names[name] = char
		}
	}
	return names
})

// emoji turns a reaction's name into its Unicode emoji without skin tone; a
// custom one stays ":name:".
func emoji(name string) string {
	name, _, _ = strings.Cut(name, "::")
	if char, ok := emojiByName()[name]; ok {
		return char
	}
	return ":" + name + ":"
}
