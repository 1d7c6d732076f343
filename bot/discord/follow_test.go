package discord

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"amicable/bot"
)

// Pictures come after the text, to the same person; long replies go on in further messages.
func TestWhatFollowsAnAnswer(t *testing.T) {
	story(t, func(w *world) {
		w.reply(bot.Reply{Blocks: says("the text").Blocks, Picture: func(ctx context.Context) (bot.Image, error) {
			select {
			case <-time.After(3 * time.Second):
			case <-ctx.Done():
			}
			return bot.Image{PNG: png, Alt: "a curve"}, nil
		}})
		i := w.do(w.dc.Command(w.g.Channel("general"), w.ann, "assess"))
		w.wants(w.shown(i), "the text")
		time.Sleep(4 * time.Second)
		synctest.Wait()
		all := w.dc.Shown(i)
		if len(all) != 2 || !all[1].Private() || len(all[1].Attachments) != 1 {
			t.Fatalf("shown %q", texts(all))
		}

		w.reply(bot.Reply{Blocks: []bot.Block{bot.Draft{Text: strings.Repeat("A long letter. ", 500)}}})
		i = w.do(w.dc.Command(w.g.Channel("general"), w.ann, "draft"))
		all = w.dc.Shown(i)
		if len(all) != 2 || !all[0].Private() || !all[1].Private() {
			t.Errorf("a long letter takes %d messages", len(all))
		}
	})
}

// The better version of a reply takes its place, messages that are too many go.
func TestBetterWordsTakeTheFirstOnesPlace(t *testing.T) {
	story(t, func(w *world) {
		long := bot.Reply{Blocks: []bot.Block{bot.Draft{Text: strings.Repeat("A long letter. ", 500)}}}
		long.Later = func(context.Context) (bot.Reply, error) {
			time.Sleep(20 * time.Second)
			return says("a better letter"), nil
		}
		w.reply(long)
		general := w.g.Channel("general")
		i := w.do(w.dc.Command(general, w.ann, "draft"))
		if len(w.dc.Shown(i)) != 2 {
			t.Fatal("the letter is not long")
		}
		w.wrote(general, w.ann, "<@"+w.a.self()+"> draft")
		time.Sleep(30 * time.Second)
		synctest.Wait()
		w.wants(w.shown(i), "a better letter")
		w.wants(texts(w.dc.Direct(w.ann.User)), "a better letter")
	})
}

// What follows an answer can fail without harm to it.
func TestWhatFollowsMayFail(t *testing.T) {
	story(t, func(w *world) {
		for name, r := range map[string]bot.Reply{
			"a picture":       {Picture: func(context.Context) (bot.Image, error) { return bot.Image{}, errors.New("no paint") }},
			"a wild picture":  {Picture: func(context.Context) (bot.Image, error) { panic("no paint") }},
			"a slow picture":  {Picture: func(ctx context.Context) (bot.Image, error) { <-ctx.Done(); return bot.Image{PNG: png}, nil }},
			"no picture":      {Picture: func(context.Context) (bot.Image, error) { return bot.Image{}, nil }},
			"better words":    {Later: func(context.Context) (bot.Reply, error) { return bot.Reply{}, errors.New("no words") }},
			"wild words":      {Later: func(context.Context) (bot.Reply, error) { panic("no words") }},
			"no better words": {Later: func(context.Context) (bot.Reply, error) { return bot.Reply{}, nil }},
			"endless words":   {Later: func(ctx context.Context) (bot.Reply, error) { <-ctx.Done(); return bot.Reply{}, ctx.Err() }},
		} {
			r.Blocks = says("the text").Blocks
			w.reply(r)
			i := w.do(w.dc.Command(w.g.Channel("general"), w.ann, "assess"))
			time.Sleep(2 * time.Minute)
			synctest.Wait()
			if got := w.shown(i); !slices.Equal(got, []string{"the text"}) {
				t.Errorf("%s: shown %q", name, got)
			}
		}
	})
}
