package discord

import (
	"context"
	"errors"
	"fmt"
	"time"

	"amicable/bot"
	"amicable/bot/internal/work"
)

// Pictures and better words have workers of their own: a slow one keeps no text waiting.
const (
	drawTime    = 10 * time.Second // a Reply.Picture's deadline
	pictureTime = 2 * time.Minute  // everything about the picture of one reply
	painters    = 4
	maxPainting = 256 // more wait; what comes on top goes without
	writers     = 16
	maxWriting  = 256
)

// follow does what comes after a reply, when it is there: its picture, and the
// better version of itself. Whatever fails then, the reply stands.
func (a *Adapter) follow(at place, d *desk, r bot.Reply) {
	a.illustrate(at, d, r)
	if r.Later == nil {
		return
	}
	queued := a.wordings.Add(func() {
		defer a.rescue("later", at.user)
		next, err := a.better(r.Later)
		if err == nil && !next.Empty() {
			err = a.supersede(at, d, next)
		}
		if err != nil {
			a.cfg.Log.Warn("discord: a reply keeps its first version", "workspace", at.guild, "channel", at.channel.ID, "user", at.user, "error", err)
		}
	})
	if !queued {
		a.cfg.Log.Warn("discord: a reply keeps its first version", "workspace", at.guild, "error", errCrowded)
	}
}

// illustrate has a reply's picture made, and shown below its text.
func (a *Adapter) illustrate(at place, d *desk, r bot.Reply) {
	if r.Picture == nil {
		return
	}
	failed := func(err error) {
		a.cfg.Log.Warn("discord: picture not delivered", "workspace", at.guild, "channel", at.channel.ID, "user", at.user, "error", err)
	}
	pictures := *d // the text's own messages are another matter
	pictures.ids, pictures.part = nil, d.part+"picture"
	queued := a.pictures.Add(func() {
		defer a.rescue("picture", at.user)
		ctx, cancel := context.WithTimeout(a.life, pictureTime)
		defer cancel()
		image, err := a.draw(ctx, r.Picture)
		if err != nil {
			failed(fmt.Errorf("making a picture: %w", err))
			return
		}
		if len(image.PNG) == 0 { // there was nothing to draw
			return
		}
		if err := a.rest(ctx, &pictures, a.renderer(at).picture(image, d.private)); err != nil {
			failed(err)
		}
	})
	if !queued {
		failed(errCrowded)
	}
}

// draw makes a picture with a deadline and a net. One that comes too late anyway is not used.
func (a *Adapter) draw(ctx context.Context, picture func(context.Context) (bot.Image, error)) (bot.Image, error) {
	ctx, cancel := context.WithTimeout(ctx, drawTime)
	defer cancel()
	i, err := work.Guard(ctx, picture, func(stack string) {
		a.cfg.Log.Error("discord: picture panicked", "stack", stack)
	})
	if err == nil {
		err = ctx.Err()
	}
	return i, err
}

// better waits for a Reply.Later, with a deadline and a net.
func (a *Adapter) better(later func(context.Context) (bot.Reply, error)) (bot.Reply, error) {
	ctx, cancel := context.WithTimeout(a.polish, bot.LaterTime)
	defer cancel()
	return work.Guard(ctx, later, func(stack string) {
		a.cfg.Log.Error("discord: working on a reply panicked", "stack", stack)
	})
}

// supersede puts next in the place of the messages that a reply took: as many
// are changed as there are of both, what is left over goes or is added.
func (a *Adapter) supersede(at place, d *desk, next bot.Reply) error {
	ctx, cancel := context.WithTimeout(a.life, jobTime)
	defer cancel()
	outs := a.rendered(at, a.offered(sentPlace(at), next), d.private)
	if len(outs) == 0 {
		return errors.New("there is nothing to show in it")
	}
	for n := range min(len(outs), len(d.ids)) {
		if err := a.swap(ctx, d, n, outs[n]); err != nil {
			return err
		}
	}
	for len(d.ids) > len(outs) {
		if err := a.drop(ctx, d); err != nil {
			return err
		}
	}
	if err := a.rest(ctx, d, outs[len(d.ids):]); err != nil {
		return err
	}
	d.part = "better"
	a.illustrate(at, d, next)
	return nil
}

// sentPlace is a place where no dialog can be opened any more.
func sentPlace(at place) place {
	at.sent = true
	return at
}
