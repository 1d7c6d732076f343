package main

import (
	"strings"
	"time"
)

// formReplies open a form, or follow one.
var formReplies = []replyStory{
	{"form-flag", func(o *office) { o.types("/flag") }},
	{"form-flag-filled", func(o *office) { o.types("/flag Acme tension", `/flag Acme`) }},
	{"form-flag-in-client-channel", func(o *office) {
		o.types("/flag acme tension")
		o.where = "CACME"
		o.reacts("thread") // nothing follows, but the channel is known from now on
		o.types("/flag")
	}},
	{"form-flag-submitted", func(o *office) {
		o.types("/flag")
		o.submits("client", "Acme GmbH", "sign", "late-payment", "note", "the September invoice")
	}},
	{"form-flag-near-client", func(o *office) {
		o.types("/flag Acme tension", "/flag")
		o.submits("client", "Akme", "sign", "late-payment")
	}},
	{"form-flag-wrong", func(o *office) {
		o.types("/flag")
		o.submits("sign", "late-payment", "date", "2031-01-01")
	}},
	{"form-flag-store-away", func(o *office) {
		o.types("/flag")
		o.breaks()
		o.submits("client", "Acme GmbH", "sign", "late-payment", "note", strings.Repeat("what they said ", 100))
	}},
	{"form-flag-store-frozen", func(o *office) {
		o.types("/flag")
		o.ice.every = time.Hour
		o.submits("client", "Acme GmbH", "sign", "late-payment", "note", strings.Repeat("what they said ", 100))
		o.ice.every = 0
	}},
	{"form-from-shortcut", func(o *office) {
		o.types("/flag acme tension")
		o.where = "CACME"
		o.shortcut()
	}},
	{"form-from-shortcut-submitted", func(o *office) {
		o.types("/flag acme tension")
		o.where = "CACME"
		o.shortcut()
		o.submits("client", "acme", "sign", "missed-meetings")
	}},
	{"form-client-suggestions", func(o *office) {
		o.types("/flag Acme tension", "/flag Acorn tension", "/flag Globex tension")
		o.searches("ac")
	}},
	{"form-client-suggestions-known", func(o *office) {
		o.types("/flag Acme tension", "/flag Globex tension")
		o.searches("acme")
	}},
	{"form-assess", func(o *office) { o.types("/flag acme tension", "/history") }},
	{"form-did", func(o *office) { o.types("/did") }},
	{"form-did-submitted", func(o *office) {
		o.types("/flag acme tension", "/did")
		o.submits("client", "acme", "verb", "talk", "note", "went well")
	}},
	{"form-draft", func(o *office) { o.types("/draft") }},
	{"form-praise", func(o *office) { o.types("/praise") }},
	{"form-client", func(o *office) { o.types("/client") }},
	{"form-profile", func(o *office) {
		o.types("/flag acme tension", `/client acme set contact="Ms Novak" notice=60`, "/client acme set")
	}},
	{"form-profile-submitted", func(o *office) {
		o.types("/flag acme tension", "/client acme set")
		o.submits("contact", "Ms Novak", "notice", "30")
	}},
	{"form-profile-wrong", func(o *office) {
		o.types("/flag acme tension", "/client acme set")
		o.submits("notice", "soon")
	}},
	{"form-profile-store-away", func(o *office) {
		o.types("/flag acme tension", "/client acme set")
		o.breaks()
		o.submits("contact", "Ms Novak")
	}},
}
