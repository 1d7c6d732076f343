package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/redis/go-redis/v9"

	"amicable/commands"
	"amicable/scoring"
	"amicable/storage"
	"amicable/storage/embedded"
)

// opened is the store with what belongs to it.
type opened struct {
	*storage.Store
	redis redis.UniversalClient
	// where says in words where the data is, without any secret.
	where    string
	embedded bool
	close    func() error
}

// openStore opens the store that the settings name: Redis, or the embedded one
// in the data folder. It does not wait for Redis, which may come later.
func openStore(s Settings, now func() time.Time, log *slog.Logger) (*opened, error) {
	quietRedis(log)
	options := storage.Options{Policy: scoring.Default(), Rules: commands.Rules, Now: now, Replicas: s.Replicas}
	if s.EncryptionKey.Set() {
		sealer, err := storage.NewSealer(s.EncryptionKey.Reveal())
		if err != nil {
			return nil, &settingError{"AMICABLE_ENCRYPTION_KEY", "cannot be used. Give 32 random bytes in base64, such as from: openssl rand -base64 32"}
		}
		options.Sealer = sealer
	}
	if s.RedisURL.Set() {
		rdb, err := storage.Dial(s.RedisURL.Reveal())
		if err != nil {
			// The error may quote the URL, which may hold a password.
			return nil, &settingError{"REDIS_URL", "cannot be understood. It looks like redis://user:password@host:6379/0, rediss://…, unix:///path or redis+sentinel://host:26379/name; or a comma list for a cluster."}
		}
		return &opened{Store: storage.New(rdb, options), redis: rdb, where: "Redis", close: rdb.Close}, nil
	}
	engine, err := embedded.Open(s.DataDir, embedded.Options{Now: now, Log: log})
	if err != nil {
		if errors.Is(err, embedded.ErrLocked) {
			return nil, &settingError{"AMICABLE_DATA_DIR", fmt.Sprintf("%s is in use by another amicable. Stop that one, or name another folder.", s.DataDir)}
		}
		return nil, fmt.Errorf("opening the data in %s: %w", s.DataDir, err)
	}
	rdb := engine.Client()
	return &opened{
		Store: storage.New(rdb, options), redis: rdb, where: s.DataDir, embedded: true,
		close: func() error { return errors.Join(rdb.Close(), engine.Close()) },
	}, nil
}

// Close gives the store back. What was acknowledged is safe before that already.
func (o *opened) Close() error {
	if err := o.close(); err != nil {
		return fmt.Errorf("closing the store: %w", err)
	}
	return nil
}

// embeddedNotice says what the embedded store is for.
const embeddedNotice = "The data is in %s (the embedded store: for trying out and for one small team; set REDIS_URL for more, and move with export and import)."

// checkStore refuses a store that cannot be worked with: one written by a later
// version, or encrypted with another key. A Redis that is away is no reason to stop.
func checkStore(ctx context.Context, o *opened, log *slog.Logger) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	err := o.CheckKey(ctx)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, storage.ErrKey):
		return &settingError{"AMICABLE_ENCRYPTION_KEY", "is not the key that this data was encrypted with. Set the earlier one."}
	case errors.Is(err, storage.ErrUnavailable), errors.Is(err, storage.ErrUnsure), ctx.Err() != nil:
		log.Warn("Redis cannot be reached yet; starting all the same", "error", err)
		return nil
	default:
		return fmt.Errorf("checking the store: %w", err)
	}
}

// closing closes the store when a subcommand ends; what goes wrong is logged.
func closing(store *opened, log *slog.Logger) {
	if err := store.Close(); err != nil {
		log.Error("closing", "error", err)
	}
}
