package discord

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	sdk "github.com/bwmarrin/discordgo"

	"amicable/bot"
)

// renderer turns replies into Discord's messages and dialogs for one person.
//
// Messages are made of components ("v2"), not of embeds: a list's item has its
// button beside it, buttons and text alternate freely, small print is small, no
// address in a text unfolds into a preview, and one limit (40 components, 4,000
// characters) stands instead of six. There is no `content` then, and with it no
// fallback text: notifications and screen readers take the texts themselves. No
// accent colour either: a colour would say what the words do not.
//
// A reply that one message cannot hold goes on in further ones; see paginate.
type renderer struct {
	phrase func(bot.Phrase) string
	// workspace is the guild that buttons and dialogs of a direct message name;
	// "" inside a guild.
	workspace string
}

// outgoing is one message, for whatever takes one: a response to an interaction,
// a message of its own, or a change of one that was sent. As JSON it is what
// creates the message; see change.
type outgoing struct {
	components []sdk.MessageComponent
	files      []file // in the order of files[0], files[1], …
	// questions are what to ask before a button counts, by its custom id. They do
	// not fit into the id, so that the adapter remembers them: see renderer.question.
	questions map[string]string
	private   bool
}

// messageBody is a message as the API takes it.
type messageBody struct {
	Flags       sdk.MessageFlags       `json:"flags"`
	Components  []sdk.MessageComponent `json:"components"`
	Mentions    allowedMentions        `json:"allowed_mentions"`
	Attachments []attachment           `json:"attachments"`
}

// allowedMentions with an empty list notifies nobody; without one everybody who is named.
type allowedMentions struct {
	Parse []string `json:"parse"`
}

type attachment struct {
	ID       int    `json:"id,string"` // the number in files[n]; the specification wants a string
	Filename string `json:"filename"`
}

// MarshalJSON is the message as it is created. Only a response to an
// interaction, or what follows one, may be private.
func (o outgoing) MarshalJSON() ([]byte, error) {
	b := o.change()
	if o.private {
		b.Flags |= sdk.MessageFlagsEphemeral
	}
	raw, err := json.Marshal(b)
	if err != nil {
		return nil, fmt.Errorf("encoding a message: %w", err)
	}
	return raw, nil
}

// change is the message as it takes another one's place: that stays as private
// as it was, and loses its files.
func (o outgoing) change() messageBody {
	b := messageBody{
		Flags: sdk.MessageFlagsIsComponentsV2, Components: o.components,
		Mentions: allowedMentions{Parse: []string{}}, Attachments: []attachment{},
	}
	for i, f := range o.files {
		b.Attachments = append(b.Attachments, attachment{ID: i, Filename: f.name})
	}
	return b
}

// messages renders everything of a reply but its form: the answer, and what
// follows it when one message cannot hold it. There are none when there is nothing to show.
func (r renderer) messages(reply bot.Reply, private bool) []outgoing {
	l := &layout{renderer: r, used: map[press]int{}}
	l.title(reply.Title)
	for _, b := range reply.Blocks {
		l.block(b)
	}
	if len(l.parts) == 0 {
		l.text(plainLines("", bot.P(reply.Fallback))...)
	}
	pages := paginate(l.parts)
	if len(pages) > maxMessages {
		pages = shorten(pages, r.phrase(bot.PhraseShortened))
	}
	all := make([]outgoing, len(pages))
	for i, p := range pages {
		all[i] = p.message(private)
	}
	return all
}

// picture renders what Reply.Picture made, as a message of its own.
func (r renderer) picture(img bot.Image, private bool) []outgoing {
	return r.messages(bot.Reply{Blocks: []bot.Block{img}}, private)
}

// layout collects the parts of a reply.
type layout struct {
	renderer
	parts    []part
	used     map[press]int // how often the same press was put on a button
	pictures int
}

// part is a text, whose lines may be spread over several components and
// messages, or one component with all that is in it.
type part struct {
	lines     []string
	component sdk.MessageComponent
	count     int // components, with those inside
	weight    int // of maxText
	row       bool
	files     []file
	questions map[string]string
}

// text adds lines that stand together, unless there is nothing to see in them.
func (l *layout) text(lines ...string) {
	if !blank(strings.Join(lines, "")) {
		l.parts = append(l.parts, part{lines: lines})
	}
}

func (l *layout) title(title string) {
	l.text(plainLines("### ", bot.P(label(title, maxText/4)))...)
}

// block is exhaustive over bot.Block; bottest fails when one is missing.
func (l *layout) block(b bot.Block) {
	switch b := b.(type) {
	case bot.Text:
		l.text(plainLines("", b.Line)...)
	case bot.Fields:
		l.fields(b)
	case bot.List:
		l.list(b)
	case bot.Meter:
		l.text(plainLines("", bot.P(b.Drawn()))...)
	case bot.Draft:
		l.draft(b)
	case bot.Image:
		l.image(b)
	case bot.Actions:
		l.actions(b)
	case bot.Note:
		l.text(plainLines("-# ", b.Line)...)
	case bot.Form:
		// A form is a dialog of its own: see renderer.modal.
	}
}

func (l *layout) fields(f bot.Fields) {
	var lines []string
	for _, fact := range f.Fields {
		if !blank(fact.Label) {
			lines = append(lines, plainLines("", bot.B(fact.Label))...)
		}
		for _, line := range fact.Lines {
			lines = append(lines, plainLines("", line)...)
		}
	}
	l.text(lines...)
}

// draft shows text as it is to be copied: in a code block, where nothing is
// markup but its end. Text with such an end in it stands as escaped text, which
// is copied by selecting it.
func (l *layout) draft(d bot.Draft) {
	text := strings.Trim(literal(d.Text), "\n")
	if blank(text) {
		return
	}
	var head []string
	if !blank(d.Label) {
		head = plainLines("", bot.B(label(d.Label, maxText/8)))
	}
	if strings.Contains(text, fence) {
		l.text(append(head, plainLines("", bot.P(text))...)...)
		return
	}
	room := maxText - weigh(strings.Join(head, "\n")) - weigh(codeBlock("")) - 2
	for _, piece := range bot.Pieces(text, room, weigh) {
		if !blank(piece) {
			l.text(append(head, codeBlock(piece))...)
			head = nil
		}
	}
}

const fence = "```"

// codeBlock starts its text on a line of its own: what follows the fence on its
// line would be the name of a language.
func codeBlock(text string) string { return fence + "\n" + text + "\n" + fence }

// image attaches a picture and shows it, with its words for those who cannot see
// it. What is no picture, or too large to send, is told in words alone.
func (l *layout) image(i bot.Image) {
	if !isPNG(i.PNG) {
		words := bot.P(i.Alt)
		if !blank(i.Title) {
			words = bot.Join(bot.B(i.Title), bot.P("\n"), words)
		}
		l.text(plainLines("", words)...)
		return
	}
	if !blank(i.Title) {
		l.text(plainLines("", bot.B(i.Title))...)
	}
	l.pictures++
	f := file{name: fmt.Sprintf("picture-%d.png", l.pictures), png: i.PNG}
	item := sdk.MediaGalleryItem{Media: sdk.UnfurledMediaItem{URL: "attachment://" + f.name}}
	if alt := label(i.Alt, maxImageAlt); !blank(alt) {
		item.Description = &alt
	}
	l.parts = append(l.parts, part{
		component: sdk.MediaGallery{Items: []sdk.MediaGalleryItem{item}},
		count:     1, weight: weigh(i.Alt) + weigh(f.name), files: []file{f},
	})
}

func isPNG(data []byte) bool {
	return bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")) && len(data) <= maxFile
}
