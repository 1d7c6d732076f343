package chart

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"slices"
)

// encode writes the pixels as a PNG with at most 256 colours.
func encode(img *image.RGBA) ([]byte, error) {
	paletted := reduce(img)
	var out bytes.Buffer
	out.Grow(64 << 10)
	// Best speed takes a third less time than the default, for a tenth more bytes.
	e := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := e.Encode(&out, paletted); err != nil {
		return nil, fmt.Errorf("encoding picture: %w", err)
	}
	return out.Bytes(), nil
}

// shade is a colour as its four bytes, premultiplied, and how often it occurs.
type shade struct {
	rgba  uint32
	count int
}

// reduce gives every pixel a near colour of a palette of at most 256.
func reduce(img *image.RGBA) *image.Paletted {
	out := image.NewPaletted(img.Bounds(), nil)
	index := map[uint32]int{}
	var shades []shade
	eachRun(img.Pix, func(rgba uint32, from, to int) {
		at, ok := index[rgba]
		if !ok {
			at = len(shades)
			index[rgba] = at
			shades = append(shades, shade{rgba: rgba})
		}
		shades[at].count += to - from
	})
	chosen, near := palette(shades)
	eachRun(img.Pix, func(rgba uint32, from, to int) {
		run, as := out.Pix[from:to], near[index[rgba]]
		for i := range run {
			run[i] = as
		}
	})
	for _, s := range chosen {
		out.Palette = append(out.Palette, color.RGBA{byte(s >> 24), byte(s >> 16), byte(s >> 8), byte(s)})
	}
	return out
}

// eachRun calls with every run of pixels of one colour.
func eachRun(pix []uint8, with func(rgba uint32, from, to int)) {
	n := len(pix) / 4
	for from := 0; from < n; {
		rgba, to := binary.BigEndian.Uint32(pix[from*4:]), from+1
		for to < n && binary.BigEndian.Uint32(pix[to*4:]) == rgba {
			to++
		}
		with(rgba, from, to)
		from = to
	}
}

// palette chooses among all shades, the commonest first, those that are
// farther than some distance from all chosen before, with the least of a few
// distances at which 256 are enough: so no pixel is off by more than that
// distance, and rare colours get their place beside common ones. It returns the
// chosen and, for each shade, the index of one that is near enough.
func palette(shades []shade) (chosen []uint32, near []uint8) {
	order := make([]int, len(shades))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(shades[b].count, shades[a].count), cmp.Compare(shades[a].rgba, shades[b].rgba))
	})
	near = make([]uint8, len(shades))
	distance := 0
	if len(shades) > 256 {
		distance = 4
	}
	for ; ; distance += 1 + distance/3 {
		if chosen = choose(shades, order, distance*distance, near); chosen != nil {
			return chosen, near
		}
	}
}

// choose returns nil when 256 are not enough.
func choose(shades []shade, order []int, distance int, near []uint8) []uint32 {
	chosen := make([]uint32, 0, 256)
	for _, i := range order {
		at := slices.IndexFunc(chosen, func(s uint32) bool { return apart(s, shades[i].rgba) <= distance })
		if at < 0 {
			if at = len(chosen); at == 256 {
				return nil
			}
			chosen = append(chosen, shades[i].rgba)
		}
		near[i] = uint8(at)
	}
	return chosen
}

// apart is the squared distance of two colours.
func apart(a, b uint32) int {
	red, green := int(a>>24)-int(b>>24), int(a>>16&255)-int(b>>16&255)
	blue, alpha := int(a>>8&255)-int(b>>8&255), int(a&255)-int(b&255)
	return red*red + green*green + blue*blue + alpha*alpha
}
