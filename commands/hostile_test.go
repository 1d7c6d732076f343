package commands_test

import (
	"strings"
	"testing"

	"amicable/bot"
)

// hostile are names that mean something to a platform, a database or a template.
var hostile = []string{
	"<!channel>", "<@U123>", "*_~`bold`~_*", "&lt;b&gt; & Co", "شركة الأمل", "\u202eevil\u202c name", "🎉 Party 🎉", strings.Repeat("ж", 300),
	"late-payment", "Robert'); DROP TABLE clients;--", "redis.call('FLUSHALL')", "{{.Client}} {{template \"x\"}}", "${jndi:ldap://x}", "%s %d %n", "a\\nb", "am:{slack:T1}:c:1", "../../etc/passwd",
}

func TestHostileNamesAndNotesAreKeptAndShownLiterally(t *testing.T) {
	for _, name := range hostile {
		tm := newTeam(t)
		e := tm.event("ana", bot.KindForm)
		e.Action = "flag"
		e.Fields = map[string]string{"client": name, "sign": "tension", "note": "note " + name}
		r := tm.handle(e)
		if got := text(r); !strings.Contains(got, name) {
			t.Errorf("%q is not shown as it is in:\n%s", name, got)
		}
		for _, typed := range []string{`/assess "` + name + `"`, `/draft "` + name + `" talk`, `/history "` + name + `"`, "/clients", `/client "` + name + `"`} {
			r := tm.says("ana", typed)
			if got := text(r); !strings.Contains(got, name) {
				t.Errorf("%s: %q is not shown as it is in:\n%s", typed, name, got)
			}
		}
		if got := text(tm.says("ana", `/history "`+name+`"`)); !strings.Contains(got, "note "+name) {
			t.Errorf("the note is not shown as it is in:\n%s", got)
		}
	}
}

// text is all that a reply says, block by block.
func text(r bot.Reply) string {
	var b strings.Builder
	b.WriteString(r.Title + "\n")
	line := func(l bot.Line) { b.WriteString(l.String() + "\n") }
	for _, block := range r.Blocks {
		switch v := block.(type) {
		case bot.Text:
			line(v.Line)
		case bot.Note:
			line(v.Line)
		case bot.Draft:
			b.WriteString(v.Text + "\n")
		case bot.Fields:
			for _, f := range v.Fields {
				for _, l := range f.Lines {
					line(l)
				}
			}
		case bot.List:
			for _, i := range v.Items {
				line(i.Line)
				line(i.Detail)
			}
		case bot.Meter, bot.Image, bot.Actions, bot.Form: // no text of a client's
		}
	}
	return b.String()
}

func TestPlainWords(t *testing.T) {
	tm := newTeam(t)
	tm.says("ana", `/flag "Acme GmbH" tension`)
	tm.wants(tm.says("ana", "flag acme gmbh for late payment"), "Flagged Acme GmbH: late payment")
	tm.wants(tm.says("ana", "How is Acme GmbH doing?"), "Acme GmbH: Healthy")
	tm.wants(tm.says("ana", "please draft a separation message for Acme GmbH"), "Parting with Acme GmbH")
	tm.wants(tm.says("ana", "we had a talk with Acme GmbH yesterday"), "talk held, Acme GmbH, 4 Oct")
	tm.wants(tm.says("ana", "undo that"), "Taken back: talk held")
	tm.wants(tm.says("ana", "who is the worst?"), "1 client")
	tm.wants(tm.says("ana", "don't flag Acme GmbH for late payment"), "not sure what you meant")
	tm.wants(tm.says("ana", "what's the weather like?"), "not sure what you meant")
	tm.wants(tm.says("ana", "/assess acme gmbh"), "Late payment ×1")
}

func TestHelpComesFromTheTable(t *testing.T) {
	tm := newTeam(t)
	all := text(tm.says("ana", "/amicable help"))
	for _, c := range tm.bot.Table()[1:] {
		if !strings.Contains(all, "/"+c.Name) && !strings.Contains(all, "/amicable "+c.Name) {
			t.Errorf("help does not tell of %s", c.Name)
		}
		tm.wants(tm.says("ana", "/amicable help "+c.Name), c.Summary, "Examples")
		tm.wants(tm.says("ana", "/amicable "+c.Name+" help"), c.Summary)
	}
	tm.wants(tm.says("ana", "/amicable frobnicate"), "I do not know a command “frobnicate”")
	tm.wants(tm.says("ana", "/amicable asess acme"), "Did you mean /assess [client]?")
	tm.wants(tm.says("ana", "/amicable"), "What I can do")
}
