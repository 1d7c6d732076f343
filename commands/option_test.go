package commands_test

import (
	"fmt"
	"regexp"
	"testing"
	"unicode/utf8"

	"amicable/bot"
)

// optionName is what platforms take as a name: lower-case, one word.
var optionName = regexp.MustCompile(`^[-_\p{Ll}\p{Lo}\p{N}]{1,32}$`)

// TestTheTableCanBeRegistered checks what platforms demand of the words, in
// every language that there is.
func TestTheTableCanBeRegistered(t *testing.T) {
	tm := newTeam(t)
	short := func(where, text string) {
		if n := utf8.RuneCountInString(text); n < 1 || n > 100 {
			t.Errorf("%s: %d characters: %q", where, n, text)
		}
	}
	for _, c := range tm.bot.Table() {
		short(c.Name, c.Summary)
		for _, s := range c.SummaryIn {
			short(c.Name, s)
		}
		names := map[string]map[string]bool{"en": {}}
		optional := false
		for _, o := range c.Options {
			where := c.Name + " " + o.Name
			names["en"][o.Name] = true
			for lang, name := range o.NameIn {
				if names[lang] == nil {
					names[lang] = map[string]bool{}
				}
				if names[lang][name] || !optionName.MatchString(name) {
					t.Errorf("%s: the name %q in %s is taken or none", where, name, lang)
				}
				names[lang][name] = true
			}
			if !optionName.MatchString(o.Name) {
				t.Errorf("%s: no name for an option", where)
			}
			if o.Required && optional {
				t.Errorf("%s: required, behind one that is not", where)
			}
			optional = optional || !o.Required
			short(where, o.Summary)
			for _, s := range o.SummaryIn {
				short(where, s)
			}
			if len(o.Choices) > 25 || len(o.Choices) > 0 && o.Suggest {
				t.Errorf("%s: %d choices, suggestions: %v", where, len(o.Choices), o.Suggest)
			}
			for _, choice := range o.Choices {
				short(where, choice.Label)
				short(where, choice.Value)
				for _, l := range choice.LabelIn {
					short(where, l)
				}
			}
		}
		if len(names["en"]) != len(c.Options) {
			t.Errorf("%s: an option is there twice: %+v", c.Name, c.Options)
		}
	}
}

// asks runs a command by its options.
func (tm *team) asks(who, command string, options map[string]string) bot.Reply {
	tm.t.Helper()
	e := tm.event(who, bot.KindCommand)
	e.Command, e.Options = command, options
	return tm.handle(e)
}

type opts = map[string]string

func TestOptionsDoWhatTypedTextDoes(t *testing.T) {
	tm := newTeam(t)
	tm.wants(tm.asks("ana", "flag", opts{"client": "Acme GmbH", "sign": "late-payment"}), "Flagged Acme GmbH: late payment")
	tm.later(2)
	tm.wants(tm.asks("ana", "flag", opts{"client": "client:1", "sign": "Overdue", "note": "  on:yesterday -- \"x\"  ", "on": "yesterday", "severity": "high"}),
		"Flagged Acme GmbH: late payment on 6 Oct, the 2nd in 60 days")
	tm.wants(tm.asks("ana", "history", opts{"client": "acme gmbh"}), `on:yesterday -- "x"`, "late payment (high)")
	tm.wants(tm.asks("ana", "assess", opts{"client": "client:1"}), "Acme GmbH")
	tm.wants(tm.asks("ana", "assess", nil), "Acme GmbH")
	tm.wants(tm.asks("ana", "draft", opts{"client": "client:1", "kind": "talk", "tone": "warm"}), "The talk with Acme GmbH: a draft")
	tm.wants(tm.asks("ana", "draft", opts{"client": "client:1", "kind": "separation", "last-day": "31 December"}), "31 December 2026")
	tm.wants(tm.asks("ana", "did", opts{"client": "client:1", "remedy": "talk", "note": "warning given"}), "talk held, Acme GmbH")
	tm.wants(tm.asks("ana", "praise", opts{"client": "Nord", "on": "2026-10-03", "note": "cake"}), "something good about Nord", "is new here")
	tm.wants(tm.asks("ana", "undo", nil), "Taken back: something good")
	tm.wants(tm.asks("ana", "client", opts{"name": "client:1", "action": "set", "value": `contact=Ms Jones notice="2 weeks"`}),
		"Contact person: Ms Jones", "Notice period: 14 days")
	tm.wants(tm.asks("ana", "client", opts{"name": "client:1", "value": "billing=hourly"}), "Billing: hourly")
	tm.wants(tm.asks("ana", "client", opts{"name": "client:1", "action": "rename", "value": `Bob "The Rock" Ltd`}), `Acme GmbH is now called Bob "The Rock" Ltd`)
	tm.wants(tm.asks("ana", "client", opts{"name": "Bob the rock ltd", "action": "alias", "value": "into the rock"}), "into the rock now means Bob")
	tm.wants(tm.asks("ana", "client", opts{"name": "Nord", "action": "merge", "value": "client:1"}), "Nord and Bob")
	tm.wants(tm.asks("ana", "client", opts{"name": "client:1", "action": "close"}), "is closed")
	tm.wants(tm.asks("ana", "settings", opts{"setting": "firm", "value": `Smith = "Co" - & sons`}), `firm: Smith = "Co" - & sons`)
	tm.wants(tm.asks("ana", "settings", opts{"setting": "firm", "value": "-"}), "firm: not set")
	tm.wants(tm.asks("ana", "settings", opts{"setting": "timezone"}), "timezone: UTC")
	tm.wants(tm.asks("ben", "settings", opts{"setting": "firm", "value": "x"}), "Only admins")
	tm.wants(tm.asks("ana", "signs", opts{"sign": "late payment"}), "What to try")
	tm.wants(tm.asks("ana", "help", opts{"command": "flag"}), "/flag acme late-payment")

	// The same through the umbrella.
	e := tm.event("ana", bot.KindCommand)
	e.Command, e.Text, e.Options = "amicable", "signs", opts{"sign": "tension"}
	tm.wants(tm.handle(e), "Tension", "What to try")
}

