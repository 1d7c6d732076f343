package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"amicable/bot/slack/slacktest"
)

// Everything that the bot answers on Slack, as Slack gets it: testdata/replies
// holds one file for each kind of reply, with all that was to be seen after the
// last act of its story. After words or blocks were changed:
//
//	go test ./cmd/amicable -run TestReplies -update
func TestReplies(t *testing.T) {
	var wanted []string
	for _, r := range replies {
		wanted = append(wanted, r.name+".json")
		t.Run(r.name, func(t *testing.T) {
			inOffice(t, func(o *office) {
				r.story(o)
				o.check()
				o.compare(filepath.Join("testdata", "replies", r.name+".json"))
			})
		})
	}
	for _, f := range goldenFiles(t) {
		if slices.Contains(wanted, f.Name()) {
			continue
		}
		if !*update {
			t.Errorf("%s is no reply's any more", f.Name())
		} else if err := os.Remove(filepath.Join("testdata", "replies", f.Name())); err != nil {
			t.Error(err)
		}
	}
}

func goldenFiles(t *testing.T) []os.DirEntry {
	t.Helper()
	files, err := os.ReadDir("testdata/replies")
	if err != nil && !*update {
		t.Fatal(err)
	}
	return files
}

// unescaped undoes what json.Marshal does to characters that are harmless here.
var unescaped = strings.NewReplacer(`\u0026`, "&", `\u003c`, "<", `\u003e`, ">")

// pretty is what was seen, for people to read.
func (o *office) pretty() string {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	seen := o.sent
	if seen == nil {
		seen = []delivery{}
	}
	if err := enc.Encode(seen); err != nil {
		o.Fatal(err)
	}
	return unescaped.Replace(buf.String())
}

func (o *office) compare(path string) {
	got := o.pretty()
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			o.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			o.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		o.Fatal(err)
	}
	if d := cmp.Diff(string(want), got); d != "" {
		o.Errorf("%s (-update rewrites it):\n%s", path, d)
	}
}

// check asks whether Slack would take it all, and whether only those see it who should.
func (o *office) check() {
	for _, d := range o.sent {
		if d.Channel == "CEXT" || d.SeenBy == "in_channel" && !strings.HasPrefix(o.where, "D") {
			o.Errorf("%s: others can see it", d.Way)
		}
		if o.who == "UEVE" {
			o.Errorf("%s: a guest got something", d.Way)
		}
		c := &slacktest.Checker{}
		switch {
		case len(d.View) > 0:
			c.View(d.View)
		case len(d.Options) > 2:
			c.Blocks([]any{decoded(o.T, object{"type": "input", "label": object{"type": "plain_text", "text": "x", "emoji": false}, "element": object{
				"type": "static_select", "action_id": "a", "options": d.Options,
			}})}, 1)
		case len(d.Blocks) > 0:
			c.Message(object{"text": d.Text, "blocks": d.Blocks})
		}
		for _, p := range c.Problems {
			o.Errorf("%s: %s", d.Way, p)
		}
		if len(d.Blocks) > 0 && d.Text == "" && d.Way != "views.publish" {
			o.Errorf("%s: there is nothing to read in a notification", d.Way)
		}
	}
}

func decoded(t *testing.T, v any) (out any) {
	raw, err := json.Marshal(v)
	if err == nil {
		err = json.Unmarshal(raw, &out)
	}
	if err != nil {
		t.Fatal(err)
	}
	return out
}
