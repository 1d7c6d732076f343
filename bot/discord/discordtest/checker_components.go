package discordtest

import (
	"net/url"
	"strings"
)

// components checks those of a message: 40 with all that is inside, 4,000
// characters of text, and some 10,000 bytes, of which only an error 500 tells
// (https://github.com/discord/discord-api-docs/issues/8554).
func (c *checker) components(all []any) {
	for _, raw := range all {
		c.component(raw)
	}
	if c.count > 40 {
		c.wrong("%d components", c.count)
	}
	if c.units > 4000 {
		c.wrong("%d characters in all components", c.units)
	}
	if n := c.bytes + 12*c.count; n > 10_000 {
		c.wrong("%d bytes in all components", n)
	}
}

// spend counts what a text takes of a message's room.
func (c *checker) spend(s string) {
	c.units += length(s)
	c.bytes += len(s)
}

func (c *checker) component(raw any) {
	m, _ := raw.(map[string]any)
	c.count++
	kind, _ := m["type"].(float64)
	switch kind {
	case 1:
		c.row(m)
	case 2:
		c.button(m)
	case 3:
		c.menu(m, false)
	case 9:
		if n := len(array(m["components"])); n < 1 || n > 3 || m["accessory"] == nil {
			c.wrong("a section of %d texts, with %v at its side", n, m["accessory"])
		}
		for _, text := range array(m["components"]) {
			c.component(text)
		}
		c.component(m["accessory"])
	case 10:
		content := textOf(m["content"])
		c.spend(content)
		c.text("a text", content, 1, 4000)
		c.markdown(content)
	case 12:
		for _, raw := range array(m["items"]) {
			item, _ := raw.(map[string]any)
			media, _ := item["media"].(map[string]any)
			c.media(textOf(media["url"]))
			if item["description"] != nil {
				c.text("a picture's description", textOf(item["description"]), 1, 1024)
				c.shown = append(c.shown, textOf(item["description"]))
			}
		}
	case 13:
		file, _ := m["file"].(map[string]any)
		c.media(textOf(file["url"]))
	case 14:
	case 17:
		for _, inner := range array(m["components"]) {
			c.component(inner)
		}
	default:
		c.wrong("a component of type %v in a message", kind)
	}
}

// media is the address of a picture or a file: one that is sent along.
func (c *checker) media(address string) {
	name, ok := strings.CutPrefix(address, "attachment://")
	if _, sent := c.files[name]; !ok || !sent {
		c.wrong("%q is no file that is sent along", address)
		return
	}
	c.files[name] = true
}

func (c *checker) row(m map[string]any) {
	controls := array(m["components"])
	menus := 0
	for _, raw := range controls {
		control, _ := raw.(map[string]any)
		if kind, _ := control["type"].(float64); kind >= 3 && kind <= 8 {
			menus++
		}
		c.component(raw)
	}
	if n := len(controls); n < 1 || n > 5 || menus > 1 || menus == 1 && n > 1 {
		c.wrong("a row of %d controls, %d of which are menus", n, menus)
	}
}

// id is a custom id: each once, of at most 100 characters.
func (c *checker) id(v any) {
	id := textOf(v)
	if id == "" || len(id) > 100 {
		c.wrong("a custom_id of %d bytes", len(id))
	}
	if id != strings.TrimSpace(id) {
		c.wrong("custom_id %q may lose a space", id)
	}
	if c.ids[id] {
		c.wrong("custom_id %q appears twice", id)
	}
	c.ids[id] = true
	c.bytes += len(id)
}

func (c *checker) button(m map[string]any) {
	c.text("a button", textOf(m["label"]), 1, 80)
	c.spend(textOf(m["label"]))
	c.shown = append(c.shown, textOf(m["label"]))
	if style, _ := m["style"].(float64); style == 5 {
		u, err := url.Parse(textOf(m["url"]))
		if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || m["custom_id"] != nil {
			c.wrong("a link button to %q with custom_id %v", textOf(m["url"]), m["custom_id"])
		}
		return
	} else if style < 1 || style > 5 || m["url"] != nil {
		c.wrong("a button of style %v with the address %v", style, m["url"])
	}
	c.id(m["custom_id"])
}

