package discord

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"

	"amicable/bot/internal/work"
)

// maxBody bounds a request's body, in bytes.
const maxBody = 1 << 20

// httpInteraction is POST /discord/interactions
// (https://docs.discord.com/developers/interactions/overview#setting-up-an-endpoint).
func (a *Adapter) httpInteraction(w http.ResponseWriter, r *http.Request) *work.Refusal {
	signature, err := readSignature(r.Header)
	if err != nil {
		return work.Refuse(http.StatusUnauthorized, err.Error())
	}
	body, refused := work.Body(w, r, maxBody)
	if refused != nil {
		return refused
	}
	if err := a.verify(signature, body); err != nil {
		return work.Refuse(http.StatusUnauthorized, err.Error())
	}
	p, err := parseInteraction(body)
	if err != nil {
		return work.Refuse(http.StatusBadRequest, err.Error())
	}
	ans := a.interaction(p)
	if err := write(w, ans.response); err != nil {
		a.cfg.Log.Warn("discord: answer not written", "path", r.URL.Path, "error", err)
		ans.missed(unanswered)
		return nil
	}
	call(ans.then)()
	return nil
}

func write(w http.ResponseWriter, r response) error {
	body, err := json.Marshal(r)
	if err != nil {
		w.WriteHeader(http.StatusInternalServerError)
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	if _, err := w.Write(body); err != nil {
		return err
	}
	// What follows an answer may reach Discord sooner than the answer that waits
	// in a buffer here, and would be refused then.
	err = http.NewResponseController(w).Flush()
	if errors.Is(err, http.ErrNotSupported) {
		return nil
	}
	return err
}

// signature is what Discord signed a request with.
type signature struct {
	stamp string
	sum   []byte
}

func readSignature(h http.Header) (signature, error) {
	s := signature{stamp: h.Get("X-Signature-Timestamp")}
	sum := h.Get("X-Signature-Ed25519")
	if s.stamp == "" || sum == "" {
		return s, errors.New("the request is not signed")
	}
	var err error
	if s.sum, err = hex.DecodeString(sum); err != nil || len(s.sum) != ed25519.SignatureSize {
		return s, errors.New("the signature is malformed")
	}
	return s, nil
}

// verify checks that Discord signed the body, and recently. discordgo's verifier
// looks at neither the age nor the length.
func (a *Adapter) verify(s signature, body []byte) error {
	if err := work.CheckStamp(s.stamp, a.cfg.Now()); err != nil {
		return err
	}
	if !ed25519.Verify(a.key, append([]byte(s.stamp), body...), s.sum) {
		return errors.New("the signature is wrong")
	}
	return nil
}

// digest names something by what is in it.
func digest(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		h.Write([]byte(p))
		h.Write([]byte{0})
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}
