package discord

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
)

// The payloads as far as they concern us. Discord documents them under
// https://docs.discord.com/developers/interactions/receiving-and-responding and
// https://docs.discord.com/developers/events/gateway-events.

// The types of interactions.
const (
	interactionPing     = 1
	interactionCommand  = 2
	interactionPress    = 3
	interactionSuggest  = 4
	interactionFormSent = 5
)

// The types of channels that are something special to us.
const (
	channelDirect        = 1
	channelGroup         = 3
	channelPrivateThread = 12
)

// takesMessages tells whether channels of a type are for writing: texts,
// announcements, threads, and what is written beside voices; not headings, and
// not forums, which hold threads
// (https://docs.discord.com/developers/resources/channel#channel-object-channel-types).
func takesMessages(kind int) bool {
	return slices.Contains([]int{0, 2, 5, 13}, kind) || isThread(kind)
}

// isThread tells whether channels of a type hang below another one.
func isThread(kind int) bool { return kind >= 10 && kind <= 12 }

type interaction struct {
	ID            string          `json:"id"`
	ApplicationID string          `json:"application_id"`
	Type          int             `json:"type"`
	Token         string          `json:"token"`
	GuildID       string          `json:"guild_id"`
	ChannelID     string          `json:"channel_id"`
	Channel       channelPayload  `json:"channel"`
	Member        *memberPayload  `json:"member"`
	User          *userPayload    `json:"user"` // in a direct message, in place of Member
	Locale        string          `json:"locale"`
	Message       *messagePayload `json:"message"` // the one whose button was pressed
	Data          json.RawMessage `json:"data"`
}

type channelPayload struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Type     int    `json:"type"`
	ParentID string `json:"parent_id"`
}

type userPayload struct {
	ID         string `json:"id"`
	Username   string `json:"username"`
	GlobalName string `json:"global_name"`
	Bot        bool   `json:"bot"`
	System     bool   `json:"system"`
}

type memberPayload struct {
	User        *userPayload `json:"user"` // absent in messages
	Nick        string       `json:"nick"`
	Roles       []string     `json:"roles"`
	Permissions bits         `json:"permissions"` // in interactions only
}

// messagePayload is a message, in MESSAGE_CREATE and in interactions.
type messagePayload struct {
	ID          string          `json:"id"`
	ChannelID   string          `json:"channel_id"`
	GuildID     string          `json:"guild_id"`
	WebhookID   string          `json:"webhook_id"`
	Type        int             `json:"type"`
	Author      userPayload     `json:"author"`
	Member      *memberPayload  `json:"member"`
	Content     string          `json:"content"`
	Mentions    []userPayload   `json:"mentions"`
	Flags       int             `json:"flags"`
	Components  json.RawMessage `json:"components"` // of any kind: see customid.go
	ChannelType *int            `json:"channel_type"`
}

// ephemeral tells that only one person sees the message.
func (m *messagePayload) ephemeral() bool { return m != nil && m.Flags&flagEphemeral != 0 }

// flagEphemeral shows a message to one person
// (https://docs.discord.com/developers/resources/message#message-object-message-flags).
const flagEphemeral = 1 << 6

// flagLoading is set while "thinking…" is shown.
const flagLoading = 1 << 7

// commandPayload is the data of interactionCommand and interactionSuggest.
type commandPayload struct {
	Name     string          `json:"name"`
	Type     int             `json:"type"` // 1 typed, 3 chosen on a message
	TargetID string          `json:"target_id"`
	Options  []optionPayload `json:"options"`
	Resolved struct {
		Messages map[string]messagePayload `json:"messages"`
	} `json:"resolved"`
}

// The types of commands.
const (
	commandTyped   = 1
	commandMessage = 3
)

// optionPayload is what was given for an option, or the subcommand that was chosen.
type optionPayload struct {
	Name    string          `json:"name"`
	Type    int             `json:"type"`
	Value   json.RawMessage `json:"value"`
	Focused bool            `json:"focused"`
	Options []optionPayload `json:"options"`
}

// The types of options
// (https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-option-type).
const (
	optionSubcommand = 1
	optionString     = 3
)

// text is the option's value as it would be typed.
func (o optionPayload) text() string {
	var s string
	if json.Unmarshal(o.Value, &s) == nil {
		return strings.TrimSpace(s)
	}
	return strings.Trim(string(o.Value), `"{}[] `) // a number or a boolean
}

// pressPayload is the data of interactionPress.
type pressPayload struct {
	CustomID string   `json:"custom_id"`
	Values   []string `json:"values"`
}

// reactionPayload is MESSAGE_REACTION_ADD and MESSAGE_REACTION_REMOVE.
type reactionPayload struct {
	UserID    string         `json:"user_id"`
	ChannelID string         `json:"channel_id"`
	MessageID string         `json:"message_id"`
	GuildID   string         `json:"guild_id"`
	AuthorID  string         `json:"message_author_id"` // when added only
	Member    *memberPayload `json:"member"`            // when added only
	Emoji     struct {
		ID   string `json:"id"`
		Name string `json:"name"`
	} `json:"emoji"`
}

// errMalformed is a payload that cannot be what Discord sends. The cause is not
// wrapped: a JSON error may quote the payload.
var errMalformed = errors.New("the payload is malformed")

// parseInteraction reads what every interaction has.
func parseInteraction(body []byte) (interaction, error) {
	var p interaction
	if json.Unmarshal(body, &p) != nil {
		return p, errMalformed
	}
	if p.Type == interactionPing {
		return p, nil
	}
	if !isSnowflake(p.ID) || p.Token == "" || p.Type == 0 || p.who().ID == "" || strings.ContainsAny(p.Token, "/?#%") {
		return p, errMalformed
	}
	if p.ChannelID == "" {
		p.ChannelID = p.Channel.ID
	}
	return p, nil
}

// who is the person behind an interaction.
func (p interaction) who() userPayload {
	switch {
	case p.Member != nil && p.Member.User != nil:
		return *p.Member.User
	case p.User != nil:
		return *p.User
	}
	return userPayload{}
}
