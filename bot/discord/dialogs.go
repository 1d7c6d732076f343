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
	guild, user string
	form        bot.Form
	answers     map[string]string // to the pages that were sent
}

// opened answers with a dialog.
func (a *Adapter) opened(at place, form bot.Form) answer {
	key, err := a.keep(at, form)
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
		lost:     func() { a.later(at, func() { a.finish(outcome{at: at, reply: formReply(form)}, unanswered) }) },
	}
}

func formReply(f bot.Form) bot.Reply { return bot.Reply{Blocks: []bot.Block{f}} }

func (a *Adapter) notOpened(at place, form string, err error) answer {
	a.cfg.Log.Warn("discord: form not opened", "form", form, "workspace", at.guild, "error", err)
	at.sent = true
	return a.first(outcome{at: at, reply: a.say(at.locale, bot.PhraseFormFailed)})
}

// keep remembers a form and names it.
func (a *Adapter) keep(at place, form bot.Form) (string, error) {
	key, err := a.newName()
	if err == nil {
		a.forms.Put(key, keptForm{guild: at.guild, user: at.user, form: form})
	}
	return key, err
}

// kept is what was remembered under a key, for the person whom it was remembered for.
func (a *Adapter) kept(key string, at place) (keptForm, bool) {
	k, ok := a.forms.Peek(key)
	if !ok || k.user != at.user || at.guild != "" && k.guild != at.guild {
		return keptForm{}, false
	}
	return k, true
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
	key, err := a.keep(at, form)
	if err != nil {
		a.cfg.Log.Warn("discord: form not offered", "form", form.ID, "workspace", at.guild, "error", err)
		return a.say(at.locale, bot.PhraseFormFailed)
	}
	return behindDoor(r, key)
}

// reopen opens a form again.
func (a *Adapter) reopen(at place, value string) answer {
	key, page, ok := readDoor(value)
	k, known := a.kept(key, at)
	if !ok || !known {
		at.sent = true
		return a.first(outcome{at: at, reply: a.say(at.locale, bot.PhraseExpired)})
	}
	return a.openPage(at, refill(k.form, k.answers), key, page)
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
	k, known := a.kept(s.key, at)
	answers := maps.Clone(k.answers)
	if answers == nil {
		answers = map[string]string{}
	}
	maps.Copy(answers, s.fields)
	k.answers = answers
	if known {
		a.forms.Put(s.key, k)
	}
	refused := func(wrong map[string]string) bot.Reply { return refusal(k.form, s.key, s.page, wrong, answers) }
	if s.stateless {
		if !known {
			return a.first(outcome{at: at, reply: refused(map[string]string{"": a.phrase(at.locale, bot.PhraseExpired)})})
		}
		s.state = k.form.State
	}
	return a.attend(at, func(ctx context.Context) outcome {
		out := a.happened(ctx, p, at, func(at place) bot.Event {
			return bot.Event{ID: submissionID(at, s), Kind: bot.KindForm, Action: s.form, Value: s.state, Fields: answers}
		})
		switch {
		case out.failed != "":
			out.reply = refused(map[string]string{"": a.phrase(at.locale, out.failed)})
		case len(out.reply.FieldErrors) > 0:
			out.reply = refused(out.reply.FieldErrors)
		case known && !out.reply.Empty():
			out.reply = nextPage(out.reply, k.form, s.key, s.page)
		}
		return out
	})
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
	a.later(at, func() {
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
	text, _ := a.questions.Peek(at.guild + "/" + id)
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
