package main

// flagReplies are what follows a flag.
var flagReplies = []replyStory{
	{"flag-new-client", func(o *office) { o.types(`/flag Acme GmbH late-payment "the September invoice"`) }},
	{"flag-nth", func(o *office) {
		o.types("/flag acme scope-creep on:2026-09-10", "/flag acme scope-creep on:2026-09-20", "/flag acme scope-creep")
	}},
	{"flag-backdated", func(o *office) { o.types("/flag acme late-payment", "/flag acme tension on:2026-09-28") }},
	{"flag-severe", func(o *office) { o.types("/flag acme unresponsive severity:high") }},
	{"flag-confirmed", func(o *office) {
		o.types(`/flag acme tension "shouted in the call"`)
		o.who = "UBEN"
		o.types(`/flag acme tension "I was there too"`)
	}},
	{"flag-repeated", func(o *office) { o.types("/flag acme tension", "/flag acme tension") }},
	{"flag-separated", func(o *office) {
		o.types("/flag acme tension")
		o.who = "UBEN"
		o.types("/flag acme tension")
		o.presses("separate", "")
	}},
	{"flag-delivered-again", func(o *office) {
		o.types("/flag acme tension", "/flag acme late-payment")
		o.again()
	}},
	{"flag-exempt", func(o *office) { o.types("/client acme set billing=hourly", "/flag acme indecision") }},
	{"flag-closed-client", func(o *office) {
		o.types("/flag acme tension", "/client acme close", "/flag acme tension on:2026-10-01")
	}},
	{"flag-rises-to-talk", func(o *office) { o.types("/flag acme plays-competitors") }},
	{"flag-rises-to-renegotiate", func(o *office) { o.types("/flag acme invoice-dispute") }},
	{"flag-rises-to-part-ways", func(o *office) { o.types("/flag acme dishonesty") }},
	{"flag-first-strike", func(o *office) { o.types("/flag acme verbal-abuse") }},
	{"flag-second-strike", func(o *office) {
		o.types("/flag acme verbal-abuse", "/did acme warning")
		o.later(10 * aDay)
		o.types("/flag acme verbal-abuse")
	}},
	{"flag-danger", func(o *office) { o.types(`/flag acme physical-abuse "threw a chair"`) }},
	{"flag-own-verdict", func(o *office) {
		o.types("/flag acme late-payment", "/client acme set verdict=watch verdict-until=2026-11-01", "/flag acme invoice-dispute")
	}},
	{"flag-hostile-name", func(o *office) {
		o.types(`/flag "&lt;!channel&gt; &amp; *bold* _it_ `+"`code`"+` :tada:" tension`, "/clients")
	}},
}

// questionReplies ask back what was meant.
var questionReplies = []replyStory{
	{"question-near-client", func(o *office) { o.types("/flag Acme tension", "/flag Akme late-payment") }},
	{"question-near-client-answered", func(o *office) {
		o.types("/flag Acme tension", "/flag Akme late-payment")
		o.presses("answer:", "new")
	}},
	{"question-near-client-to-read", func(o *office) { o.types("/flag Initech tension", "/assess Inittech") }},
	{"question-sign", func(o *office) { o.types("/flag Acme tension", "/flag Acme late-paymnet") }},
	{"question-sign-answered", func(o *office) {
		o.types("/flag Acme tension", "/flag Acme late-paymnet")
		o.presses("answer:", "late-payment")
	}},
	{"question-remedy", func(o *office) { o.types("/flag acme tension", "/did acme") }},
}
