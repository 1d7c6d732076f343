package openai

import (
	"encoding/json"
	"errors"
	"strings"

	api "github.com/sashabaranov/go-openai"
	"github.com/sashabaranov/go-openai/jsonschema"
)

// maxAnswer bounds an answer's text, in bytes.
const maxAnswer = 64 << 10

// errShape is an answer that is not the JSON asked for.
var errShape = errors.New("the answer is not the JSON that was asked for")

// partsShape is the schema of a worded draft: one string for each role.
func partsShape(roles []string) jsonschema.Definition {
	d := jsonschema.Definition{Type: jsonschema.Object, Properties: map[string]jsonschema.Definition{}, Required: roles, AdditionalProperties: false}
	for _, r := range roles {
		d.Properties[r] = jsonschema.Definition{Type: jsonschema.String}
	}
	return d
}

// read takes the JSON of a shape out of an answer. A server that cannot be held
// to a schema may have put a fence or remarks around it: the first object that
// fits counts.
func read(shape jsonschema.Definition, answer string) (map[string]string, error) {
	if len(answer) > maxAnswer {
		return nil, errShape
	}
	const tries = 50
	from := 0
	for range tries {
		i := strings.IndexByte(answer[from:], '{')
		if i < 0 {
			break
		}
		from += i
		var object json.RawMessage
		if json.NewDecoder(strings.NewReader(answer[from:])).Decode(&object) == nil {
			if values, err := fit(shape, object); err == nil {
				return values, nil
			}
		}
		from++
	}
	return nil, errShape
}

// fit verifies an object. The library does not mind further keys; we do.
func fit(shape jsonschema.Definition, object []byte) (map[string]string, error) {
	var values map[string]string
	if err := jsonschema.VerifySchemaAndUnmarshal(shape, object, &values); err != nil {
		return nil, errShape
	}
	if len(values) != len(shape.Required) {
		return nil, errShape
	}
	return values, nil
}

// errDeclined and errCutShort are answers that are none.
var (
	errDeclined = errors.New("there is no answer but a refusal")
	errCutShort = errors.New("the answer was cut short")
)

// contentOf is the text of a response that came to its proper end. A server that
// gives no reason for ending may have been cut off.
func contentOf(r api.ChatCompletionResponse) (string, error) {
	if len(r.Choices) == 0 {
		return "", errCutShort
	}
	c := r.Choices[0]
	switch {
	case c.Message.Refusal != "" || c.FinishReason == api.FinishReasonContentFilter:
		return "", errDeclined
	case c.FinishReason != api.FinishReasonStop:
		return "", errCutShort
	}
	text := c.Message.Content
	for _, p := range c.Message.MultiContent {
		text += p.Text
	}
	return text, nil
}
