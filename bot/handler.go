package bot

import (
	"context"
	"errors"
	"fmt"
)

// Handler answers events. When it returns, whatever the reply claims to have
// recorded is stored; an adapter acknowledges to its platform only then.
//
// The error is for events whose outcome could not be told to the person in a
// Reply; adapters log it and answer a short apology. Handle must be safe for
// concurrent use and must return when ctx ends.
type Handler interface {
	Handle(ctx context.Context, e Event) (Reply, error)
}

// HandlerFunc is a function as a Handler.
type HandlerFunc func(ctx context.Context, e Event) (Reply, error)

// Handle calls f.
func (f HandlerFunc) Handle(ctx context.Context, e Event) (Reply, error) { return f(ctx, e) }

// Suggester offers options while somebody types into a Search field or a
// command's option; field is the Field.ID or CommandOption.Name ("client",
// "sign"), typed what stands there so far. For an option, Event.Command and the
// other Options are set.
type Suggester interface {
	Suggest(ctx context.Context, e Event, field, typed string) ([]Option, error)
}

// Target says where an unasked-for reply goes: a channel, or a person's direct messages when User is set.
type Target struct {
	Platform  string
	Workspace string
	Channel   string
	User      string
}

// ErrNotThere tells that a target cannot be used, and that trying again will
// not help: the channel does not exist, the bot is not in it, or people from
// outside the team may be reading there.
var ErrNotThere = errors.New("nothing can be sent there")

// The reasons for ErrNotThere that people can do something about; both wrap it.
var (
	// ErrNotMember tells that the bot is not in the channel and has to be invited.
	ErrNotMember = fmt.Errorf("the bot is not in the channel: %w", ErrNotThere)
	// ErrExposed tells that people from outside the team may read the channel,
	// or that this could not be found out.
	ErrExposed = fmt.Errorf("people from outside the team may read there: %w", ErrNotThere)
)

// Sender delivers replies that no event is waiting for (alerts, reminders).
// Errors other than ErrNotThere may pass; the sending is tried again.
type Sender interface {
	Send(ctx context.Context, to Target, r Reply) error
}

// Reacher tells beforehand whether a channel can be used for alerts. The answer
// is looked up now, not remembered: nil when Send would deliver, ErrNotThere
// (mostly as ErrNotMember or ErrExposed) when the channel does not exist, the
// bot is not in it, or people from outside the team may be reading there. Any
// other error means that it could not be found out. A person can always be reached.
type Reacher interface {
	Reach(ctx context.Context, to Target) error
}

// Resident is a Sender that can tell whether the bot is in a workspace, by asking
// its platform now; whoever deletes a workspace's data asks first. An error means
// that it could not be found out.
type Resident interface {
	InWorkspace(ctx context.Context, workspace string) (bool, error)
}

// Command describes one command to the platforms: manifests, registration and completion are made from it.
type Command struct {
	Name    string // "flag"
	Usage   string // "<client> <sign> [note]", for a slash command's hint
	Summary string
	// SummaryIn is Summary in other languages, by BCP 47 tag ("pl").
	SummaryIn map[string]string
	// Umbrella commands are reached as "/amicable name" only.
	Umbrella bool
	// Admin commands are for those who may change the workspace.
	Admin bool
	// Options are what the command takes where a platform asks for each by
	// itself, in that order; the required ones come first.
	Options []CommandOption
}

// CommandOption is a typed option of a Command.
type CommandOption struct {
	Name     string // at most 32 lower-case letters, digits, "-" and "_"
	Summary  string
	Required bool
	// Suggest offers completion through Suggester, with Name as its field.
	Suggest bool
	// Choices are the only values, if there are any.
	Choices []CommandChoice
	// MaxRunes bounds the text; 0 is the platform's own bound.
	MaxRunes int
	// NameIn and SummaryIn say the same in other languages, by BCP 47 tag.
	NameIn, SummaryIn map[string]string
}

// CommandChoice is one of a CommandOption's fixed values.
type CommandChoice struct {
	Label, Value string
	LabelIn      map[string]string // Label in other languages, by BCP 47 tag
}

// Phrase names one of the few sentences that an adapter says by itself.
type Phrase string

// The phrases that adapters need.
const (
	PhraseWorking    Phrase = "working"     // the answer takes longer than the platform waits
	PhraseFailed     Phrase = "failed"      // something went wrong on our side
	PhraseFormFailed Phrase = "form-failed" // the dialog could not be opened
	PhraseUnsure     Phrase = "unsure"      // we could not check who is asking; nothing was done
	PhraseStoreAway  Phrase = "store-away"  // our own records could not be reached; nothing was done
	PhraseShortened  Phrase = "shortened"   // a text was too long for the platform and was cut
	PhraseYes        Phrase = "yes"         // confirms a dangerous button
	PhraseNo         Phrase = "no"
	PhraseNew        Phrase = "new" // stands before what was typed, where it is offered as a new name: "New: "

	PhraseExpired     Phrase = "expired"      // what a button stands for was forgotten
	PhraseFlagThis    Phrase = "flag-this"    // the entry in a message's menu, at most 32 characters
	PhraseNoDirect    Phrase = "no-direct"    // an answer could not be sent by direct message; others may read this line
	PhraseShow        Phrase = "show"         // the button that shows it to the person alone
	PhraseWhichServer Phrase = "which-server" // a direct message could mean one of several servers
	PhrasePickServer  Phrase = "pick-server"  // the same, above a button for each
	PhraseOnServer    Phrase = "on-server"    // stands before the name of the server that an answer is about: "On the server: "

	PhraseReactionLost Phrase = "reaction-lost" // after an outage: a reaction changed nothing; stands behind its emoji
)

// Phrases words a Phrase in a person's language; locale is Actor.Locale.
type Phrases interface {
	Phrase(locale string, p Phrase) string
}
