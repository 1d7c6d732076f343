package main

import (
	"html"
	"slices"
	"strings"

	"amicable/bot/discord/discordtest"
)

// types a command, each part of it as an option of its own.
func (g *guildOffice) types(line string) {
	name, text, _ := strings.Cut(strings.TrimPrefix(html.UnescapeString(line), "/"), " ")
	if name == "amicable" {
		sub, rest, _ := strings.Cut(text, " ")
		name, text = name+" "+sub, rest
	}
	options, ok := optionsOf(name, text)
	if !ok {
		panic(notOffered{})
	}
	g.do(g.fake.Command(g.room(), g.actor(), name, options...))
}

// optionsOf takes a line apart as somebody would who fills in the options.
func optionsOf(name, text string) (options []discordtest.Option, ok bool) {
	add := func(name, value string) {
		if value != "" {
			options = append(options, discordtest.Opt(name, value))
		}
	}
	words, note := wordsOf(text)
	named := map[string]string{}
	words = slices.DeleteFunc(words, func(w string) bool {
		key, value, found := strings.Cut(w, ":")
		known := found && slices.Contains([]string{"on", "severity", "tone", "lang", "last-day"}, key)
		if known {
			named[key] = value
		}
		return known
	})
	rest := strings.Join(words, " ")
	cut := func(n int) (head, tail string) { // the last n words apart from those before
		n = min(n, len(words))
		return strings.Join(words[:len(words)-n], " "), strings.Join(words[len(words)-n:], " ")
	}
	needs := true // whether all that Discord insists on is there
	switch name {
	case "flag":
		client, sign := cut(1)
		if client == "" && note != "" {
			client, note = note, "" // it was the name that was quoted
		}
		needs = client != "" && sign != ""
		add("client", client)
		add("sign", sign)
	case "did":
		client, remedy := cut(1)
		needs = client != "" && remedy != ""
		add("client", client)
		add("remedy", remedy)
	case "assess", "history", "praise":
		needs = rest != "" || name == "assess"
		add("client", rest)
	case "draft":
		if len(words) > 1 {
			needs = words[0] == "separation" || words[0] == "talk"
			add("kind", words[0])
			rest = strings.Join(words[1:], " ")
		}
		needs = needs && rest != "" && named["lang"] != "de"
		add("client", rest)
	case "client":
		client, tail, _ := strings.Cut(text, " ")
		action, value, _ := strings.Cut(tail, " ")
		needs, note = client != "", ""
		add("name", client)
		add("action", action)
		add("value", value)
	case "clients", "undo", "amicable status":
	case "amicable help":
		add("command", rest)
	case "amicable signs":
		add("sign", rest)
	case "amicable settings":
		setting, value, _ := strings.Cut(text, " ")
		needs = !strings.Contains(value, "<#")
		add("setting", setting)
		add("value", value)
	default:
		return nil, false
	}
	for _, key := range []string{"on", "severity", "tone", "lang", "last-day"} {
		add(key, named[key])
	}
	add("note", note)
	return options, needs && !strings.Contains(strings.Join(words, ""), `"`)
}

// wordsOf splits a text; what is quoted at its end is the note, or at its
// beginning one word.
func wordsOf(text string) (words []string, note string) {
	before, quoted, found := strings.Cut(text, `"`)
	inner, after, closed := strings.Cut(quoted, `"`)
	if found && closed {
		words, note = append(strings.Fields(before), strings.Fields(after)...), inner
		return words, note
	}
	return strings.Fields(text), ""
}
