package slack

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	sdk "github.com/slack-go/slack"

	"amicable/bot"
	"amicable/bot/internal/work"
)

// Pictures have workers of their own: a slow one keeps no text waiting.
const (
	drawTime    = 10 * time.Second // a Reply.Picture's deadline
	pictureTime = 2 * time.Minute  // everything about the pictures of one reply
	painters    = 4                // replies whose pictures are worked on at once
	maxPainting = 256              // more wait; what comes on top goes without
	maxPictures = 4                // in one reply
	maxPNG      = 4 << 20          // bytes of one
)

// whenReady are the pauses before each try to show files that were just
// uploaded: Slack answers invalid_blocks until it has looked at them.
var whenReady = []time.Duration{time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second}

// maxResponses is how many of those tries may go to a response_url. It takes five
// messages in all, and the text needed up to two
// (https://docs.slack.dev/interactivity/handling-user-interaction/#message_responses).
const maxResponses = 3

// illustrate has a reply's pictures made and shown where its text went. It is
// called when the text is there; whatever fails then, the text stands.
func (a *Adapter) illustrate(went place, r bot.Reply) {
	if r.Picture == nil && !slices.ContainsFunc(r.Blocks, hasPNG) {
		return
	}
	failed := func(err error) {
		a.cfg.Log.Warn("slack: picture not delivered", "workspace", went.team, "channel", went.channel.ID, "user", went.user, "error", err)
	}
	queued := a.pictures.Add(func() {
		ctx, cancel := context.WithTimeout(a.life, pictureTime)
		defer cancel()
		show := a.showMessage
		if went.home {
			show = a.showHome
		}
		images, err := a.images(ctx, r)
		if len(images) > 0 {
			err = errors.Join(err, show(ctx, went, r, images))
		}
		if err != nil {
			failed(err)
		}
	})
	if !queued {
		failed(errCrowded)
	}
}

func hasPNG(b bot.Block) bool {
	i, ok := b.(bot.Image)
	return ok && len(i.PNG) > 0
}

// images collects a reply's pictures; the error tells of those that are missing.
func (a *Adapter) images(ctx context.Context, r bot.Reply) ([]bot.Image, error) {
	var all []bot.Image
	for _, b := range r.Blocks {
		if hasPNG(b) {
			all = append(all, b.(bot.Image))
		}
	}
	var problems []error
	if r.Picture != nil {
		switch i, err := a.draw(ctx, r.Picture); {
		case err != nil:
			problems = append(problems, fmt.Errorf("making a picture: %w", err))
		case len(i.PNG) > 0: // else there was nothing to draw
			all = append(all, i)
		}
	}
	all = slices.DeleteFunc(all, func(i bot.Image) bool {
		wrong := len(i.PNG) > maxPNG || !bytes.HasPrefix(i.PNG, []byte("\x89PNG\r\n\x1a\n"))
		if wrong {
			problems = append(problems, fmt.Errorf("a picture of %d bytes is too large or no PNG", len(i.PNG)))
		}
		return wrong
	})
	if len(all) > maxPictures {
		problems = append(problems, fmt.Errorf("%d pictures are too many", len(all)))
		all = all[:maxPictures]
	}
	return all, errors.Join(problems...)
}

// draw makes a picture with a deadline and a net. One that comes too late anyway is not used.
func (a *Adapter) draw(ctx context.Context, picture func(context.Context) (bot.Image, error)) (bot.Image, error) {
	ctx, cancel := context.WithTimeout(ctx, drawTime)
	defer cancel()
	i, err := work.Guard(ctx, picture, func(stack string) {
		a.cfg.Log.Error("slack: picture panicked", "stack", stack)
	})
	if err == nil {
		err = ctx.Err()
	}
	return i, err
}

// showMessage shows pictures in a message of their own, to those who see the text.
func (a *Adapter) showMessage(ctx context.Context, at place, r bot.Reply, images []bot.Image) error {
	files, err := a.uploadAll(ctx, at.team, images)
	if err != nil {
		return err
	}
	m := message{
		ResponseType: "ephemeral", Parse: "none", Blocks: imageBlocks(images, files, r),
		Text: cmp.Or(fallback(bot.Reply{Blocks: []bot.Block{images[0]}}), fallback(r)),
	}
	tries := 0
	err = a.ready(ctx, whenReady, func() error {
		if tries++; tries > maxResponses {
			at.responseURL = ""
		}
		if at.responseURL != "" {
			err := a.showResponse(ctx, at, r, m)
			if err == nil || notReady(err) {
				return err
			}
			at.responseURL = "" // used up, or its time is over
		}
		return a.showChannel(ctx, at, r, m)
	})
	if err != nil {
		return errors.Join(fmt.Errorf("showing a picture: %w", err), a.discard(at.team, files))
	}
	return nil
}

