package playground

import (
	"context"
	"fmt"
	"runtime/debug"

	"amicable/bot"
)

// improve works on the better version of a message, without anybody waiting for
// it, and puts it in the message's place. The page's end ends it.
func (p *Playground) improve(ctx context.Context, m Message, later func(context.Context) (bot.Reply, error)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ended || p.writing >= maxWaiting {
		return
	}
	p.writing++
	p.drawing.Go(func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), bot.LaterTime)
		defer cancel()
		defer context.AfterFunc(p.life, cancel)()
		next, err := p.better(ctx, later)
		p.mu.Lock()
		p.writing--
		p.mu.Unlock()
		if err != nil {
			p.cfg.Log.WarnContext(ctx, "playground: a reply keeps its first version", "error", err)
			return
		}
		p.supersede(context.WithoutCancel(ctx), m, next)
	})
}

func (p *Playground) better(ctx context.Context, later func(context.Context) (bot.Reply, error)) (r bot.Reply, err error) {
	defer func() {
		if v := recover(); v != nil {
			p.cfg.Log.ErrorContext(ctx, "playground: working on a reply panicked", "panic", v, "stack", string(debug.Stack()))
			err = fmt.Errorf("working on a reply panicked")
		}
	}()
	return later(ctx)
}

// supersede shows next where m stands, unless something else stands there by now.
func (p *Playground) supersede(ctx context.Context, m Message, next bot.Reply) {
	if next.Empty() {
		return
	}
	body := p.render(ctx, next)
	changed := p.history.change(ctx, m.ID, func(now Message) (Message, bool) {
		if !now.says(m) {
			return now, false
		}
		now.Body = body
		return now, true
	})
	if changed && next.Picture != nil {
		m.Body = body
		p.illustrate(ctx, m, next.Picture)
	}
}
