package bot

import (
	"context"
	"strings"
	"time"
)

// Visibility says who may see a reply. The zero value is the private one.
type Visibility int

const (
	// Private replies are seen by the actor alone.
	Private Visibility = iota
	// Public replies are seen by the whole channel; only ever when a person chose so.
	Public
)

// Reply is what the bot answers. The zero Reply says nothing.
type Reply struct {
	Visibility Visibility
	// Fallback is the plain one-line text for notifications and screen readers.
	// Renderers derive it from Title and the first Text block when empty.
	Fallback string
	Title    string
	Blocks   []Block
	// Replace asks to put this reply in the place of the message whose button was pressed.
	Replace bool
	// Direct asks to deliver the reply in a direct message to the actor
	// instead of the channel, because even a private reply there would be out of place.
	Direct bool
	// Picture, if there is one, is made and delivered after the text, to the same
	// person: it must never delay the answer. When it fails, the answer stands.
	Picture func(ctx context.Context) (Image, error)
	// Later, if there is one, works on a better version of this reply, which is
	// shown meanwhile and waits for nothing. What it returns takes the reply's
	// place where the platform can change what it has shown, and follows it
	// elsewhere. An empty reply or an error leaves all as it is. It has LaterTime,
	// and less when the adapter is ending.
	Later func(ctx context.Context) (Reply, error)
	// FieldErrors answers a submitted form: message by Field.ID. The form stays open.
	FieldErrors map[string]string
}

// LaterTime is how long a Reply.Later may take; nobody waits longer for better words.
const LaterTime = 60 * time.Second

// Empty tells whether there is nothing to show.
func (r Reply) Empty() bool {
	return r.Title == "" && len(r.Blocks) == 0 && len(r.FieldErrors) == 0
}

// Form returns the reply's form, if it has one. A reply has at most one.
func (r Reply) Form() (Form, bool) {
	for _, b := range r.Blocks {
		if f, ok := b.(Form); ok {
			return f, true
		}
	}
	return Form{}, false
}

// Plain returns the fallback text, or what stands for it: the title and the first line of text.
func (r Reply) Plain() string {
	if r.Fallback != "" {
		return r.Fallback
	}
	var first string
	for _, b := range r.Blocks {
		if t, ok := b.(Text); ok {
			first = t.Line.String()
			break
		}
		if n, ok := b.(Note); ok && first == "" {
			first = n.Line.String()
		}
	}
	return strings.TrimSpace(strings.Trim(r.Title+": "+first, ": "))
}

// Style is how a Span looks.
type Style int

// The styles that every platform can show.
const (
	Plain Style = iota
	Bold
	Italic
	Code
)

// Span is a run of unescaped text in one style. URL, when set, makes it a link.
type Span struct {
	Text  string
	Style Style
	URL   string
}

// Line is running text; its spans may contain line breaks.
type Line []Span

// String returns the text without its styles.
func (l Line) String() string {
	var b strings.Builder
	for _, s := range l {
		b.WriteString(s.Text)
	}
	return b.String()
}

// P returns plain text as a Line.
func P(text string) Line { return Line{{Text: text}} }

// B returns bold text as a Line.
func B(text string) Line { return Line{{Text: text, Style: Bold}} }

// Join puts lines one after another.
func Join(lines ...Line) Line {
	var all Line
	for _, l := range lines {
		all = append(all, l...)
	}
	return all
}

// Block is one part of a reply: Text, Fields, List, Meter, Draft, Image, Actions, Form or Note.
//
//sumtype:decl
type Block interface{ block() }

// Text is a paragraph.
type Text struct{ Line Line }

// Fields are labelled facts: "Why", "What to do".
type Fields struct{ Fields []Fact }

// Fact is one labelled fact. Its lines stand below each other.
type Fact struct {
	Label string
	Lines []Line
}

// List is a list of items, each of which may carry a button of its own.
type List struct {
	Ordered bool
	Items   []Item
}

// Item is one entry of a List.
type Item struct {
	Line   Line
	Detail Line    // smaller, below; may be nil
	Button *Button // may be nil
	Done   *bool   // a checklist's tick; nil outside checklists
}

// Meter shows a value against rising marks.
type Meter struct {
	Value float64
	Max   float64
	Marks []Mark
	// Alt says the same in words.
	Alt string
}

// Mark is a named threshold on a Meter.
type Mark struct {
	At    float64
	Label string
}

// Draft is text to copy and send, shown exactly as written, with its line breaks.
type Draft struct {
	Label string
	Text  string
}

// Image is a PNG with a text that says the same.
type Image struct {
	PNG   []byte
	Alt   string
	Title string
}

// Actions is a row of buttons and menus.
type Actions struct {
	Buttons []Button
	Menus   []Menu
}

// Menu is a drop-down; choosing sends KindAction with its Action and the chosen Option.Value.
type Menu struct {
	Label   string // shown while nothing is chosen
	Action  string
	Options []Option // at most MaxMenuOptions
}

// MaxMenuOptions bounds Menu.Options (Discord's select menus hold 25).
const MaxMenuOptions = 25

// Look says how prominent a Button is.
type Look int

// The looks of a Button.
const (
	Default Look = iota
	Primary
	Danger
)

// Button sends KindAction with its Action and Value when pressed. Action and
// Value together stay within MaxActionBytes, so that every platform can carry them.
type Button struct {
	Label   string
	Action  string
	Value   string
	Look    Look
	Confirm string // asked before the press counts; may be empty
	URL     string // opens a link instead; Action is ignored
}

// MaxActionBytes bounds len(Action)+1+len(Value) of a Button. Discord's
// custom_id holds 100; the adapter needs some of them to tell in a direct
// message which workspace a button belongs to.
const MaxActionBytes = 76

// Note is small print.
type Note struct{ Line Line }

// Form asks for details; submitting sends KindForm. Platforms show a dialog.
type Form struct {
	ID     string // comes back as Event.Action
	State  string // comes back as Event.Value; at most 1,500 bytes
	Title  string
	Submit string
	Cancel string
	Intro  Line
	Fields []Field
}

// FieldKind is the kind of a form's Field.
type FieldKind string

// The kinds of form fields.
const (
	ShortText FieldKind = "text"
	LongText  FieldKind = "longtext"
	Choice    FieldKind = "choice" // one of Options
	Search    FieldKind = "search" // one of what Suggester offers while typing, or new text
	Date      FieldKind = "date"   // 2026-11-21
)

// Field is one question of a Form.
type Field struct {
	ID       string
	Label    string
	Kind     FieldKind
	Hint     string
	Value    string // filled in beforehand: an Option.Value for Choice and Search
	Shown    string // label of Value, for Search
	Options  []Option
	Optional bool
	MaxRunes int
}

// Option is one choice.
type Option struct {
	Label  string
	Value  string
	Detail string
}

func (Text) block()    {}
func (Fields) block()  {}
func (List) block()    {}
func (Meter) block()   {}
func (Draft) block()   {}
func (Image) block()   {}
func (Actions) block() {}
func (Form) block()    {}
func (Note) block()    {}
