package slacktest

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf16"
)

// Checker knows Slack's rules for blocks and reads what a person would see. It
// works on the JSON that is sent, so it trusts neither our code nor slack-go.
// The zero value is ready; what it finds adds up over the calls.
type Checker struct {
	// Shown are the texts that a person gets to see, and the prefilled ones of a form.
	Shown []string
	// Problems are the limits and rules that are broken.
	Problems []string
	total    int // characters in all blocks of the message
}

type object = map[string]any

// unescape is what Slack makes of an escaped text.
var unescape = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace

// length counts text as Slack's own clients do, in UTF-16 units.
func length(s string) int { return len(utf16.Encode([]rune(s))) }

func (c *Checker) wrong(format string, args ...any) {
	c.Problems = append(c.Problems, fmt.Sprintf(format, args...))
}

func decode(v any) any {
	raw, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	var out any
	if err := json.Unmarshal(raw, &out); err != nil {
		panic(err)
	}
	return out
}

// Message checks a message: its text and its blocks. v is anything that becomes the JSON which is sent.
func (c *Checker) Message(v any) {
	m := decode(v).(object)
	c.total = 0
	c.text("fallback", m["text"], 4000)
	if s, _ := m["text"].(string); strings.ContainsAny(s, "<>") {
		c.wrong("the fallback is not escaped: %.60q", s)
	}
	blocks, _ := m["blocks"].([]any)
	c.Blocks(blocks, 50)
	if c.total > 10_000 {
		c.wrong("%d characters in all blocks", c.total)
	}
}

// View checks a dialog or a home page.
func (c *Checker) View(v any) {
	m := decode(v).(object)
	for _, key := range []string{"title", "submit", "close"} {
		if m[key] != nil {
			c.plain(key, m[key], 24)
		}
	}
	if m["type"] == "modal" && (m["title"] == nil || m["submit"] == nil) {
		c.wrong("a dialog needs a title and a submit button")
	}
	meta, _ := m["private_metadata"].(string)
	c.text("private_metadata", meta, 3000)
	blocks, _ := m["blocks"].([]any)
	c.Blocks(blocks, 100)
}

// Blocks checks decoded blocks, of which at most so many may be.
func (c *Checker) Blocks(blocks []any, most int) {
	if len(blocks) > most {
		c.wrong("%d blocks", len(blocks))
	}
	ids := map[string]bool{}
	for _, raw := range blocks {
		b := raw.(object)
		if id, _ := b["block_id"].(string); id != "" {
			if ids[id] {
				c.wrong("block_id %q appears twice", id)
			}
			ids[id] = true
			c.text("block_id", id, 255)
		}
		c.block(b)
	}
}

func (c *Checker) block(b object) {
	actions := map[string]bool{}
	switch b["type"] {
	case "rich_text":
		for _, e := range c.some("rich_text", b["elements"], 1000) {
			c.rich(e.(object))
		}
	case "section":
		c.object("section", b["text"], 3000)
		if b["accessory"] != nil {
			c.element(b["accessory"].(object), actions)
		}
	case "context":
		for _, e := range c.some("context", b["elements"], 10) {
			c.plain("context", e, 3000)
		}
	case "actions":
		for _, e := range c.some("actions", b["elements"], 25) {
			c.element(e.(object), actions)
		}
	case "image":
		if b["title"] != nil {
			c.plain("image title", b["title"], 2000)
		}
		alt, _ := b["alt_text"].(string)
		file, _ := b["slack_file"].(object)["id"].(string)
		if alt == "" || !regexp.MustCompile(`^F[A-Z0-9]{8,}$`).MatchString(file) || b["image_url"] != nil {
			c.wrong("an image without alt text or file: %v", b)
		}
		c.text("alt_text", alt, 2000)
		c.Shown = append(c.Shown, "["+alt+"]")
	case "input":
		c.plain("input label", b["label"], 2000)
		if b["hint"] != nil {
			c.plain("input hint", b["hint"], 2000)
		}
		c.element(b["element"].(object), actions)
	default:
		c.wrong("unexpected block %v", b["type"])
	}
}

func (c *Checker) rich(e object) {
	switch e["type"] {
	case "rich_text_list":
		for _, s := range c.some("rich_text_list", e["elements"], 1000) {
			c.rich(s.(object))
		}
	case "rich_text_section", "rich_text_preformatted":
		whole := ""
		for _, raw := range c.some("rich_text_section", e["elements"], 10_000) {
			x := raw.(object)
			if x["type"] != "text" && x["type"] != "link" {
				c.wrong("element %v can be more than text", x["type"])
			}
			if u, _ := x["url"].(string); x["type"] == "link" && !strings.HasPrefix(u, "http") {
				c.wrong("a link to %q", u)
			}
			s, _ := x["text"].(string)
			if s == "" {
				c.wrong("an empty text element")
			}
			whole += s
		}
		if e["type"] == "rich_text_preformatted" {
			c.text("preformatted", whole, 3000)
		}
		c.Shown = append(c.Shown, whole)
		c.total += length(whole)
	default:
		c.wrong("unexpected element %v", e["type"])
	}
}

