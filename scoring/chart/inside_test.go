package chart

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"strings"
	"testing"
	"testing/synctest"

	"pgregory.net/rapid"

	"amicable/scoring"
)

func TestWhoWaitsForACoreCanGiveUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &Painter{slots: make(chan struct{}, 1)}
		p.slots <- struct{}{} // somebody is drawing
		ctx, cancel := context.WithCancel(t.Context())
		gaveUp := make(chan error, 1)
		go func() {
			_, err := p.Client(ctx, ClientCard{})
			gaveUp <- err
		}()
		synctest.Wait()
		select {
		case err := <-gaveUp:
			t.Fatalf("did not wait: %v", err)
		default:
		}
		cancel()
		if err := <-gaveUp; !errors.Is(err, context.Canceled) {
			t.Fatalf("error is %v, want the context's", err)
		}
		<-p.slots
		if _, err := p.Client(t.Context(), ClientCard{}); err != nil {
			t.Fatalf("after the core came free: %v", err)
		}
	})
}

func TestEverySignLooksDifferent(t *testing.T) {
	var signs []scoring.SignID
	for _, s := range scoring.Default().Signs {
		signs = append(signs, s.ID)
	}
	ours := looksOf(signs)
	for i := range looks - len(signs) { // as many of a workspace's own as there are looks left
		signs = append(signs, scoring.SignID(fmt.Sprintf("own-%d", i)))
	}
	seen := map[look]scoring.SignID{}
	for id, l := range looksOf(signs) {
		if other, ok := seen[l]; ok {
			t.Errorf("%s looks like %s", id, other)
		}
		seen[l] = id
		if was, ok := ours[id]; ok && was != l {
			t.Errorf("%s looks different beside others", id)
		}
	}
	if len(seen) != looks {
		t.Errorf("%d looks, want %d", len(seen), looks)
	}
}

func newLetters(t *testing.T) *letters {
	t.Helper()
	f, err := fonts()
	if err != nil {
		t.Fatal(err)
	}
	return &letters{fonts: f}
}

func TestReadable(t *testing.T) {
	l := newLetters(t)
	for text, want := range map[string]string{
		"Acme GmbH":              "Acme GmbH",
		"  two\nlines\t":         "two lines",
		"Z\u0307o\u0301łta Łódź": "Żółta Łódź", // decomposed
		"Ђорђе, Đorđe, Čapek":    "Ђорђе, Đorđe, Čapek",
		"Stark 🚀 株式会社":           "Stark",
		"株式会社":                   "…",
		"\u202Egnihton":          "gnihton",
		"שלום Acme":              "Acme םולש",
		"Acme שלום":              "Acme םולש",
		"bad \xff bytes":         "bad  bytes",
		"":                       "",
	} {
		if got := l.readable(text); got != want {
			t.Errorf("readable(%q) is %q, want %q", text, got, want)
		}
	}
}

func TestFitFits(t *testing.T) {
	l := newLetters(t)
	s := style{textSize, true, ink}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		width := rapid.Float64Range(40, 900).Draw(t, "width")
		got := l.fit(s, text, width)
		if w := l.width(s, got); w > width {
			t.Fatalf("%q is %v wide, room was %v", got, w, width)
		}
		if l.width(s, l.readable(text)) <= width && got != l.readable(text) {
			t.Fatalf("%q was shortened to %q without need", text, got)
		}
	})
}

func TestNamesFromRightToLeftKeepTheirBeginning(t *testing.T) {
	l := newLetters(t)
	got := l.fit(style{textSize, true, ink}, "אבגדהוזחטיכלמנסעפצקרשת", 150)
	if !strings.HasSuffix(got, "גבא") || !strings.HasPrefix(got, "…") {
		t.Errorf("%q does not begin, at its right end, with the name's first letters", got)
	}
}

func TestNoPixelIsFarOff(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		img := image.NewRGBA(image.Rect(0, 0, 64, 64))
		step := rapid.IntRange(1, 9).Draw(t, "step")
		for i := range 64 * 64 {
			img.SetRGBA(i%64, i/64, color.RGBA{uint8(i * step % 251), uint8(i / 16), uint8(i % 7 * step), 255})
		}
		out := reduce(img)
		if n := len(out.Palette); n > 256 || n == 0 {
			t.Fatalf("%d colours", n)
		}
		for i := range 64 * 64 {
			was, is := img.RGBAAt(i%64, i/64), color.RGBAModel.Convert(out.At(i%64, i/64)).(color.RGBA)
			for _, d := range []int{int(was.R) - int(is.R), int(was.G) - int(is.G), int(was.B) - int(is.B)} {
				if d > 40 || d < -40 {
					t.Fatalf("%v became %v", was, is)
				}
			}
		}
	})
}
