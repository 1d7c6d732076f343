package slack

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/cenkalti/backoff/v5"
	sdk "github.com/slack-go/slack"
)

// maxTries bounds the tries of one delivery step.
const maxTries = 5

// longestWait bounds what we wait on a Retry-After.
const longestWait = 90 * time.Second

// client is the Web API with a workspace's token.
func (a *Adapter) client(ctx context.Context, team string) (*sdk.Client, error) {
	token, err := a.cfg.Installations.Token(ctx, team)
	if err != nil {
		return nil, fmt.Errorf("finding the token of workspace %s: %w", team, err)
	}
	return a.clientWith(token, ""), nil
}

func (a *Adapter) clientWith(token, appToken string) *sdk.Client {
	return sdk.New(token,
		sdk.OptionAPIURL(a.cfg.APIURL),
		sdk.OptionHTTPClient(caller{a.cfg.HTTPClient, token}),
		sdk.OptionAppLevelToken(appToken),
		sdk.OptionLog(log.New(io.Discard, "", 0)),
	)
}

// caller makes slack-go's requests. It adds the Authorization header that
// slack-go leaves out of form calls (some test servers look nowhere else), and
// takes addresses out of errors: a response_url or a Socket Mode address is a secret.
type caller struct {
	client *http.Client
	token  string
}

// maxAnswer bounds what is read of an answer, in bytes.
const maxAnswer = 8 << 20

func (c caller) Do(r *http.Request) (*http.Response, error) {
	if c.token != "" && r.Header.Get("Authorization") == "" {
		r.Header.Set("Authorization", "Bearer "+c.token)
	}
	res, err := c.client.Do(r) //nolint:gosec // the address is from our settings or from a request that Slack signed
	if err != nil {
		return nil, discreet(err)
	}
	res.Body = struct {
		io.Reader
		io.Closer
	}{io.LimitReader(res.Body, maxAnswer), res.Body}
	return res, nil
}

// errUnreachable marks errors of the network rather than of Slack.
var errUnreachable = errors.New("slack cannot be reached")

// discreet drops the address from an error of net/http but for its host.
func discreet(err error) error {
	var ue *url.Error
	if !errors.As(err, &ue) {
		return err
	}
	host := "slack"
	if u, perr := url.Parse(ue.URL); perr == nil {
		host = u.Host
	}
	return fmt.Errorf("%w: %s %s: %w", errUnreachable, ue.Op, host, ue.Err)
}

// code is Slack's own error code of err, such as "channel_not_found", or "".
func code(err error) string {
	var se sdk.SlackErrorResponse
	if errors.As(err, &se) {
		return se.Err
	}
	return ""
}

func isCode(err error, codes ...string) bool {
	c := code(err)
	return c != "" && slices.Contains(codes, c)
}

// refused tells whether a token is no good; waiting does not help then.
func refused(err error) bool {
	return isCode(err, "invalid_auth", "not_authed", "account_inactive", "token_revoked",
		"token_expired", "not_allowed_token_type", "missing_scope", "org_login_required", "team_access_not_granted")
}

// passing tells whether trying again may help, and how long Slack asks to wait.
func passing(err error) (time.Duration, bool) {
	var limited *sdk.RateLimitedError
	if errors.As(err, &limited) {
		return max(limited.RetryAfter, 0), true
	}
	var status sdk.StatusCodeError
	if errors.As(err, &status) {
		return 0, status.Code >= 500 || status.Code == http.StatusTooManyRequests
	}
	if isCode(err, "internal_error", "fatal_error", "service_unavailable", "request_timeout", "ratelimited", "rate_limited", "team_added_to_org") {
		return 0, true
	}
	var syntax *json.SyntaxError // a proxy's page in place of an answer
	return 0, errors.Is(err, errUnreachable) || errors.Is(err, context.DeadlineExceeded) ||
		errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) || errors.As(err, &syntax)
}

// retrying calls until it succeeds, fails for good, or maxTries is reached.
func (a *Adapter) retrying(ctx context.Context, call func(ctx context.Context) error) error {
	pause := backoff.NewExponentialBackOff()
	for try := 1; ; try++ {
		one, cancel := context.WithTimeout(ctx, callTime)
		err := call(one)
		cancel()
		if err == nil {
			return nil
		}
		wait, again := passing(err)
		if !again || try == maxTries || ctx.Err() != nil {
			return err
		}
		if serr := a.sleep(ctx, min(max(wait, pause.NextBackOff()), longestWait)); serr != nil {
			return err
		}
	}
}

// postTo sends a message to a response_url. No token goes there.
func (a *Adapter) postTo(ctx context.Context, responseURL string, m message) error {
	body, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("encoding a message: %w", err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, responseURL, bytes.NewReader(body))
	if err != nil {
		return errors.New("the response address is not a URL")
	}
	req.Header.Set("Content-Type", "application/json")
	return a.bare(req)
}

// bare makes a request without a token, to an address that is a secret itself.
func (a *Adapter) bare(req *http.Request) error {
	res, err := caller{client: a.cfg.HTTPClient}.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode == http.StatusTooManyRequests {
		secs, err := time.ParseDuration(res.Header.Get("Retry-After") + "s")
		if err != nil {
			secs = time.Second
		}
		return &sdk.RateLimitedError{RetryAfter: secs}
	}
	if res.StatusCode < 500 {
		body, _ := io.ReadAll(io.LimitReader(res.Body, 1<<10)) // what cannot be read says no more than the status
		if c := refusal(body, res.StatusCode/100 == 2); c != "" {
			return sdk.SlackErrorResponse{Err: c}
		}
	}
	if res.StatusCode/100 != 2 {
		return sdk.StatusCodeError{Code: res.StatusCode, Status: res.Status}
	}
	return nil
}

var errorCode = regexp.MustCompile(`^[a-z_]{3,60}$`)

// refusal is the error code in what a response_url answered, or "". It comes as
// JSON, even when the status says that all is well, or as the bare code.
func refusal(body []byte, well bool) string {
	var said struct {
		OK    *bool  `json:"ok"`
		Error string `json:"error"`
	}
	bare := strings.TrimSpace(string(body))
	switch {
	case json.Unmarshal(body, &said) == nil && said.OK != nil && !*said.OK:
		if errorCode.MatchString(said.Error) {
			return said.Error
		}
		return "unknown_error"
	case !well && errorCode.MatchString(bare):
		return bare
	}
	return ""
}