func (c *Checker) element(e object, ids map[string]bool) {
	id, _ := e["action_id"].(string)
	c.text("action_id", id, 255)
	if id == "" || ids[id] {
		c.wrong("action_id %q is empty or appears twice in a block", id)
	}
	ids[id] = true
	switch e["type"] {
	case "button":
		c.plain("button", e["text"], 75)
		c.text("button value", e["value"], 2000)
		c.text("button url", e["url"], 3000)
		if confirm, ok := e["confirm"].(object); ok {
			c.plain("confirm title", confirm["title"], 100)
			c.plain("confirm text", confirm["text"], 300)
			c.plain("confirm yes", confirm["confirm"], 30)
			c.plain("confirm no", confirm["deny"], 30)
		}
	case "static_select":
		if e["placeholder"] != nil {
			c.plain("placeholder", e["placeholder"], 150)
		}
		options := c.some("options", e["options"], 100)
		for _, o := range options {
			c.option(o)
		}
		if initial := e["initial_option"]; initial != nil {
			found := false
			for _, o := range options {
				found = found || fmt.Sprint(o) == fmt.Sprint(initial)
			}
			if !found {
				c.wrong("the initial option is none of the options")
			}
		}
	case "external_select":
		if e["initial_option"] != nil {
			c.option(e["initial_option"])
		}
	case "datepicker":
		if d, _ := e["initial_date"].(string); d != "" && !regexp.MustCompile(`^\d{4}-\d\d-\d\d$`).MatchString(d) {
			c.wrong("date %q", d)
		}
	case "plain_text_input":
		most, _ := e["max_length"].(float64)
		if most < 1 || most > 3000 {
			c.wrong("max_length %v", most)
		}
		c.text("initial_value", e["initial_value"], int(most))
		if s, _ := e["initial_value"].(string); s != "" {
			c.Shown = append(c.Shown, s)
		}
	default:
		c.wrong("unexpected element %v", e["type"])
	}
}

func (c *Checker) option(v any) {
	o := v.(object)
	c.plain("option", o["text"], 75)
	if s, _ := o["value"].(string); s == "" {
		c.wrong("an option without a value")
	}
	c.text("option value", o["value"], 150)
	if o["description"] != nil {
		c.plain("option description", o["description"], 75)
	}
}

// object is a text object of either kind.
func (c *Checker) object(what string, v any, most int) {
	o, _ := v.(object)
	if o["type"] != "mrkdwn" {
		c.plain(what, v, most)
		return
	}
	s, _ := o["text"].(string)
	c.text(what, s, most)
	if o["verbatim"] != true {
		c.wrong("%s lets Slack look for mentions and links", what)
	}
	if regexp.MustCompile(`<[^h]`).MatchString(s) {
		c.wrong("%s can mention somebody: %.60q", what, s)
	}
	if regexp.MustCompile(`:[a-z0-9_+-]+:`).MatchString(s) {
		c.wrong("%s can become an emoji: %.60q", what, s)
	}
	c.total += length(s)
	s = regexp.MustCompile(`<http[^|>]*\|([^>]*)>`).ReplaceAllString(s, "$1") // links are ours; their labels are to be judged
	for _, mark := range "*_`" {                                              // all marks must be ours, in pairs around words
		if strings.Count(s, string(mark))%2 != 0 {
			c.wrong("%s has a single %q: %.60q", what, mark, s)
		}
	}
	if strings.Contains(s, "~") {
		c.wrong("%s can strike through: %.60q", what, s)
	}
	c.Shown = append(c.Shown, unescape(strings.NewReplacer("*", "", "_", "", "`", "").Replace(s)))
}

func (c *Checker) plain(what string, v any, most int) {
	o, _ := v.(object)
	s, _ := o["text"].(string)
	if o["type"] != "plain_text" || s == "" {
		c.wrong("%s is no plain text: %.60v", what, v)
	}
	if o["emoji"] != false {
		c.wrong("%s turns codes into emoji", what)
	}
	c.text(what, s, most)
	c.total += length(s)
	c.Shown = append(c.Shown, s)
}

func (c *Checker) text(what string, v any, most int) {
	s, _ := v.(string)
	if n := length(s); n > most {
		c.wrong("%s has %d characters, %d fit", what, n, most)
	}
}

// some is a list with at least one element.
func (c *Checker) some(what string, v any, most int) []any {
	all, _ := v.([]any)
	if len(all) == 0 || len(all) > most {
		c.wrong("%s has %d elements", what, len(all))
	}
	return all
}
