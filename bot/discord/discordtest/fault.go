package discordtest

import (
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// Fault is what happens to a request in place of the usual answer, or around it.
type Fault func(w http.ResponseWriter, r *http.Request, usual http.HandlerFunc)

// Next makes the next requests of an operation go wrong, one for each fault, in turn.
func (s *Server) Next(op Op, faults ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults[op] = append(s.faults[op], faults...)
}

// Always makes all requests of an operation go wrong; nil lets them go right again.
func (s *Server) Always(op Op, f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.always[op] = f
}

func (s *Server) fault(op Op) Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	if q := s.faults[op]; len(q) > 0 {
		s.faults[op] = q[1:]
		return q[0]
	}
	return s.always[op]
}

// Broken answers with a status such as 500 and no JSON.
func Broken(status int) Fault {
	return func(w http.ResponseWriter, _ *http.Request, _ http.HandlerFunc) {
		http.Error(w, "upstream says no", status)
	}
}

// Refused answers with one of Discord's error codes
// (https://discord.com/developers/docs/topics/opcodes-and-status-codes#json).
func Refused(code int) Fault {
	return func(w http.ResponseWriter, _ *http.Request, _ http.HandlerFunc) { refusal(code).write(w) }
}

// Limited answers 429; global tells that every operation is meant.
func Limited(retry time.Duration, global bool) Fault {
	return func(w http.ResponseWriter, _ *http.Request, _ http.HandlerFunc) {
		h := w.Header()
		seconds := strconv.FormatFloat(retry.Seconds(), 'f', -1, 64)
		h.Set("Retry-After", strconv.Itoa(int(retry.Seconds()+.999)))
		h.Set("X-RateLimit-Limit", "5")
		h.Set("X-RateLimit-Remaining", "0")
		h.Set("X-RateLimit-Reset-After", seconds)
		h.Set("X-RateLimit-Scope", "user")
		if global {
			h.Set("X-RateLimit-Global", "true")
			h.Set("X-RateLimit-Scope", "global")
		}
		h.Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusTooManyRequests)
		_, _ = fmt.Fprintf(w, `{"message":"You are being rate limited.","retry_after":%s,"global":%v}`, seconds, global)
	}
}

// Slow waits before the usual answer.
func Slow(d time.Duration) Fault {
	return func(w http.ResponseWriter, r *http.Request, usual http.HandlerFunc) {
		t := time.NewTimer(d)
		defer t.Stop()
		select {
		case <-t.C:
			usual(w, r)
		case <-r.Context().Done():
		}
	}
}

// Held waits until the channel is closed before the usual answer.
func Held(until <-chan struct{}) Fault {
	return func(w http.ResponseWriter, r *http.Request, usual http.HandlerFunc) {
		select {
		case <-until:
			usual(w, r)
		case <-r.Context().Done():
		}
	}
}

// Dropped closes the connection without an answer.
func Dropped(http.ResponseWriter, *http.Request, http.HandlerFunc) { panic(http.ErrAbortHandler) }

// Lost does what was asked, and closes the connection without an answer.
func Lost(_ http.ResponseWriter, r *http.Request, usual http.HandlerFunc) {
	usual(discard{http.Header{}}, r)
	panic(http.ErrAbortHandler)
}

// discard takes an answer that nobody gets.
type discard struct{ header http.Header }

func (d discard) Header() http.Header       { return d.header }
func (discard) Write(p []byte) (int, error) { return len(p), nil }
func (discard) WriteHeader(int)             {}

// apiError is an answer of Discord's that something cannot be.
type apiError struct {
	status, code int
	message      string
}

func (e *apiError) Error() string { return e.message }

func (e *apiError) write(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(e.status)
	_, _ = fmt.Fprintf(w, `{"message":%q,"code":%d}`, e.message, e.code)
}

// Discord's error codes.
const (
	UnknownApplication  = 10002
	UnknownChannel      = 10003
	UnknownGuild        = 10004
	UnknownMember       = 10007
	UnknownMessage      = 10008
	UnknownUser         = 10013
	UnknownWebhook      = 10015
	UnknownInteraction  = 10062
	AlreadyAnswered     = 40060
	MissingAccess       = 50001
	EmptyMessage        = 50006
	CannotMessageUser   = 50007
	MissingPermissions  = 50013
	InvalidWebhookToken = 50027
	InvalidForm         = 50035
)

// refusal words a code.
func refusal(code int) *apiError {
	switch code {
	case 0:
		return &apiError{http.StatusUnauthorized, 0, "401: Unauthorized"} //nolint:misspell // Discord's own words
	case UnknownApplication:
		return &apiError{http.StatusNotFound, code, "Unknown Application"}
	case UnknownChannel:
		return &apiError{http.StatusNotFound, code, "Unknown Channel"}
	case UnknownGuild:
		return &apiError{http.StatusNotFound, code, "Unknown Guild"}
	case UnknownMember:
		return &apiError{http.StatusNotFound, code, "Unknown Member"}
	case UnknownMessage:
		return &apiError{http.StatusNotFound, code, "Unknown Message"}
	case UnknownUser:
		return &apiError{http.StatusNotFound, code, "Unknown User"}
	case UnknownWebhook:
		return &apiError{http.StatusNotFound, code, "Unknown Webhook"}
	case UnknownInteraction:
		return &apiError{http.StatusNotFound, code, "Unknown interaction"}
	case AlreadyAnswered:
		return &apiError{http.StatusBadRequest, code, "Interaction has already been acknowledged."}
	case MissingAccess:
		return &apiError{http.StatusForbidden, code, "Missing Access"}
	case EmptyMessage:
		return &apiError{http.StatusBadRequest, code, "Cannot send an empty message"}
	case CannotMessageUser:
		return &apiError{http.StatusForbidden, code, "Cannot send messages to this user"}
	case MissingPermissions:
		return &apiError{http.StatusForbidden, code, "Missing Permissions"}
	case InvalidWebhookToken:
		return &apiError{http.StatusUnauthorized, code, "Invalid Webhook Token"}
	case InvalidForm:
		return &apiError{http.StatusBadRequest, code, "Invalid Form Body"}
	}
	return &apiError{http.StatusBadRequest, code, "Refused"}
}
