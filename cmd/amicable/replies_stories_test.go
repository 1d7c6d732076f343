package main

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// replyStory is a kind of reply, with the story that ends in it.
type replyStory struct {
	name  string
	story func(o *office)
}

// replies are all kinds of replies.
var replies = slices.Concat(
	flagReplies,
	questionReplies,
	formReplies,
	assessReplies,
	listReplies,
	draftReplies,
	clientReplies,
	logReplies,
	helpReplies,
	problemReplies,
	unaskedReplies,
	wordReplies,
	outsiderReplies,
	outageReplies,
)

// inAcmesChannel goes where one client is talked about, whom the bot knows.
func (o *office) inAcmesChannel() {
	o.types("/client acme set notice=60")
	o.where = "CACME"
}

// breaks ends the store.
func (o *office) breaks() {
	if err := o.store.Close(); err != nil {
		o.Fatal(err)
	}
}

// rivers are names that nobody takes for each other.
var rivers = strings.Fields("Amazon Brahmaputra Colorado Danube Euphrates Fraser Ganges Hudson Indus Jordan Kongo Loire Mekong Nile Orinoco Potomac Rhine Severn Thames Ural Volga Weser Yukon")

// hasClients makes a client of each river, each a little better than the one before.
func (o *office) hasClients() {
	for i, name := range rivers {
		o.types(fmt.Sprintf("/flag %s scope-creep on:%s", name, o.clock.Now().AddDate(0, 0, -i).Format(time.DateOnly)))
	}
}

// hasHistory makes n entries, one a day.
func (o *office) hasHistory(n int) {
	for i := range n {
		o.types(fmt.Sprintf(`/flag acme scope-creep on:%s "no. %d"`, o.clock.Now().AddDate(0, 0, i-n).Format(time.DateOnly), i+1))
	}
}

// button is a button that was just seen, as Slack sends it back.
func (o *office) button(action string) []object {
	b := o.find(func(e object) bool {
		id, _ := e["action_id"].(string)
		return e["type"] == "button" && strings.HasPrefix(id, action)
	})
	if b == nil {
		o.Fatalf("no button %s in %s", action, o.pretty())
	}
	return []object{{"type": "button", "action_id": b["action_id"], "value": b["value"]}}
}
