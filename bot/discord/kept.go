package discord

import (
	"encoding/json"
	"fmt"

	"amicable/bot"
)

// keptBlock is a block of a reply that is remembered: the one that is set.
type keptBlock struct {
	Text    *bot.Text    `json:",omitempty"`
	Fields  *bot.Fields  `json:",omitempty"`
	List    *bot.List    `json:",omitempty"`
	Meter   *bot.Meter   `json:",omitempty"`
	Draft   *bot.Draft   `json:",omitempty"`
	Image   *bot.Image   `json:",omitempty"`
	Actions *bot.Actions `json:",omitempty"`
	Form    *bot.Form    `json:",omitempty"`
	Note    *bot.Note    `json:",omitempty"`
}

func keepBlock(b bot.Block) (k keptBlock) {
	switch b := b.(type) {
	case bot.Text:
		k.Text = &b
	case bot.Fields:
		k.Fields = &b
	case bot.List:
		k.List = &b
	case bot.Meter:
		k.Meter = &b
	case bot.Draft:
		k.Draft = &b
	case bot.Image:
		k.Image = &b
	case bot.Actions:
		k.Actions = &b
	case bot.Form:
		k.Form = &b
	case bot.Note:
		k.Note = &b
	}
	return k
}

// block is nil for one that a later version made.
func (k keptBlock) block() bot.Block {
	switch {
	case k.Text != nil:
		return *k.Text
	case k.Fields != nil:
		return *k.Fields
	case k.List != nil:
		return *k.List
	case k.Meter != nil:
		return *k.Meter
	case k.Draft != nil:
		return *k.Draft
	case k.Image != nil:
		return *k.Image
	case k.Actions != nil:
		return *k.Actions
	case k.Form != nil:
		return *k.Form
	case k.Note != nil:
		return *k.Note
	}
	return nil
}

// keptWaiting is a waiting answer as it is remembered. What is made later, a
// picture or better words, is left out: the words that are there stand.
type keptWaiting struct {
	Guild, User, Thread string
	Channel             bot.Channel
	Title, Fallback     string
	Blocks              []keptBlock
	Line                string
	IDs                 []string
}

// MarshalJSON keeps a waiting answer for all processes.
func (w waiting) MarshalJSON() ([]byte, error) {
	k := keptWaiting{
		Guild: w.at.guild, User: w.at.user, Thread: w.at.thread, Channel: w.at.channel,
		Title: w.reply.Title, Fallback: w.reply.Fallback, Line: w.line.channel, IDs: w.line.ids,
	}
	for _, b := range w.reply.Blocks {
		k.Blocks = append(k.Blocks, keepBlock(b))
	}
	return json.Marshal(k)
}

// UnmarshalJSON is the inverse of MarshalJSON.
func (w *waiting) UnmarshalJSON(data []byte) error {
	var k keptWaiting
	if err := json.Unmarshal(data, &k); err != nil {
		return fmt.Errorf("reading a waiting answer: %w", err)
	}
	w.at = place{guild: k.Guild, user: k.User, thread: k.Thread, channel: k.Channel}
	w.reply = bot.Reply{Title: k.Title, Fallback: k.Fallback}
	for _, b := range k.Blocks {
		if block := b.block(); block != nil {
			w.reply.Blocks = append(w.reply.Blocks, block)
		}
	}
	w.line = desk{channel: k.Line, ids: k.IDs}
	return nil
}
