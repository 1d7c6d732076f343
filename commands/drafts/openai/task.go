package openai

import (
	"slices"
	"strings"

	api "github.com/sashabaranov/go-openai"
	"github.com/sashabaranov/go-openai/jsonschema"

	"amicable/commands/drafts"
)

// task is an order made ready: nobody who reported is named in it, and it is
// known what of each part may be worded.
type task struct {
	given  drafts.Order // as the caller has it
	o      drafts.Order // concealed
	names  *cover
	guards []*guard // one for each part
}

func prepare(o drafts.Order) *task {
	t := &task{given: o}
	t.o, t.names = conceal(o)
	for _, p := range t.o.Draft.Parts {
		t.guards = append(t.guards, newGuard(t.o, p))
	}
	return t
}

// roles are the parts in which there is something to word. The others are not
// asked for, and stay as they are.
func (t *task) roles() (roles []string) {
	for _, g := range t.guards {
		if leeways(g.places) {
			roles = append(roles, g.part.Role)
		}
	}
	return roles
}

// shape is the shape of an answer: a text for each part that is asked for.
func (t *task) shape() jsonschema.Definition { return partsShape(t.roles()) }

// question has the order worded.
func (t *task) question() question {
	return question{
		name: "draft", shape: t.shape(),
		messages: []api.ChatCompletionMessage{
			say(api.ChatMessageRoleSystem, strings.TrimSpace(brief)),
			say(api.ChatMessageRoleUser, encode(t.material(), "")),
		},
	}
}

// mendable are the breaches that are mended from the template: sentences that are
// put back, and nothing that the guard or the check minds in any other way.
var mendable = []string{"added", "beyond", "fixed"}

// salvage judges what is left of an answer when everything but its courtesies is
// as it was. There must be something left.
func (t *task) salvage(answer string, found []breach) (drafts.Document, []breach) {
	values, err := read(t.shape(), answer)
	if err != nil || slices.ContainsFunc(found, func(b breach) bool { return !slices.Contains(mendable, b.code) }) {
		return drafts.Document{}, found
	}
	worded := false
	for _, g := range t.guards {
		if text, asked := values[g.part.Role]; asked {
			text = g.salvaged(strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n")))
			worded = worded || text != g.part.Text
			values[g.part.Role] = text
		}
	}
	if !worded {
		return drafts.Document{}, found
	}
	return t.judge(encode(values, ""))
}

// judge makes the document that an answer stands for, and finds what is wrong
// with it: nothing is forgiven because the draft had it already.
func (t *task) judge(answer string) (drafts.Document, []breach) {
	values, err := read(t.shape(), answer)
	if err != nil {
		return drafts.Document{}, []breach{{code: "shape"}}
	}
	var parts []drafts.Part
	var found []breach
	for i, g := range t.guards {
		p := t.given.Draft.Parts[i]
		if text, asked := values[p.Role]; asked {
			text = strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
			found = append(found, g.examine(text)...)
			p.Text = t.names.reveal(p.Role, text)
		}
		parts = append(parts, p)
	}
	doc := t.given.Draft.Reword(t.given.Facts, parts)
	for _, f := range doc.Findings {
		found = append(found, ofFinding(f))
	}
	for _, was := range t.given.Draft.Holds { // what a letter of the trade must hold, and held
		if was.Done && !slices.ContainsFunc(doc.Holds, func(is drafts.Held) bool { return is.Code == was.Code && is.Done }) {
			found = append(found, breach{code: "lost", passage: was.Where})
		}
	}
	for i := range found { // goes back to the model
		found[i].passage = t.names.hide(found[i].passage)
	}
	return doc, found
}
