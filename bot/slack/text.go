package slack

import (
	"regexp"
	"strings"

	"amicable/bot"
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

// literal is bot.Cut for what somebody wrote: a control that it leaves open is
// closed, so that it cannot turn round what we write after it.
func literal(s string, limit int) string {
	t := bot.Cut(s, limit)
	closers := bot.BidiClosers(t)
	if closers == "" {
		return t
	}
	if bot.Length(t)+bot.Length(closers) <= limit {
		return t + closers
	}
	return bot.Cut(strings.Map(func(r rune) rune {
		if strings.ContainsRune(bot.BidiOpeners, r) {
			return -1
		}
		return r
	}, s), limit)
}

// named matches a channel or a person in a command's text, as Slack writes them
// there for apps that ask for it ("should_escape"). Whatever else looks like
// markup in a command was typed so.
var named = regexp.MustCompile(`<([#@])([A-Z0-9]{2,})(?:\|([^<>|]*))?>`)

// typed turns a command's text into what the person typed.
func typed(s string) string {
	var b strings.Builder
	last := 0
	for _, m := range named.FindAllStringSubmatchIndex(s, -1) {
		b.WriteString(unescape(s[last:m[0]]))
		b.WriteString(token(s[m[0]+1:m[1]-1], ""))
		last = m[1]
	}
	b.WriteString(unescape(s[last:]))
	return strings.TrimSpace(b.String())
}

// channelsIn lists the channels that a text names: their ids by what typed and
// readable make of them.
func channelsIn(s string) map[string]string {
	var all map[string]string
	for _, m := range named.FindAllStringSubmatch(s, -1) {
		if m[1] != "#" {
			continue
		}
		if all == nil {
			all = map[string]string{}
		}
		all[token(m[0][1:len(m[0])-1], "")] = m[2]
	}
	return all
}

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
