package commands

import (
	"context"
	"errors"
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
	if id := rq.settings[settingChannel+rq.Channel.ID]; id != "" {
		c, err := rq.client(ctx, names, storage.ClientID(id))
		if err == nil && !c.Closed {
			return c, true, nil
		}
		if err != nil && !errors.Is(err, storage.ErrNotFound) {
			return storage.Known{}, false, err
		}
	}
	c, ok := byChannelName(names, rq.Channel.Name)
	return c, ok, nil
}

// channel reads "here" or a channel as it was named, and returns its id and its name.
func (rq *request) channel(typed string) (id, name string, err error) {
	if strings.EqualFold(typed, "here") || typed == "#" {
		if name = rq.Channel.Name; name != "" {
			name = "#" + name
		}
		return rq.Channel.ID, name, nil
	}
	if id, ok := rq.Channels[typed]; ok {
		return id, typed, nil
	}
	if name, ok := strings.CutPrefix(typed, "#"); ok {
		if name == rq.Channel.Name {
			return rq.Channel.ID, typed, nil
		}
		return "", "", trouble("channel-unknown", "Typed", shorten(typed, 80))
	}
	if strings.ContainsAny(typed, " \t") {
		return "", "", trouble("channel-unknown", "Typed", shorten(typed, 80))
	}
	return typed, "", nil
}

// mapChannel makes a channel the client's, in place of any that was before; "" only ends that.
func (b *Bot) mapChannel(ctx context.Context, rq *request, id storage.ClientID, channel string) error {
	for key, owner := range rq.settings {
		if strings.HasPrefix(key, settingChannel) && owner == string(id) && key != settingChannel+channel {
			if err := rq.ws.Set(ctx, key, "", rq.actor()); err != nil {
				return err
			}
		}
	}
	if channel == "" {
		return nil
	}
	return rq.ws.Set(ctx, settingChannel+channel, string(id), rq.actor())
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
