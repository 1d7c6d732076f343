package discordtest

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Kinds of interactions
// (https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-object-interaction-type).
const (
	kindPing         = 1
	kindCommand      = 2
	kindComponent    = 3
	kindAutocomplete = 4
	kindModal        = 5
)

// Kinds of answers to them (…#interaction-response-object-interaction-callback-type).
const (
	answerPong           = 1
	answerMessage        = 4
	answerLater          = 5
	answerUpdateLater    = 6
	answerUpdate         = 7
	answerCompletion     = 8
	answerModal          = 9
	answerTime           = 3 * time.Second  // an interaction must be answered by then
	tokenTime            = 15 * time.Minute // and can be talked about for so long
	typeRow, typeLabel   = 1, 18
	typeSelect, typeText = 3, 4
)

// Interaction is something that somebody did with the bot, and what came of it.
type Interaction struct {
	ID, Token string
	Kind      int
	Channel   *Channel
	User      *User
	Member    *Member // nil in direct messages
	Data      object
	Message   *Message // the one that was pressed on

	at        time.Time
	answered  bool
	callback  Answer
	original  *Message
	followUps []*Message
}

// Answer is how an interaction was answered at first.
type Answer struct {
	Kind int             `json:"type"`
	Data json.RawMessage `json:"data"`
}

// Choice is an offer while somebody types.
type Choice struct {
	Name  string `json:"name"`
	Value any    `json:"value"`
}

// Option is an answer to one of a command's options.
type Option struct {
	Name  string
	Value any // string, int, bool; an Option list for a subcommand
	// Focused is the one being typed, in Complete.
	Focused bool
}

// Opt makes an Option.
func Opt(name string, value any) Option { return Option{Name: name, Value: value} }

// Command is a slash command: name is "flag", or "amicable help" for a subcommand.
func (s *Server) Command(c *Channel, who *Member, name string, options ...Option) *Interaction {
	return s.begin(kindCommand, c, who, s.commandData(c, name, options))
}

// Complete asks for completion of the option that is Focused, or the last one.
func (s *Server) Complete(c *Channel, who *Member, name string, options ...Option) *Interaction {
	if !slices.ContainsFunc(options, func(o Option) bool { return o.Focused }) {
		options[len(options)-1].Focused = true
	}
	return s.begin(kindAutocomplete, c, who, s.commandData(c, name, options))
}

// OnMessage chooses an entry of a message's menu.
func (s *Server) OnMessage(c *Channel, who *Member, name string, m Message) *Interaction {
	data := s.commandData(c, name, nil)
	data["type"], data["target_id"] = 3, m.ID
	data["resolved"] = object{"messages": object{m.ID: m}}
	return s.begin(kindComponent-1, c, who, data)
}

// Press presses the button of a message that is labelled so, or chooses from the
// menu. It panics when there is none: a test that presses it has seen it.
func (s *Server) Press(c *Channel, who *Member, m Message, label string, chosen ...string) *Interaction {
	control, found := m.Control(label)
	if !found {
		panic(fmt.Sprintf("there is no button %q below: %s", label, m.Text()))
	}
	return s.Use(c, who, m, control, chosen...)
}

// Use presses a control of a message, or chooses from it by value or label.
func (s *Server) Use(c *Channel, who *Member, m Message, control Control, chosen ...string) *Interaction {
	data := object{"custom_id": control.CustomID, "component_type": control.Kind}
	if control.Kind == typeSelect {
		values := []string{}
		for _, want := range chosen {
			i := slices.IndexFunc(control.Options, func(o ControlOption) bool { return o.Value == want || strings.Contains(o.Label, want) })
			if i < 0 {
				panic(fmt.Sprintf("the menu %q does not offer %q", control.Hint, want))
			}
			values = append(values, control.Options[i].Value)
		}
		data["values"] = values
	}
	i := s.begin(kindComponent, c, who, data)
	s.mu.Lock()
	defer s.mu.Unlock()
	if known, ok := s.messages[m.ID]; ok {
		i.Message = known
	} else {
		i.Message = &m
	}
	return i
}

// Submit fills the dialog that answered an interaction, by label; what is not
// named keeps what stood there. It panics when there is no dialog.
func (s *Server) Submit(asked *Interaction, answers map[string]string) *Interaction {
	dialog, open := s.Dialog(asked)
	if !open {
		panic("no dialog was opened")
	}
	var parts []object
	for _, c := range dialog.Controls {
		value := c.Value
		for label, text := range answers {
			if strings.Contains(c.Label, label) {
				value = text
			}
		}
		field := object{"type": c.Kind, "custom_id": c.CustomID}
		if c.Kind == typeSelect {
			field["values"] = c.pick(value)
		} else {
			field["value"] = value
		}
		if dialog.labelled {
			parts = append(parts, object{"type": typeLabel, "id": len(parts) + 1, "component": field})
		} else {
			parts = append(parts, object{"type": typeRow, "components": []object{field}})
		}
	}
	i := s.begin(kindModal, asked.Channel, asked.Member, object{"custom_id": dialog.CustomID, "components": parts})
	i.User, i.Message = asked.User, asked.Message
	return i
}

// pick is the option of a menu that has a label or value, or the one chosen beforehand.
func (c Control) pick(want string) []string {
	for _, o := range c.Options {
		if want == "" && o.Default || want != "" && (o.Value == want || strings.Contains(o.Label, want)) {
			return []string{o.Value}
		}
	}
	return []string{}
}

