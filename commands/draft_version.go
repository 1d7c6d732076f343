package commands

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"amicable/bot"
	"amicable/commands/drafts"
	"amicable/storage"
)

// draftVersion is a draft as it was at one time, as it is kept for 90 days.
type draftVersion struct {
	Client   storage.ClientID `json:"-"`
	Draft    string           `json:"-"` // tells its versions from those of other drafts
	Number   int              `json:"-"` // from 1, in the order in which they were kept; 0: not kept
	Options  draftOptions
	Document drafts.Document
	Origin   string // drafts.FromTemplate, FromModel or FromPerson
	Model    string `json:",omitempty"`
	Ready    bool   `json:",omitempty"`

	at time.Time
	by storage.Actor
}

// keepDraft keeps a version. A draft that cannot be kept is still worth reading:
// it loses its number, and with it the buttons that need it.
func (b *Bot) keepDraft(ctx context.Context, rq *request, v *draftVersion) {
	v.at, v.by = rq.now, rq.actor()
	data, err := json.Marshal(v)
	if err == nil {
		err = rq.ws.SaveDraft(ctx, v.Client, storage.DraftVersion{Draft: v.Draft, At: v.at, By: v.by, Data: data})
	}
	if err == nil {
		err = b.rememberDraft(ctx, rq, *v)
	}
	if err != nil {
		b.complain(ctx, rq.Event, fmt.Errorf("keeping a draft: %w", err))
		v.Number = 0
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
		v := draftVersion{Client: id, Draft: draft, Number: len(all) + 1, at: k.At, by: k.By}
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
// the number of the newest one.
func (b *Bot) shownDraft(ctx context.Context, rq *request, value string) (storage.Client, draftVersion, int, error) {
	words := strings.Fields(value)
	if len(words) != 3 {
		return storage.Client{}, draftVersion{}, 0, trouble("question-expired")
	}
	c, err := rq.ws.Client(ctx, storage.ClientID(words[0]))
	if err != nil {
		return c, draftVersion{}, 0, err
	}
	all, err := b.draftVersions(ctx, rq, c.ID, words[1])
	if err != nil {
		return c, draftVersion{}, 0, err
	}
	n, err := strconv.Atoi(words[2])
	if err != nil || n < 1 || n > len(all) {
		n = len(all)
	}
	return c, all[n-1], len(all), nil
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
