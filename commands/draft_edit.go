package commands

import (
	"context"
	"errors"
	"time"

	"amicable/bot"
	"amicable/commands/drafts"
	"amicable/commands/parse"
	"amicable/storage"
)

// The forms of a draft.
const (
	formDraftEdit   = "draft-edit"
	formDraftReword = "draft-reword"
)

// maxPart is how many runes a part may have in the form; Slack's inputs hold no more.
const maxPart = 3000

// editForm lets somebody change the words of a draft.
func (b *Bot) editForm(ctx context.Context, rq *request, value string) (bot.Reply, error) {
	_, v, _, err := b.shownDraft(ctx, rq, value)
	if err != nil {
		return bot.Reply{}, err
	}
	f := bot.Form{
		ID: formDraftEdit, State: v.value(), Title: rq.p.S("form.draft-title"),
		Submit: rq.p.S("form.draft-check"), Cancel: rq.p.S("form.cancel"), Intro: rq.p.L("form.draft-intro"),
	}
	for _, part := range v.Document.Parts {
		if len([]rune(part.Text)) > maxPart {
			return bot.Reply{}, trouble("draft-too-long", "Limit", maxPart)
		}
		f.Fields = append(f.Fields, bot.Field{
			ID: part.Role, Kind: bot.LongText, Label: shorten(part.Title, 45), Value: part.Text, MaxRunes: maxPart,
		})
	}
	return bot.Reply{Blocks: []bot.Block{f}}, nil
}

// edited checks the words of a person and keeps them as a new version,
// whatever the check says: the version cannot be marked as ready then.
func (b *Bot) edited(ctx context.Context, rq *request) (bot.Reply, error) {
	c, v, next, err := b.shownDraft(ctx, rq, rq.Value)
	if err != nil {
		return bot.Reply{}, err
	}
	facts, err := b.factsOf(ctx, rq, c, v)
	if err != nil {
		return bot.Reply{}, err
	}
	var parts []drafts.Part
	wrong := map[string]string{}
	for _, part := range v.Document.Parts {
		part.Text = rq.Field(part.Role)
		switch n := len([]rune(part.Text)); {
		case n > maxPart:
			wrong[part.Role] = rq.p.S("problem.note-too-long", "Length", n, "Limit", maxPart)
		case n == 0:
			wrong[part.Role] = rq.p.S("form.part-missing")
		}
		parts = append(parts, part)
	}
	if len(wrong) > 0 {
		return bot.Reply{FieldErrors: wrong}, nil
	}
	v.Document = v.Document.Reword(facts, parts)
	v.Document.Findings = append(v.Document.Stale(facts), v.Document.Findings...)
	v.Origin, v.Model, v.Ready, v.Number = drafts.FromPerson, "", false, next
	b.keepDraft(ctx, rq, &v)
	why := rq.p.L("draft.checked")
	if len(v.Document.Findings) > 0 {
		why = nil // what is to be looked at says so
	}
	return b.drafted(rq, c, v, why), nil
}

// factsOf are the facts as they are now, with what the draft was asked for, and
// all that its words must not show.
func (b *Bot) factsOf(ctx context.Context, rq *request, c storage.Client, v draftVersion) (drafts.Facts, error) {
	facts, err := b.facts(rq, c, b.assess(rq, c), v.Options)
	if err != nil {
		return facts, err
	}
	return facts, b.private(ctx, rq, &facts, c.ID, v.Document.Kind)
}

// markReady marks a version as ready to send, unless something is in the way.
func (b *Bot) markReady(ctx context.Context, rq *request, value string) (bot.Reply, error) {
	c, v, next, err := b.shownDraft(ctx, rq, value)
	if err != nil {
		return bot.Reply{}, err
	}
	facts, err := b.factsOf(ctx, rq, c, v)
	if err != nil {
		return bot.Reply{}, err
	}
	if found := v.Document.Ready(facts); len(found) > 0 {
		v.Document.Findings = found
		reply := bot.Reply{Title: rq.p.S("draft.not-ready", "Client", c.Name), Blocks: b.findings(rq, found)}
		return b.withDraftButtons(rq, c, v, reply), nil
	}
	v.Document.Findings, v.Document.Placeholders = nil, nil
	v.Ready, v.Number = true, next
	b.keepDraft(ctx, rq, &v)
	if v.ID == "" {
		return bot.Reply{}, trouble("not-saved")
	}
	return b.drafted(rq, c, v, nil), nil
}

