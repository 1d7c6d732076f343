package playground

import (
	"slices"
	"time"
)

// Message is something said, by a person or by the bot, as the page gets it and
// as it is stored. A message that changed is stored and sent again whole.
type Message struct {
	ID      string    `json:"id"`
	Channel string    `json:"channel"`
	Thread  string    `json:"thread,omitempty"` // the id of the message that it answers
	Author  string    `json:"author"`
	At      time.Time `json:"at"`
	Text    string    `json:"text,omitempty"` // what a person wrote
	Body    *Body     `json:"body,omitempty"` // what the bot says
	// Only is the person who alone sees it; "" is everybody in the channel.
	Only string `json:"only,omitempty"`
	// Asked is the command that the bot answers here.
	Asked     string `json:"asked,omitempty"`
	Reactions []seal `json:"reactions,omitempty"`

	// Order is when it was first said, compared with others of the same time.
	Order int64 `json:"order"`
	// Shift is how far the clock had been moved by then, and Played whether the
	// example month had been played. A record without an ID tells only these.
	Shift  time.Duration `json:"shift,omitempty"`
	Played bool          `json:"played,omitempty"`
}

// seal is an emoji on a message, and who put it there.
type seal struct {
	Emoji string   `json:"emoji"`
	By    []string `json:"by"`
}

// maxSeals bounds the different emoji on one message.
const maxSeals = 30

// react puts somebody's emoji on a copy of the message, or takes it off. It
// tells whether that changed anything.
func (m Message) react(emoji, who string, on bool) (Message, bool) {
	m.Reactions = slices.Clone(m.Reactions)
	i := slices.IndexFunc(m.Reactions, func(s seal) bool { return s.Emoji == emoji })
	if i < 0 {
		if !on || len(m.Reactions) >= maxSeals {
			return m, false
		}
		m.Reactions = append(m.Reactions, seal{emoji, []string{who}})
		return m, true
	}
	by := slices.Clone(m.Reactions[i].By)
	if slices.Contains(by, who) == on {
		return m, false
	}
	if on {
		by = append(by, who)
	} else {
		by = slices.DeleteFunc(by, func(other string) bool { return other == who })
	}
	m.Reactions[i].By = by
	m.Reactions = slices.DeleteFunc(m.Reactions, func(s seal) bool { return len(s.By) == 0 })
	return m, true
}

// says tells whether m still says what other said, pictures aside.
func (m Message) says(other Message) bool {
	return m.Body != nil && other.Body != nil && m.Text == other.Text &&
		m.Body.Title == other.Body.Title && m.Body.Plain == other.Body.Plain
}

// Body is a rendered reply. Texts are as they are: the page shows them as text.
type Body struct {
	Title  string  `json:"title,omitempty"`
	Plain  string  `json:"plain,omitempty"` // one line, for screen readers
	Blocks []block `json:"blocks,omitempty"`
}

// block is one part of a reply; Type says which of the fields count.
type block struct {
	Type    string   `json:"type"` // text, note, fields, list, meter, draft, image, actions
	Line    []span   `json:"line,omitempty"`
	Facts   []fact   `json:"facts,omitempty"`
	Ordered bool     `json:"ordered,omitempty"`
	Items   []item   `json:"items,omitempty"`
	Part    float64  `json:"part,omitempty"` // of a meter, 0 to 1
	Marks   []mark   `json:"marks,omitempty"`
	Alt     string   `json:"alt,omitempty"`
	Label   string   `json:"label,omitempty"`
	Text    string   `json:"text,omitempty"`
	Source  string   `json:"source,omitempty"` // of a picture
	Width   int      `json:"width,omitempty"`
	Height  int      `json:"height,omitempty"`
	Buttons []button `json:"buttons,omitempty"`
	Menus   []menu   `json:"menus,omitempty"`
}

type span struct {
	Text  string `json:"t"`
	Style string `json:"s,omitempty"` // b, i, c
	URL   string `json:"u,omitempty"`
}

type fact struct {
	Label string   `json:"label"`
	Lines [][]span `json:"lines"`
}

type item struct {
	Line   []span  `json:"line"`
	Detail []span  `json:"detail,omitempty"`
	Button *button `json:"button,omitempty"`
	Done   *bool   `json:"done,omitempty"`
}

type mark struct {
	Part  float64 `json:"part"` // 0 to 1
	At    string  `json:"at"`
	Label string  `json:"label"`
}

type button struct {
	Label   string `json:"label"`
	Action  string `json:"action,omitempty"`
	Value   string `json:"value,omitempty"`
	Look    string `json:"look,omitempty"` // primary, danger
	Confirm string `json:"confirm,omitempty"`
	URL     string `json:"url,omitempty"`
}

type menu struct {
	Label   string   `json:"label"`
	Action  string   `json:"action"`
	Options []option `json:"options"`
}

type option struct {
	Label  string `json:"label"`
	Value  string `json:"value"`
	Detail string `json:"detail,omitempty"`
}

// form is a dialog. It is never stored: what was half filled in is gone with the page.
type form struct {
	ID     string  `json:"id"`
	State  string  `json:"state"`
	Title  string  `json:"title"`
	Submit string  `json:"submit"`
	Cancel string  `json:"cancel"`
	Intro  []span  `json:"intro,omitempty"`
	Fields []field `json:"fields"`
}

type field struct {
	ID       string   `json:"id"`
	Label    string   `json:"label"`
	Kind     string   `json:"kind"`
	Hint     string   `json:"hint,omitempty"`
	Value    string   `json:"value,omitempty"`
	Shown    string   `json:"shown,omitempty"`
	Options  []option `json:"options,omitempty"`
	Optional bool     `json:"optional,omitempty"`
	MaxRunes int      `json:"max,omitempty"`
}
