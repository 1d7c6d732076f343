package discordtest

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// object is JSON.
type object = map[string]any

// clone is v as JSON, cut loose from what it was made of.
func clone(v any) json.RawMessage {
	raw, err := json.Marshal(v)
	if err != nil {
		panic(err) // only the fake's own types get here
	}
	return raw
}

// Message is a message as people see it.
type Message struct {
	ID          string          `json:"id"`
	ChannelID   string          `json:"channel_id"`
	Kind        int             `json:"type"`
	Author      *User           `json:"author"`
	Content     string          `json:"content"`
	Embeds      json.RawMessage `json:"embeds"`
	Components  json.RawMessage `json:"components"`
	Attachments []Attachment    `json:"attachments"`
	Mentions    []*User         `json:"mentions"`
	Flags       int             `json:"flags"`
	At          time.Time       `json:"timestamp"`
	Edited      *time.Time      `json:"edited_timestamp"`
	Pinned      bool            `json:"pinned"`
	TTS         bool            `json:"tts"`
	Everyone    bool            `json:"mention_everyone"`
	Roles       []string        `json:"mention_roles"`
	Reference   json.RawMessage `json:"message_reference,omitempty"`
	Deleted     bool            `json:"-"`
}

// Attachment is a file that a message shows.
type Attachment struct {
	ID          string `json:"id"`
	Filename    string `json:"filename"`
	Description string `json:"description,omitempty"`
	Size        int    `json:"size"`
	URL         string `json:"url"`
	ProxyURL    string `json:"proxy_url"`
	ContentType string `json:"content_type,omitempty"`
	Data        []byte `json:"-"`
}

// Private tells that only the person who asked sees it.
func (m Message) Private() bool { return m.Flags&flagEphemeral != 0 }

// Message flags (https://discord.com/developers/docs/resources/message#message-object-message-flags).
const (
	flagEphemeral = 1 << 6
	flagLoading   = 1 << 7
	flagV2        = 1 << 15
)

// Text is everything that can be read in the message, as Discord's clients show it, one part a line.
func (m Message) Text() string {
	parts := slices.DeleteFunc(Shown(clone(m)), func(s string) bool { return s == "" })
	for _, a := range m.Attachments {
		parts = append(parts, "["+a.Filename+"]")
	}
	return strings.Join(parts, "\n")
}

// Control is a button, a menu or an input of a message or a dialog.
type Control struct {
	Kind     int             `json:"type"` // 2 button, 3 menu, 4 text input
	CustomID string          `json:"custom_id"`
	Label    string          `json:"label"`
	Hint     string          `json:"placeholder"`
	Style    int             `json:"style"`
	URL      string          `json:"url"`
	Value    string          `json:"value"`
	Required *bool           `json:"required"`
	Disabled bool            `json:"disabled"`
	Options  []ControlOption `json:"options"`
}

// ControlOption is a choice of a menu.
type ControlOption struct {
	Label   string `json:"label"`
	Value   string `json:"value"`
	Default bool   `json:"default"`
}

// Controls lists what can be pressed or chosen.
func (m Message) Controls() []Control { return controls(m.Components) }

// Control finds a control by its label or, of a menu, its placeholder; markup around it does not count.
func (m Message) Control(label string) (Control, bool) {
	for _, c := range m.Controls() {
		if strings.Contains(c.Label, label) || c.Label == "" && strings.Contains(c.Hint, label) {
			return c, true
		}
	}
	return Control{}, false
}

func controls(raw json.RawMessage) []Control {
	var v any
	if json.Unmarshal(raw, &v) != nil {
		return nil
	}
	var found []Control
	var walk func(v any, label string)
	walk = func(v any, label string) {
		switch v := v.(type) {
		case []any:
			for _, e := range v {
				walk(e, "")
			}
		case object:
			if kind, _ := v["type"].(float64); kind == 2 || kind == 3 || kind == 4 {
				var c Control
				if json.Unmarshal(clone(v), &c) == nil {
					if c.Label == "" {
						c.Label = label
					}
					found = append(found, c)
				}
				return
			}
			above, _ := v["label"].(string) // a label around an input
			walk(v["component"], above)
			walk(v["components"], "")
			walk(v["items"], "")
			walk(v["accessory"], "")
		}
	}
	walk(v, "")
	return found
}

