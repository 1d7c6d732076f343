package playground

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"slices"
	"time"

	"amicable/bot"
)

const (
	// maxArtists is how many pictures are made at once; the others wait.
	maxArtists = 4
	// maxWaiting is how many are being made or wait. Beyond them an answer stays
	// without its picture, which says nothing that the text does not.
	maxWaiting = 100
	// maxSketches is how many pictures of pages that are no messages are kept.
	maxSketches = 16
	// pictureTime bounds the making of one.
	pictureTime = 5 * time.Second
)

// illustrate makes the picture that follows a message, without anybody waiting
// for it, and puts it below the text.
func (p *Playground) illustrate(ctx context.Context, m Message, draw func(context.Context) (bot.Image, error)) {
	p.begin(ctx, draw, func(ctx context.Context, picture bot.Image, ok bool) {
		shown, is := renderBlock(picture)
		if !ok || !is {
			return
		}
		p.history.keepPicture(ctx, &shown, picture.PNG)
		p.history.change(ctx, m.ID, func(now Message) (Message, bool) {
			if !now.says(m) {
				return now, false // another answer stands there by now
			}
			body := *now.Body
			body.Blocks = append(slices.Clone(body.Blocks), shown)
			now.Body = &body
			return now, true
		})
	})
}

// begin makes a picture as soon as an artist is free, and hands it to done, or
// that there is none. It tells whether there will be a call of done.
func (p *Playground) begin(ctx context.Context, draw func(context.Context) (bot.Image, error), done func(context.Context, bot.Image, bool)) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ended {
		return false
	}
	if p.waiting >= maxWaiting {
		p.cfg.Log.WarnContext(ctx, "playground: a picture was left out, too many are waiting")
		return false
	}
	p.waiting++
	p.drawing.Go(func() {
		defer func() {
			p.mu.Lock()
			p.waiting--
			p.mu.Unlock()
		}()
		select {
		case p.artists <- struct{}{}:
		case <-p.life.Done():
			done(ctx, bot.Image{}, false)
			return
		}
		defer func() { <-p.artists }()
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), pictureTime)
		defer cancel()
		picture, ok := p.draw(ctx, draw)
		done(ctx, picture, ok)
	})
	return true
}

// draw makes a picture. That it fails costs the picture alone.
func (p *Playground) draw(ctx context.Context, draw func(context.Context) (bot.Image, error)) (picture bot.Image, ok bool) {
	defer func() {
		if r := recover(); r != nil {
			p.cfg.Log.ErrorContext(ctx, "playground: making a picture panicked", "panic", r)
			ok = false
		}
	}()
	picture, err := draw(ctx)
	if err != nil {
		p.cfg.Log.WarnContext(ctx, "playground: no picture", "error", err)
		return bot.Image{}, false
	}
	return picture, true
}

// sketch is a picture of a page that is no message, which has an address before it is made.
type sketch struct {
	made chan struct{} // closed when data is there, or will never be
	data []byte
}

// follow begins a picture and gives it an address at once: whoever asks there
// waits for it. So the text of the page waits for nothing.
func (p *Playground) follow(ctx context.Context, draw func(context.Context) (bot.Image, error)) (block, bool) {
	s, name := &sketch{made: make(chan struct{})}, p.cfg.NewID()
	if !p.begin(ctx, draw, func(_ context.Context, picture bot.Image, ok bool) {
		if ok {
			s.data = picture.PNG
		}
		close(s.made)
	}) {
		return block{}, false
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.sketch[name] = s
	p.drafts = append(p.drafts, name)
	if len(p.drafts) > maxSketches {
		delete(p.sketch, p.drafts[0])
		p.drafts = p.drafts[1:]
	}
	return block{Type: "image", Source: pictureFolder + name}, true
}

// nothing is a PNG of one pixel that cannot be seen: what a picture that could
// not be made leaves on its page.
var nothing = func() []byte {
	var data bytes.Buffer
	if err := png.Encode(&data, image.NewNRGBA(image.Rect(0, 0, 1, 1))); err != nil { // into memory, and of a valid size
		panic(err)
	}
	return data.Bytes()
}()

// followed waits for a picture that has its address already; nil when there is none of that name.
func (p *Playground) followed(ctx context.Context, name string) []byte {
	p.mu.Lock()
	s := p.sketch[name]
	p.mu.Unlock()
	if s == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, answerTime)
	defer cancel()
	select {
	case <-s.made:
	case <-ctx.Done():
		return nothing
	}
	if len(s.data) == 0 {
		return nothing
	}
	return s.data
}
