package chart

import (
	"context"
	"fmt"
	"runtime"
	"sync"
)

// Painter draws cards, as many at a time as there are cores; who comes when all
// are busy waits as long as its context allows. It is safe for concurrent use,
// costs nothing until the first card, and gives its memory (about 4 MB a core)
// back when idle.
type Painter struct {
	slots    chan struct{}
	canvases sync.Pool
}

// NewPainter returns a painter that draws as many cards at a time as there are cores.
func NewPainter() *Painter {
	return &Painter{slots: make(chan struct{}, max(1, runtime.GOMAXPROCS(0)))}
}

// Client draws a client's course as a PNG. The error is the context's, when it
// ended while all cores were busy.
func (p *Painter) Client(ctx context.Context, card ClientCard) ([]byte, error) {
	return p.paint(ctx, "client", card.draw)
}

// Portfolio draws the portfolio as a PNG; errors as those of Client.
func (p *Painter) Portfolio(ctx context.Context, card PortfolioCard) ([]byte, error) {
	return p.paint(ctx, "portfolio", card.draw)
}

// Costs draws what costs most as a PNG; errors as those of Client.
func (p *Painter) Costs(ctx context.Context, card CostsCard) ([]byte, error) {
	return p.paint(ctx, "costs", card.draw)
}

func (p *Painter) paint(ctx context.Context, what string, draw func(*canvas)) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("drawing %s: %w", what, err)
	}
	select {
	case p.slots <- struct{}{}:
		defer func() { <-p.slots }()
	case <-ctx.Done():
		return nil, fmt.Errorf("drawing %s: %w", what, ctx.Err())
	}
	parsed, err := fonts()
	if err != nil {
		return nil, fmt.Errorf("drawing %s: %w", what, err)
	}
	c, ok := p.canvases.Get().(*canvas)
	if !ok {
		c = newCanvas()
	}
	defer p.canvases.Put(c)
	c.text.fonts = parsed
	c.card()
	draw(c)
	picture, err := encode(c.img)
	if err != nil {
		return nil, fmt.Errorf("drawing %s: %w", what, err)
	}
	return picture, nil
}
