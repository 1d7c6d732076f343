package openai

import (
	"context"
	_ "embed"
	"fmt"
	"slices"
	"strings"

	api "github.com/sashabaranov/go-openai"
	"github.com/sashabaranov/go-openai/jsonschema"
)

//go:embed signs.txt
var signsBrief string

// Sign is a sign that a flagged message may show, in the workspace's words.
type Sign struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Summary string `json:"summary,omitempty"`
}

// Bounds of what is sent of the signs.
const (
	maxSigns   = 60
	maxSummary = 200
)

// noSign is the model's word for none of them.
const noSign = "none"

// signKey is the one key of the answer.
const signKey = "sign"

// Sign suggests which of the signs a flagged message shows: its id, or "" for
// none. It is a suggestion to put before a person, and whatever the message
// says, it can be nothing but one of the ids given. The message's text is sent,
// without who wrote it. The errors are those of Word.
func (w *Writer) Sign(ctx context.Context, workspace, text string, signs []Sign) (string, error) {
	const what = "suggesting a sign"
	text = clean(text, maxMessage)
	if text == "" || len(signs) == 0 {
		return "", nil
	}
	ctx, cancel := context.WithTimeout(ctx, w.server.c.Deadline)
	defer cancel()
	leave, err := w.server.enter(ctx)
	if err != nil {
		return "", fmt.Errorf("%s: %w", what, err)
	}
	defer leave()
	signs = slices.Clone(signs[:min(len(signs), maxSigns)])
	ids := make([]string, len(signs), len(signs)+1)
	for i, s := range signs {
		ids[i] = s.ID
		signs[i].Name, signs[i].Summary = line(s.Name, maxSummary), line(s.Summary, maxSummary)
	}
	q := question{
		name: "sign",
		shape: jsonschema.Definition{
			Type: jsonschema.Object, Required: []string{signKey}, AdditionalProperties: false,
			Properties: map[string]jsonschema.Definition{signKey: {Type: jsonschema.String, Enum: append(ids, noSign)}},
		},
		messages: []api.ChatCompletionMessage{
			say(api.ChatMessageRoleSystem, strings.TrimSpace(signsBrief)),
			say(api.ChatMessageRoleUser, encode(struct {
				Message string `json:"message"`
				Signs   []Sign `json:"signs"`
			}{text, signs}, "")),
		},
	}
	answer, err := w.server.ask(ctx, workspace, q)
	if err != nil {
		return "", w.failed(what, err)
	}
	values, err := read(q.shape, answer)
	if err != nil || values[signKey] == noSign { // an unknown id does not fit the shape
		return "", nil
	}
	return values[signKey], nil
}
