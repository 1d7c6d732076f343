package slack

import (
	"context"
	"testing"
	"testing/synctest"

	"amicable/bot"
)

func pressed(id, value string) []object {
	return []object{{"type": "button", "action_id": id, "block_id": "b", "value": value}}
}

func TestButton(t *testing.T) {
	story(t, func(w *world) {
		w.wantStatus(w.interaction("block_actions", object{
			"actions": pressed("assess#2", "c1"), "container": object{"type": "message", "thread_ts": "1.2"},
		}), 200)
		e := w.only()
		if e.Kind != bot.KindAction || e.Action != "assess" || e.Value != "c1" || e.Thread != "1.2" || e.Channel.ID != "C1" || e.Actor.ID != "U1" || e.ID == "" {
			w.Errorf("%+v", e)
		}
		c := w.once("hook")
		if c.text() != "did action" || c.args["replace_original"] != false || c.str("response_type") != "ephemeral" || c.args["parse"] != "none" {
			w.Errorf("%+v", c)
		}
	})
}

func TestButtonThatReplaces(t *testing.T) {
	story(t, func(w *world) {
		w.answer = func(context.Context, bot.Event) (bot.Reply, error) {
			r := says("taken back")
			r.Replace = true
			return r, nil
		}
		w.interaction("block_actions", object{"actions": pressed("undo", "1")})
		if c := w.once("hook"); c.args["replace_original"] != true {
			w.Errorf("%+v", c)
		}
	})
}

func TestMenu(t *testing.T) {
	story(t, func(w *world) {
		w.interaction("block_actions", object{"actions": []object{{
			"type": "static_select", "action_id": "sign", "block_id": "b", "selected_option": object{"value": "late-payment"},
		}}})
		if e := w.only(); e.Action != "sign" || e.Value != "late-payment" {
			w.Errorf("%+v", e)
		}
	})
}

func TestPressesThatMeanNothing(t *testing.T) {
	for name, more := range map[string]object{
		"a link": {"actions": pressed("open-link", "")}, "a second link": {"actions": pressed("open-link#2", "")},
		"nothing": {"actions": []object{}}, "in a dialog": {"actions": pressed("a", ""), "view": object{"type": "modal"}},
	} {
		t.Run(name, func(t *testing.T) {
			story(t, func(w *world) {
				w.wantStatus(w.interaction("block_actions", more), 200)
				if len(w.seen()) != 0 {
					w.Errorf("%+v", w.seen())
				}
			})
		})
	}
}

func TestButtonOnTheHomePage(t *testing.T) {
	story(t, func(w *world) {
		onHome := object{"actions": pressed("a", "1"), "view": object{"type": "home"}, "channel": nil, "response_url": nil}
		w.interaction("block_actions", onHome)
		if c := w.once("chat.postMessage"); c.str("channel") != "DU1" {
			w.Errorf("%+v", c)
		}
		w.answer = func(context.Context, bot.Event) (bot.Reply, error) {
			r := says("new page")
			r.Replace = true
			return r, nil
		}
		w.interaction("block_actions", onHome)
		if c := w.once("views.publish"); c.text() != "new page" || c.str("user_id") != "U1" {
			w.Errorf("%+v", c)
		}
	})
}

func TestPublicButtonReply(t *testing.T) {
	for channel, want := range map[string]string{"C1": "in_channel", "CEXT": "ephemeral"} {
		t.Run(channel, func(t *testing.T) {
			story(t, func(w *world) {
				w.answer = func(context.Context, bot.Event) (bot.Reply, error) {
					r := says("for all")
					r.Visibility = bot.Public
					return r, nil
				}
				w.interaction("block_actions", object{"actions": pressed("share", ""), "channel": object{"id": channel}})
				synctest.Wait()
				if got := w.once("hook").str("response_type"); got != want {
					w.Errorf("%s, want %s", got, want)
				}
			})
		})
	}
}

func TestButtonInTheConversationWithTheBot(t *testing.T) {
	story(t, func(w *world) {
		w.interaction("block_actions", object{
			"actions": pressed("a", ""), "channel": object{"id": "D7", "name": "directmessage"}, "container": object{"type": "message", "channel_id": "D7"},
		})
		if c := w.only().Channel; !c.Direct || c.Exposed || c.Name != "" {
			w.Errorf("%+v", c)
		}
		if got := w.once("hook").str("response_type"); got != "in_channel" {
			w.Errorf("the answer is %s and will vanish", got)
		}
	})
	story(t, func(w *world) { // two people's conversation, in which one of them asked the bot
		w.interaction("block_actions", object{
			"actions": pressed("a", ""), "channel": object{"id": "D8", "name": "directmessage"},
			"container": object{"type": "message", "channel_id": "D8", "is_ephemeral": true},
		})
		if c := w.only().Channel; c.Direct || !c.Exposed {
			w.Errorf("%+v", c)
		}
	})
}
