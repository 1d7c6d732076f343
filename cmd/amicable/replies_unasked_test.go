package main

import "time"

// unaskedReplies come without being asked for.
var unaskedReplies = []replyStory{
	{"home-empty", func(o *office) { o.looks() }},
	{"home", func(o *office) {
		o.types("/flag acme dishonesty", "/flag Globex late-payment", "/flag Initech tension")
		o.looks()
	}},
	{"home-button", func(o *office) {
		o.types("/flag acme tension")
		o.looks()
		o.interaction("block_actions", object{"actions": o.button("assess"), "view": object{"type": "home"}})
	}},
	{"welcome", func(o *office) { o.installs() }},
	{"alert", func(o *office) {
		o.types("/flag acme dishonesty")
		o.alerted()
	}},
	{"alert-renegotiate", func(o *office) {
		o.types("/flag acme invoice-dispute")
		o.alerted()
	}},
	{"alert-in-channel", func(o *office) {
		o.types("/amicable settings alerts-channel here", "/flag acme dishonesty")
		o.alerted()
	}},
	{"alert-with-draft", func(o *office) {
		o.types("/amicable settings auto-draft on", `/client acme set contact="Ms Novak" service=bookkeeping notice=60`, "/flag acme dishonesty")
		o.alerted()
	}},
	{"alert-channel-unfit", func(o *office) {
		o.types("/amicable settings alerts-channel here", "/flag acme dishonesty")
		delete(channels, "C1")
		defer func() { channels["C1"] = object{"name": "general", "is_member": true} }()
		o.later(time.Hour)
		o.alerted()
	}},
}

// wordReplies follow reactions and plain words.
var wordReplies = []replyStory{
	{"reaction-flag", func(o *office) {
		o.inAcmesChannel()
		o.reacts("money_with_wings")
	}},
	{"reaction-taken-off", func(o *office) {
		o.inAcmesChannel()
		o.reacts("money_with_wings")
		o.unreacts("money_with_wings")
	}},
	{"reaction-picker", func(o *office) {
		o.inAcmesChannel()
		o.reacts("triangular_flag_on_post")
	}},
	{"reaction-picked", func(o *office) {
		o.inAcmesChannel()
		o.reacts("triangular_flag_on_post")
		o.chooses("missed-meetings")
	}},
	{"reaction-picker-form", func(o *office) {
		o.inAcmesChannel()
		o.reacts("triangular_flag_on_post")
		o.presses("flag-form", "")
	}},
	{"reaction-unknown-channel", func(o *office) { o.reacts("triangular_flag_on_post") }},
	{"reaction-exposed-channel", func(o *office) {
		o.types("/client acme set channel=CEXT")
		o.where = "CEXT"
		o.reacts("money_with_wings")
	}},
	{"reaction-picker-exposed-channel", func(o *office) {
		o.types("/client acme set channel=CEXT")
		o.where = "CEXT"
		o.reacts("triangular_flag_on_post")
	}},
	{"words-question", func(o *office) {
		o.types("/flag acme tension")
		o.says("how is acme doing?")
	}},
	{"words-flag-directly", func(o *office) {
		o.where = "DUANA"
		o.says("flag acme late-payment")
	}},
	{"words-form-offered", func(o *office) { o.says("flag") }},
	{"words-form-opened", func(o *office) {
		o.says("flag")
		o.presses("form:", "")
	}},
	{"words-not-understood", func(o *office) { o.says("what a lovely day") }},
	{"words-none", func(o *office) { o.says("") }},
}
