package playground

import (
	"slices"
	"strings"

	"amicable/bot"
)

// person is somebody whom the visitor can be.
type person struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Admin bool   `json:"admin"`
}

// channel is a room that everybody is in.
type channel struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	// Topic is the key of its words.
	Topic string `json:"topic"`
	// Exposed: the client reads along here.
	Exposed bool `json:"exposed"`
}

// botID is the author of what the bot says.
const botID = "amicable"

// The workspace: three people, so that one can confirm what another flagged,
// and channels of every kind that the bot treats differently. Their names are
// what ties them to a client, until the team maps one.
var (
	people   = []person{{"ana", "Ana", true}, {"ben", "Ben", false}, {"cleo", "Cleo", false}}
	channels = []channel{
		{ID: "general", Name: "general", Topic: "topic-general"},
		{ID: "client-acme", Name: "client-acme", Topic: "topic-client"},
		{ID: "shared-northwind", Name: "shared-northwind", Topic: "topic-shared", Exposed: true},
	}
)

func personByID(id string) (person, bool) {
	i := slices.IndexFunc(people, func(p person) bool { return p.ID == id })
	if i < 0 {
		return person{}, false
	}
	return people[i], true
}

// channelByName finds a channel by its id or its name, with or without "#".
func channelByName(name string) (channel, bool) {
	name = strings.ToLower(strings.TrimPrefix(name, "#"))
	i := slices.IndexFunc(channels, func(c channel) bool { return c.ID == name || c.Name == name })
	if i < 0 {
		return channel{}, false
	}
	return channels[i], true
}

// directPrefix begins the id of a person's private conversation with the bot.
const directPrefix = "direct-"

func directID(who string) string { return directPrefix + who }

// place finds where somebody speaks: a channel, or their own conversation with the bot.
func place(who, id string) (bot.Channel, bool) {
	if id == directID(who) {
		return bot.Channel{ID: id, Direct: true}, true
	}
	c, ok := channelByName(id)
	return bot.Channel{ID: c.ID, Name: c.Name, Exposed: c.Exposed}, ok
}

// visible tells whether somebody may see a message.
func (m *Message) visible(who string) bool {
	if owner, direct := strings.CutPrefix(m.Channel, directPrefix); direct && owner != who {
		return false
	}
	return m.Only == "" || m.Only == who
}
