package slack

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	sdk "github.com/slack-go/slack"

	"amicable/bot"
	"amicable/bot/internal/work"
)

// FlagShortcut is the callback id of the message shortcut "Flag this message".
const FlagShortcut = "flag_message"

func parseInteraction(payload []byte) (interactionPayload, error) {
	var p interactionPayload
	if err := json.Unmarshal(payload, &p); err != nil {
		return p, errMalformed
	}
	return p, p.check()
}

// interaction takes a pressed button, a submitted or filling dialog, or a shortcut.
func (a *Adapter) interaction(p interactionPayload, id string) answer {
	switch p.Type {
	case "block_actions":
		return a.pressed(p, id)
	case "view_submission":
		return a.submitted(p, id)
	case "block_suggestion":
		return a.suggest(p, id)
	case "message_action":
		if p.CallbackID == FlagShortcut {
			return a.shortcut(p, id)
		}
	}
	a.cfg.Log.Info("slack: interaction ignored", "type", bot.Cut(p.Type, 40))
	return ok(nil)
}

// place is where an interaction may be answered.
func (a *Adapter) place(p interactionPayload) place {
	at := place{
		team: p.Team.ID, user: p.User.ID, responseURL: p.Response,
		thread: cmp.Or(p.Container.ThreadTS, p.Message.ThreadTS),
		home:   p.View.Type == string(sdk.VTHomeTab),
	}
	if id := cmp.Or(p.Channel.ID, p.Container.ChannelID); id != "" {
		at.channel = a.whereCached(p.Team.ID, id, p.Channel.Name)
		if directID(id) && p.Container.Type == "message" && !p.Container.Ephemeral && p.Type == "block_actions" {
			// The bot can leave a lasting message in no direct conversation but its own.
			at.channel = a.private(p.Team.ID, id)
		}
	}
	return at
}

// pressed handles a button or a menu.
func (a *Adapter) pressed(p interactionPayload, id string) answer {
	if len(p.Actions) == 0 || p.View.Type == string(sdk.VTModal) {
		return ok(nil)
	}
	act := p.Actions[0]
	action := actionOf(act.ActionID)
	if action == "" || action == linkAction {
		return ok(nil)
	}
	at := a.place(p)
	at.original = true
	return a.interact(p, at, bot.Event{ID: id, Kind: bot.KindAction, Action: action, Value: act.chosen()})
}

// shortcut handles "Flag this message".
func (a *Adapter) shortcut(p interactionPayload, id string) answer {
	home := ""
	if p.Team.Domain != "" {
		home = "https://" + p.Team.Domain + ".slack.com/"
	}
	return a.interact(p, a.place(p), bot.Event{ID: id, Kind: bot.KindShortcut, Message: &bot.Message{
		ID: p.Message.TS, Author: p.Message.User, Text: readable(p.Message.Text, ""),
		Link: permalink(home, p.Channel.ID, p.Message.TS), At: a.stamp(p.Message.TS, 0),
	}})
}

// interact runs the handler, opens a form while the trigger lives, and has the rest delivered.
func (a *Adapter) interact(p interactionPayload, at place, e bot.Event) answer {
	ctx, cancel := context.WithTimeout(a.life, handlerTime)
	defer cancel()
	who, err := a.who(ctx, p.Team.ID, p.User.ID)
	if err != nil {
		a.cfg.Log.Warn("slack: person unknown, interaction not handled", "workspace", p.Team.ID, "user", p.User.ID, "error", err)
		a.deliver(at, a.say("", bot.PhraseUnsure))
		return ok(nil)
	}
	if who.nobody || who.actor.Guest {
		return ok(nil)
	}
	at.locale = who.actor.Locale
	r, err := a.handle(ctx, a.complete(e, p, at, who))
	if err != nil {
		r = a.say(at.locale, bot.PhraseFailed)
	}
	a.deliver(at, a.opened(ctx, r, p.TriggerID, at))
	return ok(nil)
}

