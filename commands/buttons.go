package commands

import (
	"strings"

	"amicable/bot"
	"amicable/commands/drafts"
	"amicable/scoring"
	"amicable/storage"
)

func assessButton(rq *request, id storage.ClientID) bot.Button {
	return bot.Button{Label: rq.p.S("button.assess"), Action: "assess", Value: string(id)}
}

func historyButton(rq *request, id storage.ClientID) bot.Button {
	return bot.Button{Label: rq.p.S("button.history"), Action: "history", Value: string(id)}
}

func undoButton(rq *request, id storage.ClientID, e storage.Entry) bot.Button {
	return bot.Button{Label: rq.p.S("button.undo"), Action: "undo", Value: entryValue(id, e)}
}

func draftButton(rq *request, id storage.ClientID, kind drafts.Kind) bot.Button {
	return bot.Button{Label: rq.p.S("button.draft-" + string(kind)), Action: "draft", Value: string(id) + " " + string(kind), Look: bot.Primary}
}

func didButton(rq *request, id storage.ClientID, kind scoring.RemedyKind) bot.Button {
	return bot.Button{Label: rq.p.S("button.did-" + string(kind)), Action: "did", Value: string(id) + " " + string(kind)}
}

// signLabel is a sign as a button or an option shows it: "💸 Late payment".
func (b *Bot) signLabel(rq *request, id scoring.SignID) string {
	s, _ := b.policy.Sign(id)
	return strings.TrimSpace(s.Emoji + " " + capital(rq.p.Sign(id)))
}

// signMenu offers every sign.
func (b *Bot) signMenu(rq *request, action, prefix string) bot.Menu {
	m := bot.Menu{Label: rq.p.S("menu.sign"), Action: action}
	for _, s := range rq.policy.Signs {
		m.Options = append(m.Options, bot.Option{
			Label: b.signLabel(rq, s.ID), Value: prefix + string(s.ID), Detail: rq.p.SignAbout(s.ID),
		})
	}
	return m
}

// capital makes the first letter upper-case.
func capital(s string) string {
	for i, r := range s {
		return strings.ToUpper(string(r)) + s[i+len(string(r)):]
	}
	return s
}

// lineBreaks puts each line on its own.
func lineBreaks(lines ...bot.Line) bot.Line {
	var all bot.Line
	for i, l := range lines {
		if i > 0 {
			all = append(all, bot.Span{Text: "\n"})
		}
		all = append(all, l...)
	}
	return all
}
