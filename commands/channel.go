package commands

import (
	"context"
	"slices"
	"strings"

	"amicable/storage"
)

// channelClient finds the client whose channel this is: by the team's mapping,
// else by the channel's name.
func (b *Bot) channelClient(ctx context.Context, rq *request) (storage.Known, bool, error) {
	names, err := rq.ws.Directory(ctx)
	if err != nil {
		return storage.Known{}, false, err
	}
	for _, key := range []string{rq.Channel.ID, rq.Channel.Name} {
		id := rq.settings[settingChannel+key]
		if key == "" || id == "" {
			continue
		}
		if c, ok := names.ByID(storage.ClientID(id)); ok && !c.Closed {
			return c, true, nil
		}
	}
	c, ok := byChannelName(names, rq.Channel.Name)
	return c, ok, nil
}

// usualParts are the words around a client's name in a channel's name.
var usualParts = []string{"client", "clients", "customer", "ext", "external", "shared", "proj", "project", "team", "internal", "int"}

// legalForms end a company's name, folded; channels are named without them.
var legalForms = []string{
	"gmbh", "ag", "kg", "ltd", "limited", "llc", "llp", "inc", "corp", "co", "plc", "bv", "b v", "nv", "n v",
	"sa", "s a", "srl", "s r l", "spa", "s p a", "sro", "s r o", "a s", "doo", "d o o", "sp z o o", "sp z oo", "spolka z o o",
}

// byChannelName reads "client-acme" as Acme GmbH. The whole name must be there,
// at most without its legal form, and it must be one client's alone.
func byChannelName(names *storage.Directory, channel string) (storage.Known, bool) {
	words := strings.FieldsFunc(channel, func(r rune) bool { return r == '-' || r == '_' || r == ' ' })
	for len(words) > 0 {
		name := strings.Join(words, " ")
		if c, ok := names.Find(name); ok {
			return c, !c.Closed
		}
		if c, ok := byShortName(names, storage.Fold(name)); ok {
			return c, true
		}
		switch {
		case slices.Contains(usualParts, words[0]):
			words = words[1:]
		case slices.Contains(usualParts, words[len(words)-1]):
			words = words[:len(words)-1]
		default:
			return storage.Known{}, false
		}
	}
	return storage.Known{}, false
}

// byShortName finds the one open client whose name without its legal form is folded.
func byShortName(names *storage.Directory, folded string) (storage.Known, bool) {
	var found storage.Known
	for _, c := range names.All() {
		form, ok := strings.CutPrefix(storage.Fold(c.Name), folded+" ")
		if !ok || c.Closed || !slices.Contains(legalForms, form) {
			continue
		}
		if found.ID != "" {
			return storage.Known{}, false
		}
		found = c
	}
	return found, found.ID != ""
}