func (a *Adapter) complete(e bot.Event, p interactionPayload, at place, who person) bot.Event {
	e.Platform, e.Workspace = platform, p.Team.ID
	e.Channel, e.Thread, e.Actor = at.channel, at.thread, who.actor
	e.At = a.cfg.Now()
	return e
}

// viewAnswer is how a submitted dialog is answered
// (https://docs.slack.dev/surfaces/modals/#handling_submissions).
type viewAnswer struct {
	Action string                `json:"response_action"`
	Errors map[string]string     `json:"errors,omitempty"`
	View   *sdk.ModalViewRequest `json:"view,omitempty"`
}

// submitted handles a dialog that was sent off. It is answered when the
// handler's time is up at the latest, which is before Slack gives up; until the
// handler has succeeded, the dialog stays open with what was typed.
func (a *Adapter) submitted(p interactionPayload, id string) answer {
	back, err := parseReturnAddress(p.View.PrivateMetadata)
	if err != nil {
		a.cfg.Log.Info("slack: interaction ignored", "type", p.Type, "reason", err)
		return ok(nil)
	}
	at := place{team: p.Team.ID, user: p.User.ID, thread: back.thread, responseURL: back.responseURL}
	if back.channel != "" {
		at.channel = a.whereCached(p.Team.ID, back.channel, "")
		if back.direct {
			at.channel = a.private(p.Team.ID, back.channel)
		}
	}
	fields := make(map[string]string, len(p.View.State.Values))
	for block, inputs := range p.View.State.Values {
		for _, in := range inputs {
			fields[block] = in.chosen()
		}
	}

	ctx, cancel := context.WithTimeout(a.life, handlerTime)
	defer cancel()
	who, err := a.who(ctx, p.Team.ID, p.User.ID)
	if err != nil {
		a.cfg.Log.Warn("slack: person unknown, form not handled", "workspace", p.Team.ID, "user", p.User.ID, "error", err)
		return a.refused(p, at, map[string]string{"": a.cfg.Phrases.Phrase("", bot.PhraseUnsure)})
	}
	if who.nobody || who.actor.Guest {
		return ok(nil)
	}
	at.locale = who.actor.Locale
	r, err := a.handle(ctx, a.complete(bot.Event{
		ID: submissionID(p, id), Kind: bot.KindForm, Action: p.View.CallbackID, Value: back.state, Fields: fields,
	}, p, at, who))
	switch {
	case err != nil:
		return a.refused(p, at, map[string]string{"": a.cfg.Phrases.Phrase(at.locale, bot.PhraseFailed)})
	case len(r.FieldErrors) > 0:
		return a.refused(p, at, r.FieldErrors)
	}
	if next, more := r.Form(); more {
		view, err := a.renderer(at.locale).view(next, at)
		if err != nil {
			a.cfg.Log.Warn("slack: form not opened", "form", next.ID, "workspace", at.team, "error", err)
			return a.refused(p, at, map[string]string{"": a.cfg.Phrases.Phrase(at.locale, bot.PhraseFormFailed)})
		}
		return ok(viewAnswer{Action: "update", View: &view})
	}
	a.deliver(at, r)
	return ok(nil)
}

// submissionID names what a dialog sent. Pressing its button again, because the
// first try failed or seemed to, sends the same once more and has the same name;
// only the trigger differs. otherwise is the name for a dialog without an id.
func submissionID(p interactionPayload, otherwise string) string {
	if p.View.ID == "" {
		return otherwise
	}
	values, err := json.Marshal(p.View.State.Values) // maps come out sorted
	if err != nil {                                  // they came as JSON: cannot happen
		return otherwise
	}
	return digest("form", []byte(p.Team.ID), []byte(p.User.ID), []byte(p.View.ID), []byte(p.View.CallbackID), []byte(p.View.PrivateMetadata), values)
}

