package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"time"
)

// What people do in an office. Every act forgets what was seen before it.

// later lets time pass for everybody.
func (o *office) later(d time.Duration) { o.clock.Wait(d) }

const aDay = 24 * time.Hour

// channelName is what Slack calls a channel in what it sends.
func channelName(id string) string {
	if name, ok := channels[id]["name"].(string); ok {
		return name
	}
	return "directmessage"
}

// types runs slash commands, one after the other.
func (o *office) types(lines ...string) {
	for _, line := range lines {
		o.n++
		if o.guild != nil {
			o.guild.types(line)
			continue
		}
		command, text, _ := strings.Cut(line, " ")
		o.post("/slack/commands", "application/x-www-form-urlencoded", url.Values{
			"team_id": {"T1"}, "channel_id": {o.where}, "channel_name": {channelName(o.where)}, "user_id": {o.who},
			"command": {command}, "text": {text}, "response_url": {"https://slack.example/response"}, "trigger_id": {fmt.Sprint("t", o.n)},
		}.Encode())
	}
}

// again has the latest request delivered once more.
func (o *office) again() {
	if o.guild != nil {
		o.guild.do(o.guild.last)
		return
	}
	o.do(o.last)
}

func (o *office) event(inner object) {
	o.onSlack()
	o.n++
	stamp := fmt.Sprintf("%d.%06d", o.clock.Now().Unix(), o.n)
	inner["event_ts"] = stamp
	if inner["ts"] == nil {
		inner["ts"] = stamp
	}
	body, err := json.Marshal(object{
		"type": "event_callback", "team_id": "T1", "event_id": fmt.Sprint("Ev", o.n), "event": inner,
		"authorizations": []object{{"team_id": "T1", "user_id": "UBOT", "is_bot": true}},
	})
	if err != nil {
		o.Fatal(err)
	}
	o.post("/slack/events", "application/json", string(body))
}

// says is plain words to the bot: a mention, or a message in the conversation with it.
func (o *office) says(text string) {
	if strings.HasPrefix(o.where, "D") {
		o.event(object{"type": "message", "channel_type": "im", "channel": o.where, "user": o.who, "text": text})
		return
	}
	o.event(object{"type": "app_mention", "channel": o.where, "user": o.who, "text": "<@UBOT> " + text})
}

func (o *office) reaction(kind, name string) {
	o.event(object{
		"type": kind, "user": o.who, "reaction": name, "item_user": "UBEN",
		"item": object{"type": "message", "channel": o.where, "ts": message},
	})
}

// reacts puts an emoji on a message; unreacts takes it off again.
func (o *office) reacts(name string)   { o.reaction("reaction_added", name) }
func (o *office) unreacts(name string) { o.reaction("reaction_removed", name) }

// looks opens the home page.
func (o *office) looks() { o.event(object{"type": "app_home_opened", "tab": "home", "user": o.who}) }

func (o *office) interaction(kind string, more object) {
	o.onSlack()
	o.n++
	payload := object{
		"type": kind, "team": object{"id": "T1", "domain": "ours"}, "user": object{"id": o.who, "team_id": "T1"}, "trigger_id": fmt.Sprint("t", o.n),
	}
	for k, v := range more {
		payload[k] = v
	}
	raw, err := json.Marshal(payload)
	if err != nil {
		o.Fatal(err)
	}
	o.post("/slack/interactions", "application/x-www-form-urlencoded", url.Values{"payload": {string(raw)}}.Encode())
}

// inChannel is where an interaction happens.
func (o *office) inChannel(more object) object {
	more["channel"], more["response_url"] = object{"id": o.where, "name": channelName(o.where)}, "https://slack.example/response"
	more["container"] = object{"type": "message", "channel_id": o.where, "is_ephemeral": !strings.HasPrefix(o.where, "D")}
	return more
}

// shortcut chooses "Flag this message".
func (o *office) shortcut() {
	if o.guild != nil {
		o.guild.shortcut()
		return
	}
	o.interaction("message_action", o.inChannel(object{
		"callback_id": "flag_message", "message": object{"ts": message, "user": "UBEN", "text": "they moved the meeting again"},
	}))
}

// presses a button that was just seen. It is named by its action and, where
// several have it, by what its value ends with.
func (o *office) presses(action, value string) {
	o.Helper()
	if o.guild != nil {
		o.guild.presses(action, value)
		return
	}
	b := o.find(func(e object) bool {
		id, _ := e["action_id"].(string)
		has, _ := e["value"].(string)
		return e["type"] == "button" && strings.HasPrefix(id, action) && strings.HasSuffix(has, value)
	})
	if b == nil {
		o.Fatalf("no button %s %s in %s", action, value, o.pretty())
	}
	o.interaction("block_actions", o.inChannel(object{"actions": []object{{"type": "button", "action_id": b["action_id"], "value": b["value"]}}}))
}