// begin makes an interaction. In direct messages who is nil and the channel's recipient acts.
func (s *Server) begin(kind int, c *Channel, who *Member, data object) *Interaction {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := &Interaction{ID: s.id(), Kind: kind, Channel: c, Member: who, Data: data, at: s.now()}
	i.Token = "aW50ZXJhY3Rpb246very-secret" + i.ID
	if who != nil {
		i.User = who.User
	} else {
		i.User = c.Recipients[0]
	}
	s.asked[i.Token] = i
	return i
}

func (s *Server) commandData(c *Channel, name string, options []Option) object {
	s.mu.Lock()
	defer s.mu.Unlock()
	base, sub, _ := strings.Cut(name, " ")
	if strings.ToLower(name) != name { // a menu's entry may have spaces
		base, sub = name, ""
	}
	id := s.id()
	for _, place := range []string{c.GuildID, ""} {
		for _, known := range s.commands[place] {
			if known.Name == base {
				id = known.ID
			}
		}
	}
	filled := fill(options)
	for _, part := range slices.Backward(strings.Fields(sub)) {
		filled = []object{{"name": part, "type": 1, "options": filled}}
	}
	data := object{"id": id, "name": base, "type": 1}
	if len(filled) > 0 {
		data["options"] = filled
	}
	return data
}

func fill(options []Option) []object {
	var all []object
	for _, o := range options {
		one := object{"name": o.Name, "value": o.Value, "type": 3}
		switch o.Value.(type) {
		case int:
			one["type"] = 4
		case bool:
			one["type"] = 5
		}
		if o.Focused {
			one["focused"] = true
		}
		all = append(all, one)
	}
	return all
}

// JSON is the interaction as Discord sends it.
func (s *Server) JSON(i *Interaction) json.RawMessage {
	s.mu.Lock()
	defer s.mu.Unlock()
	v := object{
		"id": i.ID, "application_id": ApplicationID, "type": i.Kind, "token": i.Token, "version": 1,
		"channel_id": i.Channel.ID, "channel": i.Channel, "locale": i.User.Locale, "entitlements": []any{},
		"attachment_size_limit": 10 << 20, "data": i.Data,
	}
	if i.Message != nil {
		v["message"] = i.Message
	}
	if i.Member == nil {
		v["user"], v["context"], v["app_permissions"] = i.User, 1, everyday
		v["authorizing_integration_owners"] = object{"0": "0"}
		return clone(v)
	}
	g := i.Member.guild
	v["guild_id"], v["guild_locale"], v["context"] = g.ID, g.Locale, 0
	v["guild"] = object{"id": g.ID, "locale": g.Locale, "features": []string{}}
	v["authorizing_integration_owners"] = object{"0": g.ID}
	if me, in := g.member(s.bot.ID); in {
		v["app_permissions"] = me.May(i.Channel)
	}
	member := object{}
	_ = json.Unmarshal(clone(i.Member), &member) // it was marshalled just now
	member["permissions"] = i.Member.May(i.Channel)
	v["member"] = member
	return clone(v)
}

// Ping is what Discord sends to find out whether an address is the bot's.
func (s *Server) Ping() *Interaction {
	return &Interaction{ID: "1", Token: "ping", Kind: kindPing, User: s.owner, Channel: &Channel{ID: "1"}, at: s.now()}
}

// Sign signs a body as Discord does: Ed25519 over the time, in seconds, and the body
// (https://discord.com/developers/docs/interactions/overview#setting-up-an-endpoint-validating-security-request-headers).
func (s *Server) Sign(r *http.Request, body []byte, at time.Time) {
	stamp := strconv.FormatInt(at.Unix(), 10)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-Signature-Timestamp", stamp)
	r.Header.Set("X-Signature-Ed25519", hex.EncodeToString(ed25519.Sign(s.key, append([]byte(stamp), body...))))
}

// Signed is a signed POST of an interaction.
func (s *Server) Signed(ctx context.Context, url string, i *Interaction) (*http.Request, error) {
	body := s.JSON(i)
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("making a request: %w", err)
	}
	s.Sign(r, body, s.now())
	return r, nil
}

// Post delivers an interaction by HTTP and takes the answer, as Discord does.
// The status is the bot's.
func (s *Server) Post(ctx context.Context, client *http.Client, url string, i *Interaction) (int, error) {
	r, err := s.Signed(ctx, url, i)
	if err != nil {
		return 0, err
	}
	res, err := client.Do(r)
	if err != nil {
		return 0, fmt.Errorf("posting an interaction: %w", err)
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(res.Body, maxBody))
	if err != nil {
		return 0, fmt.Errorf("posting an interaction: %w", err)
	}
	if res.StatusCode == http.StatusOK {
		s.Answered(i, res.Header.Get("Content-Type"), body)
	}
	return res.StatusCode, nil
}

// Answered takes the body that answered an interaction by HTTP. It is judged
// like a callback: it says the same.
func (s *Server) Answered(i *Interaction, contentType string, body []byte) {
	r, err := http.NewRequestWithContext(context.Background(), http.MethodPost, "https://discord.example/api/v10/interactions/"+i.ID+"/"+i.Token+"/callback", bytes.NewReader(body))
	if err != nil {
		return // the address is ours
	}
	r.Header.Set("Content-Type", contentType)
	s.ServeHTTP(discard{http.Header{}}, r)
}
