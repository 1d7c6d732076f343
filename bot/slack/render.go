package slack

import (
	"slices"
	"strings"

	sdk "github.com/slack-go/slack"

	"amicable/bot"
)

const platform = "slack"

// message is a reply as Slack takes it in an HTTP response and at a response_url.
type message struct {
	ResponseType    string      `json:"response_type"`
	Text            string      `json:"text"`
	Blocks          []sdk.Block `json:"blocks,omitempty"`
	ReplaceOriginal bool        `json:"replace_original"`
	DeleteOriginal  bool        `json:"delete_original,omitempty"`
	Parse           string      `json:"parse"`
	Mrkdwn          bool        `json:"mrkdwn"`
	UnfurlLinks     bool        `json:"unfurl_links"`
	UnfurlMedia     bool        `json:"unfurl_media"`
}

// renderer turns replies into Block Kit for one person.
type renderer struct {
	phrase func(bot.Phrase) string
	// search tells that somebody answers while a Search field is typed into.
	search bool
}

// message renders a reply; openly makes it visible to the channel.
func (r renderer) message(reply bot.Reply, openly bool) message {
	m := message{ResponseType: "ephemeral", Text: fallback(reply), Blocks: r.blocks(reply, maxBlocks), Parse: "none"}
	if openly {
		m.ResponseType = "in_channel"
	}
	return m
}

// home renders a reply as the home page, with its pictures, once they are there, at its end.
func (r renderer) home(reply bot.Reply, pictures ...sdk.Block) sdk.HomeTabViewRequest {
	blocks := append(r.blocks(reply, maxViewBlocks-maxPictures), pictures...)
	return sdk.HomeTabViewRequest{Type: sdk.VTHomeTab, Blocks: sdk.Blocks{BlockSet: blocks}}
}

// fallback is the reply's one-line text, literal.
func fallback(reply bot.Reply) string {
	text := reply.Plain()
	if text == "" {
		for _, b := range reply.Blocks {
			if d, ok := b.(bot.Draft); ok {
				text = d.Text
			}
			if i, ok := b.(bot.Image); ok {
				text = i.Alt
			}
		}
	}
	return escape(literal(text, maxFallback))
}

// page is a message being laid out.
type page struct {
	renderer
	blocks    []sdk.Block
	room      int // list items that may still stand in a block of their own
	left      int // characters of text that still fit
	kept      int // characters kept for buttons and menus
	shortened bool
	actions   map[string]int // how often an action id was used
}

// blocks renders everything of a reply but its form, within most blocks.
func (r renderer) blocks(reply bot.Reply, most int) []sdk.Block {
	note := r.phrase(bot.PhraseShortened)
	p := &page{
		renderer: r,
		left:     maxMessageText - bot.Length(note) - 1,
		room:     most - 1 - fixed(reply),
		actions:  make(map[string]int),
	}
	// What to do next outlives what was said: rows get their share first.
	for _, b := range reply.Blocks {
		if a, ok := b.(bot.Actions); ok {
			p.kept += rowCost(a)
		}
	}
	p.kept = min(p.kept, maxRows)
	p.left -= p.kept
	if reply.Title != "" {
		p.rich(p.section(bot.B(reply.Title)))
	}
	for _, b := range reply.Blocks {
		p.block(b)
	}
	if len(p.blocks) > most-1 {
		p.shortened = true
		last := p.blocks[len(p.blocks)-1]
		p.blocks = p.blocks[:most-2]
		if last.BlockType() == sdk.MBTAction {
			p.blocks = append(p.blocks, last)
		}
	}
	if p.shortened {
		p.add(sdk.NewContextBlock("", plainText(note, maxSection)))
	}
	return p.blocks
}

// fixed counts the blocks a reply needs when no list item gets one of its own.
func fixed(reply bot.Reply) int {
	n := 0
	if reply.Title != "" {
		n++
	}
	for _, b := range reply.Blocks {
		n++
		if a, ok := b.(bot.Actions); ok {
			n += (len(a.Buttons) + len(a.Menus)) / maxActionElements
		}
	}
	return n
}

// block is exhaustive over bot.Block; bottest fails when one is missing.
func (p *page) block(b bot.Block) {
	switch b := b.(type) {
	case bot.Text:
		p.rich(p.section(b.Line))
	case bot.Fields:
		p.fields(b)
	case bot.List:
		p.list(b)
	case bot.Meter:
		p.rich(p.section(bot.P(b.Drawn())))
	case bot.Draft:
		p.draft(b)
	case bot.Image:
		p.note(bot.P(imageText(b)))
	case bot.Actions:
		p.row(b)
	case bot.Note:
		p.note(b.Line)
	case bot.Form:
		// A form is a dialog of its own: see renderer.view.
	}
}

