package slack

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"mime"
	"net/http"
	"net/url"

	"amicable/bot/internal/work"
)

// maxBody bounds a request's body, in bytes.
const maxBody = 1 << 20

const (
	formBody = "application/x-www-form-urlencoded"
	jsonBody = "application/json"
)

// entrance guards an endpoint: a bounded body, a valid signature, the right content type.
func (a *Adapter) entrance(contentType string, next func(r *http.Request, body []byte) (answer, error)) http.HandlerFunc {
	return work.Entrance(a.work, a.cfg.Log, platform, func(w http.ResponseWriter, r *http.Request) *work.Refusal {
		body, refused := work.Body(w, r, maxBody)
		if refused != nil {
			return refused
		}
		if err := a.verify(r.Header, body); err != nil {
			return work.Refuse(http.StatusUnauthorized, err.Error())
		}
		if got, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || got != contentType {
			return work.Refuse(http.StatusBadRequest, "the content type is not "+contentType)
		}
		ans, err := next(r, body)
		if err != nil {
			return work.Refuse(http.StatusBadRequest, err.Error())
		}
		if err := write(w, ans); err != nil {
			a.cfg.Log.Warn("slack: answer not written", "path", r.URL.Path, "error", err)
			return nil
		}
		ans.sent()
		return nil
	})
}

func write(w http.ResponseWriter, ans answer) error {
	if ans.body == nil {
		w.WriteHeader(ans.status)
		return nil
	}
	body, err := json.Marshal(ans.body)
	if err != nil {
		w.WriteHeader(http.StatusInternalServerError)
		return err
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(ans.status)
	_, err = w.Write(body)
	return err
}

// verify checks that Slack signed the body, and recently. slack-go's verifier
// reads the machine's clock; this one reads ours.
func (a *Adapter) verify(h http.Header, body []byte) error {
	stamp, signature := h.Get("X-Slack-Request-Timestamp"), h.Get("X-Slack-Signature")
	if stamp == "" || signature == "" {
		return errors.New("the request is not signed")
	}
	if err := work.CheckStamp(stamp, a.cfg.Now()); err != nil {
		return err
	}
	if !hmac.Equal([]byte(signature), []byte(sign(a.cfg.SigningSecret, stamp, body))) {
		return errors.New("the signature is wrong")
	}
	return nil
}

func sign(secret, stamp string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte("v0:" + stamp + ":"))
	mac.Write(body)
	return "v0=" + hex.EncodeToString(mac.Sum(nil))
}

// digest names a delivery by its content: a repeated one has the same name.
func digest(kind string, parts ...[]byte) string {
	h := sha256.New()
	for _, p := range parts {
		h.Write(p)
		h.Write([]byte{0})
	}
	return kind + ":" + hex.EncodeToString(h.Sum(nil)[:16])
}

func (a *Adapter) httpCommand(r *http.Request, body []byte) (answer, error) {
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return answer{}, errors.New("the form is malformed")
	}
	if form.Get("ssl_check") == "1" { // https://docs.slack.dev/interactivity/implementing-slash-commands/
		return ok(nil), nil
	}
	p := commandFromForm(form)
	if err := p.check(); err != nil {
		return answer{}, err
	}
	return a.command(p, deliveryID("command", p.TriggerID, r.Header, body)), nil
}

// deliveryID names a command or an interaction. Its trigger is unique, and is in
// the body with everything else; without one the signed time makes the difference.
func deliveryID(kind, trigger string, h http.Header, body []byte) string {
	if trigger != "" {
		return digest(kind, body)
	}
	return digest(kind, body, []byte(h.Get("X-Slack-Request-Timestamp")))
}

func (a *Adapter) httpEvent(_ *http.Request, body []byte) (answer, error) { return a.event(body) }

func (a *Adapter) httpInteraction(r *http.Request, body []byte) (answer, error) {
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return answer{}, errors.New("the form is malformed")
	}
	p, err := parseInteraction([]byte(form.Get("payload")))
	if err != nil {
		return answer{}, err
	}
	return a.interaction(p, deliveryID("interaction", p.TriggerID, r.Header, body)), nil
}
