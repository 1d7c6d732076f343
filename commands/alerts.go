package commands

import (
	"context"
	"errors"
	"fmt"

	"amicable/bot"
	"amicable/scoring"
	"amicable/storage"
)

// The kinds of jobs in the outbox.
const (
	jobAlert  = "alert"
	jobForget = "forget"
	jobDigest = "digest"
)

// weigh assesses a client before and after an entry, and sees to what follows
// when a threshold was crossed.
func (b *Bot) weigh(ctx context.Context, rq *request, got *storage.Recorded) (before, after scoring.Assessment) {
	before, after = scoring.Stand(rq.policy, got.Before.Ledger, rq.now), b.assess(rq, got.After)
	alert := rq.policy.Alert(got.Before.Alerted, before, after)
	flagged := got.Entry.Kind == scoring.Incident || got.Entry.Kind == scoring.Confirmation
	if alert.Raise && !flagged {
		// An alert that got lost waits for the next flag: this is no bad news.
		alert.Raise, alert.Level = false, got.After.Alerted
	}
	if alert.Parting && !got.Duplicate {
		got.After.Ledger = got.After.Ledger.WithParting(rq.now)
		after = b.assess(rq, got.After)
	}
	b.follow(ctx, rq, got, alert)
	return before, after
}

// follow puts an alert into the outbox, and keeps the level and the parting.
// It never fails the entry, which is stored already: what goes wrong is logged.
func (b *Bot) follow(ctx context.Context, rq *request, got *storage.Recorded, alert scoring.Alert) {
	var err error
	switch id := got.After.ID; {
	case alert.Raise:
		err = b.store.Enqueue(ctx, storage.Job{
			ID: fmt.Sprintf("alert/%s/%s/%s", rq.Tenant(), id, got.Entry.ID), Tenant: rq.Tenant(), Kind: jobAlert, Due: rq.now,
			Payload: map[string]string{
				"platform": rq.Platform, "workspace": rq.Workspace, "client": string(id),
				"user": rq.Actor.ID, "name": rq.Actor.Name, "locale": rq.Actor.Locale, "zone": rq.Actor.TimeZone,
			},
		})
		b.later.Wake()
	case alert.Level != got.After.Alerted:
		_, err = rq.ws.ClaimAlert(ctx, id, got.After.Alerted, alert.Level, "entry/"+got.Entry.ID)
	}
	if err == nil && alert.Parting && !got.Duplicate {
		err = rq.ws.MarkParting(ctx, got.After.ID, rq.now, got.Entry.ID)
	}
	if err != nil {
		b.complain(ctx, rq.Event, fmt.Errorf("watching thresholds: %w", err))
	}
}

// doLater does one job of the outbox. An error means: try again later.
func (b *Bot) doLater(ctx context.Context, j storage.Job) error {
	switch j.Kind {
	case jobAlert:
		return b.alert(ctx, j)
	case jobDigest:
		return b.digest(ctx, j)
	case jobForget:
		return b.forget(ctx, j)
	default:
		b.log.WarnContext(ctx, "unknown job dropped", "kind", j.Kind, "job", j.ID)
		return nil
	}
}

// alert tells the team that a client crossed a threshold: in the channel that
// the workspace chose, else the person whose entry it was.
func (b *Bot) alert(ctx context.Context, j storage.Job) error {
	p := j.Payload
	sender, ok := b.sender(p["platform"])
	if !ok {
		b.log.WarnContext(ctx, "alert dropped, its platform is not running", "platform", p["platform"])
		return nil
	}
	rq, err := b.begin(ctx, bot.Event{
		ID: j.ID, Platform: p["platform"], Workspace: p["workspace"],
		Actor: bot.Actor{ID: p["user"], Name: p["name"], Locale: p["locale"], TimeZone: p["zone"]},
	})
	if err != nil {
		return err
	}
	c, err := rq.ws.Client(ctx, storage.ClientID(p["client"]))
	if errors.Is(err, storage.ErrNotFound) {
		return nil // erased or merged meanwhile
	}
	if err != nil {
		return err
	}
	a := b.assess(rq, c)
	level := max(a.Verdict, a.Tiers)
	if level < rq.policy.AlertFrom {
		return nil // taken back before anybody was told
	}
	// At most one job wins the step up to this level; the same job, tried again, wins again.
	mine, err := rq.ws.ClaimAlert(ctx, c.ID, min(c.Alerted, level-1), level, j.ID)
	if err != nil || !mine {
		return err
	}
	if channel, _ := cutWord(rq.settings[settingAlerts]); channel != "" {
		rq.p = b.speakToAll(rq)
		to := bot.Target{Platform: rq.Platform, Workspace: rq.Workspace, Channel: channel}
		err := sender.Send(ctx, to, b.inIdiom(rq, b.alertReply(rq, c, a)))
		if !errors.Is(err, bot.ErrNotThere) {
			return err
		}
		rq.p = b.speak(rq)
	}
	reply := b.alertReply(rq, c, a)
	if rq.settings[settingAlerts] != "" {
		// The channel is gone, or the client may be reading there.
		reply.Blocks = append(reply.Blocks, bot.Note{Line: rq.p.L("alert.channel-unfit")})
	}
	home := bot.Target{Platform: rq.Platform, Workspace: rq.Workspace, User: rq.Actor.ID}
	err = sender.Send(ctx, home, b.inIdiom(rq, reply))
	if errors.Is(err, bot.ErrNotThere) {
		// They saw the verdict in the answer to their own entry.
		b.log.WarnContext(ctx, "alert not sent, the person takes no direct messages", "tenant", rq.Tenant(), "user", rq.Actor.ID, "error", err)
		return nil
	}
	return err
}

// alertReply says what happened, why, and what to do about it.
func (b *Bot) alertReply(rq *request, c storage.Client, a scoring.Assessment) bot.Reply {
	verdict := rq.p.Verdict(max(a.Verdict, a.Tiers))
	reply := bot.Reply{
		Title:    rq.p.S("alert.title", "Client", c.Name, "Verdict", verdict),
		Fallback: rq.p.S("alert.fallback", "Client", c.Name, "Verdict", verdict),
		Blocks:   b.figures(rq, a),
	}
	reply.Blocks = append(reply.Blocks, bot.Fields{Fields: []bot.Fact{
		{Label: rq.p.S("assess.why"), Lines: b.why(rq, c, a)},
		{Label: rq.p.S("assess.what-to-do"), Lines: b.whatToDo(rq, c, a)},
	}})
	if a.Verdict >= scoring.PartWays && rq.settings[settingDraft] == "on" {
		reply.Blocks = append(reply.Blocks, b.draftFor(rq, c, a)...)
	}
	buttons := append(b.stepButtons(rq, c, a), assessButton(rq, c.ID))
	reply.Blocks = append(reply.Blocks, bot.Actions{Buttons: buttons})
	return reply
}

// draftFor is the separation draft as part of another reply. An alert goes out
// also when the draft cannot be written.
func (b *Bot) draftFor(rq *request, c storage.Client, a scoring.Assessment) []bot.Block {
	doc, _, _, err := b.write(rq, c, a, &draftOptions{})
	if err != nil {
		b.complain(context.Background(), rq.Event, fmt.Errorf("drafting for an alert: %w", err))
		return nil
	}
	title := bot.Text{Line: bot.B(rq.p.S("draft.title-"+string(doc.Kind), "Client", c.Name))}
	return append([]bot.Block{title}, b.draftBlocks(rq, doc)...)
}
