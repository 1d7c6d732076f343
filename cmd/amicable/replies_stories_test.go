package main

import (
	"fmt"
	"strings"
	"time"
)

// replies are the kinds of replies, each with a story that ends in it.
var replies = []struct {
	name  string
	story func(o *office)
}{
	// Flags.
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

	// Questions.
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

	// Forms.
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

	// Assessments, each with the picture that follows.
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

	// The list of clients.
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

	// Drafts, and what was tried.
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

	// Clients.
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

	// The log.
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

	// Help and settings.
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

	// Problems.
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

	// What comes without being asked for.
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

	// Reactions and plain words.
	{"reaction-flag", func(o *office) {
		o.types("/client acme set notice=60")
		o.where = "CACME"
		o.reacts("money_with_wings")
	}},
	{"reaction-taken-off", func(o *office) {
		o.types("/client acme set notice=60")
		o.where = "CACME"
		o.reacts("money_with_wings")
		o.unreacts("money_with_wings")
	}},
	{"reaction-picker", func(o *office) {
		o.types("/client acme set notice=60")
		o.where = "CACME"
		o.reacts("triangular_flag_on_post")
	}},
	{"reaction-picked", func(o *office) {
		o.types("/client acme set notice=60")
		o.where = "CACME"
		o.reacts("triangular_flag_on_post")
		o.chooses("missed-meetings")
	}},
	{"reaction-picker-form", func(o *office) {
		o.types("/client acme set notice=60")
		o.where = "CACME"
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

	// People from outside get nothing, whatever they do.
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

	// When the store is away, or slow.
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
