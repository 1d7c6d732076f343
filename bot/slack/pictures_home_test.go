package slack

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"amicable/bot"
)

func (w *world) homeOpened(id string) {
	w.event(id, object{"type": "app_home_opened", "user": "U1", "tab": "home", "channel": "D7"})
	settled()
}

func TestPicturesOnTheHomePage(t *testing.T) {
	story(t, func(w *world) {
		w.draws(chart)
		w.homeOpened("E1")
		views := w.slack.to("views.publish")
		if len(views) != 2 || views[0].text() != "the text" || views[1].text() != "the text|[private words rise]" || views[1].str("hash") == "" {
			w.Fatalf("published %+v\n%s", views, w.log)
		}

		w.homeOpened("E2") // the same picture
		if n := len(w.slack.to("upload")); n != 1 {
			w.Errorf("uploaded %d times", n)
		}
		if views := w.slack.to("views.publish"); len(views) != 4 || views[3].text() != "the text|[private words rise]" {
			w.Errorf("published %+v", views)
		}

		w.draws(func(context.Context) (bot.Image, error) { return bot.Image{PNG: []byte(png + "new"), Alt: "new"}, nil })
		w.homeOpened("E3")
		if d := cmp.Diff([]string{"F00000002"}, w.slack.kept()); d != "" {
			w.Errorf("the files that are left: %s\n%s", d, w.log)
		}
	})
}

// The home page was opened again, or a button on it pressed, while its picture was made.
func TestAnOldPictureDoesNotReplaceANewerHomePage(t *testing.T) {
	story(t, func(w *world) {
		w.draws(func(ctx context.Context) (bot.Image, error) {
			w.slack.mu.Lock()
			w.slack.views["U1"] = "newer"
			w.slack.mu.Unlock()
			return chart(ctx)
		})
		w.homeOpened("E1")
		if len(w.slack.to("views.publish")) != 2 || len(w.slack.kept()) > 0 || strings.Contains(w.log.String(), "picture") {
			w.Errorf("calls %v, files %v\n%s", w.slack.all(), w.slack.kept(), w.log)
		}
	})
}

func TestHomePictureThatIsNotReadyAtFirst(t *testing.T) {
	story(t, func(w *world) {
		w.draws(func(ctx context.Context) (bot.Image, error) {
			w.slack.next("views.publish", slackError("invalid_arguments"), slackError("invalid_arguments"))
			return chart(ctx)
		})
		w.homeOpened("E1")
		if views := w.slack.to("views.publish"); len(views) != 4 || len(w.slack.kept()) != 1 || w.slack.views["U1"] != "xx" {
			w.Errorf("published %+v\n%s", views, w.log)
		}
	})
}

func TestHomePictureThatSomebodyDeleted(t *testing.T) {
	story(t, func(w *world) {
		w.draws(chart)
		w.homeOpened("E1")
		w.slack.mu.Lock()
		w.slack.files["F00000001"] = "deleted"
		w.slack.mu.Unlock()
		w.homeOpened("E2") // without
		w.homeOpened("E3")
		if d := cmp.Diff([]string{"F00000002"}, w.slack.kept()); d != "" {
			w.Error(d)
		}
	})
}
