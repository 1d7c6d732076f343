package discord

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"time"
)

// The first response must arrive within 3 s
// (https://docs.discord.com/developers/interactions/receiving-and-responding#followup-messages);
// a second try still finds time then.
const firstTry = 1200 * time.Millisecond

// tokenLife is how long an interaction can be answered, with some room.
const tokenLife = 15*time.Minute - 10*time.Second

// The kinds of first responses
// (https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-interaction-callback-type).
const (
	respondPong        = 1
	respondMessage     = 4
	respondThinking    = 5 // a message follows
	respondNothingYet  = 6 // to a pressed button: its message stays until something follows
	respondUpdate      = 7 // to a pressed button: its message changes
	respondSuggestions = 8
	respondModal       = 9
)

// original names the message of the first response; to a pressed button that
// was answered with respondNothingYet or respondUpdate, the button's.
const original = "@original"

// response is the first response to an interaction.
type response struct {
	Type int `json:"type"`
	Data any `json:"data,omitempty"`
}

// file is a picture that goes with a message.
type file struct {
	name string
	png  []byte
}

// respond gives the first response over the API. That one was given before is no
// error at the second try: the first arrived after all.
func (a *Adapter) respond(ctx context.Context, id, token string, r response) error {
	var err error
	for n := range 2 {
		try, cancel := context.WithTimeout(ctx, firstTry)
		err = a.tell(try, http.MethodPost, "interactions/"+id+"/"+token+"/callback", r, nil, nil)
		cancel()
		if n > 0 && isCode(err, codeAcknowledged) {
			return nil
		}
		if wait, again := passing(err); !again || wait > firstTry || ctx.Err() != nil {
			break
		}
	}
	if err != nil {
		return fmt.Errorf("answering an interaction: %w", err)
	}
	return nil
}

// begun tells how far the answering of an interaction has come where Discord
// refused our first response: another process may have given one, and be gone
// since. What it said after that cannot be looked up, so it counts as all said
// unless "thinking…" still stands.
func (a *Adapter) begun(ctx context.Context, p interaction, refused error) standing {
	if p.Type == interactionSuggest || !isCode(refused, codeAcknowledged, codeInteractionGone) {
		return unanswered
	}
	var first struct {
		Flags int `json:"flags"`
	}
	err := a.tell(ctx, http.MethodGet, a.webhook(p.Token)+"/messages/"+original, nil, nil, &first)
	switch {
	case err == nil && first.Flags&flagLoading != 0:
		return thinking
	case err == nil || isCode(refused, codeAcknowledged):
		return settled
	}
	return unanswered
}

// followUp posts a further message with an interaction's token and returns its id.
func (a *Adapter) followUp(ctx context.Context, token string, m any, files []file) (id string, err error) {
	var posted struct {
		ID string `json:"id"`
	}
	err = a.retrying(ctx, func(ctx context.Context) error {
		return a.tell(ctx, http.MethodPost, a.webhook(token)+"?wait=true", m, files, &posted)
	})
	if err != nil {
		return "", fmt.Errorf("posting a further answer: %w", err)
	}
	return posted.ID, nil
}

// change puts m in the place of a message of an interaction: original, or one
// that followUp posted.
func (a *Adapter) change(ctx context.Context, token, message string, m any, files []file) error {
	err := a.retrying(ctx, func(ctx context.Context) error {
		return a.tell(ctx, http.MethodPatch, a.webhook(token)+"/messages/"+message, m, files, nil)
	})
	if err != nil {
		return fmt.Errorf("changing an answer: %w", err)
	}
	return nil
}

// withdraw deletes a message of an interaction, "thinking…" for one.
func (a *Adapter) withdraw(ctx context.Context, token, message string) error {
	err := a.retrying(ctx, func(ctx context.Context) error {
		return a.tell(ctx, http.MethodDelete, a.webhook(token)+"/messages/"+message, nil, nil, nil)
	})
	if err != nil && !isCode(err, codeUnknownMessage) {
		return fmt.Errorf("deleting an answer: %w", err)
	}
	return nil
}

func (a *Adapter) webhook(token string) string {
	return "webhooks/" + a.cfg.ApplicationID + "/" + token
}

// tell makes one request that an interaction's token allows; no bot token goes
// along. into, unless nil, receives the answer.
func (a *Adapter) tell(ctx context.Context, method, path string, payload any, files []file, into any) error {
	ctx, cancel := context.WithTimeout(ctx, callTime)
	defer cancel()
	body, kind, err := encode(payload, files)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, method, a.aside.base+apiVersion+"/"+path, bytes.NewReader(body))
	if err != nil {
		return errors.New("the address of an answer is no URL")
	}
	if payload != nil {
		req.Header.Set("Content-Type", kind)
	}
	res, err := a.aside.send(req, limitKey(method, path))
	if err != nil {
		return a.unreached(err)
	}
	defer func() { _ = res.Body.Close() }()
	answer, err := io.ReadAll(res.Body)
	if err != nil {
		return fmt.Errorf("%w: %w", errUnreachable, err)
	}
	if res.StatusCode/100 != 2 {
		return refusalOf(res.StatusCode, answer)
	}
	if into != nil && json.Unmarshal(answer, into) != nil {
		return errUnreadable
	}
	return nil
}

// unreached words an error of a transport by itself: it has no address in it,
// unlike those of an http.Client, and still counts as one of the network.
func (a *Adapter) unreached(err error) error {
	var ae *apiError
	if errors.As(err, &ae) || errors.Is(err, errCeiling) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return fmt.Errorf("%w: %w", errUnreachable, err)
}

// encode writes a payload as JSON, or as a form with files
// (https://docs.discord.com/developers/reference#uploading-files).
func encode(payload any, files []file) (body []byte, kind string, err error) {
	if payload == nil {
		return nil, "", nil
	}
	raw, err := json.Marshal(payload)
	if err != nil {
		return nil, "", fmt.Errorf("encoding an answer: %w", err)
	}
	if len(files) == 0 {
		return raw, "application/json", nil
	}
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	part := func(disposition, kind string, content []byte) {
		if err == nil {
			var p io.Writer
			p, err = w.CreatePart(textproto.MIMEHeader{"Content-Disposition": {disposition}, "Content-Type": {kind}})
			if err == nil {
				_, err = p.Write(content)
			}
		}
	}
	part(`form-data; name="payload_json"`, "application/json", raw)
	for i, f := range files {
		part(fmt.Sprintf(`form-data; name="files[%d]"; filename=%q`, i, f.name), "image/png", f.png)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		return nil, "", fmt.Errorf("encoding an answer: %w", err)
	}
	return form.Bytes(), w.FormDataContentType(), nil
}
