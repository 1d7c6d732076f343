package slack

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"amicable/bot"
)

const png = "\x89PNG\r\n\x1a\n"

// chart is a picture with a text that must not get into a log.
func chart(context.Context) (bot.Image, error) {
	return bot.Image{PNG: []byte(png + "26 weeks"), Alt: "private words rise"}, nil
}

func illustrated(text string) bot.Reply {
	r := says(text)
	r.Picture = chart
	return r
}

// draws makes the bot answer everything with a text and a picture.
func (w *world) draws(picture func(context.Context) (bot.Image, error)) {
	w.answer = func(context.Context, bot.Event) (bot.Reply, error) {
		r := says("the text")
		r.Picture = picture
		return r, nil
	}
}

// settled waits until pictures are delivered or given up.
func settled() {
	time.Sleep(3 * time.Minute)
	synctest.Wait()
}

// Slack's steps for a picture, in their order.
var uploading = []string{"files.getUploadURLExternal", "upload", "files.completeUploadExternal"}

func since(all []string, first string) []string { return all[slices.Index(all, first):] }

func TestAPictureFollowsACommandsAnswer(t *testing.T) {
	story(t, func(w *world) {
		w.draws(chart)
		if _, text := w.shown(w.command("/assess", "acme")); text != "the text" {
			w.Errorf("answered %q", text)
		}
		if n := len(w.slack.to("hook")); n > 0 {
			w.Error("the picture did not wait for the text")
		}
		settled()
		if d := cmp.Diff(append(slices.Clone(uploading), "hook"), since(w.slack.all(), uploading[0])); d != "" {
			w.Error(d)
		}
		up := w.once("upload")
		if up.str("bytes") != png+"26 weeks" || up.token != "" {
			w.Errorf("uploaded %+v", up)
		}
		if c := w.once("files.completeUploadExternal"); c.str("channel_id")+c.str("channels") != "" || c.token != testToken {
			w.Errorf("the file is not private: %+v", c)
		}
		for _, c := range w.slack.to("files.getUploadURLExternal") {
			if c.str("filename") != pictureName || c.str("length") != "16" || c.str("alt_txt") != "" {
				w.Errorf("%+v", c)
			}
		}
		c := w.once("hook")
		if c.text() != "[private words rise]" || c.str("text") != "private words rise" ||
			c.str("response_type") != "ephemeral" || c.args["replace_original"] != false || c.token != "" {
			w.Errorf("shown %+v", c)
		}
		if d := cmp.Diff(w.slack.kept(), c.files()); d != "" {
			w.Error(d)
		}
	})
}

// Whichever way the text goes, the picture goes the same way after it.
func TestAPictureGoesWhereItsTextWent(t *testing.T) {
	send := func(to bot.Target) func(w *world) {
		return func(w *world) {
			if err := w.adapter.Send(context.Background(), to, illustrated("the text")); err != nil {
				w.Error(err)
			}
		}
	}
	slow := func(w *world) {
		w.answer = func(context.Context, bot.Event) (bot.Reply, error) {
			time.Sleep(2300 * time.Millisecond)
			return illustrated("the text"), nil
		}
		w.command("/assess", "acme")
	}
	pressed := object{"actions": []object{{"action_id": "a"}}}
	for name, tc := range map[string]struct {
		does     func(w *world)
		way, who string // the method, and its channel and user
	}{
		"button":  {func(w *world) { w.interaction("block_actions", pressed) }, "hook", ""},
		"slow":    {slow, "hook", ""},
		"mention": {func(w *world) { w.event("E1", mention("U1", "C1", "how is acme")) }, "chat.postEphemeral", "C1U1"},
		"direct message": {func(w *world) {
			w.event("E1", object{"type": "message", "channel_type": "im", "user": "U1", "channel": "D7", "text": "how is acme", "ts": "946684800.000300"})
		}, "chat.postMessage", "D7"},
		"form": {func(w *world) {
			w.interaction("view_submission", object{"response_url": nil, "view": object{
				"type": "modal", "callback_id": "flag", "private_metadata": "C1||||s", "state": object{"values": object{}},
			}})
		}, "chat.postEphemeral", "C1U1"},
		"channel closed": {func(w *world) {
			w.slack.next("chat.postEphemeral", slackError("not_in_channel"))
			w.event("E1", mention("U1", "C1", "how is acme"))
		}, "chat.postMessage", "DU1"},
		"alert":           {send(bot.Target{Workspace: "T1", Channel: "C1"}), "chat.postMessage", "C1"},
		"alert to person": {send(bot.Target{Workspace: "T1", User: "U1"}), "chat.postMessage", "DU1"},
	} {
		t.Run(name, func(t *testing.T) {
			story(t, func(w *world) {
				w.draws(chart)
				tc.does(w)
				settled()
				calls := w.slack.to(tc.way)
				last := calls[len(calls)-1]
				if last.text() != "[private words rise]" || last.str("channel")+last.str("user") != tc.who {
					w.Errorf("the picture: %+v\n%v\n%s", last, w.slack.all(), w.log)
				}
				if text := calls[len(calls)-2]; text.text() != "the text" {
					w.Errorf("before it came %+v", text)
				}
				if last.args["replace_original"] == true {
					w.Error("the picture came in place of the text")
				}
			})
		})
	}
}

