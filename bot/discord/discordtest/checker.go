package discordtest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"
)

// Check says what Discord would refuse, or people would not want, in a body that
// is sent to it, where the specification does not say so. It knows messages,
// responses to interactions, dialogs and lists of commands by their looks, and
// has nothing against other bodies. It works on JSON, so it trusts neither our
// code nor discordgo.
func Check(wire []byte) []string {
	c := &checker{}
	c.body(wire)
	return c.problems
}

// CheckMessage is Check for a body that is certainly a message, though it may not look like one.
func CheckMessage(wire []byte) []string {
	c := &checker{}
	var m map[string]any
	if err := json.Unmarshal(wire, &m); err != nil {
		return []string{"no message: " + err.Error()}
	}
	c.message(m)
	return c.problems
}

// Shown returns the texts that people see in a body that Check knows, with
// markdown read as Discord's clients read it, and the prefilled ones of a dialog.
func Shown(wire []byte) []string {
	c := &checker{}
	c.body(wire)
	return c.shown
}

type checker struct {
	problems []string
	shown    []string
	ids      map[string]bool
	count    int // components
	units    int // characters in the components of a message
	bytes    int
	files    map[string]bool // attachments, and whether they are shown
}

func (c *checker) wrong(format string, args ...any) {
	c.problems = append(c.problems, fmt.Sprintf(format, args...))
}

func (c *checker) body(wire []byte) {
	var v any
	if len(wire) == 0 {
		return
	}
	if err := json.Unmarshal(wire, &v); err != nil {
		c.wrong("no JSON: %v", err)
		return
	}
	if list, ok := v.([]any); ok {
		c.commands(list)
		return
	}
	m, _ := v.(map[string]any)
	_, isResponse := m["data"]
	switch {
	case isResponse && m["type"] != nil:
		c.response(m)
	case m["custom_id"] != nil && m["title"] != nil:
		c.dialog(m)
	case m["name"] != nil && m["type"] == nil && m["description"] != nil:
		c.commands([]any{m})
	case slices.ContainsFunc([]string{"content", "embeds", "components", "allowed_mentions", "attachments", "flags"}, func(k string) bool { _, ok := m[k]; return ok }):
		c.message(m)
	}
}

// response is the first response to an interaction.
func (c *checker) response(m map[string]any) {
	data, _ := m["data"].(map[string]any)
	switch kind, _ := m["type"].(float64); kind {
	case 4, 7:
		c.message(data)
	case 8:
		c.suggestions(array(data["choices"]))
	case 9:
		c.dialog(data)
	}
}

func (c *checker) suggestions(choices []any) {
	if len(choices) > 25 {
		c.wrong("%d suggestions", len(choices))
	}
	for _, raw := range choices {
		o, _ := raw.(map[string]any)
		c.text("suggestion", textOf(o["name"]), 1, 100)
		if value, ok := o["value"].(string); ok {
			c.text("value of a suggestion", value, 1, 100)
		}
	}
}

// The flags that a bot may set, beside those that people see to work.
const (
	flagSuppress = 1 << 2  // no previews of addresses
	flagSilent   = 1 << 12 // no notification
)

func (c *checker) message(m map[string]any) {
	flags, _ := m["flags"].(float64)
	if odd := int(flags) &^ (flagV2 | flagEphemeral | flagSuppress | flagSilent); odd != 0 {
		c.wrong("flags %d cannot be set", odd)
	}
	c.mentions(m["allowed_mentions"])
	c.ids, c.files = map[string]bool{}, map[string]bool{}
	for _, raw := range array(m["attachments"]) {
		a, _ := raw.(map[string]any)
		if name := textOf(a["filename"]); name != "" {
			c.files[name] = false
		}
	}
	components := array(m["components"])
	if int(flags)&flagV2 != 0 {
		for _, key := range []string{"content", "embeds", "poll", "sticker_ids"} {
			if v := m[key]; v != nil && v != "" && len(array(v)) > 0 {
				c.wrong("a message of components has %s", key)
			}
		}
		if len(components) == 0 {
			c.wrong("an empty message")
		}
		c.components(components)
		for name, seen := range c.files {
			if !seen {
				c.wrong("the file %q is sent but not shown", name)
			}
		}
		return
	}
	c.legacy(m, components)
}

// mentions wants nobody notified, and says so: without the field everybody named is.
func (c *checker) mentions(v any) {
	m, ok := v.(map[string]any)
	if parse, isList := m["parse"].([]any); !ok || !isList || len(parse) > 0 || len(array(m["users"])) > 0 || len(array(m["roles"])) > 0 {
		c.wrong("the message may notify people: allowed_mentions is %v", v)
	}
}

// legacy is a message of content and embeds.
func (c *checker) legacy(m map[string]any, components []any) {
	content := textOf(m["content"])
	c.text("content", content, 0, 2000)
	c.markdown(content)
	total := 0
	for _, raw := range array(m["embeds"]) {
		e, _ := raw.(map[string]any)
		part := func(what, s string, least, most int) {
			total += length(s)
			c.text(what, s, least, most)
			c.markdown(s)
		}
		part("embed title", textOf(e["title"]), 0, 256)
		part("embed description", textOf(e["description"]), 0, 4096)
		footer, _ := e["footer"].(map[string]any)
		author, _ := e["author"].(map[string]any)
		part("embed footer", textOf(footer["text"]), 0, 2048)
		part("embed author", textOf(author["name"]), 0, 256)
		if len(array(e["fields"])) > 25 {
			c.wrong("an embed of %d fields", len(array(e["fields"])))
		}
		for _, f := range array(e["fields"]) {
			field, _ := f.(map[string]any)
			part("field name", textOf(field["name"]), 1, 256)
			part("field value", textOf(field["value"]), 1, 1024)
		}
	}
	if total > 6000 {
		c.wrong("%d characters in all embeds", total)
	}
	if len(components) > 5 {
		c.wrong("%d rows", len(components))
	}
	for _, raw := range components {
		if kind, _ := raw.(map[string]any)["type"].(float64); kind != 1 {
			c.wrong("a component of type %v outside a row", kind)
		}
		c.component(raw)
	}
	if blank(content) && len(array(m["embeds"])) == 0 && len(components) == 0 && len(c.files) == 0 {
		c.wrong("an empty message")
	}
}

func (c *checker) markdown(source string) {
	text, used := ReadMarkdown(source)
	c.shown = append(c.shown, text)
	for _, kind := range used {
		switch kind {
		case "heading", "small", "code block", "code", "bold", "italic", "link":
		default:
			c.wrong("Discord sees %s in %.80q", kind, source)
		}
	}
}

// text checks a text's length, and that there is something to see when there has to be.
func (c *checker) text(what, s string, least, most int) {
	if n := length(s); n > most {
		c.wrong("%s of %d characters, more than %d", what, n, most)
	}
	if least > 0 && blank(s) {
		c.wrong("%s is empty: %.40q", what, s)
	}
}

// length counts UTF-16 units.
func length(s string) int { return len(utf16.Encode([]rune(s))) }

func blank(s string) bool {
	return strings.TrimFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) }) == ""
}

func textOf(v any) string { s, _ := v.(string); return s }

func array(v any) []any { l, _ := v.([]any); return l }
