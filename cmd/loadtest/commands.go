package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"strconv"
	"sync/atomic"
	"time"

	"amicable/scoring"
)

// How many there are of each.
const (
	workspaces = 20
	people     = 10 // in each workspace
)

// clients are each workspace's. Their names are unlike each other: the bot asks
// before it makes a new client whose name is near another's.
var clients = []string{
	"Acme", "Globex", "Initech", "Umbrella", "Hooli", "Vandelay", "Stark", "Wayne", "Tyrell", "Cyberdyne",
	"Soylent", "Wonka", "Duff", "Oscorp", "Massive", "Prestige", "Bluth", "Dunder", "Sterling", "Pied",
	"Nakatomi", "Weyland", "Zorg", "Kruger", "Yoyodyne",
}

// signingSecret signs everything here; nothing real knows it.
const signingSecret = "loadtest"

// request is a slash command as Slack posts it.
type request struct{ body, timestamp, signature string }

// sign signs a body as Slack does (https://docs.slack.dev/authentication/verifying-requests-from-slack/).
func sign(body string, now time.Time) request {
	timestamp := strconv.FormatInt(now.Unix(), 10)
	return request{body, timestamp, signature(timestamp, body)}
}

func signature(timestamp, body string) string {
	mac := hmac.New(sha256.New, []byte(signingSecret))
	mac.Write([]byte("v0:" + timestamp + ":" + body))
	return "v0=" + hex.EncodeToString(mac.Sum(nil))
}

// flagger makes /flag commands, each a new incident: it goes round all clients
// and signs, and each round is dated two days after the one before, so that
// nothing falls into the merge window of an earlier one.
type flagger struct {
	signs []scoring.SignID
	first time.Time
	count atomic.Int64
}

func newFlagger(now time.Time) *flagger {
	f := &flagger{first: now.AddDate(-4, 0, 0)}
	for _, s := range scoring.Default().Signs {
		f.signs = append(f.signs, s.ID)
	}
	return f
}

// next makes the next command. It may be called concurrently.
func (f *flagger) next() request {
	n := int(f.count.Add(1) - 1)
	workspace := n % workspaces
	client := clients[n/workspaces%len(clients)]
	kind := n / (workspaces * len(clients)) % len(f.signs)
	round := n / (workspaces * len(clients) * len(f.signs))
	on := f.first.AddDate(0, 0, 2*round).Format(time.DateOnly)
	text := fmt.Sprintf("%s %s note %d as a team would write it on:%s", client, f.signs[kind], n, on)
	return sign(command("/flag", workspace, n%people, text, n), time.Now())
}

// command is the form of one slash command.
func command(name string, workspace, person int, text string, n int) string {
	return "token=gone&team_id=T" + strconv.Itoa(workspace) + "&team_domain=team&channel_id=C1&channel_name=clients" +
		"&user_id=" + user(workspace, person) + "&user_name=person&command=" + url.QueryEscape(name) +
		"&text=" + url.QueryEscape(text) + "&api_app_id=A1&is_enterprise_install=false" +
		"&response_url=" + url.QueryEscape("http://127.0.0.1:1/gone") + "&trigger_id=" + strconv.Itoa(n) + ".1.abc"
}

func user(workspace, person int) string { return fmt.Sprintf("U%dX%d", workspace, person) }
