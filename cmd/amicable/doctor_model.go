package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// maxModels bounds the list of models that is read, in bytes.
const maxModels = 4 << 20

// model asks the language model's server which models it has.
func (e *exam) model(ctx context.Context, s Settings) {
	const what = "model"
	if s.OpenAIModel == "" {
		e.ok(what, "no language model is set; templates word all drafts")
		return
	}
	ctx, cancel := context.WithTimeout(ctx, examTime)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimSuffix(s.OpenAIBaseURL, "/")+"/models", http.NoBody)
	if err != nil {
		e.bad(what, "OPENAI_BASE_URL must look like https://host/v1.")
		return
	}
	if s.OpenAIKey.Set() {
		req.Header.Set("Authorization", "Bearer "+s.OpenAIKey.Reveal())
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(req)
	if err != nil {
		e.bad(what, "the server does not answer. Check OPENAI_BASE_URL.")
		return
	}
	defer func() { _ = res.Body.Close() }()
	switch res.StatusCode {
	case http.StatusOK:
	case http.StatusUnauthorized, http.StatusForbidden:
		e.bad(what, "the server refuses the key. Check OPENAI_API_KEY.")
		return
	default:
		e.warn(what, "the server does not list its models (status %d), so the name was not checked", res.StatusCode)
		return
	}
	var list struct {
		Data []struct {
			ID string `json:"id"`
		} `json:"data"`
	}
	if err := json.NewDecoder(io.LimitReader(res.Body, maxModels)).Decode(&list); err != nil {
		e.warn(what, "the server's list of models cannot be read, so the name was not checked")
		return
	}
	for _, m := range list.Data {
		if m.ID == s.OpenAIModel {
			e.ok(what, "%s is there; a workspace may use %s", s.OpenAIModel, s.modelAllowance())
			return
		}
	}
	e.bad(what, "the server does not know %s. Check OPENAI_MODEL.", s.OpenAIModel)
}

// modelAllowance tells what a workspace may use of the language model.
func (s Settings) modelAllowance() string {
	if s.ModelCost > 0 {
		return fmt.Sprintf("%d tokens a day, worth %.2f at most", s.ModelTokens, s.ModelCost)
	}
	return fmt.Sprintf("%d tokens a day, whatever they cost", s.ModelTokens)
}
