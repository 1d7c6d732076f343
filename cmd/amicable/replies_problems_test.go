package main

import (
	"strings"
	"time"
)

// problemReplies say what was wrong with what was asked.
var problemReplies = []replyStory{
	{"problem-unknown-client", func(o *office) { o.types("/assess Initech") }},
	{"problem-date-unreadable", func(o *office) { o.types("/flag acme tension on:someday") }},
	{"problem-date-future", func(o *office) { o.types("/flag acme tension on:2031-01-01") }},
	{"problem-severity", func(o *office) { o.types("/flag acme tension severity:huge") }},
	{"problem-note-too-long", func(o *office) { o.types(`/flag acme tension "` + strings.Repeat("word ", 600) + `"`) }},
	{"problem-open-quote", func(o *office) { o.types(`/flag "acme tension`) }},
	{"problem-name-too-long", func(o *office) { o.types(`/flag "` + strings.Repeat("n", 400) + `" tension`) }},
	{"problem-name-taken", func(o *office) { o.types("/flag acme tension", "/flag Globex tension", "/client acme rename Globex") }},
	{"problem-unknown-fact", func(o *office) { o.types("/client acme set shoe-size=44") }},
	{"problem-unknown-sign", func(o *office) { o.types("/amicable signs zzz") }},
	{"problem-unknown-setting", func(o *office) { o.types("/amicable settings colour blue") }},
	{"problem-unknown-draft", func(o *office) { o.types("/flag acme tension", "/draft poem acme") }},
	{"problem-admins-only", func(o *office) {
		o.who = "UBEN"
		o.types("/amicable settings firm Ours")
	}},
	{"problem-alerts-channel-exposed", func(o *office) { o.types("/amicable settings alerts-channel <#CEXT|acme-shared>") }},
	{"problem-alerts-channel-gone", func(o *office) { o.types("/amicable settings alerts-channel <#CGONE|gone>") }},
	{"problem-nothing-to-undo", func(o *office) { o.types("/undo") }},
	{"problem-not-yours", func(o *office) {
		o.types("/flag acme tension")
		o.who = "UBEN"
		o.presses("undo", "")
	}},
	{"problem-already-taken-back", func(o *office) {
		o.types("/flag acme tension")
		before := o.sent
		o.presses("undo", "")
		o.sent = before
		o.presses("undo", "")
	}},
	{"problem-question-expired", func(o *office) {
		o.types("/flag Acme tension", "/flag Akme late-payment")
		o.later(2 * aDay)
		o.presses("answer:", "new")
	}},
	{"problem-gone", func(o *office) {
		o.types("/flag acme tension", "/client acme erase")
		question := o.sent
		o.presses("erase", "")
		o.sent = question
		o.presses("erase", "")
	}},
}

// outsiderReplies are nothing: people from outside get none, whatever they do.
var outsiderReplies = []replyStory{
	{"guest-command", func(o *office) {
		o.types("/flag acme tension")
		o.who = "UEVE"
		o.types("/assess acme")
	}},
	{"guest-words", func(o *office) {
		o.who = "UEVE"
		o.says("how is acme doing?")
	}},
	{"guest-reaction", func(o *office) {
		o.types("/client acme set notice=60")
		o.who, o.where = "UEVE", "CACME"
		o.reacts("money_with_wings")
	}},
	{"guest-home", func(o *office) {
		o.who = "UEVE"
		o.looks()
	}},
}

// outageReplies are given while the store, or Slack, is away or slow.
var outageReplies = []replyStory{
	{"outage-flag", func(o *office) {
		o.breaks()
		o.types("/flag acme tension")
	}},
	{"outage-assess", func(o *office) {
		o.types("/flag acme tension")
		o.breaks()
		o.types("/assess acme")
	}},
	{"outage-button", func(o *office) {
		o.types("/flag acme tension")
		o.breaks()
		o.presses("undo", "")
	}},
	{"outage-home", func(o *office) {
		o.breaks()
		o.looks()
	}},
	{"outage-reaction", func(o *office) {
		o.where = "CACME"
		o.breaks()
		o.reacts("money_with_wings")
	}},
	{"outage-status", func(o *office) {
		o.breaks()
		o.types("/amicable status")
	}},
	{"outage-frozen", func(o *office) {
		o.ice.every = time.Hour
		o.types("/flag acme tension")
		o.ice.every = 0
	}},
	{"outage-slow", func(o *office) {
		o.types("/flag acme tension")
		o.ice.slow.Store(2)
		o.types("/history acme")
	}},
	{"outage-of-slack", func(o *office) {
		o.deaf = true
		o.types("/flag acme tension")
	}},
}
