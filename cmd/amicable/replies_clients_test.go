package main

// clientReplies are about what is known of a client.
var clientReplies = []replyStory{
	{"client-profile", func(o *office) {
		o.types("/flag acme tension", `/client acme set contact="Ms Novak" service=bookkeeping notice=60 billing=hourly revenue=4500EUR`, "/client acme alias Acme Ltd", "/client acme")
	}},
	{"client-profile-empty", func(o *office) { o.types("/flag acme tension", "/client acme") }},
	{"client-set", func(o *office) { o.types(`/client acme set contact="Ms Novak" notice=60`) }},
	{"client-forgotten-fact", func(o *office) { o.types("/client acme set notice=60", "/client acme set notice=-") }},
	{"client-own-verdict", func(o *office) {
		o.types("/flag acme dishonesty", `/client acme set verdict=watch verdict-until=2026-11-01 verdict-reason="a misunderstanding"`)
	}},
	{"client-renamed", func(o *office) { o.types("/flag acme tension", "/client acme rename Acme Deutschland") }},
	{"client-aliased", func(o *office) { o.types("/flag acme tension", "/client acme alias the shoe people") }},
	{"client-merged", func(o *office) {
		o.types("/flag acme tension", "/flag Globex late-payment", "/client Globex merge acme")
	}},
	{"client-closed", func(o *office) { o.types("/flag acme tension", "/client acme close") }},
	{"client-reopened", func(o *office) { o.types("/flag acme tension", "/client acme close", "/client acme reopen") }},
	{"client-erase-question", func(o *office) { o.types("/flag acme tension", "/client acme erase") }},
	{"client-erased", func(o *office) {
		o.types("/flag acme tension", "/client acme erase")
		o.presses("erase", "")
	}},
	{"client-channel", func(o *office) { o.types("/flag acme tension", "/client acme set channel=here") }},
}

// logReplies show what is on record, and take it back.
var logReplies = []replyStory{
	{"history", func(o *office) {
		o.types(`/flag acme tension "shouted in the call"`, "/flag acme late-payment on:2026-09-28 severity:high", "/did acme talk", "/praise acme", "/undo")
		o.who = "UBEN"
		o.types("/flag acme tension", "/history acme")
	}},
	{"history-of-many", func(o *office) {
		o.hasHistory(24)
		o.types("/history acme")
	}},
	{"history-older", func(o *office) {
		o.hasHistory(24)
		o.types("/history acme")
		o.presses("history", "")
	}},
	{"history-none", func(o *office) { o.types("/client acme set notice=60", "/history acme") }},
	{"undo", func(o *office) { o.types("/flag acme tension", "/flag acme dishonesty", "/undo") }},
	{"undo-by-button", func(o *office) {
		o.types("/flag acme tension")
		o.presses("undo", "")
	}},
}

// helpReplies explain the bot and set it up.
var helpReplies = []replyStory{
	{"help", func(o *office) { o.types("/amicable help") }},
	{"help-on-flag", func(o *office) { o.types("/amicable help flag") }},
	{"help-on-settings", func(o *office) { o.types("/amicable settings help") }},
	{"help-unknown-command", func(o *office) { o.types("/amicable asess acme") }},
	{"signs", func(o *office) { o.types("/amicable signs") }},
	{"signs-one", func(o *office) { o.types("/amicable signs late-payment") }},
	{"signs-one-grave", func(o *office) { o.types("/amicable signs verbal-abuse") }},
	{"status", func(o *office) {
		o.types("/flag acme tension", "/flag Globex tension", "/client Globex close", "/amicable status")
	}},
	{"settings", func(o *office) { o.types("/amicable settings") }},
	{"settings-saved", func(o *office) { o.types("/amicable settings firm Miller &amp; Daughters") }},
	{"settings-alerts-channel", func(o *office) { o.types("/amicable settings alerts-channel <#C1|general>") }},
}
