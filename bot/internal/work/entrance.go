package work

import (
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"time"
)

// Refusal is why a request is not worked on.
type Refusal struct {
	status int
	reason string
}

// Refuse makes a Refusal. The reason goes to the log and holds nothing of what
// the request said; whoever sent it sees the status alone.
func Refuse(status int, reason string) *Refusal { return &Refusal{status, reason} }

// Entrance is an HTTP handler whose requests count as work: none is let in once
// draining began. What serve refuses costs one line in the log of the platform.
func Entrance(t *Tracker, log *slog.Logger, platform string, serve func(http.ResponseWriter, *http.Request) *Refusal) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if !t.Enter() {
			http.Error(w, "shutting down", http.StatusServiceUnavailable)
			return
		}
		defer t.Leave()
		if no := serve(w, r); no != nil {
			log.Warn(platform+": request refused", "path", r.URL.Path, "status", no.status, "reason", no.reason)
			http.Error(w, http.StatusText(no.status), no.status)
		}
	}
}

var tooLarge = Refuse(http.StatusRequestEntityTooLarge, "the body is too large")

// Body reads a request's body, of at most limit bytes.
func Body(w http.ResponseWriter, r *http.Request, limit int64) ([]byte, *Refusal) {
	if r.ContentLength > limit {
		return nil, tooLarge
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, limit))
	if err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			return nil, tooLarge
		}
		return nil, Refuse(http.StatusBadRequest, "the body broke off")
	}
	return body, nil
}

// stampAge is how far the time of a signature may lie from our clock; Slack
// names it (https://docs.slack.dev/authentication/verifying-requests-from-slack/).
const stampAge = 5 * time.Minute

// CheckStamp checks the time that a signed request names, in seconds since 1970,
// so that one that was overheard cannot be sent again later.
func CheckStamp(stamp string, now time.Time) error {
	secs, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil {
		return errors.New("the timestamp is not a number")
	}
	if age := now.Sub(time.Unix(secs, 0)); age > stampAge || age < -stampAge {
		return errors.New("its time is too far from ours")
	}
	return nil
}
