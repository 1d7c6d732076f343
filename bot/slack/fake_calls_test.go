package slack

import (
	"strings"
	"time"

	"amicable/bot/slack/slacktest"
)

// call is one request that the fake Slack got.
type call struct {
	method string // "chat.postMessage", or "hook" for a response_url
	token  string
	args   object
	at     time.Time
}

func (c call) str(key string) string { s, _ := c.args[key].(string); return s }

func (c call) blocks() []any {
	blocks, _ := c.args["blocks"].([]any)
	if v, ok := c.args["view"].(object); ok {
		blocks, _ = v["blocks"].([]any)
	}
	return blocks
}

// files are the ids of the files that the call's images show.
func (c call) files() []string {
	var ids []string
	for _, b := range c.blocks() {
		if file, ok := b.(object)["slack_file"].(object); ok {
			ids = append(ids, file["id"].(string))
		}
	}
	return ids
}

// text is everything that can be read in the call's blocks.
func (c call) text() string {
	ch := &slacktest.Checker{}
	ch.Blocks(c.blocks(), 100)
	return strings.Join(ch.Shown, "|")
}

// to lists the calls of a method.
func (f *fakeSlack) to(method string) []call {
	f.mu.Lock()
	defer f.mu.Unlock()
	var found []call
	for _, c := range f.calls {
		if c.method == method {
			found = append(found, c)
		}
	}
	return found
}

func (f *fakeSlack) all() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var all []string
	for _, c := range f.calls {
		all = append(all, c.method)
	}
	return all
}
