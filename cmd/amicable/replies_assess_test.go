package main

// assessReplies are assessments, each with the picture that follows.
var assessReplies = []replyStory{
	{"assess-nothing-flagged", func(o *office) { o.types("/client acme set contact=Novak", "/assess acme") }},
	{"assess-healthy", func(o *office) { o.types("/flag acme tension", "/assess acme") }},
	{"assess-watch", func(o *office) { o.types("/flag acme ignores-advice", "/assess acme") }},
	{"assess-talk", func(o *office) { o.types("/flag acme plays-competitors", "/assess acme") }},
	{"assess-talk-first-strike", func(o *office) { o.types("/flag acme verbal-abuse", "/assess acme") }},
	{"assess-talk-warning-given", func(o *office) { o.types("/flag acme verbal-abuse", "/did acme warning", "/assess acme") }},
	{"assess-renegotiate", func(o *office) {
		o.types("/flag acme invoice-dispute", "/flag acme tension on:2026-09-15", "/assess acme")
	}},
	{"assess-part-ways", func(o *office) { o.types("/flag acme dishonesty", "/assess acme") }},
	{"assess-part-ways-again", func(o *office) {
		o.types("/flag acme invoice-dispute severity:high")
		o.later(150 * aDay)
		o.types("/assess acme", "/flag acme invoice-dispute severity:high", "/assess acme")
	}},
	{"assess-part-ways-now", func(o *office) { o.types("/flag acme physical-abuse", "/assess acme") }},
	{"assess-own-verdict", func(o *office) {
		o.types("/flag acme invoice-dispute severity:high", `/client acme set verdict=watch verdict-until=2026-10-20 verdict-reason="they apologised and paid"`, "/assess acme")
	}},
	{"assess-own-verdict-after-danger", func(o *office) {
		o.types("/flag acme physical-abuse", `/client acme set verdict=watch verdict-until=2026-10-20`, "/assess acme")
	}},
	{"assess-closed", func(o *office) { o.types("/flag acme plays-competitors", "/client acme close", "/assess acme") }},
	{"assess-many-signs", func(o *office) {
		for _, sign := range []string{"always-on", "withholds-input", "missed-meetings", "scope-creep", "late-payment", "indecision", "unresponsive", "morale"} {
			o.types("/flag acme " + sign)
		}
		o.types("/assess acme")
	}},
	{"assess-by-button", func(o *office) {
		o.types("/flag acme tension")
		o.presses("assess", "")
	}},
}

// listReplies are the list of clients.
var listReplies = []replyStory{
	{"clients-none", func(o *office) { o.types("/clients") }},
	{"clients-several", func(o *office) {
		o.types("/flag acme dishonesty", "/flag Globex late-payment", "/flag Initech tension", "/client acme set revenue=4500EUR", "/client globex set revenue=500EUR", "/clients")
	}},
	{"clients-page-1", func(o *office) {
		o.hasClients()
		o.types("/clients")
	}},
	{"clients-page-2", func(o *office) {
		o.hasClients()
		o.types("/clients")
		o.presses("clients", "10")
	}},
	{"clients-page-3", func(o *office) {
		o.hasClients()
		o.types("/clients")
		o.presses("clients", "10")
		o.presses("clients", "20")
	}},
	{"clients-all-closed", func(o *office) { o.types("/flag acme tension", "/client acme close", "/clients") }},
}

// draftReplies are drafts, and what was tried.
var draftReplies = []replyStory{
	{"draft-separation", func(o *office) {
		o.types(`/client acme set contact="Ms Novak" service=bookkeeping notice=60 open-work="the September books"`, "/flag acme dishonesty", "/draft acme")
	}},
	{"draft-separation-bare", func(o *office) { o.types("/flag acme physical-abuse", "/draft acme") }},
	{"draft-separation-early", func(o *office) { o.types("/flag acme tension", "/draft separation acme tone:warm") }},
	{"draft-talk", func(o *office) {
		o.types(`/client acme set contact="Ms Novak"`, "/flag acme plays-competitors", "/draft acme")
	}},
	{"draft-talk-healthy", func(o *office) { o.types("/flag acme tension", "/draft acme") }},
	{"draft-talk-in-german", func(o *office) { o.types("/flag acme plays-competitors", "/draft acme lang:de") }},
	{"draft-by-button", func(o *office) {
		o.types("/flag acme dishonesty")
		o.presses("draft", "")
	}},
	{"did", func(o *office) { o.types("/flag acme plays-competitors", `/did acme talk "they see it too"`) }},
	{"did-by-button", func(o *office) {
		o.types("/flag acme plays-competitors")
		o.presses("did", "")
	}},
	{"praise", func(o *office) { o.types("/flag acme plays-competitors", `/praise acme "thanked the whole team"`) }},
	{"praise-new-client", func(o *office) { o.types("/praise acme") }},
	{"praise-after-red-flag", func(o *office) { o.types("/flag acme dishonesty", "/praise acme") }},
}
