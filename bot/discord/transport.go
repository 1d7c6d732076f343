package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// apiVersion is the version of the API that all requests go to
// (https://docs.discord.com/developers/reference#api-versioning).
const apiVersion = "v10"

// spokenBySDK is where discordgo believes the API to be.
const spokenBySDK = "/api/v9/"

// maxAnswer bounds what is read of an answer, in bytes.
const maxAnswer = 8 << 20

// transport takes discordgo's requests to the configured address and version,
// and keeps Discord's rate limits. discordgo never gets to see those: neither
// their headers, for it would sleep on them, nor the answers that they and
// failing servers give, for it keeps only part of what they say.
type transport struct {
	next   http.RoundTripper
	base   string // ends in "/"
	limits *limits
}

// RoundTrip makes one request, after the wait that its limit demands.
func (t *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	path, ok := strings.CutPrefix(r.URL.EscapedPath(), spokenBySDK)
	if !ok {
		return nil, errors.New("discord: the request is for another place")
	}
	to, err := url.Parse(t.base + apiVersion + "/" + path)
	if err != nil {
		return nil, errors.New("discord: the request's address is no URL")
	}
	to.RawQuery = r.URL.RawQuery
	out := r.Clone(r.Context())
	out.URL, out.Host = to, ""
	return t.send(out, limitKey(r.Method, path))
}

// send makes a request within the limit of a key, and turns an answer that says
// only "later" or "not now" into an error.
func (t *transport) send(r *http.Request, key string) (*http.Response, error) {
	if err := t.limits.wait(r.Context(), key); err != nil {
		return nil, err
	}
	res, err := t.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	t.limits.learn(key, res.StatusCode, res.Header)
	if res.StatusCode == http.StatusTooManyRequests || res.StatusCode >= 500 {
		defer func() { _ = res.Body.Close() }()
		err := &apiError{Status: res.StatusCode, After: retryAfter(res.Header)}
		body, rerr := io.ReadAll(io.LimitReader(res.Body, 4<<10))
		var said struct {
			After float64 `json:"retry_after"`
			Code  int     `json:"code"`
		}
		if rerr == nil && json.Unmarshal(body, &said) == nil { // a proxy answers in HTML
			err.Code = said.Code
			err.After = max(err.After, seconds(said.After))
		}
		return nil, err
	}
	for name := range res.Header {
		if strings.HasPrefix(name, "X-Ratelimit-") {
			res.Header.Del(name)
		}
	}
	res.Body = struct {
		io.Reader
		io.Closer
	}{io.LimitReader(res.Body, maxAnswer), res.Body}
	return res, nil
}

func retryAfter(h http.Header) time.Duration {
	secs, err := strconv.ParseFloat(h.Get("Retry-After"), 64)
	if err != nil {
		return 0
	}
	return seconds(secs)
}

// seconds is a number of them from a header, within reason.
func seconds(s float64) time.Duration {
	if !(s > 0) { // nor NaN
		return 0
	}
	return time.Duration(min(s, 24*3600) * float64(time.Second))
}

// limitKey names the limit that a request counts against: the method, the
// guild, channel or webhook, and what is asked of it. Discord's own names for its
// limits (X-RateLimit-Bucket) come only with an answer; these may be too narrow
// for some routes, which then costs a 429 and a wait.
func limitKey(method, path string) string {
	parts := strings.SplitN(path, "/", 4)
	return method + " " + strings.Join(parts[:min(len(parts), 3)], "/")
}

// apiError is Discord's refusal of a request, without any address or body.
type apiError struct {
	Status  int    // HTTP's
	Code    int    // Discord's, https://docs.discord.com/developers/topics/opcodes-and-status-codes#json
	Message string // Discord's words for Code
	Where   string // the part of the request that was wrong, if it was
	After   time.Duration
}

func (e *apiError) Error() string {
	s := fmt.Sprintf("discord answered %d", e.Status)
	if e.Code != 0 || e.Message != "" {
		s += fmt.Sprintf(" (%d %s)", e.Code, strings.TrimSpace(e.Message+" "+e.Where))
	}
	return s
}

// errUnreachable marks errors of the network rather than of Discord.
var errUnreachable = errors.New("discord cannot be reached")

// discreet drops the address from an error of net/http but for its host: the
// address of an interaction's answer is a secret.
func discreet(err error) error {
	var ae *apiError
	if errors.As(err, &ae) {
		return ae
	}
	var ue *url.Error
	if !errors.As(err, &ue) {
		return err
	}
	if errors.Is(err, errCeiling) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return ue.Err
	}
	host := "discord"
	if u, perr := url.Parse(ue.URL); perr == nil {
		host = u.Host
	}
	return fmt.Errorf("%w: %s %s: %w", errUnreachable, ue.Op, host, ue.Err)
}
