package discord

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"amicable/bot"
)

// Discord opens a dialog only in answer to a command or a pressed button, and
// closes it for good when it is submitted. What follows from that is worded here,
// as replies with buttons of actionForm, whose values readDoor reads. Behind
// them the adapter remembers forms and answers for some minutes.

// door is a button that opens a page of a remembered form.
func door(f bot.Form, key string, page int) bot.Button {
	pages, _ := formPages(f)
	return bot.Button{
		Label: pageTitle(f, page, len(pages), maxButtonLabel), Action: actionForm,
		Value: key + " " + strconv.Itoa(page), Look: bot.Primary,
	}
}

// readDoor reads the value of an actionForm button.
func readDoor(value string) (key string, page int, ok bool) {
	key, number, _ := strings.Cut(value, " ")
	page, err := strconv.Atoi(number)
	return key, page, err == nil && page >= 0
}

// behindDoor puts a button in the place of a reply's form, for where no dialog can
// be opened: after a message in plain words, after another dialog, or too late.
func behindDoor(reply bot.Reply, key string) bot.Reply {
	blocks := make([]bot.Block, 0, len(reply.Blocks)+1)
	for _, b := range reply.Blocks {
		f, ok := b.(bot.Form)
		if !ok {
			blocks = append(blocks, b)
			continue
		}
		if len(f.Intro) > 0 {
			blocks = append(blocks, bot.Text{Line: f.Intro})
		}
		blocks = append(blocks, bot.Actions{Buttons: []bot.Button{door(f, key, 0)}})
	}
	reply.Blocks = blocks
	return reply
}

// nextPage adds the door to a form's next page, if it has one, to what the bot
// answered to a page. Each page counts by itself when it is submitted, so that
// nothing waits for the pages that nobody opens; it comes with the remembered
// answers to the pages before, for those who want all of them.
// again names the form as it is remembered with them.
func nextPage(reply bot.Reply, f bot.Form, again func() (key string), page int) bot.Reply {
	if pages, _ := formPages(f); page+1 < len(pages) {
		reply.Blocks = append(slices.Clone(reply.Blocks), bot.Actions{Buttons: []bot.Button{door(f, again(), page+1)}})
	}
	return reply
}

// refill is a form with answers filled in.
func refill(f bot.Form, answers map[string]string) bot.Form {
	f.Fields = slices.Clone(f.Fields)
	for i, field := range f.Fields {
		answer, ok := answers[field.ID]
		if !ok {
			continue
		}
		if answer != field.Value {
			f.Fields[i].Shown = answer
		}
		f.Fields[i].Value = answer
	}
	return f
}

// worthKeeping is from how many characters on an answer is given back to be
// copied, should the form be forgotten by the time somebody opens it again.
const worthKeeping = 40

// refusal says what is wrong with a form's answers, gives the long ones back,
// and opens the form again. Of a form that is forgotten only its answers are
// known: it has no ID then, and cannot be opened.
func refusal(f bot.Form, key string, page int, wrong, answers map[string]string) bot.Reply {
	var reply bot.Reply
	labels := map[string]string{}
	order := []string{}
	for _, field := range f.Fields {
		labels[field.ID] = field.Label
		order = append(order, field.ID)
	}
	others := slices.AppendSeq(slices.Collect(maps.Keys(wrong)), maps.Keys(answers))
	slices.Sort(others)
	for _, id := range slices.Compact(others) {
		if _, known := labels[id]; !known {
			order = append(order, id)
		}
	}
	var drafts []bot.Block
	for _, id := range order {
		if problem := wrong[id]; problem != "" {
			line := bot.P(problem)
			if labels[id] != "" {
				line = bot.Join(bot.B(labels[id]), bot.P("\n"), line)
			}
			reply.Blocks = append(reply.Blocks, bot.Text{Line: line})
		}
		if answer := answers[id]; bot.Length(answer) > worthKeeping || strings.Contains(answer, "\n") {
			drafts = append(drafts, bot.Draft{Label: labels[id], Text: answer})
		}
	}
	reply.Blocks = append(reply.Blocks, drafts...)
	if f.ID != "" {
		reply.Blocks = append(reply.Blocks, bot.Actions{Buttons: []bot.Button{door(f, key, page)}})
	}
	return reply
}

// question asks before a press counts. Discord has no dialog for that: yes is the
// press itself, no is actionNo. text is what outgoing.questions held; when it is
// forgotten, the label of the pressed button stands for it.
func (r renderer) question(p press, label, text string) bot.Reply {
	if blank(text) {
		text = label
	}
	return bot.Reply{Blocks: []bot.Block{
		bot.Text{Line: bot.P(text)},
		bot.Actions{Buttons: []bot.Button{
			{Label: r.phrase(bot.PhraseYes), Action: p.action, Value: p.value, Look: bot.Danger},
			{Label: r.phrase(bot.PhraseNo), Action: actionNo},
		}},
	}}
}