// rewordForm asks how a draft should sound.
func (b *Bot) rewordForm(ctx context.Context, rq *request, value string) (bot.Reply, error) {
	_, v, _, err := b.shownDraft(ctx, rq, value)
	if err != nil {
		return bot.Reply{}, err
	}
	f := bot.Form{
		ID: formDraftReword, State: v.value(), Title: rq.p.S("form.reword-title"),
		Submit: rq.p.S("form.reword-submit"), Cancel: rq.p.S("form.cancel"), Intro: rq.p.L("form.reword-intro"),
	}
	tone := bot.Field{ID: "tone", Kind: bot.Choice, Label: rq.p.S("form.tone"), Value: first(v.Options.Tone, drafts.Plain)}
	for _, t := range drafts.Tones() {
		tone.Options = append(tone.Options, bot.Option{Label: rq.p.S("choice.tone-" + t), Value: t})
	}
	language := bot.Field{ID: "language", Kind: bot.Choice, Label: rq.p.S("form.language"), Value: v.Document.Language}
	for _, tag := range rq.words.Languages() {
		language.Options = append(language.Options, bot.Option{Label: rq.words.LanguageName(tag), Value: tag})
	}
	f.Fields = append(f.Fields, tone, language)
	if b.wordsDrafts(rq) {
		host, model := b.wording.Where()
		f.Intro = rq.p.L("form.reword-intro-model", "Host", host, "Model", model)
		notes := bot.Field{ID: "notes", Kind: bot.Choice, Label: rq.p.S("form.share-notes"), Value: "no", Options: []bot.Option{
			{Label: rq.p.S("form.share-no"), Value: "no"}, {Label: rq.p.S("form.share-yes"), Value: "yes"},
		}}
		f.Fields = append(f.Fields, bot.Field{
			ID: "wish", Kind: bot.ShortText, Label: rq.p.S("form.wish"), Hint: rq.p.S("form.wish-hint"), Optional: true, MaxRunes: maxWish,
		}, notes)
	}
	return bot.Reply{Blocks: []bot.Block{f}}, nil
}

// maxWish bounds what somebody can ask of the words.
const maxWish = 200

// wish is how somebody wants a draft to sound.
type wish struct {
	text  string // for the language model
	notes bool   // which may read the notes for it
	anew  bool   // from the facts as they are now
}

func (b *Bot) rewordSubmitted(ctx context.Context, rq *request) (bot.Reply, error) {
	c, v, next, err := b.shownDraft(ctx, rq, rq.Value)
	if err != nil {
		return bot.Reply{}, err
	}
	o := v.Options
	if tone := rq.Field("tone"); tone != first(o.Tone, drafts.Plain) {
		o.Tone = tone
	}
	if language := rq.Field("language"); language != v.Document.Language {
		o.Language = language
	}
	return b.reword(ctx, rq, c, v, next, o, wish{text: shorten(rq.Field("wish"), maxWish), notes: rq.Field("notes") == "yes"})
}

// draftAgain writes a draft again, by what is known of the client now. A day
// that was asked for then and has passed is left out.
func (b *Bot) draftAgain(ctx context.Context, rq *request, value string) (bot.Reply, error) {
	c, v, next, err := b.shownDraft(ctx, rq, value)
	if err != nil {
		return bot.Reply{}, err
	}
	o := v.Options
	today := rq.now.In(rq.zone).Format(time.DateOnly)
	if day, err := parse.Day(o.LastDay, rq.now, rq.zone); err == nil && day.Format(time.DateOnly) < today {
		o.LastDay = ""
	}
	return b.reword(ctx, rq, c, v, next, o, wish{anew: true})
}