// refused keeps a dialog open, with what was typed, and shows messages below
// its fields. Slack closes it when a message belongs to no field there is, so
// such a message goes below the first one.
func (a *Adapter) refused(p interactionPayload, at place, messages map[string]string) answer {
	fields := p.inputs()
	if len(fields) == 0 { // nothing was typed, and there is no field to show a message at
		var blocks []bot.Block
		for _, id := range slices.Sorted(maps.Keys(messages)) {
			blocks = append(blocks, bot.Text{Line: bot.P(messages[id])})
		}
		a.deliver(at, bot.Reply{Blocks: blocks})
		return ok(nil)
	}
	shown := make(map[string]string, len(messages))
	for _, id := range slices.Sorted(maps.Keys(messages)) {
		field := id
		if !slices.Contains(fields, id) {
			field = fields[0]
		}
		shown[field] = strings.TrimSpace(shown[field] + " " + messages[id])
	}
	return ok(viewAnswer{Action: "errors", Errors: shown})
}

// suggestions is how a block_suggestion is answered.
type suggestions struct {
	Options []*sdk.OptionBlockObject `json:"options"`
	// fresh tells that the last one is the new name that was typed.
	fresh bool
}

// within leaves out known names, the last ones first, until the rest takes less than limit bytes.
func (s suggestions) within(limit int) suggestions {
	known, typed := s.Options, []*sdk.OptionBlockObject(nil)
	if s.fresh {
		known, typed = known[:len(known)-1], known[len(known)-1:]
	}
	for {
		s.Options = slices.Concat(known, typed)
		if raw, err := json.Marshal(s); len(known) == 0 || (err == nil && len(raw) < limit) {
			return s
		}
		known = known[:len(known)/2]
	}
}

// suggest answers while somebody types into a Search field. Known names come
// first; what was typed is offered last, as a new name, unless it is one of them.
// Slack carries back at most maxOptionValue characters: a longer new name is not
// offered here, rather than cut to another one, and can be given by command.
func (a *Adapter) suggest(p interactionPayload, id string) answer {
	none := ok(suggestions{Options: []*sdk.OptionBlockObject{}})
	if a.cfg.Suggester == nil {
		return none
	}
	ctx, cancel := context.WithTimeout(a.life, suggestTime)
	defer cancel()
	who, err := a.who(ctx, p.Team.ID, p.User.ID)
	if err != nil || who.nobody || who.actor.Guest {
		return none
	}
	typed := strings.TrimSpace(unescape(p.Value))
	field := cmp.Or(p.BlockID, p.ActionID)
	found, err := a.askSuggester(ctx, a.complete(bot.Event{
		ID: id, Kind: bot.KindForm, Action: p.View.CallbackID,
	}, p, a.place(p), who), field, typed)
	if err != nil {
		a.cfg.Log.Warn("slack: no suggestions", "workspace", p.Team.ID, "field", field, "error", err)
	}
	known := slices.ContainsFunc(found, func(o bot.Option) bool {
		return strings.EqualFold(o.Label, typed) || o.Value == typed
	})
	s := suggestions{Options: optionObjects(found)}
	if typed != "" && !known {
		label := a.cfg.Phrases.Phrase(who.actor.Locale, bot.PhraseNew) + typed
		if fresh := optionObject(bot.Option{Label: label, Value: typed}); fresh != nil {
			s.Options, s.fresh = append(s.Options[:min(len(s.Options), maxOptions-1)], fresh), true
		}
	}
	if s.Options == nil {
		return none // an empty list, not null
	}
	return ok(s)
}

// askSuggester asks the Suggester, with a net below.
func (a *Adapter) askSuggester(ctx context.Context, e bot.Event, field, typed string) ([]bot.Option, error) {
	return work.Guard(ctx, func(ctx context.Context) ([]bot.Option, error) {
		return a.cfg.Suggester.Suggest(ctx, e, field, typed)
	}, func(stack string) {
		a.cfg.Log.Error("slack: suggester panicked", "field", field, "stack", stack)
	})
}
