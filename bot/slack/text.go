package slack

import (
	"strings"
)

var (
	escaper   = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
	unescaper = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")
)

// escape makes text literal in mrkdwn and in fallback texts, as far as links and
// mentions go (https://docs.slack.dev/messaging/formatting-message-text/#escaping).
func escape(s string) string { return escaper.Replace(s) }

// unescape is the inverse of escape.
func unescape(s string) string { return unescaper.Replace(s) }

// readable turns a message's markup into what a person sees: the bot's own
// mention is taken out, other mentions, channels and links become their names.
func readable(s, own string) string {
	var b strings.Builder
	for {
		open := strings.IndexByte(s, '<')
		if open < 0 {
			break
		}
		end := strings.IndexByte(s[open:], '>')
		if end < 0 {
			break
		}
		b.WriteString(unescape(s[:open]))
		b.WriteString(token(s[open+1:open+end], own))
		s = s[open+end+1:]
	}
	b.WriteString(unescape(s))
	return strings.TrimSpace(b.String())
}

// token words what stands between "<" and ">".
func token(t, own string) string {
	target, label, _ := strings.Cut(t, "|")
	label = unescape(label)
	var mark string
	switch {
	case strings.HasPrefix(target, "@"):
		if target[1:] == own && own != "" {
			return ""
		}
		mark = "@"
		target = target[1:]
	case strings.HasPrefix(target, "#"):
		mark = "#"
		target = target[1:]
	case strings.HasPrefix(target, "!"):
		target = target[1:]
		if kind, _, special := strings.Cut(target, "^"); special {
			if kind == "date" {
				return label
			}
			if label == "" {
				return "@" + kind
			}
		}
		mark = "@"
	default:
		if label != "" {
			return label
		}
		return strings.TrimPrefix(unescape(target), "mailto:")
	}
	if label != "" {
		return mark + strings.TrimPrefix(label, mark)
	}
	return mark + unescape(target)
}