// reword writes a draft again, in another tone or language. With a wish, or
// where the workspace wants it anyway, the language model's words follow.
func (b *Bot) reword(ctx context.Context, rq *request, c storage.Client, v draftVersion, next int, o draftOptions, w wish) (bot.Reply, error) {
	if w.text != "" && !b.wordsDrafts(rq) {
		return bot.Reply{}, trouble("wish-needs-model")
	}
	facts, err := b.facts(rq, c, b.assess(rq, c), o)
	if err != nil {
		return bot.Reply{}, err
	}
	var why bot.Line
	if o != v.Options || w.anew { // a wish alone goes on from the words that are there
		doc, err := drafts.Write(v.Document.Kind, facts)
		if err != nil {
			return bot.Reply{}, draftProblem(err, o)
		}
		if v.Origin == drafts.FromPerson {
			why = rq.p.L("draft.anew") // their own words are the version before
		}
		v.Document, v.Options, v.Origin, v.Model, v.Ready, v.Number = doc, o, drafts.FromTemplate, "", false, next
		b.keepDraft(ctx, rq, &v)
	}
	reply := b.drafted(rq, c, v, why)
	if b.wordsDrafts(rq) && v.ID != "" {
		reply.Later = b.betterWords(rq, c, facts, v, reply, w)
	}
	return reply, nil
}

// betterWords is the Reply.Later of a draft: the language model's words where
// they pass the check, else the draft as it is, and why.
func (b *Bot) betterWords(rq *request, c storage.Client, facts drafts.Facts, v draftVersion, shown bot.Reply, w wish) func(context.Context) (bot.Reply, error) {
	return func(ctx context.Context) (bot.Reply, error) {
		order := drafts.Order{Kind: v.Document.Kind, Facts: facts, Draft: v.Document, Wish: w.text}
		if err := b.private(ctx, rq, &order.Facts, c.ID, v.Document.Kind); err != nil {
			return bot.Reply{}, err
		}
		if w.notes {
			order.Notes = order.Facts.Notes
		}
		doc, err := b.wording.Word(ctx, rq.Tenant(), order)
		if err != nil {
			b.log.WarnContext(ctx, "a draft keeps its words", "tenant", rq.Tenant(), "kind", v.Document.Kind, "error", err)
			stays := shown
			stays.Blocks = append([]bot.Block{}, shown.Blocks...)
			stays.Blocks = append(stays.Blocks, bot.Note{Line: rq.p.L("draft." + whyItStays(err))})
			return stays, nil
		}
		next := v
		next.Document, next.Origin, next.Ready = doc, drafts.FromModel, false
		_, next.Model = b.wording.Where()
		all, err := b.draftVersions(ctx, rq, c.ID, v.Draft)
		if err != nil {
			return bot.Reply{}, err
		}
		next.Number = all[len(all)-1].Number + 1
		b.keepDraft(ctx, rq, &next)
		return b.drafted(rq, c, next, nil), nil
	}
}

// whyItStays is the key that says why a draft keeps its words.
func whyItStays(err error) string {
	switch {
	case errors.Is(err, ErrWordingFixed):
		return "model-fixed"
	case errors.Is(err, ErrWordingDeclined):
		return "model-declined"
	case errors.Is(err, ErrWordingUnread):
		return "model-unreadable"
	case errors.Is(err, ErrWordingRefused):
		return "model-refused"
	case errors.Is(err, ErrWordingSpent):
		return "model-spent"
	case errors.Is(err, ErrWordingDenied):
		return "model-denied"
	}
	return "model-away"
}

// wished rewords the draft that somebody worked on last: "say it more warmly",
// "krócej", "in Italian".
func (b *Bot) wished(ctx context.Context, rq *request, w parse.Wish) (bot.Reply, error) {
	value, err := rq.ws.Kept(ctx, lastDraft(rq))
	if err != nil {
		return bot.Reply{}, err
	}
	if value == nil {
		return bot.Reply{}, trouble("no-draft")
	}
	c, v, next, err := b.shownDraft(ctx, rq, string(value))
	if err != nil {
		return bot.Reply{}, err
	}
	o := v.Options
	o.Tone, o.Language = first(w.Tone, o.Tone), first(w.Language, o.Language)
	if w.Language == v.Document.Language {
		o.Language = v.Options.Language
	}
	asked := wish{text: shorten(rq.Text, maxWish)}
	if !b.wordsDrafts(rq) && !w.Shorter {
		asked.text = "" // the templates can do the rest
	}
	return b.reword(ctx, rq, c, v, next, o, asked)
}

// draftForm answers a submitted form of a draft. Where the store is away, the
// form stays open with what was typed.
func (b *Bot) draftForm(ctx context.Context, rq *request) (bot.Reply, error) {
	if rq.Action == formDraftEdit {
		return b.edited(ctx, rq)
	}
	return b.rewordSubmitted(ctx, rq)
}
