package discordtest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// v2 is a message of components.
func v2(components string) string {
	return `{"flags":32768,"allowed_mentions":{"parse":[]},"components":[` + components + `]}`
}

func textOf4000(unit string, times int) string {
	return `{"type":10,"content":"` + strings.Repeat(unit, times) + `"}`
}

func inRow(controls string) string { return v2(`{"type":1,"components":[` + controls + `]}`) }

func inDialog(component string) string {
	return `{"type":9,"data":{"custom_id":"f","title":"A form","components":[{"type":18,"label":"Client","component":` + component + `}]}}`
}

func inCommand(options string) string {
	return `[{"name":"flag","description":"Flag a client","options":[` + options + `]}]`
}

// The checker must catch what it is there to catch.
func TestCheckCatches(t *testing.T) {
	for body, want := range map[string]string{
		v2(``):                                  "an empty message",
		v2(`{"type":10,"content":" \u200b\n"}`): "a text is empty",
		v2(textOf4000("a", 4001)):               "a text of 4001 characters",
		v2(textOf4000("🚩", 2001)):               "a text of 4002 characters",
		v2(textOf4000("a", 3000) + "," + textOf4000("a", 1001)):                            "4001 characters in all components",
		v2(textOf4000("漢", 3400)):                                                          "10212 bytes in all components",
		v2(strings.Repeat(`{"type":10,"content":"a"},`, 40) + `{"type":10,"content":"a"}`): "41 components",
		v2(`{"type":10,"content":"hello @everyone"}`):                                      "Discord sees mention",
		v2(`{"type":10,"content":"see https://evil.example"}`):                             "Discord sees address",
		v2(`{"type":4}`): "a component of type 4 in a message",
		v2(`{"type":9,"components":[{"type":10,"content":"a"}]}`):                                                                              "a section of 1 texts, with <nil> at its side",
		v2(`{"type":12,"items":[{"media":{"url":"https://a.example"}}]}`):                                                                      "no file that is sent along",
		inRow(`{"type":2,"style":1,"label":"a","custom_id":"x"},{"type":2,"style":1,"label":"b","custom_id":"x"}`):                             `"x" appears twice`,
		inRow(`{"type":2,"style":1,"label":" ","custom_id":"x"}`):                                                                              "a button is empty",
		inRow(`{"type":2,"style":1,"label":"a","custom_id":"x "}`):                                                                             "may lose a space",
		inRow(`{"type":2,"style":5,"label":"a","url":"javascript:x"}`):                                                                         "a link button",
		inRow(`{"type":3,"custom_id":"x","options":[{"label":"a","value":"1"},{"label":"b","value":"1"}]}`):                                    "offered twice",
		inRow(`{"type":3,"custom_id":"x","options":[{"label":"a","value":"1"}]},{"type":2,"style":1,"label":"a","custom_id":"y"}`):             "1 of which are menus",
		`{"flags":32768,"allowed_mentions":{"parse":[]},"attachments":[{"id":0,"filename":"a.png"}],"components":[{"type":10,"content":"a"}]}`: "not shown",
		`{"content":"hello"}`: "may notify people",
		`{"content":"hello","allowed_mentions":{"parse":["users"]}}`:  "may notify people",
		`{"content":" ","allowed_mentions":{"parse":[]}}`:             "an empty message",
		`{"content":"a","flags":128,"allowed_mentions":{"parse":[]}}`: "flags 128",
		`{"allowed_mentions":{"parse":[]},"embeds":[` + strings.Repeat(`{"description":"`+strings.Repeat("a", 3001)+`"},`, 1) + `{"description":"` + strings.Repeat("a", 3001) + `"}]}`: "6002 characters in all embeds",
		inDialog(`{"type":4,"custom_id":"n","style":1,"value":"abc","max_length":2}`):                                                                                                   "a prefilled answer of 3",
		inDialog(`{"type":4,"custom_id":"n","style":1,"label":"x"}`):                                                                                                                    "a label of its own",
		inDialog(`{"type":3,"custom_id":"n","min_values":0,"options":[{"label":"a","value":"1"}]}`):                                                                                     "required, with at least 0",
		inDialog(`{"type":3,"custom_id":"n","options":[{"label":"a","value":"1","default":true},{"label":"b","value":"2","default":true}]}`):                                            "2 options are chosen",
		inDialog(`{"type":3,"custom_id":"f","options":[{"label":"a","value":"1"}]}`):                                                                                                    `"f" appears twice`,
		`{"type":9,"data":{"custom_id":"f","title":"` + strings.Repeat("a", 46) + `","components":[]}}`:                                                                                 "a dialog's title of 46",
		`{"type":8,"data":{"choices":[{"name":" ","value":"x"}]}}`:                                                                                                                      "suggestion is empty",
		`[{"name":"Flag","description":"x"}]`:                                                                                                                                           `command name "Flag"`,
		`[{"name":"flag","description":"x"},{"name":"flag","type":1,"description":"x"}]`:                                                                                                `"flag" is there twice`,
		`[{"name":"flag","description":"` + strings.Repeat("a", 101) + `"}]`:                                                                                                            "of 101 characters",
		`[{"name":"Flag it","type":3,"description":"x"}]`:                                                                                                                               "has a description",
		inCommand(`{"type":3,"name":"a","description":"x"},{"type":3,"name":"b","description":"x","required":true}`):                                                                    "required and stands after",
		inCommand(`{"type":3,"name":"a","description":"x"},{"type":3,"name":"a","description":"x"}`):                                                                                    `"flag a" is there twice`,
		inCommand(`{"type":3,"name":"a","description":"x","autocomplete":true,"choices":[{"name":"x","value":"x"}]}`):                                                                   "autocomplete is true",
		inCommand(`{"type":3,"name":"a","description":"x","name_localizations":{"pl":"Znak"}}`):                                                                                         `option name "Znak"`,
		`[`: "no JSON",
	} {
		if got := strings.Join(Check([]byte(body)), "; "); !strings.Contains(got, want) {
			t.Errorf("%.200s\n  was found to be: %q, want %q", body, got, want)
		}
	}
}