// chooses from a menu that was just seen.
func (o *office) chooses(value string) {
	o.onSlack()
	o.Helper()
	menu := o.find(func(e object) bool { return e["type"] == "static_select" })
	if menu == nil {
		o.Fatalf("no menu in %s", o.pretty())
	}
	o.interaction("block_actions", o.inChannel(object{"actions": []object{{
		"type": "static_select", "action_id": menu["action_id"], "selected_option": object{"value": value},
	}}}))
}

// find looks for an object in the blocks that were seen.
func (o *office) find(is func(object) bool) object {
	var look func(v any) object
	look = func(v any) object {
		switch v := v.(type) {
		case []any:
			for _, e := range v {
				if found := look(e); found != nil {
					return found
				}
			}
		case object:
			if is(v) {
				return v
			}
			for _, key := range []string{"blocks", "elements", "accessory", "element"} {
				if found := look(v[key]); found != nil {
					return found
				}
			}
		}
		return nil
	}
	for _, d := range o.sent {
		for _, raw := range []json.RawMessage{d.Blocks, d.View} {
			if len(raw) == 0 {
				continue
			}
			var v any
			if err := json.Unmarshal(raw, &v); err != nil {
				o.Fatal(err)
			}
			if found := look(v); found != nil {
				return found
			}
		}
	}
	return nil
}

// dialog is the dialog that was just seen.
func (o *office) dialog() (view struct {
	CallbackID string   `json:"callback_id"`
	Metadata   string   `json:"private_metadata"`
	Blocks     []object `json:"blocks"`
},
) {
	o.Helper()
	for _, d := range o.sent {
		if len(d.View) > 0 {
			if err := json.Unmarshal(d.View, &view); err != nil {
				o.Fatal(err)
			}
			return view
		}
	}
	o.Fatalf("no dialog in %s", o.pretty())
	return view
}

// submits the dialog that was just seen, with answers by field in pairs; what is
// not among them stays as it was filled in.
func (o *office) submits(answers ...string) {
	o.Helper()
	if o.guild != nil {
		o.guild.submits(answers)
		return
	}
	view, typed := o.dialog(), map[string]string{}
	for i := 0; i < len(answers); i += 2 {
		typed[answers[i]] = answers[i+1]
	}
	values := object{}
	for _, b := range view.Blocks {
		if b["type"] != "input" {
			continue
		}
		id, e := b["block_id"].(string), b["element"].(object)
		state := object{"type": e["type"]}
		answer, given := typed[id]
		delete(typed, id)
		switch e["type"] {
		case "plain_text_input":
			state["value"] = e["initial_value"]
			if given {
				state["value"] = answer
			}
		case "datepicker":
			state["selected_date"] = e["initial_date"]
			if given {
				state["selected_date"] = answer
			}
		default:
			state["selected_option"] = e["initial_option"]
			if given {
				state["selected_option"] = object{"value": answer}
			}
		}
		values[id] = object{id: state}
	}
	if len(typed) > 0 {
		o.Fatalf("the dialog has no fields for %v: %s", typed, o.pretty())
	}
	o.interaction("view_submission", object{"view": object{
		"id": fmt.Sprint("V", o.n), "type": "modal", "callback_id": view.CallbackID, "private_metadata": view.Metadata,
		"blocks": view.Blocks, "state": object{"values": values},
	}})
}

// searches types into a form's client field.
func (o *office) searches(text string) {
	o.interaction("block_suggestion", object{"block_id": "client", "action_id": "client", "value": text, "view": object{"callback_id": "flag", "type": "modal"}})
}

// installs the bot in a browser.
func (o *office) installs() {
	o.onSlack()
	rec := httptest.NewRecorder()
	o.mux.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, "/slack/install", nil))
	to, err := rec.Result().Location()
	if err != nil {
		o.Fatal(err)
	}
	o.do(func() *http.Request {
		r := httptest.NewRequest(http.MethodGet, "/slack/oauth/callback?code=c&state="+url.QueryEscape(to.Query().Get("state")), nil)
		for _, c := range rec.Result().Cookies() {
			r.AddCookie(c)
		}
		return r
	})
}

// alerted does what was put off until later, such as alerts.
func (o *office) alerted() {
	o.sent = nil
	o.bot.Settle(o.Context())
	o.settle()
	if o.guild != nil {
		o.guild.sees()
	}
}
