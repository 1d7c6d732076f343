package discordtest

import (
	"encoding/json"
	"slices"
)

// Command is a registered command.
type Command struct {
	ID      string          `json:"id"`
	Name    string          `json:"name"`
	Kind    int             `json:"type"` // 1 slash command, 3 message menu
	Options json.RawMessage `json:"options"`
	// Raw is all that was registered.
	Raw json.RawMessage `json:"-"`
}

// Commands lists what is registered in a guild, or everywhere for "".
func (s *Server) Commands(guild string) []Command {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.commands[guild])
}

func (s *Server) getCommands(c call) (any, *apiError) {
	if c.path("application") != ApplicationID {
		return nil, refusal(UnknownApplication)
	}
	found := []any{}
	for _, known := range s.commands[c.path("guild")] {
		fields := object{}
		if json.Unmarshal(known.Raw, &fields) != nil {
			continue
		}
		if c.Query.Get("with_localizations") != "true" {
			unlocalised(fields)
		}
		found = append(found, fields)
	}
	return found, nil
}

// unlocalised takes the translations out, as Discord does unless it is asked for them.
func unlocalised(v any) {
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			unlocalised(e)
		}
	case object:
		delete(v, "name_localizations")
		delete(v, "description_localizations")
		unlocalised(v["options"])
		unlocalised(v["choices"])
	}
}

func (s *Server) setCommands(c call) (any, *apiError) {
	if c.path("application") != ApplicationID {
		return nil, refusal(UnknownApplication)
	}
	var wanted []object
	if json.Unmarshal(c.Body, &wanted) != nil {
		return nil, refusal(InvalidForm)
	}
	guild := c.path("guild")
	before := s.commands[guild]
	now := []Command{}
	for _, w := range wanted {
		name, _ := w["name"].(string)
		kind, isNumber := w["type"].(float64)
		if !isNumber {
			kind = 1
		}
		w["type"], w["application_id"], w["version"], w["id"] = kind, ApplicationID, s.id(), s.id()
		if guild != "" {
			w["guild_id"] = guild
		}
		for _, b := range before {
			if b.Name == name && b.Kind == int(kind) {
				w["id"] = b.ID
			}
		}
		id, _ := w["id"].(string)
		options, _ := w["options"].([]any)
		now = append(now, Command{ID: id, Name: name, Kind: int(kind), Options: clone(options), Raw: clone(w)})
	}
	s.commands[guild] = now
	raws := []json.RawMessage{}
	for _, n := range now {
		raws = append(raws, n.Raw)
	}
	return raws, nil
}

// callback is the first answer to an interaction.
func (s *Server) callback(c call) (any, *apiError) {
	i, known := s.asked[c.path("token")]
	switch {
	case c.path("token") == "ping":
		return nil, nil
	case !known || i.ID != c.path("interaction"):
		return nil, refusal(UnknownInteraction)
	case s.now().Sub(i.at) > answerTime:
		return nil, refusal(UnknownInteraction)
	case i.answered:
		return nil, refusal(AlreadyAnswered)
	}
	var a Answer
	if json.Unmarshal(c.Body, &a) != nil || !fits(i.Kind, a.Kind) {
		s.wrong("an interaction of type %d cannot be answered with type %d", i.Kind, a.Kind)
		return nil, refusal(InvalidForm)
	}
	switch a.Kind {
	case answerMessage:
		i.original = s.newMessage(i.Channel.ID)
		if refused := s.write(i.original, a.Data, c.Files); refused != nil {
			i.original = nil
			return nil, refused
		}
	case answerLater:
		i.original = s.newMessage(i.Channel.ID)
		var data struct{ Flags int }
		_ = json.Unmarshal(a.Data, &data) // absent data has no flags
		i.original.Flags = data.Flags | flagLoading
	case answerUpdateLater:
		i.original = i.Message
	case answerUpdate:
		if _, refused := s.edit(call{&Request{Body: a.Data, Files: c.Files}, c.http}, i.Message); refused != nil {
			return nil, refused
		}
		i.original = i.Message
	}
	if i.original != nil {
		s.messages[i.original.ID] = i.original
	}
	i.answered, i.callback = true, a
	return nil, nil
}

