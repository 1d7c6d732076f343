package commands

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode"

	"amicable/commands/drafts"
	"amicable/commands/parse"
	"amicable/scoring"
	"amicable/storage"
)

// facts are what a draft may be made from: the profile and the log's figures,
// never a note and never who reported.
func (b *Bot) facts(rq *request, c storage.Client, a scoring.Assessment, o draftOptions) (drafts.Facts, error) {
	p := c.Profile
	tone, err := drafts.ParseTone(toneMeant(o.Tone))
	if err != nil {
		return drafts.Facts{}, draftProblem(err, o)
	}
	language, err := rq.draftLanguage(o.Language, p["language"])
	if err != nil {
		return drafts.Facts{}, err
	}
	f := drafts.Facts{
		Us: rq.settings[settingFirm], Client: c.Name, Contact: p["contact"], Service: p["service"], Salutation: p["salutation"],
		Today: rq.now.In(rq.zone), Zone: rq.zone,
		OpenWork: p["open-work"], Prepaid: p["prepaid"], Owed: p["owed"], OpenUntil: profileDay(rq, p["open-until"]),
		Done: p["done"], Deadlines: p["deadlines"], Records: p["records"], Successor: p["successor"],
		Terms: drafts.Terms{
			Price: p["new-price"], Scope: p["new-scope"], Hours: p["new-hours"], Payment: p["new-payment"], From: profileDay(rq, p["new-from"]),
		},
		Billing: p["billing"], Formality: p["formality"], Profession: first(p["profession"], rq.settings[settingTrade]),
		Language: language, Reader: rq.p.Language(), Tone: tone,
		Leading: leadingSigns(a), Verdict: a.Verdict, Remedies: c.Ledger.Remedies, ContractEnd: profileDay(rq, p["contract-end"]),
	}
	if len(f.Leading) > 0 {
		for _, o := range c.Ledger.Tallies[f.Leading[0]].Recent {
			f.Incidents = append(f.Incidents, o.At.In(rq.zone))
		}
	}
	f.NoticeMonths, f.NoticeDays, f.HasNotice = readNotice(p["notice"])
	if o.LastDay != "" {
		if f.LastDay, err = parse.Day(o.LastDay, rq.now, rq.zone); err != nil {
			return drafts.Facts{}, trouble("day-unreadable", "Typed", shorten(o.LastDay, 40))
		}
	}
	if a.CoolingOff == scoring.ProposeCoolingOff {
		f.CoolingUntil = coolingUntil(rq, c)
	}
	return f, nil
}

// toneMeant is the tone that a word stands for in any language, else the word.
func toneMeant(typed string) string {
	if tone, ok := parse.Value(typed, drafts.Tones()...); ok {
		return tone
	}
	return typed
}

// draftLanguage is the language asked for, else the client's, else the person's.
// Where the client's is none of ours, the draft says so.
func (rq *request) draftLanguage(asked, clients string) (string, error) {
	if asked == "" {
		return first(clients, rq.p.Language()), nil
	}
	tag, ok := rq.language(asked)
	if !ok {
		return "", trouble("language-unknown", "Typed", shorten(asked, 40), "Known", rq.languages())
	}
	return tag, nil
}

func profileDay(rq *request, kept string) time.Time {
	t, err := time.ParseInLocation(time.DateOnly, kept, rq.zone)
	if err != nil {
		return time.Time{}
	}
	return t
}

// notesRead is how much of a client's log is held against a draft.
const notesRead = 200

// tellingKinds are the entries whose notes are people's own words about the client.
var tellingKinds = []storage.EntryKind{scoring.Incident, scoring.Confirmation, scoring.RemedyTried, scoring.PraiseGiven}

// private adds what must not show through in a text that people or a model
// wrote: who reported, and what they noted.
// A name that the template uses as a word, such as that of somebody who goes by
// "you", cannot be told from it.
func (b *Bot) private(ctx context.Context, rq *request, f *drafts.Facts, id storage.ClientID, kind drafts.Kind) error {
	entries, err := rq.ws.History(ctx, id, "", notesRead)
	if err != nil {
		return err
	}
	template, err := drafts.Write(kind, *f)
	if errors.Is(err, drafts.ErrLastDayPast) { // the day that was asked for then; for the words, any will do
		open := *f
		open.LastDay = time.Time{}
		template, err = drafts.Write(kind, open)
	}
	if err != nil {
		return err
	}
	words := map[string]bool{"": true, f.Contact: true}
	for _, part := range template.Parts {
		for word := range strings.FieldsFuncSeq(part.Text, func(r rune) bool { return !unicode.IsLetter(r) }) {
			words[word] = true
		}
	}
	for _, e := range entries {
		if !words[e.By.Name] && !slices.Contains(f.Reporters, e.By.Name) {
			f.Reporters = append(f.Reporters, e.By.Name)
		}
		if e.Note != "" && slices.Contains(tellingKinds, e.Kind) {
			f.Notes = append(f.Notes, e.Note)
		}
	}
	return nil
}

// coolingUntil is the day on which a cooling-off that began with the latest parting is over.
func coolingUntil(rq *request, c storage.Client) time.Time {
	from := rq.now
	if len(c.Ledger.Partings) > 0 {
		from = c.Ledger.Partings[0]
	}
	return from.AddDate(0, 0, coolingDays(rq.settings))
}

func first(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}
