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

// request is a command as a platform posts it.
type request struct{ path, head, body string }

// sign signs a body as Slack does (https://docs.slack.dev/authentication/verifying-requests-from-slack/).
func sign(body string, now time.Time) request {
	timestamp := strconv.FormatInt(now.Unix(), 10)
	return request{
		path: "/slack/commands", body: body,
		head: "Content-Type: application/x-www-form-urlencoded\r\nX-Slack-Request-Timestamp: " + timestamp +
			"\r\nX-Slack-Signature: " + signature(timestamp, body),
	}
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
	write func(incident) request // in a platform's words
	signs []scoring.SignID
	first time.Time
	count atomic.Int64
}

// incident is one command's content.
type incident struct {
	n, workspace, person   int
	client, sign, note, on string
}

func newFlagger(now time.Time, write func(incident) request) *flagger {
	f := &flagger{write: write, first: now.AddDate(-4, 0, 0)}
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
	kind := f.signs[n/(workspaces*len(clients))%len(f.signs)]
	round := n / (workspaces * len(clients) * len(f.signs))
	return f.write(incident{
		n: n, workspace: workspace, person: n % people, client: client, sign: string(kind),
		note: fmt.Sprintf("note %d as a team would write it", n),
		on:   f.first.AddDate(0, 0, 2*round).Format(time.DateOnly),
	})
}

// onSlack writes a flag as Slack posts it.
func onSlack(f incident) request {
	text := fmt.Sprintf("%s %s %s on:%s", f.client, f.sign, f.note, f.on)
	return sign(command("/flag", f.workspace, f.person, text, f.n), time.Now())
}

// command is the form of one slash command.
func command(name string, workspace, person int, text string, n int) string {
	return "token=gone&team_id=T" + strconv.Itoa(workspace) + "&team_domain=team&channel_id=C1&channel_name=clients" +
		"&user_id=" + user(workspace, person) + "&user_name=person&command=" + url.QueryEscape(name) +
		"&text=" + url.QueryEscape(text) + "&api_app_id=A1&is_enterprise_install=false" +
		"&response_url=" + url.QueryEscape("http://127.0.0.1:1/gone") + "&trigger_id=" + strconv.Itoa(n) + ".1.abc"
}

func user(workspace, person int) string { return fmt.Sprintf("U%dX%d", workspace, person) }
