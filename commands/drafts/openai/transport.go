package openai

import (
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// Bounds of what a server may send, in bytes.
const (
	maxHeader   = 64 << 10
	maxResponse = 1 << 20
	maxDrained  = 16 << 10 // of a response not wanted, to keep the connection
)

// statusError is a response that is no answer. Its body is never read: servers
// put keys and prompts into their error messages.
type statusError struct {
	status     int
	retryAfter time.Duration // 0 if the server did not say
}

func (e *statusError) Error() string {
	return fmt.Sprintf("the server answered %d %s", e.status, http.StatusText(e.status))
}

// errTooLarge is a response beyond maxResponse.
var errTooLarge = errors.New("the response is too large")

// doer is what go-openai sends its requests by. It turns every status but 200
// into a statusError, which go-openai passes on as it is, where its own error
// would lack the headers and carry the body.
type doer struct {
	client *http.Client
	now    func() time.Time
}

func newDoer(given *http.Client, now func() time.Time) doer {
	client := &http.Client{}
	if given != nil {
		*client = *given
	}
	if client.Transport == nil {
		if t, ok := http.DefaultTransport.(*http.Transport); ok {
			t = t.Clone()
			t.MaxResponseHeaderBytes = maxHeader
			client.Transport = t
		}
	}
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return doer{client, now}
}

// Do sends one request.
func (d doer) Do(req *http.Request) (*http.Response, error) {
	resp, err := d.client.Do(req) //nolint:gosec // the address is the operator's own setting
	if err != nil {
		if u := (*url.Error)(nil); errors.As(err, &u) {
			err = u.Err // without the address
		}
		return nil, err
	}
	if resp.StatusCode != http.StatusOK {
		_, _ = io.CopyN(io.Discard, resp.Body, maxDrained)
		_ = resp.Body.Close()
		return nil, &statusError{resp.StatusCode, retryAfter(resp.Header.Get("Retry-After"), d.now())}
	}
	resp.Body = &boundedBody{resp.Body, maxResponse}
	return resp, nil
}

// retryAfter reads the header: seconds, or a date.
func retryAfter(header string, now time.Time) time.Duration {
	if seconds, err := strconv.ParseFloat(header, 64); err == nil {
		if !(seconds > 0) || seconds > math.MaxInt32 {
			return 0
		}
		return time.Duration(seconds * float64(time.Second))
	}
	if at, err := http.ParseTime(header); err == nil {
		return max(at.Sub(now), 0)
	}
	return 0
}

// boundedBody fails where a LimitReader would pretend that the body ends.
type boundedBody struct {
	io.ReadCloser
	left int
}

func (b *boundedBody) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, errTooLarge
	}
	n, err := b.ReadCloser.Read(p[:min(len(p), b.left)])
	b.left -= n
	return n, err
}
