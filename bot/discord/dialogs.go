package discord

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"amicable/bot"
)

// keptForm is a form that was opened or offered, so that it can be opened again
// with what was typed: Discord closes a dialog for good when it is sent.
type keptForm struct {
	Guild, User string
	Form        bot.Form
	Answers     map[string]string // to the pages that were sent
}

// opened answers with a dialog.
func (a *Adapter) opened(at place, form bot.Form) answer {
	key, err := a.keep(at, form, nil)
	if err != nil {
		return a.notOpened(at, form.ID, err)
	}
	return a.openPage(at, form, key, 0)
}

func (a *Adapter) openPage(at place, form bot.Form, key string, page int) answer {
	m, err := a.renderer(at).modal(form, key, page)
	if err != nil {
		return a.notOpened(at, form.ID, err)
	}
	return answer{
		response: response{Type: respondModal, Data: m},
		lost:     a.finishing(outcome{at: at, reply: formReply(form)}),
	}
}

func formReply(f bot.Form) bot.Reply { return bot.Reply{Blocks: []bot.Block{f}} }

func (a *Adapter) notOpened(at place, form string, err error) answer {
	a.cfg.Log.Warn("discord: form not opened", "form", form, "workspace", at.guild, "error", err)
	at.sent = true
	return a.first(outcome{at: at, reply: a.say(at.locale, bot.PhraseFormFailed)})
}

// keep remembers a form with its answers and names it. With other answers it has
// another name, so that no process remembers older ones.
func (a *Adapter) keep(at place, form bot.Form, answers map[string]string) (string, error) {
	key, err := a.newName()
	if err == nil {
		a.forms.put(at.guild, key, keptForm{Guild: at.guild, User: at.user, Form: form, Answers: answers})
	}
	return key, err
}

// kept is what was remembered under a key, for the person whom it was remembered
// for. The error says that it could not be asked for.
func (a *Adapter) kept(ctx context.Context, key string, at place) (keptForm, bool, error) {
	k, known, err := a.forms.get(ctx, at.guild, key)
	if !known || k.User != at.user || k.Guild != at.guild {
		return keptForm{}, false, err
	}
	return k, true, nil
}

// forgotten says why something is not known: it is not remembered any more, or
// that could not be found out.
func forgotten(err error) bot.Phrase {
	if err != nil {
		return bot.PhraseStoreAway
	}
	return bot.PhraseExpired
}

// offered is a reply as it can be shown where no dialog can be opened: with a
// button in the form's place.
func (a *Adapter) offered(at place, r bot.Reply) bot.Reply {
	if len(r.FieldErrors) > 0 { // of no form that was sent
		said := refusal(bot.Form{}, "", 0, r.FieldErrors, nil)
		r.Blocks, r.FieldErrors = slices.Concat(r.Blocks, said.Blocks), nil
	}
	form, ok := r.Form()
	if !ok || !at.sent {
		return r
	}
	key, err := a.keep(at, form, nil)
	if err != nil {
		a.cfg.Log.Warn("discord: form not offered", "form", form.ID, "workspace", at.guild, "error", err)
		return a.say(at.locale, bot.PhraseFormFailed)
	}
	return behindDoor(r, key)
}

// reopen opens a form again.
func (a *Adapter) reopen(at place, value string) answer {
	key, page, ok := readDoor(value)
	k, known, err := a.kept(a.life, key, at)
	if !ok || !known {
		at.sent = true
		return a.first(outcome{at: at, reply: a.say(at.locale, forgotten(err))})
	}
	return a.openPage(at, refill(k.Form, k.Answers), key, page)
}

// submitted handles a dialog that was sent off. When that fails, people get
// their answers back, and a button that opens the dialog with them.
func (a *Adapter) submitted(p interaction, at place) answer {
	at.sent = true
	s, err := readModal(p.Data)
	if err != nil {
		a.cfg.Log.Warn("discord: form not read", "workspace", at.guild, "error", errMalformed)
		return a.first(outcome{at: at, reply: a.say(at.locale, bot.PhraseFailed)})
	}
	if at.guild == "" {
		at.guild = s.workspace
	}
	return a.attend(at, func(ctx context.Context) outcome { return a.sent(ctx, p, at, s) })
}

