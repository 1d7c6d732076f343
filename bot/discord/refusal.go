package discord

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// refusalOf reads Discord's refusal. Of what was wrong it keeps where and why,
// not what was written there.
func refusalOf(status int, body []byte) *apiError {
	e := &apiError{Status: status}
	var said struct {
		Code    int             `json:"code"`
		Message string          `json:"message"`
		Errors  json.RawMessage `json:"errors"`
	}
	if json.Unmarshal(body, &said) == nil { // a proxy answers in HTML
		e.Code, e.Message, e.Where = said.Code, said.Message, wrongParts(said.Errors)
	}
	return e
}

// maxWrongParts bounds how many of a request's mistakes are named in an error.
const maxWrongParts = 5

// wrongParts lists the paths in Discord's errors object, each with its code:
// "embeds.0.title BASE_TYPE_MAX_LENGTH".
func wrongParts(errors json.RawMessage) string {
	var parts []string
	var walk func(path string, raw json.RawMessage)
	walk = func(path string, raw json.RawMessage) {
		var node map[string]json.RawMessage
		if len(parts) >= maxWrongParts || json.Unmarshal(raw, &node) != nil {
			return
		}
		var list []struct {
			Code string `json:"code"`
		}
		if json.Unmarshal(node["_errors"], &list) == nil && len(list) > 0 {
			parts = append(parts, strings.TrimPrefix(path, ".")+" "+list[0].Code)
			return
		}
		for _, key := range slices.Sorted(maps.Keys(node)) {
			walk(path+"."+key, node[key])
		}
	}
	if len(errors) > 0 {
		walk("", errors)
	}
	return strings.Join(parts, ", ")
}
