package parse

import (
	"regexp"
	"strings"
	"unicode"

	"amicable/scoring"
)

// namedEmoji is an emoji by its name, as Slack hands it on, perhaps with a skin tone.
var namedEmoji = regexp.MustCompile(`^(:[\pL\d_+'-]+:)(?::skin-tone-\d:)?$`)

// keycap makes an emoji of a digit.
const keycap = '\u20e3'

// symbol returns the form by which an emoji is known: without variation
// selectors and skin tones, which keyboards add or leave out as they please, and
// its name in lower case. ok is false when text is no emoji.
func symbol(text string) (key string, ok bool) {
	text = strings.TrimSpace(text)
	if m := namedEmoji.FindStringSubmatch(text); m != nil {
		return strings.ToLower(m[1]), true
	}
	drawn, lettered := false, false
	key = strings.Map(func(r rune) rune {
		switch {
		case r == '\ufe0f' || r == '\ufe0e' || r >= 0x1f3fb && r <= 0x1f3ff:
			return -1
		case r == keycap || r > unicode.MaxASCII && unicode.IsSymbol(r):
			drawn = true
		case unicode.IsLetter(r) || unicode.IsSpace(r):
			lettered = true
		}
		return r
	}, text)
	return key, drawn && !lettered
}

// symbol returns the sign that an emoji stands for; punctuation may follow it.
func (v *Vocabulary) symbol(text string) (scoring.SignID, bool) {
	if v == nil || len(v.symbols) == 0 || len(text) > maxSymbol {
		return "", false
	}
	for _, s := range []string{text, strings.TrimRight(text, ",.;:!?")} {
		if key, ok := symbol(s); ok {
			if id, ok := v.symbols[key]; ok {
				return id, true
			}
		}
	}
	return "", false
}

// maxSymbol bounds an emoji or its name, in bytes.
const maxSymbol = 120

// sure tells that a sign typed so is nothing else: its very id, or an emoji.
func (v *Vocabulary) sure(text string) bool {
	_, emoji := v.symbol(text)
	return emoji || v.isID(text)
}
