package commands

import (
	"slices"
	"strings"

	"amicable/bot"
	"amicable/commands/drafts"
	"amicable/scoring"
	"amicable/storage"
)

// drafted shows a version of a draft: why it is of this kind, what to do before,
// the texts, and what is still to be seen to.
func (b *Bot) drafted(rq *request, c storage.Client, v draftVersion, why bot.Line) bot.Reply {
	doc := v.Document
	reply := bot.Reply{Title: rq.p.S("draft.title-"+string(doc.Kind), "Client", c.Name)}
	if why != nil {
		reply.Blocks = append(reply.Blocks, bot.Text{Line: why})
	}
	if v.Ready {
		reply.Blocks = append(reply.Blocks, bot.Text{Line: rq.p.L("draft.ready")})
	}
	reply.Blocks = append(reply.Blocks, b.draftBlocks(rq, doc)...)
	if len(doc.Placeholders) > 0 {
		reply.Blocks = append(reply.Blocks, bot.Text{Line: rq.p.L("draft.fill", "Quoted", quoted(c.Name))})
	}
	reply.Blocks = append(reply.Blocks, bot.Note{Line: b.provenance(rq, v)})
	return b.withDraftButtons(rq, c, v, reply)
}

// draftBlocks are the parts of a draft that do not depend on a client.
func (b *Bot) draftBlocks(rq *request, doc drafts.Document) []bot.Block {
	blocks := b.checklist(rq, doc)
	for _, part := range doc.Parts {
		blocks = append(blocks, bot.Draft{Label: part.Title, Text: part.Text})
	}
	blocks = append(blocks, b.held(rq, doc)...)
	if len(doc.Placeholders) > 0 {
		blocks = append(blocks, bot.Text{Line: rq.p.L("draft.missing", "Missing", rq.p.List(doc.Placeholders))})
	}
	blocks = append(blocks, b.findings(rq, doc.Findings)...)
	for _, caution := range doc.Cautions {
		blocks = append(blocks, bot.Note{Line: bot.P(caution)})
	}
	return blocks
}

// checklist is what to do before a draft is used.
func (b *Bot) checklist(rq *request, doc drafts.Document) []bot.Block {
	if len(doc.Before) == 0 {
		return nil
	}
	list := bot.List{Ordered: true}
	for _, step := range doc.Before {
		line := bot.P(step.Text)
		if step.Source != "" {
			line = append(line, bot.Span{Text: " (" + step.Source + ")", Style: bot.Italic})
		}
		list.Items = append(list.Items, bot.Item{Line: line})
	}
	return []bot.Block{bot.Text{Line: rq.p.L("draft.before")}, list}
}

// held is what a letter of the client's trade should hold, ticked where it does.
func (b *Bot) held(rq *request, doc drafts.Document) []bot.Block {
	if len(doc.Holds) == 0 {
		return nil
	}
	var list bot.List
	for _, h := range doc.Holds {
		done := h.Done
		list.Items = append(list.Items, bot.Item{Line: bot.P(h.Text), Done: &done})
	}
	return []bot.Block{bot.Text{Line: rq.p.L("draft.holds")}, list}
}

// findings are what the draft check says, each with the passage at fault.
func (b *Bot) findings(rq *request, found []drafts.Finding) []bot.Block {
	if len(found) == 0 {
		return nil
	}
	var list bot.List
	for _, f := range found {
		item := bot.Item{Line: rq.p.L("draft.finding", "Rule", f.Rule, "Why", drafts.Explain(rq.p.Language(), f))}
		if f.Passage != "" {
			item.Detail = rq.p.L("draft.passage", "Passage", shorten(f.Passage, 160))
		}
		list.Items = append(list.Items, item)
	}
	return []bot.Block{bot.Text{Line: rq.p.LN("draft.findings", len(found))}, list}
}

// provenance tells whose words a version is in.
func (b *Bot) provenance(rq *request, v draftVersion) bot.Line {
	switch v.Origin {
	case drafts.FromModel:
		return rq.p.L("draft.from-model", "Model", v.Model)
	case drafts.FromPerson:
		return rq.p.L("draft.from-person", "By", v.by.Name)
	}
	return rq.p.L("draft.from-template")
}

// withDraftButtons ends a reply with what can be done with the version.
func (b *Bot) withDraftButtons(rq *request, c storage.Client, v draftVersion, reply bot.Reply) bot.Reply {
	var row bot.Actions
	if v.ID != "" { // else it could not be kept
		value, edit := v.value(), bot.Primary
		if slices.ContainsFunc(v.Document.Findings, drafts.Finding.Anew) {
			row.Buttons = append(row.Buttons, bot.Button{Label: rq.p.S("button.draft-again"), Action: "draft-again", Value: value, Look: bot.Primary})
			edit = bot.Default
		}
		row.Buttons = append(row.Buttons, bot.Button{Label: rq.p.S("button.draft-edit"), Action: "draft-edit", Value: value, Look: edit})
		if !v.Ready {
			row.Buttons = append(row.Buttons, bot.Button{Label: rq.p.S("button.draft-ready"), Action: "draft-ready", Value: value})
		}
		row.Buttons = append(row.Buttons, bot.Button{Label: rq.p.S("button.draft-reword"), Action: "draft-reword", Value: value})
		if v.Number > 1 {
			row.Buttons = append(row.Buttons, bot.Button{Label: rq.p.S("button.draft-versions"), Action: "draft-versions", Value: value})
		}
	}
	switch v.Document.Kind {
	case drafts.Talk:
		row.Buttons = append(row.Buttons, didButton(rq, c.ID, scoring.TalkHeld))
	case drafts.Warning:
		row.Buttons = append(row.Buttons, didButton(rq, c.ID, scoring.WarningGiven))
	case drafts.Renegotiate:
		row.Buttons = append(row.Buttons, didButton(rq, c.ID, scoring.PriceRaised))
	case drafts.Separation, drafts.Clause, drafts.Intake:
	}
	row.Buttons = append(row.Buttons, assessButton(rq, c.ID))
	reply.Blocks = append(reply.Blocks, row)
	return reply
}

// value is what the buttons of a draft carry: the client, the draft, and the version.
func (v draftVersion) value() string {
	return strings.Join([]string{string(v.Client), v.Draft, v.ID}, " ")
}
