package discord

import (
	"maps"
	"slices"
	"strings"

	sdk "github.com/bwmarrin/discordgo"

	"amicable/bot"
)

// page is one message being filled.
type page struct {
	parts                []part // each with its component
	count, weight, files int
}

func (p *page) fits(q part) bool {
	return p.count+q.count <= maxComponents && p.weight+q.weight <= maxText && p.files+len(q.files) <= maxFiles
}

func (p *page) add(q part) {
	p.parts = append(p.parts, q)
	p.count += q.count
	p.weight += q.weight
	p.files += len(q.files)
}

func (p *page) message(private bool) outgoing {
	o := outgoing{private: private, questions: map[string]string{}}
	for _, q := range p.parts {
		o.components = append(o.components, q.component)
		o.files = append(o.files, q.files...)
		maps.Copy(o.questions, q.questions)
	}
	return o
}

// room is how many lines still fit, as one component. On an empty page it is at least one.
func (p *page) room(lines []string) int {
	sum := part{count: 1}
	for n, l := range lines {
		if sum.weight += weigh(l) + 1; !p.fits(sum) && (n > 0 || len(p.parts) > 0) {
			return n
		}
	}
	return len(lines)
}

// display makes one component of a text.
func display(lines []string) part {
	p := part{component: sdk.TextDisplay{Content: strings.Join(lines, "\n")}, count: 1}
	for _, l := range lines {
		p.weight += weigh(l) + 1
	}
	return p
}

// paginate lays parts out over as many messages as they take. A text that fits
// into one message is not torn apart; a longer one goes on where the message before ends.
func paginate(parts []part) []*page {
	var pages []*page
	current := &page{}
	turn := func() {
		if len(current.parts) > 0 {
			pages = append(pages, current)
			current = &page{}
		}
	}
	for _, p := range parts {
		if p.lines != nil {
			if whole := display(p.lines); whole.weight <= maxText {
				p = whole
			}
		}
		if p.component != nil {
			if !current.fits(p) {
				turn()
			}
			current.add(p)
			continue
		}
		for rest := p.lines; len(rest) > 0; {
			n := current.room(rest)
			if piece := rest[:n]; !blank(strings.Join(piece, "")) {
				current.add(display(piece))
			}
			if rest = rest[n:]; len(rest) > 0 {
				turn()
			}
		}
	}
	turn()
	return pages
}

// shorten keeps maxMessages: the last of them holds what to do next, what of the
// rest finds room beside it, and the note that it was shortened.
func shorten(pages []*page, note string) []*page {
	var rest []part
	for _, p := range pages[maxMessages-1:] {
		rest = append(rest, p.parts...)
	}
	last := &page{}
	end := display(plainLines("-# ", bot.P(note)))
	last.add(end)
	kept := make([]bool, len(rest))
	keep := func(i int) bool {
		kept[i] = last.fits(rest[i])
		if kept[i] {
			last.add(rest[i])
		}
		return kept[i]
	}
	for i, p := range rest {
		if p.row {
			keep(i)
		}
	}
	for i, p := range rest {
		if !p.row && !keep(i) {
			break
		}
	}
	shortened := &page{}
	for i, p := range rest {
		if kept[i] {
			shortened.add(p)
		}
	}
	shortened.add(end)
	return append(slices.Clone(pages[:maxMessages-1]), shortened)
}