func TestCheckHasNothingAgainstWhatIsRight(t *testing.T) {
	for _, body := range []string{
		``, `{"recipient_id":"1"}`, `{"type":1}`, `{"type":6}`, `{"type":5,"data":{"flags":64}}`,
		v2(`{"type":10,"content":"### Hello\n-# small **bold** \\@everyone"}`), v2(textOf4000("a", 4000)),
		`{"content":"hello","allowed_mentions":{"parse":[]}}`,
		inDialog(`{"type":3,"custom_id":"n","required":false,"min_values":0,"options":[{"label":"a","value":"1"}]}`),
		inCommand(`{"type":3,"name":"klient","description":"x","required":true,"name_localizations":{"pl":"klient"}},{"type":3,"name":"b","description":"x"}`),
	} {
		if got := Check([]byte(body)); len(got) > 0 {
			t.Errorf("%.200s: %q", body, got)
		}
	}
}

func TestReadMarkdown(t *testing.T) {
	for source, want := range map[string]string{
		"plain, 13.8 points (+8.0)": "plain, 13.8 points (+8.0) []",
		"**bold** *it* _it_ a_b_c":  "bold it it a_b_c [bold italic italic]",
		"__u__ ~~s~~ ||sp||":        "u s sp [underlined struck spoiler]",
		"`code` ``a`b``":            "code a`b [code code]",
		"```\n*x*\n```":             "*x* [code block]",
		"# h\n-# s\n- l\n1. n\n> q": "h\ns\nl\nn\nq [heading small list list quote]",
		"<@1> <@&2> <#3> <t:1:R>":   "<@1> <@&2> <#3> <t:1:R> [mention mention mention mention]",
		"@here :smile: a: b: c":     "@here :smile: a: b: c [mention emoji]",
		"[**x**](https://a.b/c)":    "x [link bold]",
		"<https://a.b> https://a.b": "https://a.b https://a.b [link address]",
		`\*a\* \<@1> \\ \:a\:`:      `*a* <@1> \ :a: []`,
		`**a\*b**`:                  "a*b [bold]",
		"2 * 3 * 4":                 "2 * 3 * 4 []",
	} {
		text, used := ReadMarkdown(source)
		if got := fmt.Sprintf("%s %v", text, slices.Clip(used)); got != want {
			t.Errorf("%q is read as %q, want %q", source, got, want)
		}
	}
}
