package chart_test

import (
	"bytes"
	"context"
	"errors"
	stdflag "flag"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"amicable/scoring/chart"
)

var (
	update  = stdflag.Bool("update", false, "write the golden pictures anew")
	gallery = stdflag.String("gallery", "", "a folder to put every picture in, on white and on dark")
)

type drawing func(context.Context, *chart.Painter) ([]byte, error)

// drawings are all cards of cards_test.go by name.
func drawings() map[string]drawing {
	all := map[string]drawing{}
	for name, k := range clientCards() {
		all[name] = func(ctx context.Context, p *chart.Painter) ([]byte, error) { return p.Client(ctx, k) }
	}
	for name, k := range portfolioCards() {
		all[name] = func(ctx context.Context, p *chart.Painter) ([]byte, error) { return p.Portfolio(ctx, k) }
	}
	for name, k := range costsCards() {
		all[name] = func(ctx context.Context, p *chart.Painter) ([]byte, error) { return p.Costs(ctx, k) }
	}
	return all
}

// golden are the pictures kept; the others only have to be drawn.
var golden = []string{"client", "client-200", "client-cyrillic", "costs", "portfolio-ranked", "portfolio-revenue"}

func TestPictures(t *testing.T) {
	p := chart.NewPainter()
	all := drawings()
	for _, name := range slices.Sorted(maps.Keys(all)) {
		t.Run(name, func(t *testing.T) {
			got, err := all[name](t.Context(), p)
			if err != nil {
				t.Fatal(err)
			}
			img := decode(t, got)
			if b := img.Bounds(); b.Dx() != chart.Width || b.Dy() != chart.Height {
				t.Fatalf("picture is %v", b)
			}
			if len(got) > 80<<10 {
				t.Errorf("picture has %d bytes", len(got))
			}
			if *gallery != "" {
				hang(t, name, img)
			}
			if slices.Contains(golden, name) {
				compare(t, filepath.Join("testdata", name+".png"), got)
			}
		})
	}
}

func decode(t *testing.T, b []byte) image.Image {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatalf("decoding picture: %v", err)
	}
	return img
}

// compare is about pixels: the bytes also depend on the Go release's
// compression, and the last bit of a shade on the processor.
func compare(t *testing.T, file string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, got, 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	kept, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(kept, got) {
		return
	}
	was, is := decode(t, kept), decode(t, got)
	if was.Bounds() != is.Bounds() {
		t.Fatalf("picture is %v, kept %v", is.Bounds(), was.Bounds())
	}
	off := 0
	for y := range chart.Height {
		for x := range chart.Width {
			if !alike(was.At(x, y), is.At(x, y)) {
				off++
			}
		}
	}
	if off > 50 {
		t.Errorf("%d pixels differ from %s; look at the new picture (-gallery), then -update", off, file)
	}
}

func alike(a, b color.Color) bool {
	r1, g1, b1, a1 := a.RGBA()
	r2, g2, b2, a2 := b.RGBA()
	for _, d := range [][2]uint32{{r1, r2}, {g1, g2}, {b1, b2}, {a1, a2}} {
		if max(d[0], d[1])-min(d[0], d[1]) > 0x0A00 {
			return false
		}
	}
	return true
}

// hang puts a picture on a white and on a dark wall, at half size too.
func hang(t *testing.T, name string, img image.Image) {
	t.Helper()
	wall := image.NewRGBA(image.Rect(0, 0, chart.Width+80, 2*(chart.Height+80)))
	for i, ground := range []color.Color{color.White, color.RGBA{0x1A, 0x1D, 0x21, 255}} {
		at := image.Rect(0, i*(chart.Height+80), chart.Width+80, (i+1)*(chart.Height+80))
		draw.Draw(wall, at, image.NewUniform(ground), image.Point{}, draw.Src)
		draw.Draw(wall, at.Add(image.Pt(40, 40)), img, image.Point{}, draw.Over)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, wall); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(*gallery, name+".png"), b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestSameDataSameBytes(t *testing.T) {
	all := drawings()
	once := map[string][]byte{}
	p := chart.NewPainter()
	for name, d := range all {
		once[name], _ = d(t.Context(), p)
	}
	// Again by another painter, in another order, all at once.
	other := chart.NewPainter()
	var wg sync.WaitGroup
	for name, d := range all {
		wg.Go(func() {
			again, err := d(t.Context(), other)
			if err != nil || !bytes.Equal(again, once[name]) {
				t.Errorf("%s is not the same the second time (%v)", name, err)
			}
		})
	}
	wg.Wait()
}

func TestNobodyWaitsBeyondTheirTime(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := chart.NewPainter().Client(ctx, chart.ClientCard{}); !errors.Is(err, context.Canceled) {
		t.Fatalf("error is %v, want the context's", err)
	}
}

func TestEmptyCardsAreDrawn(t *testing.T) {
	p := chart.NewPainter()
	for name, d := range map[string]drawing{
		"client": func(ctx context.Context, p *chart.Painter) ([]byte, error) { return p.Client(ctx, chart.ClientCard{}) },
		"portfolio": func(ctx context.Context, p *chart.Painter) ([]byte, error) {
			return p.Portfolio(ctx, chart.PortfolioCard{})
		},
		"costs": func(ctx context.Context, p *chart.Painter) ([]byte, error) { return p.Costs(ctx, chart.CostsCard{}) },
	} {
		if b, err := d(t.Context(), p); err != nil || len(b) == 0 {
			t.Errorf("%s: %d bytes, %v", name, len(b), err)
		}
	}
}

func BenchmarkPictures(b *testing.B) {
	all := drawings()
	for _, name := range golden {
		b.Run(name, func(b *testing.B) {
			p := chart.NewPainter()
			for b.Loop() {
				if _, err := all[name](b.Context(), p); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// A painter's first picture needs a canvas of its own; the fonts were parsed before.
func BenchmarkFirstPicture(b *testing.B) {
	k := clientCards()["client"]
	for b.Loop() {
		if _, err := chart.NewPainter().Client(b.Context(), k); err != nil {
			b.Fatal(err)
		}
	}
}
