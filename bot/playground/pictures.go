package playground

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image/png"
	"slices"
	"strings"
)

// Bounds of the pictures, in pictures.
const (
	maxPictures = 64  // in memory; the others are read from the store
	maxKept     = 200 // in the store
)

// pictureFolder begins the address of a picture.
const pictureFolder = "picture/"

// pictures are the names of the pictures that a message shows.
func (m *Message) pictures() []string {
	var names []string
	if m.Body == nil {
		return nil
	}
	for _, b := range m.Body.Blocks {
		if name, ok := strings.CutPrefix(b.Source, pictureFolder); ok {
			names = append(names, name)
		}
	}
	return names
}

// lastOfEach leaves of equal names the last.
func lastOfEach(names []string) []string {
	seen := map[string]bool{}
	var rest []string
	for _, name := range slices.Backward(names) {
		if !seen[name] {
			seen[name] = true
			rest = append(rest, name)
		}
	}
	slices.Reverse(rest)
	return rest
}

// keepPicture stores a PNG and points the block to it. What is no PNG, or is
// absurdly large, leaves the block with its words alone.
func (h *history) keepPicture(ctx context.Context, b *block, data []byte) {
	const largest = 2 << 20
	size, err := png.DecodeConfig(bytes.NewReader(data))
	if err != nil || len(data) > largest {
		return
	}
	sum := sha256.Sum256(data)
	name := hex.EncodeToString(sum[:16])
	h.remember(name, data)
	b.Source, b.Width, b.Height = pictureFolder+name, size.Width, size.Height
	if err := h.transcript.KeepPicture(ctx, name, data); err != nil {
		h.log.WarnContext(ctx, "playground: a picture was not stored", "error", err)
		return
	}
	h.mu.Lock()
	h.kept = slices.DeleteFunc(h.kept, func(n string) bool { return n == name })
	h.kept = append(h.kept, name)
	var over []string
	if n := len(h.kept) - maxKept; n > 0 {
		over = slices.Clone(h.kept[:n])
		h.kept = slices.Delete(h.kept, 0, n)
	}
	h.mu.Unlock()
	for _, old := range over {
		h.dropPicture(ctx, old)
	}
}

// dropPicture lets go of a picture; the messages that showed it have its words instead.
func (h *history) dropPicture(ctx context.Context, name string) {
	if err := h.transcript.DropPicture(ctx, name); err != nil {
		h.log.WarnContext(ctx, "playground: an old picture was not dropped", "error", err)
	}
	h.mu.Lock()
	delete(h.pictures, name)
	h.named = slices.DeleteFunc(h.named, func(n string) bool { return n == name })
	var showing []Message
	for _, m := range h.messages {
		if slices.Contains(m.pictures(), name) {
			showing = append(showing, *m)
		}
	}
	for _, m := range showing {
		body := *m.Body
		body.Blocks = slices.Clone(body.Blocks)
		for i := range body.Blocks {
			if body.Blocks[i].Source == pictureFolder+name {
				body.Blocks[i].Source, body.Blocks[i].Width, body.Blocks[i].Height = "", 0, 0
			}
		}
		m.Body = &body
		h.say(m)
	}
	h.mu.Unlock()
	h.save(ctx)
}

// remember keeps a picture at hand.
func (h *history) remember(name string, data []byte) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if _, known := h.pictures[name]; known {
		return
	}
	if len(h.named) >= maxPictures {
		delete(h.pictures, h.named[0])
		h.named = h.named[1:]
	}
	h.pictures[name] = data
	h.named = append(h.named, name)
}

// picture finds a picture, or nil.
func (h *history) picture(ctx context.Context, name string) ([]byte, error) {
	h.mu.Lock()
	data := h.pictures[name]
	h.mu.Unlock()
	if data != nil {
		return data, nil
	}
	data, err := h.transcript.Picture(ctx, name)
	if err != nil {
		return nil, fmt.Errorf("reading a picture: %w", err)
	}
	if data != nil {
		h.remember(name, data)
	}
	return data, nil
}