func (p *page) add(b sdk.Block) { p.blocks = append(p.blocks, b) }

// rich adds a rich_text block of the elements that have something to show.
func (p *page) rich(elements ...sdk.RichTextElement) {
	elements = slices.DeleteFunc(elements, func(e sdk.RichTextElement) bool {
		s, ok := e.(*sdk.RichTextSection)
		return ok && len(s.Elements) == 0
	})
	if len(elements) > 0 {
		p.add(sdk.NewRichTextBlock("", elements...))
	}
}

// take returns as much of a text as still fits.
func (p *page) take(s string) string {
	if p.left <= 0 {
		p.shortened = p.shortened || s != ""
		return ""
	}
	t := literal(s, p.left)
	p.shortened = p.shortened || bot.Cut(s, p.left) != s
	p.left -= bot.Length(t)
	return t
}

// section turns a line into typed elements, whose text Slack never parses.
func (p *page) section(l bot.Line) *sdk.RichTextSection {
	s := sdk.NewRichTextSection()
	s.Elements = p.spans(l)
	return s
}

func (p *page) spans(l bot.Line) []sdk.RichTextSectionElement {
	elements := []sdk.RichTextSectionElement{}
	for _, span := range l {
		t := p.take(span.Text)
		if t == "" {
			continue
		}
		if linkable(span.URL) {
			elements = append(elements, sdk.NewRichTextSectionLinkElement(span.URL, t, style(span.Style)))
			continue
		}
		elements = append(elements, sdk.NewRichTextSectionTextElement(t, style(span.Style)))
	}
	return elements
}

func style(s bot.Style) *sdk.RichTextSectionTextStyle {
	switch s {
	case bot.Bold:
		return &sdk.RichTextSectionTextStyle{Bold: true}
	case bot.Italic:
		return &sdk.RichTextSectionTextStyle{Italic: true}
	case bot.Code:
		return &sdk.RichTextSectionTextStyle{Code: true}
	case bot.Plain:
	}
	return nil
}

func (p *page) fields(f bot.Fields) {
	var all []sdk.RichTextElement
	for i, fact := range f.Fields {
		line := bot.B(fact.Label)
		for _, l := range fact.Lines {
			line = bot.Join(line, bot.P("\n"), l)
		}
		if i < len(f.Fields)-1 {
			line = bot.Join(line, bot.P("\n"))
		}
		all = append(all, p.section(line))
	}
	p.rich(all...)
}

func (p *page) draft(d bot.Draft) {
	var all []sdk.RichTextElement
	if d.Label != "" {
		all = append(all, p.section(bot.B(d.Label)))
	}
	if whole := p.take(d.Text); whole != "" {
		for _, part := range bot.Pieces(whole, maxSection, bot.Length) {
			if part == "" {
				part = "\n"
			}
			all = append(all, &sdk.RichTextPreformatted{
				Type:     sdk.RTEPreformatted,
				Elements: []sdk.RichTextSectionElement{sdk.NewRichTextSectionTextElement(part, nil)},
			})
		}
	}
	p.rich(all...)
}

// note renders small print. Its styles are given up, its links are not.
func (p *page) note(l bot.Line) {
	if slices.ContainsFunc(l, func(s bot.Span) bool { return linkable(s.URL) }) {
		p.rich(p.section(l))
		return
	}
	if t := p.take(l.String()); strings.TrimSpace(t) != "" {
		p.add(sdk.NewContextBlock("", plainText(t, maxSection)))
	}
}

// imageText is what stands in for a picture: it says the same, at once, while
// the picture has to be uploaded and follows (see Adapter.illustrate).
func imageText(i bot.Image) string {
	if i.Title != "" && i.Alt != "" {
		return i.Title + ": " + i.Alt
	}
	return i.Title + i.Alt
}

// plainText is text that Slack shows as it is: no formatting, mentions or :emoji:.
func plainText(s string, limit int) *sdk.TextBlockObject {
	return sdk.NewTextBlockObject(sdk.PlainTextType, literal(s, limit), false, false)
}

func linkable(u string) bool {
	return len(u) <= maxURL && (strings.HasPrefix(u, "https://") || strings.HasPrefix(u, "http://")) && !strings.ContainsAny(u, " <>|\"\n")
}
