package discord

import (
	"strconv"
	"strings"

	sdk "github.com/bwmarrin/discordgo"

	"amicable/bot"
)

// list renders items without buttons as text, and each item with a button as a
// section that has it at its side. Once sections have taken their share of the
// messages, further items keep their text and lose the button.
func (l *layout) list(list bot.List) {
	const most = (maxMessages - 1) * maxComponents / sectionCount
	var run []string
	flush := func() {
		l.text(run...)
		run = nil
	}
	sections := 0
	for i, it := range list.Items {
		lines := itemLines(list.Ordered, i+1, it)
		if it.Button == nil || sections == most {
			run = append(run, lines...)
			continue
		}
		c, ok := l.button(*it.Button)
		if !ok {
			run = append(run, lines...)
			continue
		}
		sections++
		flush()
		l.section(lines, c)
	}
	flush()
}

// sectionCount is how many components a section is: itself, its text and its button.
const sectionCount = 3

func (l *layout) section(lines []string, c control) {
	text := strings.Join(lines, "\n")
	if blank(text) {
		text = "…" // a section needs a text beside its button
	}
	if weigh(text) > maxText/4 { // let the text go on in another message
		l.text(lines...)
		l.row(c)
		return
	}
	l.parts = append(l.parts, part{
		component: sdk.Section{Components: []sdk.MessageComponent{sdk.TextDisplay{Content: text}}, Accessory: c.component},
		count:     sectionCount, weight: weigh(text) + c.weight, questions: c.questions,
	})
}

// itemLines are an item's lines. Its number is escaped: Discord would begin a
// list of its own with it, and number the items that follow by itself.
func itemLines(ordered bool, n int, it bot.Item) []string {
	lead := "• "
	if ordered {
		lead = strconv.Itoa(n) + `\. `
	}
	if it.Done != nil {
		lead = map[bool]string{true: "☑ ", false: "☐ "}[*it.Done]
		if ordered {
			lead = strconv.Itoa(n) + `\. ` + lead
		}
	}
	lines := plainLines("", it.Line)
	if blank(strings.Join(lines, "")) && len(it.Detail) == 0 {
		return nil
	}
	lines[0] = lead + lines[0]
	if details := plainLines("-# ", it.Detail); !blank(strings.Join(details, "")) {
		lines = append(lines, details...)
	}
	return lines
}
