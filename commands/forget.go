package commands

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"amicable/bot"
	"amicable/storage"
)

// grace is how long a workspace's data outlives an uninstall.
const grace = 30 * 24 * time.Hour

func forgetJob(tenant string) string { return "forget/" + tenant }

// uninstalled puts the deletion of the workspace's data on the list.
func (b *Bot) uninstalled(ctx context.Context, rq *request) (bot.Reply, error) {
	return bot.Reply{}, b.store.Enqueue(ctx, storage.Job{
		ID: forgetJob(rq.Tenant()), Tenant: rq.Tenant(), Kind: jobForget, Due: rq.now.Add(grace),
		Payload: map[string]string{"since": strconv.FormatInt(rq.now.Unix(), 10)},
	})
}

// forget deletes a workspace's data at the end of its grace period. That the bot
// came back may never have been heard, so it is found out now; what is in use
// stays, and the next uninstall begins anew.
func (b *Bot) forget(ctx context.Context, j storage.Job) error {
	why, err := b.stays(ctx, j)
	if err != nil {
		return fmt.Errorf("finding out whether a workspace is in use: %w", err)
	}
	if why != "" {
		b.log.WarnContext(ctx, "workspace not forgotten, it is in use", "tenant", j.Tenant, "because", why)
		return nil
	}
	return b.store.Workspace(j.Tenant).Forget(ctx)
}

// stays says why a workspace's data must stay, or nothing. Where the platform
// cannot be asked, it is in use if anything was recorded since the uninstall.
func (b *Bot) stays(ctx context.Context, j storage.Job) (why string, err error) {
	platform, workspace, _ := strings.Cut(j.Tenant, ":")
	sender, _ := b.sender(platform)
	resident, asks := sender.(bot.Resident)
	if asks {
		in, err := resident.InWorkspace(ctx, workspace)
		if err != nil {
			return "", err
		}
		if in {
			return "the bot is there", nil
		}
	}
	apps, err := b.store.ServedBy(ctx, j.Tenant)
	if err != nil {
		return "", err
	}
	if len(apps) > 0 {
		return "another bot is there: " + strings.Join(apps, ", "), nil
	}
	if asks {
		return "", nil
	}
	since := b.now().Add(-grace)
	if seconds, err := strconv.ParseInt(j.Payload["since"], 10, 64); err == nil {
		since = time.Unix(seconds, 0)
	}
	recorded, err := b.recordedSince(ctx, b.store.Workspace(j.Tenant), since)
	if err != nil || !recorded {
		return "", err
	}
	return "something was recorded since the bot was removed", nil
}

// recordedSince tells whether anything was recorded about a client after a time.
func (b *Bot) recordedSince(ctx context.Context, ws *storage.Workspace, since time.Time) (bool, error) {
	names, err := ws.Refresh(ctx)
	if err != nil {
		return false, err
	}
	for _, c := range names.All() {
		last, err := ws.History(ctx, c.ID, "", 1)
		if errors.Is(err, storage.ErrUnavailable) {
			return false, err
		}
		// A damaged client must not keep the others for ever.
		if err == nil && len(last) > 0 && last[0].Recorded.After(since) {
			return true, nil
		}
	}
	return false, nil
}