func (a *Adapter) showResponse(ctx context.Context, at place, r bot.Reply, m message) error {
	if at.channel.Direct || a.openly(at, r) {
		m.ResponseType = "in_channel"
	}
	return a.retrying(ctx, func(ctx context.Context) error { return a.postTo(ctx, at.responseURL, m) })
}

func (a *Adapter) showChannel(ctx context.Context, at place, r bot.Reply, m message) error {
	openly := at.channel.Direct || a.openly(at, r)
	if at.channel.ID == "" || (!openly && at.user == "") {
		return errNoSuchWay
	}
	return a.retrying(ctx, func(ctx context.Context) error {
		api, err := a.client(ctx, at.team)
		if err != nil {
			return err
		}
		opts := options(m.Text, m.Blocks, at.thread)
		if openly {
			_, _, err = api.PostMessageContext(ctx, at.channel.ID, opts...)
		} else {
			_, err = api.PostEphemeralContext(ctx, at.channel.ID, at.user, opts...)
		}
		return err
	})
}

// homePictures are the files that somebody's home page shows.
type homePictures struct {
	content string // digest of the pictures
	files   []string
}

// showHome publishes the home page once more, with its pictures. Slack refuses
// it (hash_conflict) when a newer page was published since: that one's own
// pictures follow. The files of a page that is no longer shown are deleted;
// pictures that did not change are not uploaded again.
func (a *Adapter) showHome(ctx context.Context, at place, r bot.Reply, images []bot.Image) error {
	var parts [][]byte
	for _, i := range images {
		parts = append(parts, i.PNG)
	}
	key, now := at.team+"/"+at.user, homePictures{content: digest("pictures", parts...)}
	last, _ := a.homes.Peek(key)
	pauses := whenReady
	if last.content == now.content {
		now.files, pauses = last.files, []time.Duration{0}
	} else {
		var err error
		if now.files, err = a.uploadAll(ctx, at.team, images); err != nil {
			return err
		}
	}
	blocks := imageBlocks(images, now.files, r)
	err := a.ready(ctx, pauses, func() error {
		_, err := a.publish(ctx, at, r, blocks...)
		return err
	})
	fresh := last.content != now.content
	switch {
	case err == nil && fresh:
		a.homes.Put(key, now)
		return a.discard(at.team, last.files)
	case err == nil:
		return nil
	case isCode(err, "hash_conflict"):
		if fresh {
			return a.discard(at.team, now.files)
		}
		return nil
	}
	if !fresh { // they may have been deleted by others
		a.homes.Drop(key)
	}
	return errors.Join(err, a.discard(at.team, now.files))
}

// ready tries to show pictures, after a pause each time, until Slack is ready for them.
func (a *Adapter) ready(ctx context.Context, pauses []time.Duration, show func() error) error {
	var err error
	for _, pause := range pauses {
		if serr := a.sleep(ctx, pause); serr != nil {
			return errors.Join(err, serr)
		}
		if err = show(); !notReady(err) {
			return err
		}
	}
	return err
}

// notReady tells whether Slack does not know the file yet: the first code is from
// messages, the second from views.
func notReady(err error) bool {
	return isCode(err, "invalid_blocks", "invalid_arguments", "file_not_found")
}

func imageBlocks(images []bot.Image, files []string, r bot.Reply) []sdk.Block {
	var blocks []sdk.Block
	for n, i := range images {
		var title *sdk.TextBlockObject
		if strings.TrimSpace(i.Title) != "" {
			title = plainText(i.Title, maxImageText)
		}
		alt := cmp.Or(strings.TrimSpace(i.Alt), strings.TrimSpace(i.Title), r.Plain(), "…")
		blocks = append(blocks, sdk.NewImageBlockSlackFile(&sdk.SlackFileObject{ID: files[n]}, literal(alt, maxImageText), "", title))
	}
	return blocks
}