func (a *Adapter) sent(ctx context.Context, p interaction, at place, s submission) outcome {
	k, known, err := a.kept(ctx, s.key, at)
	answers := maps.Clone(k.Answers)
	if answers == nil {
		answers = map[string]string{}
	}
	maps.Copy(answers, s.fields)
	again := func() (key string) { // names the form with these answers
		if known {
			if key, err = a.keep(at, k.Form, answers); err != nil {
				a.cfg.Log.Warn("discord: form not offered", "form", s.form, "workspace", at.guild, "error", err)
			}
		}
		return key
	}
	refused := func(wrong map[string]string) bot.Reply { return refusal(k.Form, again(), s.page, wrong, answers) }
	because := func(why bot.Phrase) bot.Reply { return refused(map[string]string{"": a.phrase(at.locale, why)}) }
	if s.stateless {
		if !known {
			return outcome{at: at, reply: because(forgotten(err))}
		}
		s.state = k.Form.State
	}
	out := a.happened(ctx, p, at, func(at place) bot.Event {
		return bot.Event{ID: submissionID(at, s), Kind: bot.KindForm, Action: s.form, Value: s.state, Fields: answers}
	})
	switch {
	case out.failed == bot.PhraseWhichServer: // it asks
	case out.failed != "":
		out.reply = because(out.failed)
	case len(out.reply.FieldErrors) > 0:
		out.reply = refused(out.reply.FieldErrors)
	case known && !out.reply.Empty():
		out.reply = nextPage(out.reply, k.Form, again, s.page)
	}
	return out
}

// submissionID names what a dialog sent. Discord leaves a dialog open when it got
// no answer in time; sending it again is another interaction with the same name.
func submissionID(at place, s submission) string {
	values, err := json.Marshal(s.fields) // maps come out sorted
	if err != nil {                       // they came as JSON: cannot happen
		values = []byte(s.key)
	}
	return "form/" + digest(at.guild, at.user, s.form, s.key, string(rune('0'+s.page)), s.state, string(values))
}

// pressed handles a button or a menu.
func (a *Adapter) pressed(p interaction, at place) answer {
	var data pressPayload
	if json.Unmarshal(p.Data, &data) != nil {
		return a.nothing(at)
	}
	press, ok := readPress(data.CustomID, data.Values)
	if !ok {
		a.cfg.Log.Info("discord: press ignored", "workspace", at.guild)
		return a.nothing(at)
	}
	if at.guild == "" {
		at.guild = press.workspace
	}
	switch press.action {
	case actionNo:
		return answer{response: response{Type: respondNothingYet}, then: func() { a.takeAway(at) }}
	case actionForm:
		return a.reopen(at, press.value)
	case actionShow:
		return a.show(p, at, press.value)
	case actionServer:
		return a.serverPicked(p, at, press.value)
	}
	if press.ask {
		return a.attend(at, func(ctx context.Context) outcome { return a.ask(ctx, p, at, press, data.CustomID) })
	}
	return a.attend(at, func(ctx context.Context) outcome {
		return a.happened(ctx, p, at, func(place) bot.Event {
			return bot.Event{Kind: bot.KindAction, Action: press.action, Value: press.value}
		})
	})
}

// takeAway deletes the message whose button was pressed, a question that was
// answered with no.
func (a *Adapter) takeAway(at place) {
	a.queue(a.answers, at, func() {
		ctx, cancel := context.WithTimeout(a.life, jobTime)
		defer cancel()
		if err := a.withdraw(ctx, at.token, original); err != nil {
			a.undelivered(at, err)
		}
	})
}

// ask puts the question that stands before a dangerous press.
func (a *Adapter) ask(ctx context.Context, p interaction, at place, pr press, id string) outcome {
	at, who, failed := a.asker(ctx, p, at)
	if failed != "" || who.nobody || who.actor.Guest {
		return a.unasked(at, failed)
	}
	text, _, _ := a.questions.get(ctx, at.guild, at.questionKey(id, at.shown && !at.channel.Direct)) // without it the label has to do
	var label string
	if p.Message != nil {
		label = labelOf(p.Message.Components, id)
	}
	return outcome{at: at, reply: a.renderer(at).question(pr, label, text)}
}

// labelOf finds the label of a button among a message's components, of whatever kind.
func labelOf(components json.RawMessage, id string) string {
	var node any
	if json.Unmarshal(components, &node) != nil {
		return ""
	}
	var find func(node any) string
	find = func(node any) string {
		switch n := node.(type) {
		case []any:
			for _, each := range n {
				if found := find(each); found != "" {
					return found
				}
			}
		case map[string]any:
			if text, _ := n["label"].(string); n["custom_id"] == id {
				return strings.TrimSpace(text)
			}
			for _, inside := range []string{"components", "component", "accessory"} {
				if found := find(n[inside]); found != "" {
					return found
				}
			}
		}
		return ""
	}
	return find(node)
}
