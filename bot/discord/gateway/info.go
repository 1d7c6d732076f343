package gateway

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"
)

// apiVersion is the gateway's version that is spoken here.
const apiVersion = "10"

// Info is what GET /gateway/bot says.
// https://discord.com/developers/docs/events/gateway#get-gateway-bot
type Info struct {
	URL            string        // wss://…
	Shards         int           // recommended
	Remaining      int           // sessions that may still begin …
	ResetAfter     time.Duration // … until there are more
	MaxConcurrency int           // sessions that may begin within 5 s
}

// ErrRefused is what Config.Info returns, wrapped, when Discord refuses the
// token: Run then ends with that error.
var ErrRefused = errors.New("discord refused the bot token")

// ParseInfo reads the body of GET /gateway/bot.
func ParseInfo(body []byte) (Info, error) {
	var raw struct {
		URL    string `json:"url"`
		Shards int    `json:"shards"`
		Limit  *struct {
			Remaining      int   `json:"remaining"`
			ResetAfter     int64 `json:"reset_after"` // milliseconds
			MaxConcurrency int   `json:"max_concurrency"`
		} `json:"session_start_limit"`
	}
	if err := json.Unmarshal(body, &raw); err != nil {
		return Info{}, fmt.Errorf("reading about the gateway: %w", err)
	}
	if raw.Limit == nil {
		return Info{}, errors.New("reading about the gateway: it says nothing about new sessions")
	}
	i := Info{
		URL: raw.URL, Shards: max(raw.Shards, 1), Remaining: raw.Limit.Remaining,
		ResetAfter:     time.Duration(raw.Limit.ResetAfter) * time.Millisecond,
		MaxConcurrency: max(raw.Limit.MaxConcurrency, 1),
	}
	if _, err := address(i.URL); err != nil {
		return Info{}, err
	}
	return i, nil
}

// address completes a gateway's URL.
func address(gateway string) (string, error) {
	u, err := url.Parse(gateway)
	if err != nil || u.Host == "" || (u.Scheme != "wss" && u.Scheme != "ws") {
		return "", errors.New("the gateway's address is not a wss:// address")
	}
	if u.Path == "" {
		u.Path = "/"
	}
	q := u.Query()
	q.Set("v", apiVersion)
	q.Set("encoding", "json")
	u.RawQuery = q.Encode()
	return u.String(), nil
}

// related tells whether a resume address belongs to the gateway's owner: the
// token goes there, and a lease's state is not beyond doubt.
func related(resume, gateway string) bool {
	r, err := url.Parse(resume)
	if err != nil || r.Host == "" {
		return false
	}
	g, err := url.Parse(gateway)
	return err == nil && r.Scheme == g.Scheme && domain(r.Hostname()) == domain(g.Hostname())
}

// domain is the last two labels of a host name that has three or more:
// "discord.gg" of "gateway.discord.gg". Of any other host it is all.
func domain(host string) string {
	labels := strings.Split(host, ".")
	if len(labels) < 3 || strings.Trim(labels[len(labels)-1], "0123456789") == "" {
		return host // short, or an address in numbers
	}
	return strings.Join(labels[len(labels)-2:], ".")
}