// menu is a string select of a message or a dialog.
func (c *checker) menu(m map[string]any, inDialog bool) {
	c.id(m["custom_id"])
	if m["placeholder"] != nil {
		c.text("a placeholder", textOf(m["placeholder"]), 1, 150)
		c.spend(textOf(m["placeholder"]))
		c.shown = append(c.shown, textOf(m["placeholder"]))
	}
	options, values, chosen := array(m["options"]), map[string]bool{}, 0
	if len(options) < 1 || len(options) > 25 {
		c.wrong("a menu of %d options", len(options))
	}
	for _, raw := range options {
		o, _ := raw.(map[string]any)
		c.text("an option", textOf(o["label"]), 1, 100)
		c.text("an option's value", textOf(o["value"]), 1, 100)
		c.text("an option's description", textOf(o["description"]), 0, 100)
		for _, s := range []string{textOf(o["label"]), textOf(o["value"]), textOf(o["description"])} {
			c.spend(s)
		}
		c.shown = append(c.shown, textOf(o["label"]), textOf(o["description"]))
		if values[textOf(o["value"])] {
			c.wrong("the value %q is offered twice", textOf(o["value"]))
		}
		values[textOf(o["value"])] = true
		if o["default"] == true {
			chosen++
		}
	}
	if chosen > 1 {
		c.wrong("%d options are chosen", chosen)
	}
	least, set := m["min_values"].(float64)
	if required := m["required"] != false; inDialog && required && set && least < 1 {
		c.wrong("a menu is required, with at least %v values", least)
	}
	if inDialog && m["disabled"] != nil {
		c.wrong("a menu of a dialog cannot be disabled")
	}
}

// dialog checks a modal.
func (c *checker) dialog(m map[string]any) {
	c.ids = map[string]bool{}
	c.id(m["custom_id"])
	c.text("a dialog's title", textOf(m["title"]), 1, 45)
	c.shown = append(c.shown, textOf(m["title"]))
	components := array(m["components"])
	if n := len(components); n < 1 || n > 5 {
		c.wrong("a dialog of %d components", n)
	}
	for _, raw := range components {
		q, _ := raw.(map[string]any)
		switch kind, _ := q["type"].(float64); kind {
		case 10:
			c.text("a text", textOf(q["content"]), 1, 4000)
			c.markdown(textOf(q["content"]))
		case 18:
			c.text("a label", textOf(q["label"]), 1, 45)
			c.shown = append(c.shown, textOf(q["label"]), textOf(q["description"]))
			if q["description"] != nil {
				c.text("a hint", textOf(q["description"]), 1, 100)
			}
			c.input(q["component"])
		default:
			c.wrong("a component of type %v in a dialog", kind)
		}
	}
}

func (c *checker) input(raw any) {
	in, _ := raw.(map[string]any)
	switch kind, _ := in["type"].(float64); kind {
	case 3:
		c.menu(in, true)
	case 4:
		c.id(in["custom_id"])
		most, ok := in["max_length"].(float64)
		if !ok {
			most = 4000
		}
		c.text("a prefilled answer", textOf(in["value"]), 0, int(most))
		c.text("a placeholder", textOf(in["placeholder"]), 0, 100)
		c.shown = append(c.shown, textOf(in["value"]))
		if in["label"] != nil {
			c.wrong("an input in a label has a label of its own")
		}
		if style, _ := in["style"].(float64); style == 1 && strings.Contains(textOf(in["value"]), "\n") {
			c.wrong("a line break in a short answer: %.40q", textOf(in["value"]))
		}
	default:
		c.wrong("an input of type %v", kind)
	}
}
