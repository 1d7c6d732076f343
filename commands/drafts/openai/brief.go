package openai

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"slices"
	"strings"

	api "github.com/sashabaranov/go-openai"

	"amicable/commands/drafts"
)

//go:embed brief.txt
var brief string

// material is everything that is sent beside the brief, as one JSON object: no
// text can close a JSON string, so none can pose as part of the brief.
type material struct {
	Language string           `json:"language,omitempty"`
	Kind     drafts.Kind      `json:"kind,omitempty"`
	Facts    []materialFact   `json:"facts,omitempty"`
	Parts    []materialPart   `json:"parts,omitempty"`
	Wish     string           `json:"wish,omitempty"`
	Notes    []string         `json:"notes,omitempty"`
	Mend     []materialBreach `json:"mend,omitempty"`
}

type materialFact struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type materialPart struct {
	Role  string   `json:"role"`
	Rules []string `json:"rules,omitempty"`
	Text  string   `json:"text"`
	Fixed []string `json:"fixed,omitempty"` // its sentences that stay word for word
}

type materialBreach struct {
	Role    string `json:"role,omitempty"`
	Passage string `json:"passage,omitempty"`
	Wrong   string `json:"wrong"`
}

// material is what is sent of an order: the facts that drafts gives out, the
// parts to word with their rules and their fixed sentences, the wish, and notes
// only if a person shared them. Nobody who reported is named in any of it.
func (t *task) material() material {
	o := t.o
	m := material{Language: languageName(o.Draft.Language), Kind: o.Kind, Wish: line(o.Wish, maxWish)}
	for _, g := range o.Facts.Given() {
		if g.Name != "language" {
			m.Facts = append(m.Facts, materialFact{g.Name, line(g.Value, maxValue)})
		}
	}
	for _, g := range t.guards {
		if leeways(g.places) {
			m.Parts = append(m.Parts, g.material())
		}
	}
	for _, note := range o.Notes[:min(len(o.Notes), maxNotes)] {
		m.Notes = append(m.Notes, line(note, maxNote))
	}
	for _, f := range slices.Concat(o.Findings, o.Draft.Findings) {
		if b := ofFinding(f).material(); !slices.Contains(m.Mend, b) {
			m.Mend = append(m.Mend, b)
		}
	}
	return m
}

func (g *guard) material() materialPart {
	p := materialPart{Role: g.part.Role, Rules: drafts.Rules(g.o.Kind, g.part.Role), Text: clean(g.part.Text, maxText)}
	for _, place := range g.places {
		if place.fixed() {
			p.Fixed = append(p.Fixed, clean(place.text, maxText))
		}
	}
	return p
}

// Sent is what an order puts before the language model, to the letter and laid
// out for reading. Beside it goes only the brief, which is the same for everybody.
func Sent(o drafts.Order) string { return encode(prepare(o).material(), "  ") }

func encode(v any, indent string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false) // for people who read what is sent
	e.SetIndent("", indent)
	if err := e.Encode(v); err != nil { // strings and slices of strings always encode
		return ""
	}
	return strings.TrimSpace(b.String())
}

func say(role, text string) api.ChatCompletionMessage {
	return api.ChatCompletionMessage{Role: role, Content: text}
}

// mend is the question that has an answer put right.
func (q question) mend(answer string, found []breach) question {
	var m material
	for _, b := range found[:min(len(found), maxBreaches)] {
		m.Mend = append(m.Mend, b.material())
	}
	q.messages = append(q.messages[:len(q.messages):len(q.messages)],
		say(api.ChatMessageRoleAssistant, clean(answer, 3*maxText)), say(api.ChatMessageRoleUser, encode(m, "")))
	return q
}

// maxBreaches bounds what is said of a bad answer.
const maxBreaches = 12
