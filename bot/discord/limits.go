package discord

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Discord's limits. Where they count characters, we count UTF-16 units: its
// clients do, and its servers, which may count code points, never get more.
const (
	// https://docs.discord.com/developers/components/reference: of one message, those inside others included.
	maxComponents = 40
	maxRowButtons = 5
	// maxText bounds the texts of a message's components together
	// (https://github.com/discord/discord-api-docs/pull/8562); see weigh for what counts.
	maxText = 4_000
	maxLine = maxText - 100 // of one line of text, so that a number or a tick fits before it
	// https://docs.discord.com/developers/components/reference#button
	maxButtonLabel = 80
	maxButtonURL   = 512
	// https://docs.discord.com/developers/components/reference#anatomy-of-a-component-custom-id;
	// counted in bytes, the strictest reading.
	maxCustomID = 100
	// https://docs.discord.com/developers/components/reference#string-select
	maxOptions     = 25
	maxOptionText  = 100 // of its label, its value and its description
	maxPlaceholder = 150
	// https://docs.discord.com/developers/components/reference#media-gallery
	maxImageAlt = 1_024
	// https://docs.discord.com/developers/reference#uploading-files
	maxFile  = 10 << 20
	maxFiles = 10
	// https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-modal
	maxModalTitle      = 45
	maxModalComponents = 5
	// https://docs.discord.com/developers/components/reference#label
	maxLabel     = 45
	maxLabelHint = 100
	// https://docs.discord.com/developers/components/reference#text-input
	maxInputText = 4_000

	// maxMessages bounds the messages that one reply may take; what is longer is
	// shortened, and says so. No reply of ours comes near; hostile ones do.
	maxMessages = 5
)

// length counts text in UTF-16 units.
func length(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r > 0xFFFF {
			n++
		}
	}
	return n
}

// weigh counts what a text takes of maxText: its characters, but at least half
// its bytes. A message's components together must stay within some 10,000 bytes,
// about which only an error 500 tells (https://github.com/discord/discord-api-docs/issues/8554);
// so they stay within 8,000 and what Discord adds to each.
func weigh(s string) int { return max(length(s), (len(s)+1)/2) }

// cut shortens text to at most limit characters, at a rune's border, and marks the cut with "…".
func cut(s string, limit int) string {
	if len(s) <= limit || length(s) <= limit {
		return s
	}
	if limit <= 0 {
		return ""
	}
	return strings.TrimRight(s[:prefix(s, limit-1, length)], " \n\t") + "…"
}

// prefix is the length in bytes of the longest part from a text's start, ending
// at a rune's border, that measures at most limit.
func prefix(s string, limit int, measure func(string) int) int {
	units, end := 0, 0
	for end < len(s) {
		_, size := utf8.DecodeRuneInString(s[end:])
		units += measure(s[end : end+size])
		if units > limit {
			break
		}
		end += size
	}
	return end
}

// pieces splits text into parts that weigh at most limit each, on line borders
// where there are any, losing nothing but the breaks between the parts. limit is
// at least 2, the weight of the heaviest rune.
func pieces(s string, limit int) []string {
	var parts []string
	for weigh(s) > limit {
		end := prefix(s, limit, weigh)
		if at := strings.LastIndexByte(s[:end], '\n'); at > 0 {
			parts = append(parts, s[:at])
			s = s[at+1:]
			continue
		}
		parts = append(parts, s[:end])
		s = s[end:]
	}
	return append(parts, s)
}

// Directional controls open an override, an embedding or an isolate that lasts
// until it is closed, or to the end of the paragraph
// (https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters).
const (
	bidiOpeners = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068"
	popFormat   = '\u202c'
	popIsolate  = '\u2069'
)

// unclosed returns what would close the controls that a text leaves open.
func unclosed(s string) string {
	if strings.IndexByte(s, bidiOpeners[0]) < 0 || !strings.ContainsAny(s, bidiOpeners) {
		return "" // nearly always, and then quickly
	}
	var open []rune
	for _, r := range s {
		switch {
		case r >= '\u2066' && r <= '\u2068':
			open = append(open, popIsolate)
		case strings.ContainsRune(bidiOpeners, r):
			open = append(open, popFormat)
		case (r == popFormat || r == popIsolate) && len(open) > 0 && open[len(open)-1] == r:
			open = open[:len(open)-1]
		}
	}
	slices.Reverse(open)
	return string(open)
}
