package playground

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"amicable/bot"
)

// painting is a PNG that differs for each n.
func painting(t *testing.T, n int) []byte {
	t.Helper()
	canvas := image.NewGray16(image.Rect(0, 0, 4, 2))
	canvas.SetGray16(0, 0, color.Gray16{Y: uint16(n)})
	var data bytes.Buffer
	if err := png.Encode(&data, canvas); err != nil {
		t.Fatal(err)
	}
	return data.Bytes()
}

// Pictures are kept by number: the latest stay, also over a restart; a message
// whose picture was dropped shows its words.
func TestPicturesAreKeptByNumber(t *testing.T) {
	p, tp := newTestPage(t)
	send := func(from, to int) {
		for i := from; i < to; i++ {
			alert := bot.Reply{Title: "Alert", Blocks: []bot.Block{bot.Image{PNG: painting(t, i), Alt: fmt.Sprint("course ", i)}}}
			p.post(t.Context(), Message{ID: fmt.Sprint("m", i), Channel: "general", Author: botID}, alert)
		}
	}
	send(0, maxKept)
	p = tp.start(t)
	if err := p.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	send(maxKept, maxKept+3)
	if n := len(tp.memory.pictures); n != maxKept {
		t.Errorf("%d pictures are stored, want %d", n, maxKept)
	}
	for i, m := range p.history.messages {
		b := m.Body.Blocks[0]
		if b.Alt != fmt.Sprint("course ", i) || (b.Source == "") != (i < 3) {
			t.Errorf("message %d shows %+v", i, b)
		}
		if b.Source == "" {
			continue
		}
		if data, err := p.history.picture(t.Context(), strings.TrimPrefix(b.Source, pictureFolder)); err != nil || !bytes.Equal(data, painting(t, i)) {
			t.Errorf("picture %d: %d bytes, %v", i, len(data), err)
		}
	}
}

// Many pictures at once wait for their turn; none is left out.
func TestPicturesWaitForAnArtist(t *testing.T) {
	p, tp := newTestPage(t)
	paint, data := make(chan struct{}), painting(t, 1)
	tp.handle = func(bot.Event) (bot.Reply, error) {
		return bot.Reply{Blocks: []bot.Block{bot.Text{Line: bot.P("text")}}, Picture: func(context.Context) (bot.Image, error) {
			<-paint
			return bot.Image{PNG: data, Alt: "a course"}, nil
		}}, nil
	}
	const many = 3*maxArtists + 1
	for i := range many {
		post(t, p, "/say", ask{ID: fmt.Sprint("n", i), Text: "/assess acme"})
	}
	close(paint)
	p.drawing.Wait()
	for i := range many {
		if m, _ := p.history.get(fmt.Sprint("re-page/ana/n", i), "ana"); len(m.pictures()) != 1 {
			t.Errorf("answer %d has no picture: %+v", i, m.Body)
		}
	}
}

// The home page's text is answered at once; whoever asks for its picture waits for that.
func TestHomeDoesNotWaitForItsPicture(t *testing.T) {
	p, tp := newTestPage(t)
	paint, data := make(chan struct{}), painting(t, 1)
	fails := false
	tp.handle = func(bot.Event) (bot.Reply, error) {
		return bot.Reply{Blocks: []bot.Block{bot.Text{Line: bot.P("text")}}, Picture: func(context.Context) (bot.Image, error) {
			<-paint
			if fails {
				return bot.Image{}, errAway
			}
			return bot.Image{PNG: data, Alt: "courses"}, nil
		}}, nil
	}
	for _, want := range [][]byte{data, nothing} {
		_, got := post(t, p, "/home", ask{}) // while nothing can be painted
		if got.Body == nil || len(got.Body.Blocks) != 2 || got.Body.Blocks[1].Source == "" {
			t.Fatalf("the page is %+v", got.Body)
		}
		if !fails {
			close(paint)
		}
		r := httptest.NewRequest(http.MethodGet, "/"+got.Body.Blocks[1].Source, http.NoBody)
		r.Host = "localhost:8080"
		w := httptest.NewRecorder()
		p.ServeHTTP(w, r)
		if w.Code != http.StatusOK || !bytes.Equal(w.Body.Bytes(), want) {
			t.Errorf("its picture: %d, %d bytes, want %d", w.Code, w.Body.Len(), len(want))
		}
		p.drawing.Wait()
		fails = true
	}
	if len(tp.memory.pictures) != 0 {
		t.Error("the picture of a page that is no message was stored")
	}
}