func TestOnlyTheTextWhenThePictureFails(t *testing.T) {
	always := func(answer func(http.ResponseWriter, *http.Request)) (all []func(http.ResponseWriter, *http.Request)) {
		for range 100 {
			all = append(all, answer)
		}
		return all
	}
	for name, tc := range map[string]struct {
		picture func(context.Context) (bot.Image, error)
		method  string
		answer  func(http.ResponseWriter, *http.Request)
	}{
		"error":  {picture: func(context.Context) (bot.Image, error) { return bot.Image{}, errors.New("no") }},
		"panic":  {picture: func(context.Context) (bot.Image, error) { panic("private words") }},
		"no PNG": {picture: func(context.Context) (bot.Image, error) { return bot.Image{PNG: []byte("private words")}, nil }},
		"too large": {picture: func(context.Context) (bot.Image, error) {
			return bot.Image{PNG: append([]byte(png), make([]byte, maxPNG)...)}, nil
		}},
		"scope":       {method: "files.getUploadURLExternal", answer: slackError("missing_scope")},
		"no room":     {method: "files.getUploadURLExternal", answer: slackError("")},
		"refused":     {method: "upload", answer: status(403)},
		"unreachable": {method: "upload", answer: status(503)},
		"incomplete":  {method: "files.completeUploadExternal", answer: slackError("file_update_failed")},
		"never ready": {method: "chat.postEphemeral", answer: slackError("invalid_blocks")},
	} {
		t.Run(name, func(t *testing.T) {
			story(t, func(w *world) {
				w.draws(tc.picture)
				if tc.picture == nil {
					w.draws(chart)
				}
				if tc.method == "chat.postEphemeral" { // after the text
					w.slack.next(tc.method, func(rw http.ResponseWriter, _ *http.Request) { _, _ = rw.Write([]byte(`{"ok":true}`)) })
				}
				if tc.method != "" {
					w.slack.next(tc.method, always(tc.answer)...)
				}
				w.event("E1", mention("U1", "C1", "how is acme"))
				settled()
				if got := w.slack.to("chat.postEphemeral"); got[0].text() != "the text" || len(got) > 1+len(whenReady) {
					w.Errorf("%d messages: %+v", len(got), got)
				}
				if n := strings.Count(w.log.String(), "picture not delivered"); n != 1 {
					w.Errorf("%d log lines:\n%s", n, w.log)
				}
				if strings.Contains(w.log.String(), "reply not delivered") {
					w.Error("the text was taken for lost")
				}
				if left := w.slack.kept(); len(left) > 0 {
					w.Errorf("left behind: %v", left)
				}
			})
		})
	}
}

func TestNothingToDrawIsNoFailure(t *testing.T) {
	story(t, func(w *world) {
		w.draws(func(context.Context) (bot.Image, error) { return bot.Image{}, nil })
		w.event("E1", mention("U1", "C1", "how is acme"))
		settled()
		if w.once("chat.postEphemeral").text() != "the text" || strings.Contains(w.log.String(), "picture") {
			w.Errorf("%v\n%s", w.slack.all(), w.log)
		}
	})
}

func TestImagesOfAReplyFollowIt(t *testing.T) {
	story(t, func(w *world) {
		w.answer = func(context.Context, bot.Event) (bot.Reply, error) {
			return bot.Reply{Title: "Acme", Picture: chart, Blocks: []bot.Block{
				bot.Image{Title: "no picture", Alt: "in words alone"},
				bot.Image{PNG: []byte(png + "1"), Title: "26 weeks", Alt: "rising"},
				bot.Image{PNG: []byte(png + "2")},
			}}, nil
		}
		w.event("E1", mention("U1", "C1", "how is acme"))
		settled()
		calls := w.slack.to("chat.postEphemeral")
		if len(calls) != 2 || calls[0].text() != "Acme|no picture: in words alone|26 weeks: rising" ||
			calls[1].text() != "26 weeks|[rising]|[Acme]|[private words rise]" {
			w.Errorf("%d messages: %q", len(calls), calls[len(calls)-1].text())
		}
	})
}

func TestNoPictureWhereOutsidersCameIn(t *testing.T) {
	story(t, func(w *world) {
		slow := illustrated("the text")
		slow.Picture = func(ctx context.Context) (bot.Image, error) {
			w.adapter.channels.Put("T1/C1", audience{exposed: true})
			return chart(ctx)
		}
		if err := w.adapter.Send(context.Background(), bot.Target{Workspace: "T1", Channel: "C1"}, slow); err != nil {
			w.Error(err)
		}
		settled()
		if w.once("chat.postMessage").text() != "the text" || len(w.slack.kept()) > 0 {
			w.Errorf("calls %v", w.slack.all())
		}
	})
}