// content is the body of a message that is made or changed. What is absent stays as it is.
type content struct {
	Content     *string         `json:"content"`
	Embeds      json.RawMessage `json:"embeds"`
	Components  json.RawMessage `json:"components"`
	Attachments *[]struct {
		ID          any    `json:"id"` // a number where it is a new file's
		Filename    string `json:"filename"`
		Description string `json:"description"`
	} `json:"attachments"`
	Flags     *int            `json:"flags"`
	Reference json.RawMessage `json:"message_reference"`
}

// write puts a body and its files into a message.
func (s *Server) write(m *Message, raw json.RawMessage, files []File) *apiError {
	var c content
	if len(raw) > 0 && json.Unmarshal(raw, &c) != nil {
		return refusal(InvalidForm)
	}
	if c.Content != nil {
		m.Content = *c.Content
	}
	if c.Embeds != nil {
		m.Embeds = c.Embeds
	}
	if c.Components != nil {
		m.Components = c.Components
	}
	if c.Flags != nil {
		m.Flags = *c.Flags&^flagLoading | m.Flags&flagEphemeral
	}
	m.Reference = c.Reference
	kept := m.Attachments
	if c.Attachments != nil {
		kept = slices.DeleteFunc(slices.Clone(kept), func(a Attachment) bool {
			for _, named := range *c.Attachments {
				if named.ID == a.ID {
					return false
				}
			}
			return true
		})
	}
	m.Attachments = list(slices.Clone(kept))
	for i, f := range files {
		id := s.id()
		url := "https://cdn.discordapp.com/attachments/" + m.ChannelID + "/" + id + "/" + f.Name
		a := Attachment{ID: id, Filename: f.Name, Size: len(f.Data), URL: url, ProxyURL: url, ContentType: f.ContentType, Data: f.Data}
		if c.Attachments != nil {
			for _, named := range *c.Attachments {
				if n, isNumber := named.ID.(float64); isNumber && int(n) == i || named.ID == string(rune('0'+i)) {
					a.Description = named.Description
				}
			}
		}
		m.Attachments = append(m.Attachments, a)
	}
	if m.Content == "" && bare(m.Embeds) && bare(m.Components) && len(m.Attachments) == 0 {
		return refusal(EmptyMessage)
	}
	return nil
}

// bare tells that a JSON list is empty or absent.
func bare(raw json.RawMessage) bool {
	var all []json.RawMessage
	return json.Unmarshal(raw, &all) != nil || len(all) == 0
}

// newMessage is an empty message by the bot.
func (s *Server) newMessage(channel string) *Message {
	return &Message{
		ID: s.id(), ChannelID: channel, Author: s.bot, At: s.now().UTC(),
		Embeds: json.RawMessage("[]"), Components: json.RawMessage("[]"),
		Attachments: []Attachment{}, Mentions: []*User{}, Roles: []string{},
	}
}

// Say puts a person's message into a channel and returns it; nobody is told.
func (s *Server) Say(c *Channel, who *User, text string) Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.newMessage(c.ID)
	m.Author, m.Content = who, text
	if strings.Contains(text, "<@"+s.bot.ID+">") {
		m.Mentions = append(m.Mentions, s.bot)
	}
	s.messages[m.ID] = m
	return *m
}

// In lists the messages in a channel, oldest first, without deleted ones.
func (s *Server) In(c *Channel) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	var found []Message
	for _, m := range s.messages {
		if m.ChannelID == c.ID && !m.Deleted && !m.Private() {
			found = append(found, *m)
		}
	}
	slices.SortFunc(found, func(a, b Message) int { return compareIDs(a.ID, b.ID) })
	return found
}

// Direct lists what the bot and a person wrote to each other.
func (s *Server) Direct(u *User) []Message {
	s.mu.Lock()
	c := s.direct(u)
	s.mu.Unlock()
	return s.In(c)
}

// DirectChannel is where the bot and a person write to each other.
func (s *Server) DirectChannel(u *User) *Channel {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.direct(u)
}

func (s *Server) direct(u *User) *Channel {
	for _, c := range s.channels {
		if c.Kind == DirectChannel && c.Recipients[0].ID == u.ID {
			return c
		}
	}
	c := &Channel{ID: s.id(), Kind: DirectChannel, Recipients: []*User{u}}
	s.channels[c.ID] = c
	return c
}
