package bot

import (
	"strings"
	"time"
)

// Kind says what happened on the platform.
type Kind string

// The kinds of events that adapters deliver.
const (
	// KindCommand is a slash command: Command and Text are set.
	KindCommand Kind = "command"
	// KindMessage is a mention of the bot, or a direct message to it, in plain
	// words: Text is set, with the mention itself removed.
	KindMessage Kind = "message"
	// KindAction is a pressed button or a made choice: Action and Value are set.
	KindAction Kind = "action"
	// KindForm is a submitted form: Action holds the form's ID, Value its State, Fields its answers.
	KindForm Kind = "form"
	// KindShortcut is "Flag this message" chosen on a message: Message is set.
	KindShortcut Kind = "shortcut"
	// KindReactionAdded and KindReactionRemoved carry Emoji and Message.
	KindReactionAdded   Kind = "reaction_added"
	KindReactionRemoved Kind = "reaction_removed"
	// KindHome asks for the bot's home page as Actor sees it.
	KindHome Kind = "home"
	// KindInstalled and KindUninstalled tell that the bot was added to or removed from the workspace.
	KindInstalled   Kind = "installed"
	KindUninstalled Kind = "uninstalled"
)

// Event is one thing that happened on a platform, in the bot's own terms.
type Event struct {
	// ID identifies the platform's event: a redelivery carries the same ID, so
	// that nothing is recorded twice. Never empty.
	ID        string
	Kind      Kind
	Platform  string // "slack", "discord", "terminal", …
	Workspace string // the platform's id of the workspace, without the platform: "T123"
	Channel   Channel
	Thread    string // the platform's id of the thread, if any
	Actor     Actor

	Command string // without the slash: "flag"
	Text    string // what was typed after the command, or the plain words
	// Channels are the channels that Text names: their ids by "#name".
	Channels map[string]string
	// Roles are the roles that Text or Options name: their ids by "@name".
	Roles map[string]string
	// Options are the answers to a command's typed options, by CommandOption.Name,
	// where the platform asks for each by itself; Text is empty then.
	Options map[string]string

	Action string            // id of the button, choice or form
	Value  string            // what the button carries, or the form's State
	Fields map[string]string // a form's answers by Field.ID

	Emoji   string   // a reaction: the Unicode emoji without skin tone, or ":name:" for a custom one
	Message *Message // the message that was reacted to or chosen

	At time.Time // when it happened, by the platform's clock
}

// Tenant names the workspace over all platforms, "slack:T123"; the store keeps tenants apart by it.
func (e Event) Tenant() string { return e.Platform + ":" + e.Workspace }

// Channel is where an event happened.
type Channel struct {
	ID   string
	Name string // without "#"; may be unknown
	// Direct is a private conversation with the bot.
	Direct bool
	// Exposed tells that people from outside the team (the client, a guest) may
	// be reading along, or that we could not find out. Nothing may be shown
	// there, and no visible mark left.
	Exposed bool
	// Unchecked tells that Exposed was not looked up: the answer is private anyway.
	Unchecked bool
}

// Actor is the person who did it.
type Actor struct {
	ID       string
	Name     string // a display name; never put into a draft
	Locale   string // BCP 47, such as "en-GB"; may be empty
	TimeZone string // IANA, such as "Europe/Warsaw"; may be empty
	Admin    bool   // may change the workspace's settings
	Guest    bool   // from outside the team, or we could not find out: gets nothing
}

// Message is a chat message that an event is about. Its text is not kept: the
// store keeps the link.
type Message struct {
	ID     string // the platform's id, unique within the channel
	Author string // the author's id
	Text   string
	Link   string // permalink, if known
	At     time.Time
}

// Ref names the message within its workspace, "C123/1700000000.000100".
func (m *Message) Ref(channel string) string { return channel + "/" + m.ID }

// Field returns a form's answer, trimmed.
func (e Event) Field(id string) string { return strings.TrimSpace(e.Fields[id]) }
