package slack

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Slack's limits, in UTF-16 units where they count characters (the strictest reading).
const (
	// https://docs.slack.dev/reference/block-kit/blocks/
	maxBlocks     = 50
	maxViewBlocks = 100
	// maxMessageText bounds the characters of all blocks of a message together:
	// about 10,000 are safe, 11,341 were rejected with msg_blocks_too_long.
	maxMessageText = 10_000
	maxRows        = maxMessageText / 2 // of those for buttons and menus
	// https://docs.slack.dev/reference/block-kit/blocks/section-block/
	maxSection = 3_000
	// https://docs.slack.dev/reference/block-kit/blocks/actions-block/
	maxActionElements = 25
	// https://docs.slack.dev/reference/block-kit/blocks/image-block/: of the title and of the alt text.
	maxImageText = 2_000
	// https://docs.slack.dev/reference/block-kit/block-elements/button-element/
	maxButtonLabel = 75
	maxButtonValue = 2_000
	maxActionID    = 255
	maxURL         = 3_000
	// https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object/
	maxConfirmTitle  = 100
	maxConfirmText   = 300
	maxConfirmButton = 30
	// https://docs.slack.dev/reference/block-kit/composition-objects/option-object/
	maxOptionText  = 75
	maxOptionValue = 150
	// https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element/
	maxOptions     = 100
	maxPlaceholder = 150
	// https://docs.slack.dev/reference/block-kit/blocks/input-block/
	maxInputLabel = 2_000
	maxInputHint  = 2_000
	// https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element/
	maxInputText = 3_000
	// https://docs.slack.dev/reference/views/modal-views/
	maxViewTitle    = 24
	maxViewMetadata = 3_000
	// https://docs.slack.dev/reference/methods/chat.postMessage/#truncating: best
	// within 4,000; escaping makes a character five at most.
	maxFallback = 800
	// https://docs.slack.dev/reference/app-manifest/
	maxCommandDescription = 2_000
	maxCommandHint        = 1_000
	// https://docs.slack.dev/apis/events-api/using-socket-mode/: answers of 20 KB and more are dropped.
	maxSocketAnswer = 20_000
)

// length counts text as Slack's own clients do, in UTF-16 units.
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

// cut shortens text to at most limit characters, at a rune's border, and marks the cut with "…".
func cut(s string, limit int) string {
	if len(s) <= limit || length(s) <= limit {
		return s
	}
	if limit <= 0 {
		return ""
	}
	n, end := 0, 0
	for i, r := range s {
		w := 1
		if r > 0xFFFF {
			w = 2
		}
		if n+w > limit-1 {
			break
		}
		n += w
		end = i + utf8.RuneLen(r)
		if r == utf8.RuneError { // an invalid byte is one byte long, not three
			_, size := utf8.DecodeRuneInString(s[i:])
			end = i + size
		}
	}
	return strings.TrimRight(s[:end], " \n\t") + "…"
}

// pieces splits text into parts of at most limit characters, on line borders
// where there are any, losing nothing but the breaks between the parts.
func pieces(s string, limit int) []string {
	var parts []string
	for length(s) > limit {
		end, n, lastBreak := 0, 0, -1
		for i, r := range s {
			w := 1
			if r > 0xFFFF {
				w = 2
			}
			if n+w > limit {
				break
			}
			n += w
			if r == '\n' {
				lastBreak = i
			}
			_, size := utf8.DecodeRuneInString(s[i:])
			end = i + size
		}
		if lastBreak > 0 {
			parts = append(parts, s[:lastBreak])
			s = s[lastBreak+1:]
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

// literal is cut for what somebody wrote: a control that it leaves open is
// closed, so that it cannot turn round what we write after it.
func literal(s string, limit int) string {
	t := cut(s, limit)
	closers := unclosed(t)
	if closers == "" {
		return t
	}
	if length(t)+length(closers) <= limit {
		return t + closers
	}
	return cut(strings.Map(func(r rune) rune {
		if strings.ContainsRune(bidiOpeners, r) {
			return -1
		}
		return r
	}, s), limit)
}

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
