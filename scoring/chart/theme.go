package chart

import (
	"image/color"

	"amicable/scoring"
)

// The size of every card in pixels: 640×320 on a screen of twice the density.
const (
	Width  = 1280
	Height = 640
)

// Distances in pixels.
const (
	corner = 32   // radius of the card's corners
	margin = 56.0 // between the card's edge and what is on it
)

// Sizes of letters in pixels. At half size the smallest are 11.5.
const (
	titleSize = 40
	leadSize  = 28
	textSize  = 25
	smallSize = 23
)

type colour = color.NRGBA

func rgb(hex uint32) colour {
	return colour{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: 255}
}

var (
	paper   = rgb(0xFCFCFA)
	edge    = rgb(0xDFE2E6) // sets the card off from a white page
	ink     = rgb(0x22304A) // titles, the curve
	inkSoft = rgb(0x5B6678) // captions, axis; 5.7:1 on paper
	axis    = rgb(0xB4BCC8) // the ground line and its ticks
	guide   = rgb(0x8993A4) // dashed lines
	outline = rgb(0x7D8899) // of hollow bars, filled with hollow
	hollow  = rgb(0xE9ECF1)
	fewer   = rgb(0x8A9BB5) // bars of those who are not among the few
	pareto  = rgb(0xB4581C) // the line that adds up
	rose    = rgb(0xA62C2B) // an arrow says it too
	fell    = rgb(0x2F7D5B)
	track   = rgb(0xEEF0F3) // where a bar could reach to
	remedy  = rgb(0x0B6E69)
	praise  = rgb(0xA8326E)
)

// tint is a verdict's band, tone the strong form of it for bars and badges.
func tint(v scoring.Verdict) colour {
	return rgb([...]uint32{0xEFF6F1, 0xFAF6E3, 0xFBEED6, 0xFAE2D0, 0xF6D3CC, 0xF0C2BE}[clampVerdict(v)])
}

func tone(v scoring.Verdict) colour {
	return rgb([...]uint32{0x2F7D5B, 0x8A6D12, 0xA85F08, 0xB4481C, 0xA62C2B, 0x7F1D2D}[clampVerdict(v)])
}

func clampVerdict(v scoring.Verdict) scoring.Verdict {
	return min(max(v, scoring.Healthy), scoring.PartWaysNow)
}
