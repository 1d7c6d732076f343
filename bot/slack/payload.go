package slack

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
)

// The payloads as far as they concern us. Slack documents them under
// https://docs.slack.dev/interactivity/ and https://docs.slack.dev/apis/events-api/.

type commandPayload struct {
	TeamID      string `json:"team_id"`
	ChannelID   string `json:"channel_id"`
	ChannelName string `json:"channel_name"`
	UserID      string `json:"user_id"`
	Command     string `json:"command"`
	Text        string `json:"text"`
	ResponseURL string `json:"response_url"`
	TriggerID   string `json:"trigger_id"`
}

func (c commandPayload) check() error {
	if c.TeamID == "" || c.UserID == "" || c.Command == "" {
		return errors.New("team_id, user_id or command is missing")
	}
	return nil
}

func commandFromForm(f url.Values) commandPayload {
	return commandPayload{
		TeamID: f.Get("team_id"), ChannelID: f.Get("channel_id"), ChannelName: f.Get("channel_name"),
		UserID: f.Get("user_id"), Command: f.Get("command"), Text: f.Get("text"),
		ResponseURL: f.Get("response_url"), TriggerID: f.Get("trigger_id"),
	}
}

// eventPayload is the envelope of the Events API.
type eventPayload struct {
	Type           string `json:"type"`
	Challenge      string `json:"challenge"`
	TeamID         string `json:"team_id"`
	EventID        string `json:"event_id"`
	EventTime      int64  `json:"event_time"`
	Authorizations []struct {
		TeamID string `json:"team_id"`
		UserID string `json:"user_id"`
		IsBot  bool   `json:"is_bot"`
	} `json:"authorizations"`
	Event json.RawMessage `json:"event"`
}

// innerEvent holds the fields of all inner events that are handled. Channel is
// a string in those; in others that we ignore it may be an object.
type innerEvent struct {
	Type        string          `json:"type"`
	Subtype     string          `json:"subtype"`
	User        json.RawMessage `json:"user"`
	BotID       string          `json:"bot_id"`
	Text        string          `json:"text"`
	TS          string          `json:"ts"`
	ThreadTS    string          `json:"thread_ts"`
	EventTS     string          `json:"event_ts"`
	Channel     json.RawMessage `json:"channel"`
	ChannelType string          `json:"channel_type"`
	Reaction    string          `json:"reaction"`
	ItemUser    string          `json:"item_user"`
	Item        struct {
		Type    string `json:"type"`
		Channel string `json:"channel"`
		TS      string `json:"ts"`
	} `json:"item"`
	Tab    string `json:"tab"`
	Tokens struct {
		Bot []string `json:"bot"`
	} `json:"tokens"`
}

// jsonString reads a JSON string; anything else is "".
func jsonString(raw json.RawMessage) string {
	var s string
	if len(raw) == 0 || json.Unmarshal(raw, &s) != nil {
		return ""
	}
	return s
}

type interactionPayload struct {
	Type       string `json:"type"`
	CallbackID string `json:"callback_id"`
	TriggerID  string `json:"trigger_id"`
	Response   string `json:"response_url"`
	Team       struct {
		ID     string `json:"id"`
		Domain string `json:"domain"`
	} `json:"team"`
	User struct {
		ID     string `json:"id"`
		TeamID string `json:"team_id"`
	} `json:"user"`
	Channel struct {
		ID   string `json:"id"`
		Name string `json:"name"`
	} `json:"channel"`
	Container struct {
		Type      string `json:"type"`
		ThreadTS  string `json:"thread_ts"`
		ChannelID string `json:"channel_id"`
		Ephemeral bool   `json:"is_ephemeral"`
	} `json:"container"`
	Message struct {
		TS       string `json:"ts"`
		ThreadTS string `json:"thread_ts"`
		User     string `json:"user"`
		BotID    string `json:"bot_id"`
		Text     string `json:"text"`
	} `json:"message"`
	Actions []actionPayload `json:"actions"`
	View    struct {
		ID              string `json:"id"`
		Type            string `json:"type"`
		CallbackID      string `json:"callback_id"`
		PrivateMetadata string `json:"private_metadata"`
		Blocks          []struct {
			Type    string `json:"type"`
			BlockID string `json:"block_id"`
		} `json:"blocks"`
		State struct {
			Values map[string]map[string]actionPayload `json:"values"`
		} `json:"state"`
	} `json:"view"`
	// Of block_suggestion.
	ActionID string `json:"action_id"`
	BlockID  string `json:"block_id"`
	Value    string `json:"value"`
}

// actionPayload is a pressed button or the state of an input.
type actionPayload struct {
	ActionID       string `json:"action_id"`
	BlockID        string `json:"block_id"`
	Type           string `json:"type"`
	Value          string `json:"value"`
	SelectedDate   string `json:"selected_date"`
	SelectedOption *struct {
		Value string `json:"value"`
	} `json:"selected_option"`
}

// chosen is the value of whatever kind of input it is.
func (a actionPayload) chosen() string {
	switch {
	case a.SelectedOption != nil:
		return a.SelectedOption.Value
	case a.SelectedDate != "":
		return a.SelectedDate
	}
	return a.Value
}

func (p interactionPayload) check() error {
	if p.Type == "" {
		return errors.New("type is missing")
	}
	if p.Team.ID == "" || p.User.ID == "" {
		return fmt.Errorf("team or user of %.40q is missing", p.Type)
	}
	return nil
}

// inputs are the block ids of a dialog's fields, in their order. Should the
// blocks be missing, they are those with a state, in the alphabet's order.
func (p interactionPayload) inputs() []string {
	var ids []string
	for _, b := range p.View.Blocks {
		if b.Type == "input" && b.BlockID != "" {
			ids = append(ids, b.BlockID)
		}
	}
	if len(ids) == 0 {
		ids = slices.Sorted(maps.Keys(p.View.State.Values))
	}
	return ids
}