func TestOptionsThatCannotBeUnderstoodAreAskedAboutOrRefused(t *testing.T) {
	tm := newTeam(t)
	tm.says("ana", `/client "Acme GmbH" add`)
	typo := tm.asks("ana", "flag", opts{"client": "acme gmbh", "sign": "late paymnet", "note": "third reminder"})
	tm.wants(typo, "Which sign do you mean by “late paymnet”?")
	tm.wants(tm.press("ana", typo, "💸 Late payment"), "Flagged Acme GmbH: late payment")
	tm.wants(tm.says("ana", "/history acme gmbh"), "third reminder")
	tm.wants(tm.asks("ana", "flag", opts{"client": "akme gmbh", "sign": "tension"}), "Did you mean this client?", "New: akme gmbh")
	tm.wants(tm.asks("ana", "flag", opts{"client": "client:zz", "sign": "tension"}), "I cannot find that any more")
	tm.wants(tm.asks("ana", "flag", opts{"client": "acme gmbh", "sign": "tension", "on": "tomorrow"}), "“tomorrow” is still to come")
	tm.wants(tm.asks("ana", "flag", opts{"client": "acme gmbh", "sign": "tension", "severity": "enormous"}), "I do not know the severity “enormous”")
	tm.wants(tm.asks("ana", "draft", opts{"client": "acme gmbh", "kind": "poem"}), "“poem” does not fit here", "separation, talk")
	tm.wants(tm.asks("ana", "draft", opts{"client": "acme gmbh", "tone": "angry"}), "I do not know the tone “angry”")
	tm.wants(tm.asks("ana", "draft", opts{"client": "Globex"}), "I do not know a client called Globex")
	tm.wants(tm.asks("ana", "did", opts{"client": "acme gmbh", "remedy": "dance"}), "“dance” does not fit here")
	tm.wants(tm.asks("ana", "client", opts{"name": "acme gmbh", "value": "merge Nord"}), "I do not keep “merge”")
	tm.wants(tm.asks("ana", "client", opts{"name": "acme gmbh", "action": "merge Nord"}), "does not fit here")
	tm.wants(tm.asks("ana", "settings", opts{"setting": "firm=x", "value": "y"}), "There is no setting “firm=x”")
	form, ok := tm.asks("ana", "flag", opts{"client": "acme gmbh"}).Form()
	if !ok || form.Fields[0].Shown != "Acme GmbH" {
		t.Errorf("without a sign the form should open: %+v", form)
	}
	for _, name := range []string{"late-payment", "🦊", `say "no" -- now`, "on:yesterday", "client: acme"} {
		tm.wants(tm.asks("ana", "flag", opts{"client": name, "sign": "tension"}), "Flagged "+name+": tension")
	}
	tm.wants(tm.asks("ana", "flag", opts{"client": `"`, "sign": "tension"}), `Flagged ": tension`, `/client "\"" set`)
}

func TestEveryActionOfAClientIsDone(t *testing.T) {
	tm := newTeam(t)
	tm.says("ana", "/client Nord add")
	for _, c := range tm.bot.Table() {
		for _, o := range c.Options {
			if o.Name != "action" {
				continue
			}
			for i, choice := range o.Choices {
				name := fmt.Sprintf("Client %d", i)
				tm.asks("ana", "client", opts{"name": name, "action": "add"})
				r := tm.asks("ana", "client", opts{"name": name, "action": choice.Value, "value": "Nord"})
				tm.lacks(r, "I do not know what", "does not fit", "wrong on our side")
			}
			if len(o.Choices) != 8 {
				t.Errorf("%d actions, want all 8", len(o.Choices))
			}
		}
	}
}
