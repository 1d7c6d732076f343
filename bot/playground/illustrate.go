package playground

import (
	"context"
	"slices"
	"time"

	"amicable/bot"
)

const (
	// maxArtists is how many pictures are made at once. Beyond them an answer
	// stays without its picture, which says nothing that the text does not.
	maxArtists = 4
	// pictureTime bounds the making of one.
	pictureTime = 5 * time.Second
)

// illustrate makes the picture that follows a message, without anybody waiting
// for it, and puts it below the text.
func (p *Playground) illustrate(ctx context.Context, m Message, draw func(context.Context) (bot.Image, error)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ended {
		return
	}
	select {
	case p.artists <- struct{}{}:
	default:
		p.cfg.Log.WarnContext(ctx, "playground: a picture was left out, too many are being made")
		return
	}
	p.drawing.Go(func() {
		defer func() { <-p.artists }()
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), pictureTime)
		defer cancel()
		shown, ok := p.draw(ctx, draw)
		if !ok {
			return
		}
		p.history.change(ctx, m.ID, func(now Message) (Message, bool) {
			if now.Body == nil || now.Text != m.Text || now.Body.Title != m.Body.Title || now.Body.Plain != m.Body.Plain {
				return now, false // another answer stands there by now
			}
			body := *now.Body
			body.Blocks = append(slices.Clone(body.Blocks), shown)
			now.Body = &body
			return now, true
		})
	})
}

// draw makes a picture. That it fails costs the picture alone.
func (p *Playground) draw(ctx context.Context, draw func(context.Context) (bot.Image, error)) (shown block, ok bool) {
	defer func() {
		if r := recover(); r != nil {
			p.cfg.Log.ErrorContext(ctx, "playground: making a picture panicked", "panic", r)
			ok = false
		}
	}()
	picture, err := draw(ctx)
	if err != nil {
		p.cfg.Log.WarnContext(ctx, "playground: no picture", "error", err)
		return block{}, false
	}
	if shown, ok = renderBlock(picture); ok {
		p.history.keepPicture(ctx, &shown, picture.PNG)
	}
	return shown, ok
}
