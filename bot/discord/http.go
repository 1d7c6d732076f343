package discord

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"
)

// maxBody bounds a request's body, in bytes.
const maxBody = 1 << 20

// signatureAge is how far a request's timestamp may lie from our clock.
const signatureAge = 5 * time.Minute

// httpInteraction is POST /discord/interactions
// (https://docs.discord.com/developers/interactions/overview#setting-up-an-endpoint).
// What it refuses costs one line in the log, without the body.
func (a *Adapter) httpInteraction(w http.ResponseWriter, r *http.Request) {
	if !a.work.Enter() {
		http.Error(w, "shutting down", http.StatusServiceUnavailable)
		return
	}
	defer a.work.Leave()
	refuse := func(status int, why string) {
		a.cfg.Log.Warn("discord: request refused", "path", r.URL.Path, "status", status, "reason", why)
		http.Error(w, http.StatusText(status), status)
	}
	signature, err := readSignature(r.Header)
	if err != nil {
		refuse(http.StatusUnauthorized, err.Error())
		return
	}
	if r.ContentLength > maxBody {
		refuse(http.StatusRequestEntityTooLarge, "the body is too large")
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			refuse(http.StatusRequestEntityTooLarge, "the body is too large")
			return
		}
		refuse(http.StatusBadRequest, "the body broke off")
		return
	}
	if err := a.verify(signature, body); err != nil {
		refuse(http.StatusUnauthorized, err.Error())
		return
	}
	p, err := parseInteraction(body)
	if err != nil {
		refuse(http.StatusBadRequest, err.Error())
		return
	}
	ans := a.interaction(p)
	if err := write(w, ans.response); err != nil {
		a.cfg.Log.Warn("discord: answer not written", "path", r.URL.Path, "error", err)
		call(ans.lost)()
		return
	}
	call(ans.then)()
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
	secs, err := strconv.ParseInt(s.stamp, 10, 64)
	if err != nil {
		return errors.New("the timestamp is not a number")
	}
	if age := a.cfg.Now().Sub(time.Unix(secs, 0)); age > signatureAge || age < -signatureAge {
		return errors.New("its time is too far from ours")
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
