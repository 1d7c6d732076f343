package slack

import (
	"regexp"
	"strconv"
	"strings"

	sdk "github.com/slack-go/slack"

	"amicable/bot"
)

// list renders items without buttons as one real list. An item with a button
// takes a section of its own, as long as there is room for those; further ones
// keep their text and lose the button.
func (p *page) list(l bot.List) {
	var run []bot.Item // items for the next list without buttons
	first := 1         // number of the first of them
	flush := func() {
		p.plainList(l.Ordered, first, run)
		first += len(run)
		run = nil
	}
	for _, it := range l.Items {
		own := it.Button != nil && usable(*it.Button) && p.room >= 2
		if own && len(run) > 0 {
			p.room--
			flush()
		}
		// Only now is it known how much text is left room for.
		if !own || p.left <= 2*buttonCost(*it.Button) {
			run = append(run, it)
			continue
		}
		p.room--
		p.itemSection(l.Ordered, first, it)
		first++
	}
	flush()
}

func (p *page) plainList(ordered bool, first int, items []bot.Item) {
	kind := sdk.RTEListBullet
	if ordered {
		kind = sdk.RTEListOrdered
	}
	list := sdk.NewRichTextList(kind, 0)
	if ordered {
		list.Offset = first - 1
	}
	for _, it := range items {
		line := bot.Join(bot.P(tick(it)), it.Line)
		if len(it.Detail) > 0 {
			line = bot.Join(line, bot.P("\n"), it.Detail)
		}
		if s := p.section(line); len(s.Elements) > 0 {
			list.Elements = append(list.Elements, s)
		}
	}
	if len(list.Elements) > 0 {
		p.rich(list)
	}
}

func (p *page) itemSection(ordered bool, n int, it bot.Item) {
	lead := tick(it)
	if ordered {
		lead = strconv.Itoa(n) + ". " + lead
	}
	line := bot.Join(bot.P(lead), it.Line)
	if len(it.Detail) > 0 {
		line = bot.Join(line, bot.P("\n"), it.Detail)
	}
	p.left -= buttonCost(*it.Button)
	t := p.itemText(line)
	if t == nil {
		t = plainText("…", maxSection) // a section needs a text beside its button
		p.left--
	}
	p.add(sdk.NewSectionBlock(t, nil, sdk.NewAccessory(p.button(*it.Button))))
}

func tick(it bot.Item) string {
	switch {
	case it.Done == nil:
		return ""
	case *it.Done:
		return "☑ "
	}
	return "☐ "
}

// itemText is a line for a section: with its styles when no character in it
// could be taken for markup, else as it stands.
func (p *page) itemText(l bot.Line) *sdk.TextBlockObject {
	whole := l.String()
	if strings.TrimSpace(whole) == "" {
		return nil
	}
	if markup, safe := mrkdwn(l); safe && bot.Length(markup) <= min(maxSection, p.left) {
		p.left -= bot.Length(markup)
		return sdk.NewTextBlockObject(sdk.MarkdownType, markup, false, true)
	}
	t := p.take(whole)
	if t != bot.Cut(t, maxSection) {
		p.shortened = true
	}
	return plainText(t, maxSection)
}

// ambiguous is what mrkdwn would take for formatting, an :emoji: or, at a line's start, a quote.
var ambiguous = regexp.MustCompile("[*_~`|\r\n]|:[a-zA-Z0-9_+'-]+:")

// mrkdwn writes a line with its styles, and tells whether it is safe to do so:
// Slack has no way to escape formatting characters.
func mrkdwn(l bot.Line) (string, bool) {
	var b strings.Builder
	for _, s := range l {
		if s.Text == "" {
			continue
		}
		if s.Text == "\n" && s.Style == bot.Plain && s.URL == "" {
			b.WriteByte('\n')
			continue
		}
		if ambiguous.MatchString(s.Text) || strings.ContainsAny(s.Text, bot.BidiOpeners) {
			return "", false
		}
		mark := map[bot.Style]string{bot.Bold: "*", bot.Italic: "_", bot.Code: "`"}[s.Style]
		// A mark holds only against a border that is no space: keep the spaces outside.
		core := strings.TrimSpace(s.Text)
		if core == "" {
			b.WriteString(s.Text)
			continue
		}
		lead, _, _ := strings.Cut(s.Text, core)
		tail := s.Text[len(lead)+len(core):]
		inner := escape(core)
		if linkable(s.URL) {
			inner = "<" + escape(s.URL) + "|" + inner + ">"
		}
		b.WriteString(lead + mark + inner + mark + tail)
	}
	return b.String(), true
}
