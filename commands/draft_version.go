package commands

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"amicable/bot"
	"amicable/commands/drafts"
	"amicable/storage"
)

// draftVersion is a draft as it was at one time, as it is kept for 90 days.
type draftVersion struct {
	Client storage.ClientID `json:"-"`
	Draft  string           `json:"-"` // tells its versions from those of other drafts
	// ID names the version among those of its draft; "" when it could not be kept.
	ID       string
	Number   int // from 1, as people count them
	Options  draftOptions
	Document drafts.Document
	Origin   string // drafts.FromTemplate, FromModel or FromPerson
	Model    string `json:",omitempty"`
	Ready    bool   `json:",omitempty"`

	at time.Time
	by storage.Actor
}

// keepDraft keeps a version. A draft that cannot be kept is still worth reading:
// it loses its name, and with it the buttons that need it.
func (b *Bot) keepDraft(ctx context.Context, rq *request, v *draftVersion) {
	v.at, v.by = rq.now, rq.actor()
	v.ID = reference(rq.Event)
	if v.Origin == drafts.FromModel { // of the same event as the template's
		v.ID += "m"
	}
	data, err := json.Marshal(v)
	if err == nil {
		err = rq.ws.SaveDraft(ctx, v.Client, storage.DraftVersion{Draft: v.Draft, At: v.at, By: v.by, Data: data})
	}
	if err != nil {
		b.complain(ctx, rq.Event, fmt.Errorf("keeping a draft: %w", err))
		v.ID = ""
		return
	}
	if err := b.rememberDraft(ctx, rq, *v); err != nil {
		b.complain(ctx, rq.Event, fmt.Errorf("remembering a draft: %w", err))
	}
}

// draftVersions reads all versions of a draft, oldest first; never none.
func (b *Bot) draftVersions(ctx context.Context, rq *request, id storage.ClientID, draft string) ([]draftVersion, error) {
	kept, err := rq.ws.Drafts(ctx, id)
	if err != nil {
		return nil, err
	}
	var all []draftVersion
	for _, k := range kept {
		if k.Draft != draft {
			continue
		}
		v := draftVersion{Client: id, Draft: draft, at: k.At, by: k.By}
		if err := json.Unmarshal(k.Data, &v); err != nil {
			return nil, fmt.Errorf("reading a draft: %w", err)
		}
		all = append(all, v)
	}
	if len(all) == 0 {
		return nil, trouble("draft-gone")
	}
	return all, nil
}

// shownDraft is the client and the version that a button's value names, and
// the number of the next one.
func (b *Bot) shownDraft(ctx context.Context, rq *request, value string) (c storage.Client, v draftVersion, next int, err error) {
	words := strings.Fields(value)
	if len(words) != 3 {
		return c, v, 0, trouble("question-expired")
	}
	if c, err = rq.ws.Client(ctx, storage.ClientID(words[0])); err != nil {
		return c, v, 0, err
	}
	all, err := b.draftVersions(ctx, rq, c.ID, words[1])
	if err != nil {
		return c, v, 0, err
	}
	i := slices.IndexFunc(all, func(v draftVersion) bool { return v.ID == words[2] })
	if i < 0 {
		return c, v, 0, trouble("draft-gone")
	}
	return c, all[i], all[len(all)-1].Number + 1, nil
}

// rememberDraft notes which draft somebody worked on last, so that "make it
// shorter" needs no name.
func (b *Bot) rememberDraft(ctx context.Context, rq *request, v draftVersion) error {
	return rq.ws.Keep(ctx, lastDraft(rq), []byte(v.value()), pendingFor)
}

func lastDraft(rq *request) string { return "draft/" + rq.Actor.ID }

// versionsOf lists who made which version, and how the check found it.
func (b *Bot) versionsOf(ctx context.Context, rq *request, value string) (bot.Reply, error) {
	c, shown, _, err := b.shownDraft(ctx, rq, value)
	if err != nil {
		return bot.Reply{}, err
	}
	all, err := b.draftVersions(ctx, rq, c.ID, shown.Draft)
	if err != nil {
		return bot.Reply{}, err
	}
	reply := bot.Reply{Title: rq.p.S("draft.versions", "Client", c.Name)}
	var list bot.List
	for i := len(all) - 1; i >= 0; i-- {
		v := all[i]
		state := rq.p.L("draft.passes")
		if n := len(v.Document.Findings); n > 0 {
			state = rq.p.LN("draft.to-look-at", n)
		}
		if v.Ready {
			state = rq.p.L("draft.was-ready")
		}
		list.Items = append(list.Items, bot.Item{
			Line:   rq.p.L("draft.version", "Number", v.Number, "Day", rq.p.Day(v.at, rq.now), "Time", rq.p.Time(v.at.In(rq.zone)), "By", v.by.Name),
			Detail: bot.Join(b.provenance(rq, v), bot.P(" "), state),
			Button: &bot.Button{Label: rq.p.S("button.draft-show"), Action: "draft-show", Value: v.value()},
		})
	}
	reply.Blocks = append(reply.Blocks, list, bot.Note{Line: rq.p.L("draft.kept-for")})
	return reply, nil
}

// showDraft shows a version again.
func (b *Bot) showDraft(ctx context.Context, rq *request, value string) (bot.Reply, error) {
	c, v, _, err := b.shownDraft(ctx, rq, value)
	if err != nil {
		return bot.Reply{}, err
	}
	return b.drafted(rq, c, v, nil), nil
}
