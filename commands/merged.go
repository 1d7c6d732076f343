package commands

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"amicable/storage"
)

// Buttons, forms and settings outlive a merge: what they name may have got
// another id. Here it is found again, or not at all; never something else.

// client finds a client by its id, also by the one it had before it was merged into another.
func (rq *request) client(ctx context.Context, names *storage.Directory, id storage.ClientID) (storage.Known, error) {
	if k, ok := names.ByID(id); ok {
		return k, nil
	}
	c, err := rq.ws.Client(ctx, id)
	if err != nil {
		return storage.Known{}, err
	}
	return storage.Known{ID: c.ID, Name: c.Name, Aliases: c.Aliases, Closed: !c.Closed.IsZero()}, nil
}

// keepChannels has what belonged to a merged client's channels belong to the other.
func (b *Bot) keepChannels(ctx context.Context, rq *request, from, into storage.ClientID) error {
	for key, owner := range rq.settings {
		if strings.HasPrefix(key, settingChannel) && owner == string(from) {
			if err := rq.ws.Set(ctx, key, string(into), rq.actor()); err != nil {
				return err
			}
		}
	}
	return nil
}

// mark tells entries apart that could come to have the same id.
func mark(e storage.Entry) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s/%s/%s/%d/%s", e.Kind, e.Sign, e.Remedy, e.At.Unix(), e.By.ID))
	return hex.EncodeToString(sum[:3])
}

// entryValue is how a button names an entry: "<client> <entry> <mark>".
func entryValue(id storage.ClientID, e storage.Entry) string {
	return string(id) + " " + e.ID + " " + mark(e)
}

// pressedEntry is the entry that a button names. Where two logs became one,
// entries of the same moment moved on by an id or two: they are known by their mark.
func (b *Bot) pressedEntry(ctx context.Context, rq *request, id storage.ClientID, named string) (storage.ClientID, storage.Entry, error) {
	entry, marked := cutWord(named)
	at, err := strconv.ParseInt(entry, 10, 64)
	if err != nil || at < 0 {
		return "", storage.Entry{}, storage.ErrNotFound
	}
	was, err := rq.ws.Entry(ctx, id, entry)
	if err == nil && (marked == "" || mark(was) == marked) {
		return id, was, nil
	}
	if err != nil && (marked == "" || !errors.Is(err, storage.ErrNotFound)) {
		return "", storage.Entry{}, err
	}
	c, err := rq.ws.Client(ctx, id)
	if err != nil {
		return "", storage.Entry{}, err
	}
	const moved = 8 // ids; entries of one millisecond in both logs are few
	entries, err := rq.ws.History(ctx, c.ID, strconv.FormatInt(at+moved, 10), moved)
	if err != nil {
		return "", storage.Entry{}, err
	}
	for _, e := range entries {
		if n, err := strconv.ParseInt(e.ID, 10, 64); err == nil && n >= at && mark(e) == marked {
			return c.ID, e, nil
		}
	}
	return "", storage.Entry{}, storage.ErrNotFound
}
