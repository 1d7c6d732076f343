package commands

import (
	"context"
	"errors"
	"time"

	"amicable/bot"
	"amicable/storage"
)

// digestHour is when the digest comes, on Mondays, by the workspace's clock.
const digestHour = 9

// nextDigest is the first Monday morning after now, in now's zone.
func nextDigest(now time.Time) time.Time {
	y, m, d := now.Date()
	at := time.Date(y, m, d, digestHour, 0, 0, 0, now.Location())
	for at.Weekday() != time.Monday || !at.After(now) {
		at = time.Date(at.Year(), at.Month(), at.Day()+1, digestHour, 0, 0, 0, now.Location())
	}
	return at
}

// scheduleDigest puts the next digest into the outbox; one that is there already stays.
func (b *Bot) scheduleDigest(ctx context.Context, rq *request) error {
	due := nextDigest(rq.now.In(rq.zone))
	return b.store.Enqueue(ctx, storage.Job{
		ID: jobDigest + "/" + rq.Tenant() + "/" + due.Format(time.DateOnly), Tenant: rq.Tenant(), Kind: jobDigest, Due: due,
		Payload: map[string]string{"platform": rq.Platform, "workspace": rq.Workspace, "zone": rq.Actor.TimeZone, "locale": rq.Actor.Locale},
	})
}

// digest sends the week's overview to the alerts channel: who makes the
// trouble, and what costs most. Without a channel there is none.
func (b *Bot) digest(ctx context.Context, j storage.Job) error {
	p := j.Payload
	rq, err := b.begin(ctx, bot.Event{
		ID: j.ID, Platform: p["platform"], Workspace: p["workspace"], Actor: bot.Actor{TimeZone: p["zone"], Locale: p["locale"]},
	})
	if err != nil {
		return err
	}
	rq.p = b.speakToAll(rq)
	channel, _ := cutWord(rq.settings[settingAlerts])
	sender, ok := b.sender(rq.Platform)
	if channel == "" || !ok {
		return nil
	}
	if err := b.scheduleDigest(ctx, rq); err != nil {
		return err
	}
	reply, err := b.portfolio(ctx, rq, "")
	if err != nil || reply.Title == "" { // no clients, nothing to tell
		return err
	}
	reply.Blocks = append([]bot.Block{bot.Text{Line: bot.B(reply.Title)}}, reply.Blocks...)
	reply.Title, reply.Fallback = rq.p.S("digest.title"), rq.p.S("digest.title")
	reply.Picture = b.costsPicture(rq)
	err = sender.Send(ctx, bot.Target{Platform: rq.Platform, Workspace: rq.Workspace, Channel: channel}, b.inIdiom(rq, reply))
	if errors.Is(err, bot.ErrNotThere) {
		b.log.WarnContext(ctx, "digest not sent, the alerts channel cannot be used", "tenant", rq.Tenant(), "error", err)
		return nil
	}
	return err
}