// fits tells whether an interaction can be answered so.
func fits(kind, answer int) bool {
	switch kind {
	case kindCommand:
		return slices.Contains([]int{answerMessage, answerLater, answerModal}, answer)
	case kindComponent:
		return slices.Contains([]int{answerMessage, answerLater, answerUpdateLater, answerUpdate, answerModal}, answer)
	case kindAutocomplete:
		return answer == answerCompletion
	case kindModal: // one that was opened from a message can change it
		return slices.Contains([]int{answerMessage, answerLater, answerUpdateLater, answerUpdate}, answer)
	}
	return answer == answerPong
}

// withToken finds the interaction that a webhook's path names.
func (s *Server) withToken(c call) (*Interaction, *apiError) {
	i, known := s.asked[c.path("token")]
	switch {
	case c.path("application") != ApplicationID || !known || !i.answered:
		return nil, refusal(UnknownWebhook)
	case s.now().Sub(i.at) > tokenTime:
		return nil, refusal(InvalidWebhookToken)
	}
	return i, nil
}

func (s *Server) original(do func(call, *Message) (any, *apiError)) operation {
	return func(c call) (any, *apiError) {
		i, refused := s.withToken(c)
		if refused != nil {
			return nil, refused
		}
		if i.original == nil || i.original.Deleted {
			return nil, refusal(UnknownMessage)
		}
		return do(c, i.original)
	}
}

func (s *Server) followUp(c call) (any, *apiError) {
	i, refused := s.withToken(c)
	if refused != nil {
		return nil, refused
	}
	m := s.newMessage(i.Channel.ID)
	if refused := s.write(m, c.Body, c.Files); refused != nil {
		return nil, refused
	}
	i.followUps = append(i.followUps, m)
	s.messages[m.ID] = m
	return m, nil
}

func (s *Server) followed(do func(call, *Message) (any, *apiError)) operation {
	return func(c call) (any, *apiError) {
		i, refused := s.withToken(c)
		if refused != nil {
			return nil, refused
		}
		for _, m := range i.followUps {
			if m.ID == c.path("message") && !m.Deleted {
				return do(c, m)
			}
		}
		return nil, refusal(UnknownMessage)
	}
}

// First returns how an interaction was answered at first, if it was.
func (s *Server) First(i *Interaction) (Answer, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return i.callback, i.answered
}

// Shown lists what the person sees as the answer now: the original and what
// followed, without what is still "thinking" or deleted.
func (s *Server) Shown(i *Interaction) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	var shown []Message
	if m := i.original; m != nil && !m.Deleted && m.Flags&flagLoading == 0 {
		shown = append(shown, *m)
	}
	for _, m := range i.followUps {
		if !m.Deleted {
			shown = append(shown, *m)
		}
	}
	return shown
}

// Choices lists what was offered for completion.
func (s *Server) Choices(i *Interaction) []Choice {
	a, _ := s.First(i)
	var data struct{ Choices []Choice }
	if a.Kind != answerCompletion || json.Unmarshal(a.Data, &data) != nil {
		return nil
	}
	return data.Choices
}

// Dialog is an opened modal.
type Dialog struct {
	CustomID string
	Title    string
	Controls []Control
	labelled bool // its inputs stand in labels, not in rows
}

// Dialog returns the dialog that an interaction opened, if it did.
func (s *Server) Dialog(i *Interaction) (Dialog, bool) {
	a, _ := s.First(i)
	if a.Kind != answerModal {
		return Dialog{}, false
	}
	var data struct {
		CustomID   string `json:"custom_id"`
		Title      string `json:"title"`
		Components json.RawMessage
	}
	if json.Unmarshal(a.Data, &data) != nil {
		return Dialog{}, false
	}
	var parts []struct{ Type int }
	_ = json.Unmarshal(data.Components, &parts) // the specification judges it
	d := Dialog{CustomID: data.CustomID, Title: data.Title, Controls: controls(data.Components)}
	d.labelled = slices.ContainsFunc(parts, func(p struct{ Type int }) bool { return p.Type == typeLabel })
	return d, true
}
